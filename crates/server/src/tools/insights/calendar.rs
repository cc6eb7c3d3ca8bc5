//! Hours, days and nights where somebody lives.

use jiff::{civil::Weekday, tz::TimeZone};
use pagerduty::Timestamp;

/// A night begins at this hour of the day.
const NIGHT_FROM: i8 = 22;

/// A night ends at this hour of the day.
const NIGHT_TO: i8 = 7;

/// A time as a clock on somebody's wall shows it.
#[derive(Debug)]
pub(super) struct Local(jiff::Zoned);

impl Local {
    pub(super) fn of(time: Timestamp, zone: &TimeZone) -> Self {
        let time = jiff::Timestamp::from_second(time.as_second()).unwrap_or_default();
        Self(time.to_zoned(zone.clone()))
    }

    /// Such as `09`.
    pub(super) fn hour(&self) -> String {
        format!("{:02}", self.0.hour())
    }

    /// Such as `2026-02-26`.
    pub(super) fn date(&self) -> String {
        self.0.date().to_string()
    }

    /// Such as `Monday`.
    pub(super) fn weekday(&self) -> String {
        format!("{:?}", self.0.weekday())
    }

    pub(super) fn is_weekend(&self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// The date of the evening that this night began on; nothing by day.
    pub(super) fn night(&self) -> Option<String> {
        let hour = self.0.hour();
        if hour >= NIGHT_FROM {
            return Some(self.date());
        }
        (hour < NIGHT_TO).then(|| self.0.date().yesterday().map(|date| date.to_string()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::time_zone::zone;

    #[test]
    fn nights_belong_to_the_evening_they_began_on_across_both_changes_of_the_clock() {
        for (name, time, hour, night) in [
            ("Europe/Berlin", "2026-03-29T00:59:59Z", "01", Some("2026-03-28")),
            ("Europe/Berlin", "2026-03-29T01:00:00Z", "03", Some("2026-03-28")),
            ("Europe/Berlin", "2026-10-25T00:30:00Z", "02", Some("2026-10-24")),
            ("Europe/Berlin", "2026-10-25T01:30:00Z", "02", Some("2026-10-24")),
            ("America/New_York", "2026-11-01T11:59:59Z", "06", Some("2026-10-31")),
            ("America/New_York", "2026-11-01T12:00:00Z", "07", None),
            ("America/New_York", "2026-03-08T11:00:00Z", "07", None),
            ("Australia/Sydney", "2026-04-04T11:00:00Z", "22", Some("2026-04-04")),
            ("Asia/Kolkata", "2026-06-15T16:29:59Z", "21", None),
        ] {
            let local = Local::of(time.parse().unwrap(), &zone(name).unwrap());
            assert_eq!((local.hour().as_str(), local.night().as_deref()), (hour, night), "{name} {time}");
        }
    }
}
