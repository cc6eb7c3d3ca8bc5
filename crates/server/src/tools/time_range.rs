//! Ranges of time: the order of their ends, and how long they may be.

use pagerduty::Timestamp;

use crate::error::{Code, Error, Result};

const DAY: i64 = 24 * 60 * 60;

/// Refuses a range that ends before it starts, or lasts longer than `most_days`.
pub(super) fn check(since: Timestamp, until: Timestamp, most_days: Option<i64>) -> Result<()> {
    if since >= until {
        return Err(invalid(format!("`since` ({since}) is not before `until` ({until})"))
            .hint("exchange the two, or leave one out"));
    }
    match most_days {
        Some(days) if until.as_second() - since.as_second() > days * DAY => Err(invalid(format!(
            "the range from {since} to {until} is longer than {days} days"
        ))
        .hint(format!("ask for {days} days at a time, for example `since` {}", until.plus_seconds(-days * DAY)))),
        _ => Ok(()),
    }
}

/// Refuses a `since` that lies ahead and has no end: PagerDuty would take now for it.
pub(super) fn check_start(now: Timestamp, since: Timestamp) -> Result<()> {
    if since > now {
        return Err(invalid(format!("`since` ({since}) lies ahead, and without `until` the range ends now"))
            .hint("give `until` too"));
    }
    Ok(())
}

/// Refuses an `until` more than `days` ahead of now.
pub(super) fn check_ahead(now: Timestamp, until: Timestamp, days: i64) -> Result<()> {
    let last = now.plus_seconds(days * DAY);
    if until > last {
        return Err(invalid(format!("`until` ({until}) is more than {days} days ahead"))
            .hint(format!("use an `until` of {last} or earlier")));
    }
    Ok(())
}

fn invalid(message: String) -> Error {
    Error::new(Code::InvalidTimeRange, message)
}
