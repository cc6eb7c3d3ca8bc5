//! Ranges of time: the order of their ends, and how long they may be.

use pagerduty::{Resource, Timestamp};
use toolkit::{
    answer::Answer,
    context::Context,
    error::{Code, Error, Result},
    list::listing::Listing,
};

/// How far ahead PagerDuty computes on-calls, in days (REST documentation, `GET /oncalls`).
pub(super) const HORIZON_DAYS: i64 = 90;

/// Both ends of a range of which the caller gave one: it ends now, or begins this many days before its end. Nothing is left to
/// PagerDuty, whose endpoints each choose another end.
pub(super) fn whole(
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
pub(super) struct DefaultRange {
    /// Such as `the last 30 days`.
    pub(super) name: &'static str,
    /// How to look further.
    pub(super) further: Option<&'static str>,
}

impl DefaultRange {
    /// The answer of a list, with the range, and with how to look further where nothing was found in it.
    pub(super) fn told_of<T: Resource, K>(self, mut listing: Listing<T, K>) -> Answer {
        if listing.places.is_empty() && !listing.goes_on() {
            let further = self.further.map(|further| format!(": {further}")).unwrap_or_default();
            // Beside what is said where only the caller's own was looked at.
            listing.unreadable.push(format!("only {} was looked at{further}", self.name));
        }
        Answer::listing(listing).metadata("range", self.name)
    }
}

/// The answer of a list, with its range where that is a default.
pub(super) fn answer<T: Resource, K>(listing: Listing<T, K>, default: Option<DefaultRange>) -> Answer {
    match default {
        Some(range) => range.told_of(listing),
        None => Answer::listing(listing),
    }
}

/// Refuses a range that ends before it starts, or lasts longer than `most_days`.
pub(super) fn check(since: Timestamp, until: Timestamp, most_days: Option<i64>) -> Result<()> {
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

/// Refuses what ends before it starts, by the names of its parameters.
pub(super) fn check_order(start: (&str, Timestamp), end: (&str, Timestamp)) -> Result<()> {
    if start.1 >= end.1 { Err(backwards(start, end).hint("exchange the two")) } else { Ok(()) }
}

/// Refuses an override that is over: PagerDuty takes those that end in the future only.
pub(super) fn check_not_over(now: Timestamp, parameter: &str, end: Timestamp) -> Result<()> {
    if end <= now {
        return Err(invalid(format!("`{parameter}` ({end}) is over")).hint("overrides begin now or later"));
    }
    Ok(())
}

fn backwards((first, start): (&str, Timestamp), (last, end): (&str, Timestamp)) -> Error {
    invalid(format!("`{first}` ({start}) is not before `{last}` ({end})"))
}

/// Refuses a `since` that is now or lies ahead and has no end: the range would end now.
pub(super) fn check_start(now: Timestamp, since: Timestamp) -> Result<()> {
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
pub(super) fn check_ahead(now: Timestamp, parameter: &str, time: Timestamp) -> Result<()> {
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
