//! Incidents that people create, and telling whoever is to deal with one.

use jiff::Timestamp;

use super::Account;
use crate::id::Key;
use crate::model::{
    Acknowledgement, Agent, Assignment, Change, Creation, Device, EscalationPolicy, Incident, Origin, Status,
    UpdateError, Urgency, User,
};
use crate::random::mix;

impl Account {
    /// Creates an incident and tells its assignees.
    pub(crate) fn create_incident(
        &mut self,
        creation: Creation,
        creator: Key<User>,
        at: Timestamp,
    ) -> Result<Key<Incident>, UpdateError> {
        if let Some(wanted) = &creation.report.incident_key
            && self.incidents.open_on(creation.service).any(|incident| self.has_key(incident, wanted))
        {
            return Err(UpdateError::KeyInUse);
        }
        let service = &self[creation.service];
        let escalation_policy = creation.escalation_policy.unwrap_or(service.escalation_policy);
        let urgency = creation.urgency.unwrap_or_else(|| service.urgency_at(at, true));
        let (level, users) = match creation.assignee {
            Some(user) => (1, vec![user]),
            None => {
                let (level, on_call) = self.first_on_call(escalation_policy, at);
                (level, self.assigned(escalation_policy, level, on_call, self.incidents.all().len()))
            }
        };
        if users.is_empty() {
            return Err(UpdateError::NobodyOnCall);
        }
        let newest = self.incidents.all().last().map_or(at, |incident| incident.created_at);
        let number = self.incidents.all().len() as u64;
        let key = self.incidents.add(Incident {
            title: creation.title.into(),
            // Numbers follow creation, even where a clock was turned back.
            created_at: at.max(newest),
            service: creation.service,
            escalation_policy,
            origin: Origin::Person(creator),
            status: Status::Triggered,
            urgency,
            priority: creation.priority,
            assigned_directly: creation.assignee.is_some(),
            escalation_level: level as u8,
            alerts: 0,
            story: None,
            salt: mix(self.seed ^ mix(number)) as u32,
            assignments: users.iter().map(|user| Assignment { at, user: *user }).collect(),
            acknowledgements: Vec::new(),
            history: Vec::with_capacity(4),
            notes: Vec::new(),
            report: Some(Box::new(creation.report)),
        });
        let incident = &mut self[key];
        incident.log(at, Agent::User(creator), Change::Trigger);
        incident.log(at, Agent::Service, Change::Assign { users: users.clone() });
        if creation.assignee == Some(creator) {
            // Whoever takes an incident for themselves knows of it.
            incident.status = Status::Acknowledged;
            incident.acknowledgements.push(Acknowledgement { at, user: creator });
            incident.log(at, Agent::User(creator), Change::Acknowledge);
        } else {
            self.notify(key, &users, urgency, at);
        }
        Ok(key)
    }

    /// The first level, from 1, of a policy where anybody is on call, and who.
    pub(super) fn first_on_call(&self, policy: Key<EscalationPolicy>, at: Timestamp) -> (usize, Vec<Key<User>>) {
        (1..=self[policy].rules.len())
            .map(|level| (level, self.on_call_at(policy, level, at)))
            .find(|(_, users)| !users.is_empty())
            .unwrap_or_default()
    }

    /// Logs what users are told at once; what their later rules would send never comes.
    pub(super) fn notify(&mut self, key: Key<Incident>, users: &[Key<User>], urgency: Urgency, at: Timestamp) {
        for user in users {
            let reached = self[*user].reached.iter();
            let at_once = reached.filter(|rule| rule.urgency == urgency && rule.delay_in_minutes == 0);
            let devices: Vec<Device> = at_once.map(|rule| rule.by).collect();
            for by in devices {
                self[key].log(at, Agent::Service, Change::Notify { user: *user, by, delivered: true });
            }
        }
    }
}
