//! Overrides of shift-based schedules: each takes the place of one member in the shifts of one origin.
//!
//! Source: OpenAPI, overrides of schedules of version 3.

use jiff::Timestamp;

use super::{Account, Deletion, PLACES, Schedule, ShiftOrigin, User};
use crate::id::{Key, Kind};
use crate::time::Range;

/// Somebody, or nobody, is on call instead of somebody else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OverrideShift {
    pub(crate) origin: ShiftOrigin,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    /// `None` for a shift that nobody takes.
    pub(crate) overridden: Option<Key<User>>,
    pub(crate) overriding: Option<Key<User>>,
    /// A deleted one keeps its place: the IDs of the others hold theirs.
    pub(crate) is_deleted: bool,
}

impl Account {
    /// The place of an override in its shift-based schedule.
    pub(crate) fn find_override_shift(&self, schedule: Key<Schedule>, id: &str) -> Option<usize> {
        let place = self.find_part(Kind::OverrideShift, schedule, id)?;
        self[schedule].override_shifts.get(place).filter(|each| !each.is_deleted).map(|_| place)
    }

    /// Adds an override; its place in the schedule, where there is room for one more.
    pub(crate) fn add_override_shift(&mut self, schedule: Key<Schedule>, new: OverrideShift) -> Option<usize> {
        let all = &mut self[schedule].override_shifts;
        let place = all.len();
        (place < PLACES as usize).then(|| {
            all.push(new);
            place
        })
    }

    /// Deletes what is still to come of an override, of which there must be some.
    ///
    /// The document says so of custom shifts and nothing of overrides, which are shifts too.
    pub(crate) fn delete_override_shift(
        &mut self,
        schedule: Key<Schedule>,
        place: usize,
        now: Timestamp,
    ) -> Option<Deletion> {
        let each = self[schedule].override_shifts.get_mut(place)?;
        let deletion = Deletion::of(Range::new(each.start, each.end), now)?;
        match deletion {
            Deletion::Cut => each.end = now,
            Deletion::Removed => each.is_deleted = true,
        }
        Some(deletion)
    }
}
