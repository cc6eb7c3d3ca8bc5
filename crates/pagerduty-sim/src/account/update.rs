//! What users can do to an incident, by PagerDuty's rules.
//!
//! Sources: PagerDuty REST documentation, "Errors"; OpenAPI, the update of one incident (reopening, resolution).

use jiff::Timestamp;

use super::Account;
use crate::id::Key;
use crate::model::{Acknowledgement, Agent, Assignment, Change, Incident, Note, Status, Update, UpdateError, User};

impl Account {
    /// Updates an incident, or says why not and leaves it as it was.
    pub(crate) fn update_incident(
        &mut self,
        key: Key<Incident>,
        update: Update,
        agent: Key<User>,
        at: Timestamp,
    ) -> Result<(), UpdateError> {
        self.check_update(key, &update, agent)?;
        let by = Agent::User(agent);
        let service = self[key].service;
        if let Some(title) = update.title {
            let incident = &mut self[key];
            incident.log(at, by, field(format!("Updated title to {title}")));
            incident.title = title.into();
        }
        if let Some(priority) = update.priority {
            let name = priority.map_or("none", |priority| self[priority].name);
            let what = field(format!("Updated priority to {name}"));
            let incident = &mut self[key];
            incident.log(at, by, what);
            incident.priority = priority;
        }
        if let Some(to) = update.urgency {
            let incident = &mut self[key];
            if incident.urgency != to {
                incident.urgency = to;
                incident.log(at, by, Change::Urgency { to });
            }
        }
        if let Some(to) = update.service {
            let what = field(format!("Moved to {}", self[to].name));
            let incident = &mut self[key];
            incident.service = to;
            incident.log(at, by, what);
        }
        let reopened = update.status.is_some_and(|status| status != Status::Resolved) && !self[key].is_open();
        if reopened {
            let incident = &mut self[key];
            incident.status = Status::Triggered;
            incident.log(at, by, Change::Trigger);
        }
        if let Some(policy) = update.escalation_policy {
            self[key].escalation_policy = policy;
        }
        if update.escalation_policy.is_some() || (reopened && update.assignees.is_none()) {
            self.assign_by_policy(key, 1, by, at);
        }
        if let Some(level) = update.escalation_level {
            self.assign_by_policy(key, level as u8, by, at);
        }
        if let Some(users) = update.assignees {
            let incident = &mut self[key];
            incident.assigned_directly = true;
            incident.assign(users, by, at);
        }
        if let Some(status) = update.status {
            self[key].set_status(status, update.resolution, agent, at, reopened);
        }
        self.incidents.changed(key, service);
        Ok(())
    }

    /// Whether an update is possible.
    pub(crate) fn check_update(
        &self,
        key: Key<Incident>,
        update: &Update,
        agent: Key<User>,
    ) -> Result<(), UpdateError> {
        let incident = &self[key];
        // Its alerts are elsewhere: there is nothing to open again. PagerDuty has a code for it, and no source says
        // which requests get it.
        if incident.merged_into().is_some() {
            return Err(UpdateError::AlreadyMerged);
        }
        match (incident.status, update.status) {
            (Status::Resolved, Some(Status::Resolved)) => return Err(UpdateError::AlreadyResolved),
            (Status::Acknowledged, Some(Status::Acknowledged))
                if incident.acknowledgements.iter().any(|each| each.user == agent) =>
            {
                return Err(UpdateError::AlreadyAcknowledged);
            }
            _ => {}
        }
        let stays_resolved = !incident.is_open() && update.status.is_none();
        if stays_resolved && (update.assignees.is_some() || update.escalation_policy.is_some()) {
            return Err(UpdateError::CannotReassign);
        }
        if let Some(level) = update.escalation_level {
            let policy = update.escalation_policy.unwrap_or(incident.escalation_policy);
            let levels = self[policy].rules.len() as u64;
            if stays_resolved || level == 0 || level > levels {
                return Err(UpdateError::CannotEscalate);
            }
        }
        Ok(())
    }

    /// Assigns whoever is on call at a level of the incident's policy.
    fn assign_by_policy(&mut self, key: Key<Incident>, level: u8, by: Agent, at: Timestamp) {
        let policy = self[key].escalation_policy;
        let on_call = self.on_call_at(policy, usize::from(level), at);
        let users = self.assigned(policy, usize::from(level), on_call, key.index());
        let incident = &mut self[key];
        incident.assigned_directly = false;
        if level > 1 {
            incident.escalation_level = level;
            incident.log(at, by, Change::Escalate { level, users: users.clone() });
            incident.assignments = assignments(users, at);
            incident.unacknowledge();
        } else {
            incident.escalation_level = 1;
            incident.assign(users, by, at);
        }
    }

    /// Adds a note; its place among the incident's notes.
    pub(crate) fn add_note(&mut self, key: Key<Incident>, content: &str, author: Key<User>, at: Timestamp) -> usize {
        self[key].annotate(Note { at, author: Agent::User(author), content: content.into() })
    }
}

impl Incident {
    fn assign(&mut self, users: Vec<Key<User>>, by: Agent, at: Timestamp) {
        self.log(at, by, Change::Assign { users: users.clone() });
        self.assignments = assignments(users, at);
        self.unacknowledge();
    }

    /// New assignees have not acknowledged.
    fn unacknowledge(&mut self) {
        self.acknowledgements.clear();
        if self.status == Status::Acknowledged {
            self.status = Status::Triggered;
        }
    }

    fn set_status(
        &mut self,
        status: Status,
        resolution: Option<String>,
        user: Key<User>,
        at: Timestamp,
        reopened: bool,
    ) {
        let by = Agent::User(user);
        match status {
            Status::Resolved => {
                self.assignments.clear();
                self.acknowledgements.clear();
                self.log(at, by, Change::Resolve { note: resolution.map(Into::into) });
            }
            Status::Acknowledged => {
                if reopened {
                    self.assignments = assignments(vec![user], at);
                }
                self.acknowledgements.push(Acknowledgement { at, user });
                self.log(at, by, Change::Acknowledge);
            }
            Status::Triggered => {
                if self.status == Status::Acknowledged {
                    self.acknowledgements.clear();
                    self.log(at, by, Change::Unacknowledge);
                }
            }
        }
        self.status = status;
    }
}

fn assignments(users: Vec<Key<User>>, at: Timestamp) -> Vec<Assignment> {
    users.into_iter().map(|user| Assignment { at, user }).collect()
}

fn field(what: String) -> Change {
    Change::Field { what: what.into() }
}
