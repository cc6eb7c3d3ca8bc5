//! Status updates: what stakeholders are told about an incident.

use jiff::Timestamp;

use super::Account;
use crate::id::Key;
use crate::model::{Agent, Change, Incident, LogEntry, StatusUpdate, User};

impl Account {
    /// Adds a status update; the log entry that holds it.
    pub(crate) fn add_status_update(
        &mut self,
        incident: Key<Incident>,
        status_update: StatusUpdate,
        sender: Key<User>,
        at: Timestamp,
    ) -> LogEntry {
        let place = self[incident].history.len();
        self[incident].log(at, Agent::User(sender), Change::StatusUpdate(Box::new(status_update)));
        LogEntry { incident, place }
    }
}
