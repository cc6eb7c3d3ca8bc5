//! Responder requests: asking others to help with an incident.
//!
//! Source: OpenAPI, responder requests. Whoever is asked by a request stays `pending`: nobody is there to reply. What a
//! reply writes into the log is not published, so it only changes the responder's state.

use jiff::Timestamp;

use super::escalation_policy::EscalationPolicy;
use super::people::User;
use crate::id::Key;

/// Who was asked, and why.
#[derive(Clone, Debug)]
pub(crate) struct ResponderRequest {
    pub(crate) requester: Key<User>,
    pub(crate) message: Box<str>,
    pub(crate) targets: Vec<ResponderTarget>,
    pub(crate) replies: Vec<Reply>,
}

/// What somebody who was asked answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reply {
    pub(crate) user: Key<User>,
    pub(crate) at: Timestamp,
    pub(crate) joins: bool,
}

/// Who is asked.
#[derive(Clone, Debug)]
pub(crate) enum ResponderTarget {
    User(Key<User>),
    /// A policy, and who was on call in it then.
    EscalationPolicy(Key<EscalationPolicy>, Vec<Key<User>>),
}

impl ResponderTarget {
    pub(crate) fn users(&self) -> &[Key<User>] {
        match self {
            ResponderTarget::User(user) => std::slice::from_ref(user),
            ResponderTarget::EscalationPolicy(_, users) => users,
        }
    }
}
