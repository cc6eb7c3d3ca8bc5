//! Merging: one incident takes over the alerts of others, which end with it.
//!
//! Source: OpenAPI, merging.

use jiff::Timestamp;

use super::Account;
use crate::id::Key;
use crate::model::{Agent, Change, Incident, Origin, Status, UpdateError, User};

/// The most alerts of one incident. Source: OpenAPI, merging.
const MAX_ALERTS: usize = 1000;

impl Account {
    /// Moves the alerts of some incidents to another one and resolves them, or says why not and moves none.
    pub(crate) fn merge(
        &mut self,
        target: Key<Incident>,
        sources: &[Key<Incident>],
        by: Key<User>,
        at: Timestamp,
    ) -> Result<(), UpdateError> {
        if self[target].merged_into().is_some() {
            return Err(UpdateError::AlreadyMerged);
        }
        if !self[target].is_open() {
            return Err(UpdateError::TargetNotOpen);
        }
        for source in sources {
            if self[*source].merged_into().is_some() {
                return Err(UpdateError::AlreadyMerged);
            }
            if *source == target || !self.is_mergeable(*source) {
                return Err(UpdateError::NotMergeable);
            }
        }
        let counts = sources.iter().chain([&target]).map(|each| self.alerts(*each).len());
        if counts.sum::<usize>() > MAX_ALERTS {
            return Err(UpdateError::TooManyAlerts);
        }
        for source in sources.iter().copied() {
            // Named twice: it is merged by now.
            if self[source].merged_into().is_some() {
                continue;
            }
            let service = self[source].service;
            let incident = &mut self[source];
            incident.status = Status::Resolved;
            incident.assignments.clear();
            incident.acknowledgements.clear();
            incident.log(at, Agent::User(by), Change::Merge { into: target });
            self.incidents.changed(source, service);
            self[target].log(at, Agent::User(by), Change::Absorb { source });
        }
        Ok(())
    }

    /// Whether an incident can be merged into another one.
    pub(crate) fn is_mergeable(&self, key: Key<Incident>) -> bool {
        let incident = &self[key];
        let suits = incident.alerts > 0 || matches!(incident.origin, Origin::Person(_));
        suits && incident.merged_into().is_none()
    }

    /// The incidents whose alerts this one has: itself and all that were merged into it, or none once it is merged.
    pub(crate) fn held(&self, key: Key<Incident>) -> Vec<Key<Incident>> {
        if self[key].merged_into().is_some() { Vec::new() } else { self.gathered(key) }
    }

    fn gathered(&self, key: Key<Incident>) -> Vec<Key<Incident>> {
        let mut gathered = vec![key];
        for event in &self[key].history {
            if let Change::Absorb { source } = event.change {
                gathered.extend(self.gathered(source));
            }
        }
        gathered
    }
}

impl Incident {
    /// Where its alerts went.
    pub(crate) fn merged_into(&self) -> Option<Key<Incident>> {
        self.history.iter().rev().find_map(|event| match event.change {
            Change::Merge { into } => Some(into),
            _ => None,
        })
    }

    /// When it was resolved by itself, before a merge if there was one.
    pub(crate) fn ended_at(&self) -> Option<Timestamp> {
        if self.merged_into().is_none() {
            return self.resolved_at();
        }
        let before = self.history.iter().rev().find(|event| match event.change {
            Change::Merge { .. } => false,
            _ => event.change.changes_status(),
        });
        before.filter(|event| matches!(event.change, Change::Resolve { .. })).map(|event| event.at)
    }
}
