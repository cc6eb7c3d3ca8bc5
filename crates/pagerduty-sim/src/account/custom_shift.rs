//! Custom shifts of shift-based schedules: they stand beside the rotations and replace nobody.
//!
//! Source: OpenAPI, custom shifts of schedules of version 3, and PagerDuty's guide from version 2 to 3.

use jiff::Timestamp;

use super::Account;
use crate::id::{Key, Kind};
use crate::model::{CustomShift, Deletion, PLACES, Schedule};
use crate::time::Range;

impl Account {
    /// The place of a custom shift in its schedule.
    pub(crate) fn find_custom_shift(&self, schedule: Key<Schedule>, id: &str) -> Option<usize> {
        let place = self.find_part(Kind::CustomShift, schedule, id)?;
        self[schedule].custom_shifts.get(place).filter(|each| !each.is_deleted).map(|_| place)
    }

    /// Adds a custom shift; its place in the schedule, where there is room for one more.
    pub(crate) fn add_custom_shift(&mut self, schedule: Key<Schedule>, new: CustomShift) -> Option<usize> {
        let all = &mut self[schedule].custom_shifts;
        let place = all.len();
        (place < PLACES as usize).then(|| {
            all.push(new);
            place
        })
    }

    /// Deletes what is still to come of a custom shift, of which there must be some.
    pub(crate) fn delete_custom_shift(
        &mut self,
        schedule: Key<Schedule>,
        place: usize,
        now: Timestamp,
    ) -> Option<Deletion> {
        let each = self[schedule].custom_shifts.get_mut(place)?;
        let deletion = Deletion::of(Range::new(each.start, each.end), now)?;
        match deletion {
            Deletion::Cut => each.end = now,
            Deletion::Removed => each.is_deleted = true,
        }
        Some(deletion)
    }
}
