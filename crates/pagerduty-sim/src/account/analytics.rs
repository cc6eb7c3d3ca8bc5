//! What PagerDuty's analytics say about an incident, counted from its history.
//!
//! Source: the descriptions of the analytics' fields in the OpenAPI description.

use jiff::Timestamp;

use super::Account;
use crate::id::Key;
use crate::model::{Agent, Change, Device, Figures, Incident, Status, User};

impl Account {
    /// Counts what happened to an incident until now.
    pub(crate) fn figures(&self, key: Key<Incident>) -> Figures {
        let incident = &self[key];
        let since = |time: Timestamp| time.as_second() - incident.created_at.as_second();
        let end = incident.resolved_at().unwrap_or_else(|| self.now());
        let mut figures = Figures::default();
        let mut first_acks: Vec<Timestamp> = Vec::new();
        let mut interrupted: Vec<(Key<User>, i64)> = Vec::new();
        for event in &incident.history {
            let by_person = matches!(event.agent, Agent::User(_));
            match &event.change {
                Change::Acknowledge => {
                    figures.acknowledgements += 1;
                    if let Agent::User(user) = event.agent
                        && !figures.acknowledged.contains(&user)
                    {
                        figures.acknowledged.push(user);
                        first_acks.push(event.at);
                    }
                }
                Change::Assign { users } | Change::Escalate { users, .. } | Change::Delegate { users, .. } => {
                    match &event.change {
                        Change::Escalate { .. } if by_person => figures.manual_escalations += 1,
                        Change::Escalate { .. } => figures.timeout_escalations += 1,
                        _ if figures.assignments > 0 => figures.reassignments += 1,
                        _ => {}
                    }
                    figures.assignments += users.len() as i64;
                    let new = users.iter().filter(|user| !figures.assigned.contains(user)).copied();
                    let new: Vec<Key<User>> = new.collect();
                    figures.assigned.extend(new);
                }
                Change::Notify { user, by, .. } => {
                    figures.notifications += 1;
                    let minute = (*user, event.at.as_second().div_euclid(60));
                    if *by != Device::Email && !interrupted.contains(&minute) {
                        interrupted.push(minute);
                        figures.interruptions.count(event.at, &self[*user].time_zone);
                    }
                }
                Change::Snooze { until } => {
                    figures.snoozed_seconds += (*until).min(end).as_second() - event.at.as_second();
                }
                _ => {}
            }
        }
        figures.seconds_to_first_ack = first_acks.first().map(|at| since(*at));
        if let (Some(first), Some(last), 2..) = (first_acks.first(), first_acks.last(), first_acks.len()) {
            figures.seconds_to_engage = Some(last.as_second() - first.as_second());
            figures.seconds_to_mobilize = Some(since(*last));
        }
        figures.engaged_seconds = first_acks.iter().map(|at| (end.as_second() - at.as_second()).max(0)).sum();
        if incident.status == Status::Resolved {
            let (at, agent) = incident.last_status_change();
            figures.seconds_to_resolve = Some(since(at));
            figures.is_auto_resolved = agent == Agent::Service;
            figures.resolved_by = match agent {
                Agent::User(user) => Some(user),
                Agent::Service => None,
            };
        }
        figures.is_major = incident.priority.is_some_and(|priority| priority.index() < 2);
        figures
    }
}
