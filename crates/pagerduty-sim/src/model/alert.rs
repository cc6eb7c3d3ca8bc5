//! Alerts: what monitoring sent, one incident's worth at a time. They follow from the incident.

use jiff::Timestamp;

use super::incident::Incident;
use super::status::Status;
use crate::id::Key;

/// One alert of one incident. Its ID holds both places.
pub(crate) struct Alert {
    /// The incident that it began.
    pub(crate) origin: Key<Incident>,
    /// The incident that it belongs to: another one after a merge.
    pub(crate) incident: Key<Incident>,
    pub(crate) place: u8,
    pub(crate) created_at: Timestamp,
    pub(crate) resolved_at: Option<Timestamp>,
}

impl Alert {
    pub(crate) fn status(&self) -> Status {
        match self.resolved_at {
            Some(_) => Status::Resolved,
            None => Status::Triggered,
        }
    }
}
