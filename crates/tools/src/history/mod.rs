//! What happened: alerts of incidents, log entries, and changes.

mod alerts;
mod change_events;
mod log_entries;

use toolkit::prelude::*;

use super::time_range;

pub(super) const TOOLS: &[fn() -> Entry] = &[
    Entry::of_browse::<alerts::GetAlerts>,
    Entry::of_browse::<log_entries::GetLogEntries>,
    Entry::of_browse::<change_events::GetChangeEvents>,
];

/// Days before the end of a range that has no start. PagerDuty names no default for log entries; for incidents it is a month.
const DEFAULT_DAYS: i64 = 30;

/// Whether a range, of which either end may be missing, is one.
fn check_range(since: Option<Timestamp>, until: Option<Timestamp>, cx: &Context) -> Result<()> {
    match (since, until) {
        (Some(since), None) => time_range::check_start(cx.now(), since),
        (Some(since), Some(until)) => time_range::check(since, until, None),
        (None, _) => Ok(()),
    }
}
