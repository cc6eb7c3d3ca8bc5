//! Rotations of shift-based schedules, and the events that say who takes which shift.
//!
//! Source: OpenAPI, rotations and events of schedules of version 3. Of RFC 5545 only shifts that recur every few days or
//! weeks are here.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::overrides::PLACES;
use super::people::User;
use super::shift::{Shift, ShiftSource};
use crate::id::Key;
use crate::time::{Range, days, wall};

/// Events of one rotation, deleted ones included, which hold their places.
pub(crate) const EVENT_PLACES: usize = 1 << 4;

/// Rotations of one schedule, deleted ones included.
pub(crate) const ROTATION_PLACES: usize = PLACES as usize / EVENT_PLACES;

/// Some events, of which one at most holds at any time.
#[derive(Clone, Default)]
pub(crate) struct Rotation {
    /// Those that are no longer shown keep their place, and the shifts that they had.
    pub(crate) events: Vec<RotationEvent>,
    /// The same.
    pub(crate) is_deleted: bool,
}

/// A shift that recurs, and who takes it.
#[derive(Clone)]
pub(crate) struct RotationEvent {
    pub(crate) name: String,
    pub(crate) time_zone_name: String,
    pub(crate) time_zone: TimeZone,
    /// When the first shift starts and ends, on the clock on the wall.
    pub(crate) start: DateTime,
    pub(crate) end: DateTime,
    /// When it comes into force and when it ends.
    pub(crate) since: Timestamp,
    pub(crate) until: Option<Timestamp>,
    pub(crate) frequency: Frequency,
    pub(crate) strategy: Strategy,
    /// `None` for a place that nobody has.
    pub(crate) members: Vec<Option<Key<User>>>,
    pub(crate) is_deleted: bool,
}

/// How often a shift recurs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Frequency {
    /// Every `n` days.
    Daily(i64),
    /// Every `n` weeks.
    Weekly(i64),
}

/// Who takes a shift.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Strategy {
    /// One after the other, each with this many shifts in a row.
    Rotating(usize),
    /// All of them at once.
    Everybody,
}

impl Frequency {
    fn period(self) -> SignedDuration {
        match self {
            Self::Daily(count) => days(count),
            Self::Weekly(count) => days(7 * count),
        }
    }

    /// As the documentation writes it.
    pub(crate) fn rule(self) -> String {
        match self {
            Self::Daily(1) => "RRULE:FREQ=DAILY".to_owned(),
            Self::Daily(count) => format!("RRULE:FREQ=DAILY;INTERVAL={count}"),
            Self::Weekly(1) => "RRULE:FREQ=WEEKLY".to_owned(),
            Self::Weekly(count) => format!("RRULE:FREQ=WEEKLY;INTERVAL={count}"),
        }
    }

    /// What a rule says, if it is one of those.
    pub(crate) fn read(rule: &str) -> Option<Self> {
        let (mut frequency, mut interval) = (None, 1);
        for part in rule.strip_prefix("RRULE:")?.split(';') {
            match part.split_once('=')? {
                ("FREQ", name @ ("DAILY" | "WEEKLY")) => frequency = Some(name == "DAILY"),
                ("INTERVAL", count) => interval = count.parse().ok().filter(|count| (1..=366).contains(count))?,
                _ => return None,
            }
        }
        frequency.map(|is_daily| if is_daily { Self::Daily(interval) } else { Self::Weekly(interval) })
    }
}

impl RotationEvent {
    /// The shifts in a range, cut at its ends.
    pub(crate) fn shifts(&self, range: Range, source: ShiftSource) -> Vec<Shift> {
        let range = Range::new(range.start.max(self.since), self.until.map_or(range.end, |until| range.end.min(until)));
        if range.start >= range.end || self.members.is_empty() {
            return Vec::new();
        }
        let period = self.frequency.period().as_secs();
        let passed = self.time_zone.to_datetime(range.start).duration_since(self.start).as_secs();
        let length = self.end.duration_since(self.start).as_secs();
        // Early by a shift and a change of the clock.
        let first = (passed - length).div_euclid(period) - 1;
        let mut shifts = Vec::new();
        for number in first.max(0).. {
            let start = wall(self.start, number * period, &self.time_zone);
            if start >= range.end {
                break;
            }
            let end = wall(self.end, number * period, &self.time_zone);
            let (start, end) = (start.max(range.start), end.min(range.end));
            if start < end {
                shifts.extend(self.on_shift(number).map(|user| Shift { start, end, user, source }));
            }
        }
        shifts
    }

    /// Who takes the shift of this number.
    fn on_shift(&self, number: i64) -> impl Iterator<Item = Option<Key<User>>> {
        let whole = 0..self.members.len();
        let places = match self.strategy {
            Strategy::Everybody => whole,
            Strategy::Rotating(each) => {
                let place = (number / each.max(1) as i64).rem_euclid(self.members.len() as i64) as usize;
                place..place + 1
            }
        };
        self.members[places].iter().copied()
    }

    /// Ends now what holds, and takes away what is to come.
    pub(crate) fn delete(&mut self, now: Timestamp) {
        self.is_deleted = true;
        self.until = Some(self.until.map_or(now, |until| until.min(now)));
    }
}

impl Rotation {
    /// The places of its events, in the order of their times.
    pub(crate) fn event_places(&self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.events.len()).filter(|place| !self.events[*place].is_deleted).collect();
        places.sort_by_key(|place| self.events[*place].since);
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_they_are_written() {
        for frequency in [Frequency::Daily(1), Frequency::Daily(3), Frequency::Weekly(1), Frequency::Weekly(2)] {
            assert_eq!(Frequency::read(&frequency.rule()), Some(frequency));
        }
        for other in [
            "FREQ=DAILY",
            "RRULE:INTERVAL=2",
            "RRULE:FREQ=MONTHLY",
            "RRULE:FREQ=DAILY;INTERVAL=0",
            "RRULE:FREQ=DAILY;COUNT=2",
            "",
        ] {
            assert_eq!(Frequency::read(other), None, "{other}");
        }
    }
}
