//! Times as PagerDuty reads and writes them.
//!
//! Source: PagerDuty REST documentation, "Types" and the `time_zone` parameter of the OpenAPI description.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The account's own time zone, in which naive times are read and many objects are written.
pub(crate) const ACCOUNT_TIME_ZONE: &str = "America/New_York";

/// Names that PagerDuty takes from Rails, and what the tz database calls the zones.
const RAILS_ZONES: [(&str, &str); 4] = [
    ("Eastern Time (US & Canada)", "America/New_York"),
    ("Central Time (US & Canada)", "America/Chicago"),
    ("Mountain Time (US & Canada)", "America/Denver"),
    ("Pacific Time (US & Canada)", "America/Los_Angeles"),
];

/// The zone with this name of the tz database or of Rails.
pub(crate) fn time_zone(name: &str) -> Option<TimeZone> {
    let rails = RAILS_ZONES.iter().find(|(rails, _)| *rails == name);
    TimeZone::get(rails.map_or(name, |(_, name)| name)).ok()
}

/// A zone to write times in.
#[derive(Clone, Debug)]
pub(crate) enum Zone {
    /// Written with `Z`.
    Utc,
    /// Written with the zone's offset at that time.
    Local(TimeZone),
}

impl Zone {
    /// The zone with this name.
    pub(crate) fn named(name: &str) -> Option<Zone> {
        match name {
            "UTC" | "Etc/UTC" => Some(Zone::Utc),
            _ => time_zone(name).map(Zone::Local),
        }
    }

    pub(crate) fn account() -> Zone {
        Zone::named(ACCOUNT_TIME_ZONE).unwrap_or(Zone::Utc)
    }

    pub(crate) fn write(&self, time: Timestamp) -> String {
        match self {
            Zone::Utc => time.to_string(),
            Zone::Local(zone) => time.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        }
    }

    /// Reads ISO 8601; what has no offset is a time of this zone, what has no time of day is midnight.
    pub(crate) fn read(&self, text: &str) -> Option<Timestamp> {
        if let Ok(time) = text.parse::<Timestamp>() {
            return Some(time);
        }
        let local: DateTime = text.parse().ok()?;
        let zone = match self {
            Zone::Utc => TimeZone::UTC,
            Zone::Local(zone) => zone.clone(),
        };
        zone.to_timestamp(local).ok()
    }
}

/// From `start` up to but not including `end`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Range {
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
}

impl Range {
    pub(crate) const fn new(start: Timestamp, end: Timestamp) -> Self {
        Self { start, end }
    }

    /// Whether a period touches this range. A range of no length is a moment.
    pub(crate) fn touches(self, start: Timestamp, end: Timestamp) -> bool {
        if self.start == self.end {
            start <= self.start && self.start < end
        } else {
            start < self.end && self.start < end
        }
    }

    /// The range, longer by this on both sides.
    pub(crate) fn widened(self, by: SignedDuration) -> Self {
        Self::new(before(self.start, by), after(self.end, by))
    }

    pub(crate) fn seconds(self) -> i64 {
        self.end.as_second() - self.start.as_second()
    }
}

/// The time that much later, or the last time there is.
pub(crate) fn after(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// The time that much earlier, or the first time there is.
pub(crate) fn before(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_sub(by).unwrap_or(Timestamp::MIN)
}

/// The moment when the clock on the wall shows that much later than `start`.
pub(crate) fn wall(start: DateTime, seconds: i64, zone: &TimeZone) -> Timestamp {
    let local = start.saturating_add(SignedDuration::from_secs(seconds));
    zone.to_timestamp(local).unwrap_or(Timestamp::MAX)
}

pub(crate) const fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_secs(count * 60)
}

pub(crate) const fn days(count: i64) -> SignedDuration {
    SignedDuration::from_secs(count * 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_pagerduty_reads() {
        let zone = Zone::account();
        let read = |text| zone.read(text).map(|time| time.to_string());
        let noon = Some("2024-07-01T12:00:00Z".to_owned());
        assert_eq!(read("2024-07-01T12:00:00Z"), noon);
        assert_eq!(read("2024-07-01T12:00Z"), noon);
        assert_eq!(read("2024-07-01T08:00:00-04:00"), noon);
        assert_eq!(read("2024-07-01T05:00:00-07"), noon);
        assert_eq!(read("2024-07-01T08:00:00"), noon);
        assert_eq!(read("2024-07-01").as_deref(), Some("2024-07-01T04:00:00Z"));
        assert_eq!(read("now"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn writes_the_offset_of_the_zone() {
        let time = "2024-07-01T12:00:00Z".parse().expect("a timestamp");
        assert_eq!(Zone::Utc.write(time), "2024-07-01T12:00:00Z");
        assert_eq!(Zone::account().write(time), "2024-07-01T08:00:00-04:00");
    }
}
