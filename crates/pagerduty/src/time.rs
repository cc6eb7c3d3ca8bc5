//! Points in time as callers write them and as PagerDuty reads them.

use std::{fmt, str::FromStr};

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A point in time. Read from ISO 8601 with or without an offset (without one it is UTC; a date alone is its
/// midnight) and always sent with `Z`: PagerDuty reads a time without an offset in the account's own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// This moment, to the second.
    #[must_use]
    pub fn now() -> Self {
        let now = jiff::Timestamp::now();
        Self(jiff::Timestamp::from_second(now.as_second()).unwrap_or(now))
    }

    /// This many whole seconds after 1970-01-01T00:00:00Z, if the calendar has that time.
    #[must_use]
    pub fn from_second(second: i64) -> Option<Self> {
        jiff::Timestamp::from_second(second).ok().map(Self)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn as_second(self) -> i64 {
        self.0.as_second()
    }

    /// This time moved by `seconds`; at the edge of the calendar it stays where it is.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.0.checked_add(jiff::SignedDuration::from_secs(seconds)).map_or(self, Self)
    }

    /// This time moved by days of 24 hours.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days * 24 * 60 * 60)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let utc = |time: civil::DateTime| time.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
        // A zone by name would be read without an offset, and an offset of a day or more is invalid.
        let offset = text.get(10..).and_then(|time| Some(&time[time.rfind(['+', '-'])? + 1..]));
        let hours = offset.and_then(|offset| offset.get(..2)?.parse::<u8>().ok());
        if text.contains('[') || hours.is_some_and(|hours| hours > 23) {
            return Err(InvalidTimestamp(text.to_owned()));
        }
        text.parse::<jiff::Timestamp>()
            .or_else(|_| text.parse::<civil::DateTime>().and_then(utc))
            .map(Self)
            .map_err(|_| InvalidTimestamp(text.to_owned()))
    }
}

/// A text that is not an ISO 8601 time.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not an ISO 8601 time")]
pub struct InvalidTimestamp(String);

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_8601_with_and_without_offset() {
        for (text, sent) in [
            ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"),
            ("2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00Z"),
            ("2026-03-01T10:00:00-0530", "2026-03-01T15:30:00Z"),
            ("2026-03-01T10:00:00-07", "2026-03-01T17:00:00Z"),
            ("2026-03-01T10:00Z", "2026-03-01T10:00:00Z"),
            ("2026-03-01T10:00", "2026-03-01T10:00:00Z"),
            ("2026-03-01 10:00:00", "2026-03-01T10:00:00Z"),
            ("2026-03-01T10:00:00.25", "2026-03-01T10:00:00.25Z"),
            ("2026-03-01", "2026-03-01T00:00:00Z"),
        ] {
            assert_eq!(text.parse::<Timestamp>().map(|time| time.to_string()), Ok(sent.to_owned()), "{text}");
        }
        for bad in [
            "now",
            "yesterday",
            "",
            "2026-13-01",
            "2026-02-30",
            "1767225600",
            "10:00",
            "2026-03-01T25:00:00Z",
            "PT5M",
            "2026-03-01T10:00[America/New_York]",
            "2026-03-01T10:00:00+25:00",
        ] {
            assert!(bad.parse::<Timestamp>().is_err(), "{bad}");
        }
    }
}
