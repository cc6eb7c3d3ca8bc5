//! The shifts of shift-based schedules: who is on call when, because of what, and when nobody is.

use jiff::Timestamp;

use crate::model::{Schedule, Shift, ShiftOrigin, ShiftSource};
use crate::time::Range;

impl Schedule {
    /// All that holds in the range, cut at its ends, in order and without holes; rotations and custom shifts count side by
    /// side.
    pub(crate) fn computed_shifts(&self, range: Range) -> Vec<Shift> {
        let mut shifts = self.planned_shifts(range);
        for (place, each) in self.override_shifts.iter().enumerate() {
            if !each.is_deleted && range.touches(each.start, each.end) {
                shifts = shifts.into_iter().flat_map(|shift| self.overridden(shift, place)).collect();
            }
        }
        shifts.sort_by_key(|shift| (shift.start, shift.end));
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

    /// The shifts as they are without overrides.
    fn planned_shifts(&self, range: Range) -> Vec<Shift> {
        let rotations = self.rotations.iter().enumerate().flat_map(|(place, rotation)| {
            let source = ShiftSource::Plain(ShiftOrigin::Rotation(place));
            rotation.events.iter().flat_map(move |event| event.shifts(range, source))
        });
        let custom_shifts = self.custom_shifts.iter().enumerate().filter_map(|(place, each)| {
            let source = ShiftSource::Plain(ShiftOrigin::CustomShift(place));
            (!each.is_deleted && range.touches(each.start, each.end)).then_some(())?;
            let (start, end) = (each.start.max(range.start), each.end.min(range.end));
            Some(Shift { start, end, user: each.user, source })
        });
        rotations.chain(custom_shifts).collect()
    }

    /// What a shift belongs to, also where somebody stands in.
    pub(crate) fn origin(&self, source: ShiftSource) -> Option<ShiftOrigin> {
        match source {
            ShiftSource::Plain(origin) => Some(origin),
            ShiftSource::Override { place } => self.override_shifts.get(place).map(|each| each.origin),
            ShiftSource::Nothing => None,
        }
    }

    /// What becomes of a shift by an override: up to three shifts, if the override is about it.
    fn overridden(&self, shift: Shift, place: usize) -> Vec<Shift> {
        let each = &self.override_shifts[place];
        let (start, end) = (shift.start.max(each.start), shift.end.min(each.end));
        if start >= end || self.origin(shift.source) != Some(each.origin) || shift.user != each.overridden {
            return vec![shift];
        }
        let parts = [
            Shift { end: start, ..shift },
            Shift { start, end, user: each.overriding, source: ShiftSource::Override { place } },
            Shift { start: end, ..shift },
        ];
        parts.into_iter().filter(|part| part.start < part.end).collect()
    }
}

fn nobody(start: Timestamp, end: Timestamp) -> Shift {
    Shift { start, end, user: None, source: ShiftSource::Nothing }
}
