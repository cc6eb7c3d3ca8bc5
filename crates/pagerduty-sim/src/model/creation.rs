//! Incidents that people create, and telling whoever is to deal with one.

use super::escalation_policy::EscalationPolicy;
use super::incident::Report;
use super::people::User;
use super::priority::Priority;
use super::service::Service;
use super::status::Urgency;
use crate::id::Key;

/// What an incident is made from.
#[derive(Debug)]
pub(crate) struct Creation {
    pub(crate) title: String,
    pub(crate) service: Key<Service>,
    pub(crate) urgency: Option<Urgency>,
    pub(crate) priority: Option<Key<Priority>>,
    /// Instead of the service's.
    pub(crate) escalation_policy: Option<Key<EscalationPolicy>>,
    /// Instead of whoever is on call.
    pub(crate) assignee: Option<Key<User>>,
    pub(crate) report: Report,
}
