//! How a time is written: ISO 8601, or one of a few words. Nothing else is guessed at.

use jiff::{
    SignedDuration, ToSpan,
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone},
};
use pagerduty::Timestamp;

/// What every refusal shows: a time with each kind of offset, and every word.
const EXAMPLES: &str = "use a time such as `2026-02-26T00:00:00Z`, `2026-02-26T09:00:00-05:00` or `2026-02-26`, or `now`, `now-24h`, \
     `now+7d`, `today`, `yesterday` or `tomorrow`";

/// A time as somebody wrote it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Moment {
    /// With an offset.
    Absolute(Timestamp),
    /// As a clock on a wall shows it; a date alone is its midnight.
    Local(DateTime),
    /// This many seconds from now.
    FromNow(i64),
    /// The midnight this many days from today.
    Midnight(i64),
}

/// What is unusual about a time on the wall of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unusual {
    /// The clock goes forward over it.
    Skipped,
    /// The clock goes back, so it comes twice.
    Twice,
}

impl Moment {
    /// Reads a time, or says how it should be written.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let word = text.to_ascii_lowercase();
        let moment = match word.as_str() {
            "today" => Some(Self::Midnight(0)),
            "yesterday" => Some(Self::Midnight(-1)),
            "tomorrow" => Some(Self::Midnight(1)),
            _ => match word.strip_prefix("now") {
                Some(rest) => match months(text, rest) {
                    Some(hint) => return Err(format!("{hint}; {EXAMPLES}")),
                    None => from_now(rest).map(Self::FromNow),
                },
                None => iso_8601(text),
            },
        };
        moment.ok_or_else(|| hint(&word))
    }

    /// Whether it means another time in another zone.
    pub(super) fn needs_zone(self) -> bool {
        matches!(self, Self::Local(_) | Self::Midnight(_))
    }

    /// Whether it means another time later on.
    pub(super) fn is_relative(self) -> bool {
        matches!(self, Self::FromNow(_) | Self::Midnight(_))
    }

    /// When that is, and what is unusual about it there. A time that a zone skips is as much later as the clock goes
    /// forward; of one that comes twice, the first is meant. Nothing where the calendar ends.
    pub(super) fn at(self, now: Timestamp, zone: &TimeZone) -> Option<(Timestamp, Option<Unusual>)> {
        let local = match self {
            Self::Absolute(time) => return Some((time, None)),
            Self::FromNow(seconds) => {
                let now = jiff::Timestamp::from_second(now.as_second()).ok()?;
                let then = now.checked_add(SignedDuration::from_secs(seconds)).ok()?;
                return Some((Timestamp::from_second(then.as_second())?, None));
            }
            Self::Local(local) => local,
            Self::Midnight(days) => {
                let now = jiff::Timestamp::from_second(now.as_second()).ok()?;
                let today = now.to_zoned(zone.clone()).date();
                today.checked_add(days.days()).ok()?.to_datetime(jiff::civil::Time::midnight())
            }
        };
        let ambiguous = zone.to_ambiguous_timestamp(local);
        let unusual = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => None,
            AmbiguousOffset::Gap { .. } => Some(Unusual::Skipped),
            AmbiguousOffset::Fold { .. } => Some(Unusual::Twice),
        };
        Some((Timestamp::from_second(ambiguous.compatible().ok()?.as_second())?, unusual))
    }
}

fn iso_8601(text: &str) -> Option<Moment> {
    // PagerDuty's client knows what is a time at all; without an offset it takes it for UTC.
    let utc: Timestamp = text.parse().ok()?;
    match text.parse::<jiff::Timestamp>() {
        // PagerDuty takes whole seconds.
        Ok(_) => Timestamp::from_second(utc.as_second()).map(Moment::Absolute),
        Err(_) => text.parse().ok().map(Moment::Local),
    }
}

/// What to write where a capital `M` may mean months, which have no fixed length, or minutes. Other letters mean one thing.
fn months(text: &str, rest: &str) -> Option<String> {
    let number = rest.trim_start_matches([' ', '+', '-']).strip_suffix('m').filter(|_| text.ends_with('M'))?;
    let sign = if rest.trim_start().starts_with('+') { '+' } else { '-' };
    let days = number.trim().parse::<u32>().ok()?.checked_mul(30)?;
    Some(format!("`M` may mean months or minutes: write `now{sign}{days}d` or `now{sign}{}m`", number.trim()))
}

