//! Custom shifts of shift-based schedules: they stand beside the rotations and replace nobody.
//!
//! Source: OpenAPI, custom shifts of schedules of version 3, and PagerDuty's guide from version 2 to 3.

use jiff::Timestamp;

use super::people::User;
use crate::id::Key;

/// Somebody, or nobody, is on call once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CustomShift {
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    pub(crate) user: Option<Key<User>>,
    /// A deleted one keeps its place: the IDs of the others hold theirs.
    pub(crate) is_deleted: bool,
}
