//! A time in which somebody is on call.

use jiff::Timestamp;

use super::people::User;
use crate::id::Key;

/// Somebody is on call for a while.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Entry {
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    pub(crate) user: Key<User>,
}
