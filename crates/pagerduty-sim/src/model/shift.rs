//! The shifts of shift-based schedules: who is on call when, because of what, and when nobody is.

use jiff::Timestamp;

use super::people::User;
use crate::id::Key;

/// A part of a range in which the same holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shift {
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    /// `None` where nobody is on call.
    pub(crate) user: Option<Key<User>>,
    pub(crate) source: ShiftSource,
}

/// What a shift belongs to, by its place in the schedule.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ShiftOrigin {
    Rotation(usize),
    CustomShift(usize),
}

/// Where a shift comes from, by places in the schedule.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ShiftSource {
    Plain(ShiftOrigin),
    Override {
        place: usize,
    },
    /// Nobody is on call.
    Nothing,
}
