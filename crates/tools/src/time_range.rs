//! Ranges of time: the order of their ends, and how long they may be.

use pagerduty::Resource;
use toolkit::{
    list::{listing::Listing, time_filtered::TimeFiltered},
    prelude::*,
};

/// Days before the end of a range that has no start. PagerDuty names no default for log entries; for incidents it is a month.
pub(crate) const DEFAULT_DAYS: i64 = 30;

/// How far ahead PagerDuty computes on-calls, in days (REST documentation, `GET /oncalls`).
pub(crate) const HORIZON_DAYS: i64 = 90;

/// Both ends of a range of which the caller gave one: it ends now, or begins this many days before its end. Nothing is left to
/// PagerDuty, whose endpoints each choose another end.
pub(crate) fn whole(
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    days_before: i64,
    cx: &Context,
) -> (Option<Timestamp>, Option<Timestamp>) {
    match (since, until) {
        (Some(since), None) => {
            cx.times().read_as_now("until");
            (Some(since), Some(cx.now()))
        }
        (None, Some(until)) => {
            let since = until.plus_days(-days_before);
            cx.times().read_as("since", since);
            (Some(since), Some(until))
        }
        both => both,
    }
}

/// A range that was looked at because the caller gave none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DefaultRange {
    /// Such as `the last 30 days`.
    pub(crate) name: &'static str,
    /// How to look further.
    pub(crate) further: Option<&'static str>,
}

impl DefaultRange {
    /// The answer of a list, with the range, and with how to look further where nothing was found in it.
    pub(crate) fn told_of<T: Resource, K>(self, mut listing: Listing<T, K>) -> Answer {
        if listing.places.is_empty() && !listing.goes_on() {
            let further = self.further.map(|further| format!(": {further}")).unwrap_or_default();
            // Beside what is said where only the caller's own was looked at.
            listing.unreadable.push(format!("only {} was looked at{further}", self.name));
        }
        Answer::listing(listing).metadata("range", self.name)
    }
}

/// The answer of a list, with its range where that is a default.
pub(crate) fn answer<T: Resource, K>(listing: Listing<T, K>, default: Option<DefaultRange>) -> Answer {
    match default {
        Some(range) => range.told_of(listing),
        None => Answer::listing(listing),
    }
}

/// A list in the order of time, with its range where that is a default.
pub(crate) async fn newest_first<Q: TimeFiltered>(
    mut query: Q,
    default: DefaultRange,
    shape: &Shape<Q::Row>,
    cx: &Context,
) -> Result<Answer> {
    let is_default = query.range().0.is_none();
    let listing = cx.list_by_time(&shape.paging, &shape.include, query).await?;
    Ok(answer(listing, is_default.then_some(default)).in_order("newest first"))
}

/// Refuses a range that ends before it starts, or lasts longer than `most_days`.
pub(crate) fn check(since: Timestamp, until: Timestamp, most_days: Option<i64>) -> Result<()> {
    if since >= until {
        return Err(backwards(("since", since), ("until", until)).hint("exchange the two, or leave one out"));
    }
    match most_days {
        Some(days) if until > since.plus_days(days) => {
            Err(invalid(format!("the range from {since} to {until} is longer than {days} days"))
                .hint(format!("ask for {days} days at a time, for example `since` {}", until.plus_days(-days))))
        }
        _ => Ok(()),
    }
}

/// Refuses a range that ends before it starts, of which either end may be missing.
pub(crate) fn check_open_range(since: Option<Timestamp>, until: Option<Timestamp>, cx: &Context) -> Result<()> {
    match (since, until) {
        (Some(since), None) => check_start(cx.now(), since),
        (Some(since), Some(until)) => check(since, until, None),
        (None, _) => Ok(()),
    }
}

/// Refuses what ends before it starts, by the names of its parameters.
pub(crate) fn check_order(start: (&str, Timestamp), end: (&str, Timestamp)) -> Result<()> {
    if start.1 >= end.1 { Err(backwards(start, end).hint("exchange the two")) } else { Ok(()) }
}

/// Refuses what is over: PagerDuty takes overrides and maintenance windows only that end in the future.
pub(crate) fn check_not_over(now: Timestamp, parameter: &str, end: Timestamp) -> Result<()> {
    if end <= now {
        return Err(invalid(format!("`{parameter}` ({end}) is over")).hint("give a later one"));
    }
    Ok(())
}

fn backwards((first, start): (&str, Timestamp), (last, end): (&str, Timestamp)) -> Error {
    invalid(format!("`{first}` ({start}) is not before `{last}` ({end})"))
}

/// Refuses a `since` that is now or lies ahead and has no end: the range would end now.
pub(crate) fn check_start(now: Timestamp, since: Timestamp) -> Result<()> {
    if since == now {
        return Err(backwards(("since", since), ("until", now)).hint("give `until` too, or an earlier `since`"));
    }
    if since > now {
        return Err(invalid(format!("`since` ({since}) lies ahead, and without `until` the range ends now"))
            .hint("give `until` too"));
    }
    Ok(())
}

/// Refuses a time of which PagerDuty does not know yet who is on call; `parameter` says where it stands.
pub(crate) fn check_ahead(now: Timestamp, parameter: &str, time: Timestamp) -> Result<()> {
    let last = now.plus_days(HORIZON_DAYS);
    if time > last {
        return Err(invalid(format!("`{parameter}` ({time}) is more than {HORIZON_DAYS} days ahead"))
            .hint(format!("PagerDuty knows on-calls until {last}: use an `{parameter}` of then or earlier")));
    }
    Ok(())
}

fn invalid(message: String) -> Error {
    Error::new(Code::InvalidTimeRange, message)
}