/// The seconds of what follows `now`: nothing, or such as `-24h`.
fn from_now(rest: &str) -> Option<i64> {
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(0);
    }
    let (sign, rest) = match rest.split_at_checked(1)? {
        ("-", rest) => (-1, rest.trim_start()),
        ("+", rest) => (1, rest.trim_start()),
        _ => return None,
    };
    let (number, unit) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse::<i64>().ok()?.checked_mul(seconds_of(unit)?)?.checked_mul(sign)
}

/// Days have 24 hours here: who wants the same time on the clock writes that time.
fn seconds_of(unit: &str) -> Option<i64> {
    match unit {
        "m" => Some(60),
        "h" => Some(60 * 60),
        "d" => Some(24 * 60 * 60),
        "w" => Some(7 * 24 * 60 * 60),
        _ => None,
    }
}

/// How a text that is no time should have been written, as far as it shows.
fn hint(text: &str) -> String {
    let meant = unix_time(text).or_else(|| duration(text));
    match meant {
        Some(meant) => format!("write `{meant}`; {EXAMPLES}"),
        None => EXAMPLES.to_owned(),
    }
}

/// Seconds or milliseconds since 1970, where they are of our days.
fn unix_time(text: &str) -> Option<String> {
    let number: f64 = text.parse().ok()?;
    let seconds = if number >= 1e11 { number / 1000.0 } else { number };
    let is_likely = (1e8..1e11).contains(&seconds);
    is_likely.then(|| Timestamp::from_second(seconds as i64).map(|time| time.to_string()))?
}

