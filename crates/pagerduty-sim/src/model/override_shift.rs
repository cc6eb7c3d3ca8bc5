//! Overrides of shift-based schedules: each takes the place of one member in the shifts of one origin.
//!
//! Source: OpenAPI, overrides of schedules of version 3.

use jiff::Timestamp;

use super::people::User;
use super::shift::ShiftOrigin;
use crate::id::Key;

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
