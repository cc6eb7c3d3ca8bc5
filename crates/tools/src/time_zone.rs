//! What a clock on the wall of a time zone shows.

use jiff::{SignedDuration, tz::TimeZone};
use pagerduty::Timestamp;

pub(super) use toolkit::times::zone;

/// The time when the clock on a wall in this zone shows so many hours more; an hour that a change of the clock takes away or
/// gives makes no difference to it.
pub(super) fn hours_later(time: Timestamp, hours: u32, zone: &TimeZone) -> Timestamp {
    let shown = jiff::Timestamp::from_second(time.as_second()).unwrap_or_default().to_zoned(zone.clone()).datetime();
    let later = shown.saturating_add(SignedDuration::from_hours(hours.into()));
    let later = zone.to_timestamp(later).ok().and_then(|later| Timestamp::from_second(later.as_second()));
    later.unwrap_or_else(|| time.plus_seconds(i64::from(hours) * 3600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_on_the_wall_is_longer_when_the_clock_goes_back() {
        let zone = zone("Europe/Berlin").unwrap();
        for (start, hours, end) in [
            ("2026-10-19T07:00:00Z", 168, "2026-10-26T08:00:00Z"),
            ("2026-03-23T08:00:00Z", 168, "2026-03-30T07:00:00Z"),
            ("2026-06-15T07:00:00Z", 12, "2026-06-15T19:00:00Z"),
        ] {
            assert_eq!(hours_later(start.parse().unwrap(), hours, &zone).to_string(), end, "{start}");
        }
    }
}