/// A length of time, such as `24 hours ago`, `last 7 days`, `in 2h` or `-30m`.
fn duration(text: &str) -> Option<String> {
    let is_ahead = text.starts_with("in ") || text.starts_with("next ") || text.starts_with('+');
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    let digits = text[start..].split(|letter: char| !letter.is_ascii_digit()).next()?;
    let before = text[..start].trim();
    if digits.len() > 6 || !matches!(before, "" | "-" | "+" | "in" | "last" | "next" | "past") {
        return None;
    }
    let unit = text[start + digits.len()..].trim().trim_end_matches("ago").trim();
    let unit = match unit {
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        "w" | "week" | "weeks" => "w",
        _ => return None,
    };
    Some(format!("now{}{digits}{unit}", if is_ahead { '+' } else { '-' }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::times::zone;

    const NOW: &str = "2026-06-15T14:00:00Z";

    fn read(text: &str, zone_name: &str) -> (String, Option<Unusual>) {
        let now = NOW.parse().unwrap();
        let (time, unusual) = Moment::read(text).unwrap().at(now, &zone::zone(zone_name).unwrap()).unwrap();
        (time.to_string(), unusual)
    }

    #[test]
    fn what_has_an_offset_is_the_same_time_in_every_zone() {
        for text in ["2026-06-15T09:00:00-05:00", "2026-06-15T14:00:00.250Z", "2026-06-15T14:00Z", "now", " Now "] {
            for name in ["UTC", "America/New_York"] {
                assert_eq!(read(text, name), (NOW.to_owned(), None), "{text}");
            }
        }
    }

    #[test]
    fn what_has_none_is_on_the_wall_of_the_zone() {
        for (text, name, expected) in [
            ("2026-11-27T12:00:00", "America/New_York", "2026-11-27T17:00:00Z"),
            ("2026-11-27 12:00", "Asia/Kolkata", "2026-11-27T06:30:00Z"),
            ("2026-06-15", "Europe/Berlin", "2026-06-14T22:00:00Z"),
            ("today", "Europe/Berlin", "2026-06-14T22:00:00Z"),
            ("today", "UTC", "2026-06-15T00:00:00Z"),
            ("today", "Pacific/Auckland", "2026-06-15T12:00:00Z"),
            ("yesterday", "America/New_York", "2026-06-14T04:00:00Z"),
            ("TOMORROW", "Asia/Tokyo", "2026-06-15T15:00:00Z"),
        ] {
            assert_eq!(read(text, name), (expected.to_owned(), None), "{text} in {name}");
        }
    }

    #[test]
    fn what_is_relative_is_counted_from_now() {
        for (text, expected) in [
            ("now-24h", "2026-06-14T14:00:00Z"),
            ("now - 30m", "2026-06-15T13:30:00Z"),
            ("NOW+7D", "2026-06-22T14:00:00Z"),
            ("now-1H", "2026-06-15T13:00:00Z"),
            ("now-90m", "2026-06-15T12:30:00Z"),
            ("now+1w", "2026-06-22T14:00:00Z"),
        ] {
            assert_eq!(read(text, "America/New_York"), (expected.to_owned(), None), "{text}");
        }
    }

    #[test]
    fn a_change_of_the_clock_makes_one_time_of_each() {
        let berlin = |text| read(text, "Europe/Berlin");
        assert_eq!(berlin("2026-03-29T02:30:00"), ("2026-03-29T01:30:00Z".to_owned(), Some(Unusual::Skipped)));
        assert_eq!(berlin("2026-10-25T02:30:00"), ("2026-10-25T00:30:00Z".to_owned(), Some(Unusual::Twice)));
        assert_eq!(berlin("2026-10-25T03:00:00").1, None);
    }

    #[test]
    fn everything_else_is_refused_with_what_to_write() {
        for (text, word) in [
            ("1767225600", "`2026-01-01T00:00:00Z`"),
            ("1767225600000", "`2026-01-01T00:00:00Z`"),
            ("24 hours ago", "`now-24h`"),
            ("last 7 days", "`now-7d`"),
            ("-30m", "`now-30m`"),
            ("2h", "`now-2h`"),
            ("in 3 days", "`now+3d`"),
            ("next monday 09:00", "`tomorrow`"),
            ("", "`today`"),
            ("now-", "`now-24h`"),
            ("now-1M", "write `now-30d` or `now-1m`"),
            ("NOW + 2M", "write `now+60d` or `now+2m`"),
            ("now-1y", "`now-24h`"),
            ("now-1.5h", "`now-24h`"),
            ("nowish", "`now-24h`"),
            ("now--5h", "`now-24h`"),
            ("2026-02-30", "`2026-02-26`"),
            ("2026-06-01T10:00[America/New_York]", "`2026-02-26`"),
            ("2026-03-01T10:00:00+25:00", "`2026-02-26`"),
        ] {
            let hint = Moment::read(text).unwrap_err();
            assert!(hint.contains(word), "{text}: {hint}");
        }
    }

    #[test]
    fn the_end_of_the_calendar_is_no_time() {
        let utc = TimeZone::UTC;
        for text in ["now+9223372036854775807m", "now-99999999999999w"] {
            let moment = Moment::read(text).ok().and_then(|moment| moment.at(NOW.parse().unwrap(), &utc));
            assert_eq!(moment, None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_time_or_is_refused_with_a_hint(text in ".{0,24}") {
            match Moment::read(&text) {
                Ok(moment) => { moment.at(NOW.parse().unwrap(), &TimeZone::UTC); }
                Err(hint) => prop_assert!(hint.contains("now-24h")),
            }
        }

        #[test]
        fn lengths_are_what_they_say(number in 0_i64..100_000, unit in 0_usize..4, ahead: bool) {
            let (unit, seconds) = [("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)][unit];
            let text = format!("now{}{number}{unit}", if ahead { '+' } else { '-' });
            let expected = if ahead { number * seconds } else { -number * seconds };
            prop_assert_eq!(Moment::read(&text), Ok(Moment::FromNow(expected)));
        }

        #[test]
        fn a_time_on_a_wall_is_the_one_that_the_wall_shows(
            second in 1_500_000_000_i64..2_000_000_000,
            name in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
        ) {
            let zone = zone::zone(name).unwrap();
            let time = jiff::Timestamp::from_second(second).unwrap();
            let wall = time.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S").to_string();
            let (read, unusual) = Moment::read(&wall).unwrap().at(NOW.parse().unwrap(), &zone).unwrap();
            // The second of two is read as the first.
            let is_second_of_two = unusual == Some(Unusual::Twice) && read.as_second() < second;
            prop_assert!(read.as_second() == second || is_second_of_two, "{} {}", wall, read);
        }
    }
}
