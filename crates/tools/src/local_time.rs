//! Times as people on the spot read them.

use jiff::tz::TimeZone;
use pagerduty::Timestamp;

use toolkit::times::named;

/// A range in a zone: `from Mon 2026-06-15 16:00 to Tue 2026-06-16 08:00 (Europe/Berlin)`; in UTC where the zone has no name
/// that is known.
pub(super) fn range(start: Timestamp, end: Timestamp, zone: Option<&str>) -> String {
    let (zone, name) = known(zone);
    format!("from {} to {} ({name})", local(start, &zone), local(end, &zone))
}

/// One time, likewise.
pub(super) fn at(time: Timestamp, zone: Option<&str>) -> String {
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
    let time = jiff::Timestamp::from_second(time.as_second()).unwrap_or_default();
    time.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M").to_string()
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
}
