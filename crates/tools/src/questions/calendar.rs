//! Hours, days and nights where somebody lives.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use pagerduty::Timestamp;
use toolkit::times::local;

use crate::on_calls::shifts::Span;

/// A night begins at this hour of the day.
const NIGHT_FROM: i8 = 22;

/// A night ends at this hour of the day.
const NIGHT_TO: i8 = 7;

/// The days of a week, in order.
pub(super) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A time as a clock on somebody's wall shows it.
#[derive(Debug)]
pub(super) struct Local(jiff::Zoned);

impl Local {
    pub(super) fn of(time: Timestamp, zone: &TimeZone) -> Self {
        Self(local::in_zone(time, zone))
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

    /// The Monday of its week, such as `2026-02-23`.
    pub(super) fn week(&self) -> String {
        let date = self.0.date();
        let days = date.weekday().to_monday_zero_offset();
        date.checked_sub(i64::from(days).days()).unwrap_or(date).to_string()
    }

    /// Such as `2026-02`.
    pub(super) fn month(&self) -> String {
        format!("{:04}-{:02}", self.0.year(), self.0.month())
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

/// The days that a range touches, in order, each as a time in it.
pub(super) fn days((start, end): Span, zone: &TimeZone) -> impl Iterator<Item = Local> {
    let last = Local::of(end.plus_seconds(-1), zone).0.date();
    let first = Local::of(start, zone).0.date();
    let noon = |date: Date| date.at(12, 0, 0, 0).to_zoned(zone.clone()).ok().map(Local);
    first.series(1.day()).take_while(move |date| *date <= last).filter_map(noon)
}

/// The nights that may touch a range of time, each with the date of its evening.
pub(super) fn nights(range: Span, zone: &TimeZone) -> Vec<(Date, Span)> {
    dates(range, zone)
        .filter_map(|date| Some((date, between(date, NIGHT_FROM, date.tomorrow().ok()?, NIGHT_TO, zone)?)))
        .collect()
}

/// The weekends that may touch a range of time, each with the date of its Saturday.
pub(super) fn weekends(range: Span, zone: &TimeZone) -> Vec<(Date, Span)> {
    let saturdays = dates(range, zone).filter(|date| date.weekday() == Weekday::Saturday);
    let monday = |date: Date| date.checked_add(2.days()).ok();
    saturdays.filter_map(|date| Some((date, between(date, 0, monday(date)?, 0, zone)?))).collect()
}

/// The dates on which something that touches a range may have begun: a weekend lasts two days.
fn dates((start, end): Span, zone: &TimeZone) -> impl Iterator<Item = Date> {
    let date = |time| Local::of(time, zone).0.date();
    let last = date(end);
    let first = date(start).checked_sub(2.days()).unwrap_or(date(start));
    first.series(1.day()).take_while(move |date| *date <= last)
}

fn between(from: Date, hour: i8, to: Date, until: i8, zone: &TimeZone) -> Option<Span> {
    let at = |date: Date, hour| {
        let time = date.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok()?;
        Timestamp::from_second(time.timestamp().as_second())
    };
    Some((at(from, hour)?, at(to, until)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use toolkit::times::zone;

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

    #[test]
    fn nights_and_weekends_are_as_long_as_the_clock_makes_them() {
        let berlin = zone("Europe/Berlin").unwrap();
        let range = |from: &str, to: &str| (from.parse().unwrap(), to.parse().unwrap());
        let hours = |spans: Vec<(Date, Span)>| {
            let shown =
                |(date, (from, to)): (Date, Span)| (date.to_string(), (to.as_second() - from.as_second()) / 3600);
            spans.into_iter().map(shown).collect::<Vec<_>>()
        };
        // The clock goes forward on Sunday, 29 March, and back on Sunday, 25 October.
        let spring = range("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z");
        let expected = [("2026-03-26", 9), ("2026-03-27", 9), ("2026-03-28", 8), ("2026-03-29", 9)];
        assert_eq!(hours(nights(spring, &berlin)), expected.map(|(date, hours)| (date.to_owned(), hours)));
        assert_eq!(hours(weekends(spring, &berlin)), [("2026-03-28".to_owned(), 47)]);
        let autumn = range("2026-10-25T12:00:00Z", "2026-10-25T13:00:00Z");
        assert_eq!(hours(weekends(autumn, &berlin)), [("2026-10-24".to_owned(), 49)]);
    }
}
