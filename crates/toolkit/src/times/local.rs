//! Times as people on the spot read them off the clock on the wall.

use jiff::{SignedDuration, Zoned, tz::TimeZone};
use pagerduty::Timestamp;

use super::zone::named;

/// A range in a zone: `from Mon 2026-06-15 16:00 to Tue 2026-06-16 08:00 (Europe/Berlin)`; in UTC where the zone has no name
/// that is known.
pub fn range(start: Timestamp, end: Timestamp, zone: Option<&str>) -> String {
    let (zone, name) = known(zone);
    format!("from {} to {} ({name})", local(start, &zone), local(end, &zone))
}

/// One time, likewise.
pub fn at(time: Timestamp, zone: Option<&str>) -> String {
    let (zone, name) = known(zone);
    format!("{} ({name})", local(time, &zone))
}

fn known(zone: Option<&str>) -> (TimeZone, String) {
    let found = zone.and_then(named);
    let name = found.as_ref().and_then(|zone| zone.iana_name().map(str::to_owned));
    match (found, name) {
        (Some(zone), Some(name)) => (zone, name),
        _ => (TimeZone::UTC, "UTC".to_owned()),
    }
}

fn local(time: Timestamp, zone: &TimeZone) -> String {
    in_zone(time, zone).strftime("%a %Y-%m-%d %H:%M").to_string()
}

/// A time in a zone, to the second.
pub fn in_zone(time: Timestamp, zone: &TimeZone) -> Zoned {
    jiff::Timestamp::from_second(time.as_second()).unwrap_or_default().to_zoned(zone.clone())
}

/// The time when a wall clock in this zone shows this many hours more; an hour that a change of the clock takes away or
/// gives makes no difference to it.
pub fn hours_later(time: Timestamp, hours: u32, zone: &TimeZone) -> Timestamp {
    let later = in_zone(time, zone).datetime().saturating_add(SignedDuration::from_hours(hours.into()));
    let later = zone.to_timestamp(later).ok().and_then(|later| Timestamp::from_second(later.as_second()));
    later.unwrap_or_else(|| time.plus_seconds(i64::from(hours) * 3600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_local() {
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let (start, end) = (time("2026-06-15T14:00:00Z"), time("2026-06-16T06:00:00Z"));
        assert_eq!(
            range(start, end, Some("Europe/Berlin")),
            "from Mon 2026-06-15 16:00 to Tue 2026-06-16 08:00 (Europe/Berlin)"
        );
        assert_eq!(at(start, Some("Eastern Time (US & Canada)")), "Mon 2026-06-15 10:00 (America/New_York)");
        assert_eq!(at(start, Some("Nowhere\nat all")), "Mon 2026-06-15 14:00 (UTC)");
    }

    #[test]
    fn a_week_on_the_wall_is_longer_when_the_clock_goes_back() {
        let zone = named("Europe/Berlin").unwrap();
        for (start, hours, end) in [
            ("2026-10-19T07:00:00Z", 168, "2026-10-26T08:00:00Z"),
            ("2026-03-23T08:00:00Z", 168, "2026-03-30T07:00:00Z"),
            ("2026-06-15T07:00:00Z", 12, "2026-06-15T19:00:00Z"),
        ] {
            assert_eq!(hours_later(start.parse().unwrap(), hours, &zone).to_string(), end, "{start}");
        }
    }
}
