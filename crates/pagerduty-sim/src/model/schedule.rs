//! On-call schedules: layers of rotations, the upper ones hiding the lower, and overrides over all of them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::custom_shift::CustomShift;
use super::event::Rotation;
use super::override_shift::OverrideShift;
use super::people::{Team, User};
use super::rotation::Layer;
use crate::id::Key;

/// Who is on call when.
pub(crate) struct Schedule {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) time_zone_name: String,
    pub(crate) time_zone: TimeZone,
    pub(crate) teams: Vec<Key<Team>>,
    /// Whether it is one of the newer kind, which has rotations and an API of its own.
    pub(crate) is_shift_based: bool,
    /// Lowest first; none of a shift-based schedule.
    pub(crate) layers: Vec<Layer>,
    /// In the order of their creation; the last one wins.
    pub(crate) overrides: Vec<Override>,
    /// Of a shift-based schedule.
    pub(crate) rotations: Vec<Rotation>,
    /// The overrides of a shift-based schedule, in the order of their creation.
    pub(crate) override_shifts: Vec<OverrideShift>,
    /// Shifts outside of all rotations, of a shift-based schedule.
    pub(crate) custom_shifts: Vec<CustomShift>,
    /// A deleted one keeps its place: the IDs of the others hold theirs.
    pub(crate) is_deleted: bool,
}

impl Schedule {
    /// One of the older kind that nothing is known of yet.
    pub(crate) fn without_layers() -> Self {
        Self {
            name: String::new(),
            description: String::new(),
            time_zone_name: String::new(),
            time_zone: TimeZone::UTC,
            teams: Vec::new(),
            is_shift_based: false,
            layers: Vec::new(),
            overrides: Vec::new(),
            rotations: Vec::new(),
            override_shifts: Vec::new(),
            custom_shifts: Vec::new(),
            is_deleted: false,
        }
    }
}

/// Somebody stands in for whoever would be on call.
pub(crate) struct Override {
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    pub(crate) user: Key<User>,
    /// A deleted one keeps its place: the IDs of the others hold theirs.
    pub(crate) is_deleted: bool,
}
