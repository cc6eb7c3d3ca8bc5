//! The shifts of shift-based schedules: who is on call when, because of what, and when nobody is.

use jiff::Timestamp;

use super::{Entry, Schedule, User};
use crate::id::Key;
use crate::time::Range;

/// A part of a range in which the same holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shift {
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    /// `None` where nobody is on call.
    pub(crate) user: Option<Key<User>>,
    pub(crate) source: ShiftSource,
}

/// Where a shift comes from, by places in the schedule.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ShiftSource {
    Rotation(usize),
    Override {
        place: usize,
    },
    /// Nobody is on call.
    Nothing,
}

impl Schedule {
    /// All that holds in the range, cut at its ends, in order and without holes.
    pub(crate) fn computed_shifts(&self, range: Range) -> Vec<Shift> {
        let in_force = |place: &usize| {
            let each = &self.overrides[*place];
            !each.is_deleted && range.touches(each.start, each.end)
        };
        let overrides: Vec<usize> = (0..self.overrides.len()).filter(in_force).collect();
        let span = |place: usize| Range::new(self.overrides[place].start, self.overrides[place].end);
        let mut shifts = Vec::new();
        for (place, layer) in self.layers.iter().enumerate() {
            for entry in layer.entries(range, &self.time_zone) {
                let holes = overrides.iter().map(|place| span(*place));
                shifts.extend(left(entry, holes).map(|entry| shift(entry, ShiftSource::Rotation(place))));
            }
        }
        for (number, place) in overrides.iter().copied().enumerate() {
            let each = &self.overrides[place];
            let entry = Entry { start: each.start.max(range.start), end: each.end.min(range.end), user: each.user };
            let later = overrides[number + 1..].iter().map(|place| span(*place));
            shifts.extend(left(entry, later).map(|entry| shift(entry, ShiftSource::Override { place })));
        }
        shifts.sort_by_key(|shift| shift.start);
        let mut whole = Vec::with_capacity(shifts.len());
        let mut time = range.start;
        for shift in shifts {
            if time < shift.start {
                whole.push(nobody(time, shift.start));
            }
            time = time.max(shift.end);
            whole.push(shift);
        }
        if time < range.end {
            whole.push(nobody(time, range.end));
        }
        whole
    }

    /// The rotation whose shift an override replaces, and who would be on call without it.
    pub(crate) fn overridden(&self, place: usize) -> Option<(usize, Key<User>)> {
        let start = self.overrides[place].start;
        let moment = Range::new(start, crate::time::after(start, jiff::SignedDuration::from_secs(1)));
        self.layers.iter().enumerate().find_map(|(rotation, layer)| {
            layer.entries(moment, &self.time_zone).first().map(|entry| (rotation, entry.user))
        })
    }
}

fn shift(entry: Entry, source: ShiftSource) -> Shift {
    Shift { start: entry.start, end: entry.end, user: Some(entry.user), source }
}

fn nobody(start: Timestamp, end: Timestamp) -> Shift {
    Shift { start, end, user: None, source: ShiftSource::Nothing }
}

/// What is left of an entry between the holes.
fn left(entry: Entry, holes: impl Iterator<Item = Range>) -> impl Iterator<Item = Entry> {
    let mut parts = vec![entry];
    for hole in holes {
        let cut = |part: Entry| {
            let before = Entry { end: part.end.min(hole.start), ..part };
            let after = Entry { start: part.start.max(hole.end), ..part };
            [before, after].into_iter().filter(|part| part.start < part.end)
        };
        parts = parts.into_iter().flat_map(cut).collect();
    }
    parts.into_iter()
}
