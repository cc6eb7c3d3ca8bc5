//! Rotation layers: people taking turns.
//!
//! Turns and restrictions are counted on the clock on the wall: a hand-off at 09:00 stays at 09:00 when daylight
//! saving starts or ends, and the shift across it is an hour shorter or longer.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::entry::Entry;
use super::people::User;
use crate::id::Key;
use crate::time::{Range, days, wall};

/// Some people who take turns of equal length.
#[derive(Clone)]
pub(crate) struct Layer {
    pub(crate) name: String,
    /// When the layer comes into force.
    pub(crate) start: Timestamp,
    pub(crate) end: Option<Timestamp>,
    /// When the first user's first turn would have started, in the schedule's zone.
    pub(crate) virtual_start: DateTime,
    pub(crate) turn_length: SignedDuration,
    pub(crate) users: Vec<Key<User>>,
    /// The times when the layer counts; none means always.
    pub(crate) restrictions: Vec<Restriction>,
}

/// A recurring time in which a layer counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Restriction {
    /// The day it starts on, 1 for Monday; `None` for every day.
    pub(crate) day_of_week: Option<i8>,
    pub(crate) start: Time,
    pub(crate) duration: SignedDuration,
}

impl Layer {
    /// Who takes which turn in the range, cut at its ends.
    pub(crate) fn entries(&self, range: Range, zone: &TimeZone) -> Vec<Entry> {
        let range = Range::new(range.start.max(self.start), self.end.map_or(range.end, |end| range.end.min(end)));
        if range.start >= range.end || self.users.is_empty() {
            return Vec::new();
        }
        let windows = self.windows(range, zone);
        let mut entries: Vec<Entry> = Vec::new();
        for (start, end, user) in self.turns(range, zone) {
            for window in &windows {
                let start = start.max(window.start);
                let end = end.min(window.end);
                if start < end {
                    match entries.last_mut() {
                        Some(last) if last.end == start && last.user == user => last.end = end,
                        _ => entries.push(Entry { start, end, user }),
                    }
                }
            }
        }
        entries
    }

    /// The turns that touch the range, whole.
    fn turns(&self, range: Range, zone: &TimeZone) -> Vec<(Timestamp, Timestamp, Key<User>)> {
        let length = self.turn_length.as_secs().max(3600);
        let local = zone.to_datetime(range.start);
        let passed = local.duration_since(self.virtual_start).as_secs();
        // One turn early: around a change of the clock the local time alone does not tell the turn.
        let first = passed.div_euclid(length) - 1;
        let boundary = |turn: i64| wall(self.virtual_start, turn * length, zone);
        let mut turns = Vec::new();
        let mut start = boundary(first);
        for turn in first.. {
            let end = boundary(turn + 1);
            if start >= range.end {
                break;
            }
            if end > range.start {
                let place = turn.rem_euclid(self.users.len() as i64) as usize;
                turns.push((start, end, self.users[place]));
            }
            start = end;
        }
        turns
    }

    /// When the layer counts within the range, in order and disjoint.
    fn windows(&self, range: Range, zone: &TimeZone) -> Vec<Range> {
        if self.restrictions.is_empty() {
            return vec![range];
        }
        let mut windows = Vec::new();
        let mut day: Date = zone.to_datetime(range.start.saturating_sub(days(8)).unwrap_or(range.start)).date();
        let last = zone.to_datetime(range.end).date();
        while day <= last {
            for restriction in &self.restrictions {
                let weekday = day.weekday().to_monday_one_offset();
                if restriction.day_of_week.is_none_or(|wanted| wanted == weekday) {
                    let start = day.to_datetime(restriction.start);
                    let window = Range::new(
                        wall(start, 0, zone).max(range.start),
                        wall(start, restriction.duration.as_secs(), zone).min(range.end),
                    );
                    if window.start < window.end {
                        windows.push(window);
                    }
                }
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        windows.sort_by_key(|window| window.start);
        let mut disjoint: Vec<Range> = Vec::new();
        for window in windows {
            match disjoint.last_mut() {
                Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
                _ => disjoint.push(window),
            }
        }
        disjoint
    }
}
