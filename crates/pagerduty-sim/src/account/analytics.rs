//! What PagerDuty's analytics say about an incident, counted from its history.
//!
//! Source: the descriptions of the analytics' fields in the OpenAPI description.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Account, Agent, Change, Device, Incident, Status, User};
use crate::id::Key;

/// The numbers of one incident.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Who acknowledged, each once, in the order of their first acknowledgements.
    pub(crate) acknowledged: Vec<Key<User>>,
    pub(crate) acknowledgements: i64,
    /// Who was assigned, each once.
    pub(crate) assigned: Vec<Key<User>>,
    pub(crate) assignments: i64,
    pub(crate) reassignments: i64,
    pub(crate) timeout_escalations: i64,
    pub(crate) manual_escalations: i64,
    pub(crate) seconds_to_first_ack: Option<i64>,
    /// From the first acknowledgement to that of the last of several people.
    pub(crate) seconds_to_engage: Option<i64>,
    /// From the start to the acknowledgement of the last of several people.
    pub(crate) seconds_to_mobilize: Option<i64>,
    pub(crate) seconds_to_resolve: Option<i64>,
    pub(crate) engaged_seconds: i64,
    pub(crate) snoozed_seconds: i64,
    pub(crate) notifications: i64,
    pub(crate) interruptions: Interruptions,
    pub(crate) resolved_by: Option<Key<User>>,
    pub(crate) is_auto_resolved: bool,
    pub(crate) is_major: bool,
}

/// How often people were interrupted when, by their own clocks. E-mail interrupts nobody, and what reaches one person
/// within a minute interrupts once.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Interruptions {
    /// From 8 to 18 o'clock, Monday to Friday.
    pub(crate) business_hours: i64,
    /// The rest.
    pub(crate) off_hours: i64,
    /// From 22 to 8 o'clock.
    pub(crate) sleep_hours: i64,
}

impl Interruptions {
    pub(crate) const fn total(self) -> i64 {
        self.business_hours + self.off_hours + self.sleep_hours
    }

    fn count(&mut self, at: Timestamp, time_zone: &str) {
        let local = crate::time::time_zone(time_zone).unwrap_or(TimeZone::UTC).to_datetime(at);
        let is_workday = local.date().weekday().to_monday_one_offset() <= 5;
        match local.hour() {
            22.. | ..8 => self.sleep_hours += 1,
            8..18 if is_workday => self.business_hours += 1,
            _ => self.off_hours += 1,
        }
    }
}

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
