//! Snoozing: an acknowledgement that holds for a while.
//!
//! Sources: OpenAPI, snoozing; that only acknowledged incidents can be snoozed has been reported of the real service.

use jiff::{SignedDuration, Timestamp};

use super::Account;
use crate::id::Key;
use crate::model::{Agent, Change, Incident, Status, UpdateError, User};
use crate::time::after;

/// A week, in seconds. Source: OpenAPI, snoozing.
const LONGEST: i64 = 604_800;

impl Account {
    /// Lets an incident rest for some seconds.
    pub(crate) fn snooze(
        &mut self,
        key: Key<Incident>,
        seconds: i64,
        by: Key<User>,
        at: Timestamp,
    ) -> Result<(), UpdateError> {
        let incident = &mut self[key];
        match incident.status {
            Status::Resolved => return Err(UpdateError::AlreadyResolved),
            Status::Triggered => return Err(UpdateError::NotAcknowledged),
            Status::Acknowledged => {}
        }
        if !(1..=LONGEST).contains(&seconds) {
            return Err(UpdateError::InvalidSnooze);
        }
        let until = after(at, SignedDuration::from_secs(seconds));
        incident.log(at, Agent::User(by), Change::Snooze { until });
        Ok(())
    }
}

impl Account {
    /// When an acknowledgement ends by itself: with the snooze, or after the service's timeout.
    pub(crate) fn acknowledged_until(&self, incident: &Incident) -> Option<Timestamp> {
        let timed_out = || {
            let seconds = self[incident.service].acknowledgement_timeout()?;
            let last = incident.acknowledgements.last()?;
            Some(after(last.at, SignedDuration::from_secs(seconds)))
        };
        incident.snoozed_until().or_else(timed_out)
    }
}

impl Incident {
    /// When the snooze ends that is in force. What changes the status or the assignees ends one.
    pub(crate) fn snoozed_until(&self) -> Option<Timestamp> {
        if self.status != Status::Acknowledged {
            return None;
        }
        let last = self.history.iter().rev().find_map(|event| match event.change {
            Change::Snooze { until } => Some(Some(until)),
            Change::Trigger
            | Change::Unacknowledge
            | Change::Assign { .. }
            | Change::Escalate { .. }
            | Change::Delegate { .. } => Some(None),
            _ => None,
        });
        last.flatten()
    }
}
