//! Adding and deleting overrides.
//!
//! Source: OpenAPI, overrides of schedules.

use jiff::Timestamp;

use super::{Account, EVENT_PLACES, Override, Schedule, User};
use crate::id::{Key, Kind};
use crate::time::Range;

/// More overrides, rotations or custom shifts than a schedule has.
pub(crate) const PLACES: u64 = 1 << 10;

/// Why an override cannot be made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum OverrideError {
    EndsTooSoon,
    IsPast,
    TooMany,
}

/// The result of deleting.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Deletion {
    Removed,
    /// It had begun; now it ends.
    Cut,
}

impl Deletion {
    /// What deleting something of this time does; nothing if it is over.
    pub(crate) fn of(span: Range, now: Timestamp) -> Option<Self> {
        if span.end <= now {
            return None;
        }
        Some(if span.start < now { Self::Cut } else { Self::Removed })
    }
}

impl OverrideError {
    /// Only the first of these texts has been published.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            OverrideError::EndsTooSoon => "Override must end after its start",
            OverrideError::IsPast => "Override must end in the future",
            OverrideError::TooMany => "Schedule has too many overrides",
        }
    }
}

impl Account {
    /// The ID of a part of a schedule.
    pub(crate) fn part_id(&self, kind: Kind, schedule: Key<Schedule>, place: usize) -> String {
        self.ids.encode(kind, schedule.index() as u64 * PLACES + place as u64)
    }

    /// The place in its schedule that an ID of a part names; there may be nothing at it.
    pub(crate) fn find_part(&self, kind: Kind, schedule: Key<Schedule>, id: &str) -> Option<usize> {
        let index = self.ids.decode(kind, id)?;
        let place = usize::try_from(index % PLACES).ok()?;
        (index / PLACES == schedule.index() as u64).then_some(place)
    }

    /// The ID of an event of a rotation.
    pub(crate) fn event_id(&self, schedule: Key<Schedule>, rotation: usize, place: usize) -> String {
        self.part_id(Kind::RotationEvent, schedule, rotation * EVENT_PLACES + place)
    }

    /// The place of a rotation in its schedule.
    pub(crate) fn find_rotation(&self, schedule: Key<Schedule>, id: &str) -> Option<usize> {
        let place = self.find_part(Kind::Rotation, schedule, id)?;
        self[schedule].rotations.get(place).filter(|each| !each.is_deleted).map(|_| place)
    }

    pub(crate) fn override_id(&self, schedule: Key<Schedule>, place: usize) -> String {
        self.part_id(Kind::Override, schedule, place)
    }

    /// The place of an override in its schedule.
    pub(crate) fn find_override(&self, schedule: Key<Schedule>, id: &str) -> Option<usize> {
        let place = self.find_part(Kind::Override, schedule, id)?;
        let found = self[schedule].overrides.get(place)?;
        (!found.is_deleted).then_some(place)
    }

    /// Adds an override; its place in the schedule.
    pub(crate) fn add_override(
        &mut self,
        schedule: Key<Schedule>,
        range: Range,
        user: Key<User>,
        now: Timestamp,
    ) -> Result<usize, OverrideError> {
        let place = self[schedule].overrides.len();
        if range.end <= range.start {
            return Err(OverrideError::EndsTooSoon);
        }
        if range.end <= now {
            return Err(OverrideError::IsPast);
        }
        if place as u64 >= PLACES {
            return Err(OverrideError::TooMany);
        }
        self[schedule].overrides.push(Override { start: range.start, end: range.end, user, is_deleted: false });
        Ok(place)
    }

    /// Deletes what is still to come of an override, of which there must be some.
    pub(crate) fn delete_override(
        &mut self,
        schedule: Key<Schedule>,
        place: usize,
        now: Timestamp,
    ) -> Option<Deletion> {
        let each = self[schedule].overrides.get_mut(place)?;
        let deletion = Deletion::of(Range::new(each.start, each.end), now)?;
        match deletion {
            Deletion::Cut => each.end = now,
            Deletion::Removed => each.is_deleted = true,
        }
        Some(deletion)
    }
}
