//! Who is on call at which level of which escalation policy.

use jiff::Timestamp;

use super::escalation_policy::EscalationPolicy;
use super::people::User;
use super::schedule::Schedule;
use crate::id::Key;

/// Somebody is on call at a level of a policy.
pub(crate) struct OnCall {
    pub(crate) escalation_policy: Key<EscalationPolicy>,
    /// From 1.
    pub(crate) level: usize,
    pub(crate) user: Key<User>,
    /// `None` for a user who is a target themselves.
    pub(crate) schedule: Option<Key<Schedule>>,
    /// `None` for always.
    pub(crate) shift: Option<(Timestamp, Timestamp)>,
}
