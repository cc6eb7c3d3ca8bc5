//! What is tagged with what. The tags themselves are a collection.

use super::escalation_policy::EscalationPolicy;
use super::people::{Team, User};
use crate::id::Key;

/// Something that can have tags.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Tagged {
    User(Key<User>),
    Team(Key<Team>),
    EscalationPolicy(Key<EscalationPolicy>),
}

/// A tag, by its place, and what has it.
pub(crate) type Tagging = (usize, Tagged);
