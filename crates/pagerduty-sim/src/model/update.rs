//! What users can do to an incident, by PagerDuty's rules.
//!
//! Sources: PagerDuty REST documentation, "Errors"; OpenAPI, the update of one incident (reopening, resolution).

use super::escalation_policy::EscalationPolicy;
use super::people::User;
use super::priority::Priority;
use super::service::Service;
use super::status::{Status, Urgency};
use crate::id::Key;

/// The fields to set; `None` leaves one as it is.
#[derive(Debug, Default)]
pub(crate) struct Update {
    pub(crate) status: Option<Status>,
    /// Only used when resolving.
    pub(crate) resolution: Option<String>,
    pub(crate) title: Option<String>,
    /// `Some(None)` takes the priority away.
    pub(crate) priority: Option<Option<Key<Priority>>>,
    pub(crate) urgency: Option<Urgency>,
    pub(crate) escalation_level: Option<u64>,
    pub(crate) assignees: Option<Vec<Key<User>>>,
    pub(crate) escalation_policy: Option<Key<EscalationPolicy>>,
    pub(crate) service: Option<Key<Service>>,
}

/// Why an incident cannot be updated so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum UpdateError {
    AlreadyResolved,
    AlreadyAcknowledged,
    CannotEscalate,
    CannotReassign,
    NotAcknowledged,
    InvalidSnooze,
    /// Nobody is on call at any level of the policy.
    NobodyOnCall,
    /// The service has an open incident with the key.
    KeyInUse,
    AlreadyMerged,
    /// The target of a merge is not open.
    TargetNotOpen,
    /// It has no alerts, and no person created it.
    NotMergeable,
    TooManyAlerts,
}
