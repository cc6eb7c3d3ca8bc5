//! How an incident is lived: who is assigned and told, when it escalates, who acknowledges, writes and resolves.

use jiff::Timestamp;

use super::drafts::{Draft, Fate, Remark, Writer};
use super::roster::Roster;
use crate::account::{
    Account, Acknowledgement, Agent, Assignment, Change, Incident, Note, Origin, Status, Urgency, User,
};
use crate::id::Key;
use crate::random::Random;
use crate::time::{after, minutes};

/// Plays a draft from its beginning to its end, or to now.
pub(super) fn live(account: &Account, roster: &Roster, draft: Draft) -> Incident {
    let service = &account[draft.service];
    let incident = Incident {
        title: draft.title.into(),
        created_at: draft.at,
        service: draft.service,
        escalation_policy: service.escalation_policy,
        origin: draft.origin,
        status: Status::Triggered,
        urgency: draft.urgency,
        priority: draft.priority,
        assigned_directly: false,
        escalation_level: 1,
        alerts: draft.alerts,
        story: draft.story,
        salt: draft.salt,
        assignments: Vec::new(),
        acknowledgements: Vec::new(),
        history: Vec::with_capacity(8),
        notes: Vec::new(),
        report: None,
    };
    let mut life = Life {
        account,
        roster,
        random: Random::numbered(account.seed, u64::from(draft.salt)),
        now: account.started,
        incident,
    };
    let plan = Plan::of(draft.at, draft.fate);
    let reporter = match draft.origin {
        Origin::Person(user) => Agent::User(user),
        Origin::Monitoring { .. } => Agent::Service,
    };
    life.incident.log(draft.at, reporter, Change::Trigger);
    life.escalate(plan.attention());
    if let Some(at) = plan.acknowledged.filter(|at| *at <= life.now) {
        life.acknowledge(at);
        life.write(at, plan.resolved, draft.remarks);
    }
    if let Some(at) = plan.resolved.filter(|at| *at <= life.now) {
        life.resolve(at, plan.by_monitor, draft.resolution);
    }
    life.incident.history.sort_by_key(|event| event.at);
    life.incident
}

/// When what will happen.
struct Plan {
    acknowledged: Option<Timestamp>,
    resolved: Option<Timestamp>,
    by_monitor: bool,
}

impl Plan {
    fn of(start: Timestamp, fate: Fate) -> Self {
        match fate {
            Fate::Recovers { after: time } => {
                Self { acknowledged: None, resolved: Some(after(start, time)), by_monitor: true }
            }
            Fate::Handled { acknowledged, resolved, by_monitor } => {
                let acknowledged = after(start, acknowledged);
                Self { acknowledged: Some(acknowledged), resolved: Some(after(acknowledged, resolved)), by_monitor }
            }
            Fate::Open { acknowledged } => {
                Self { acknowledged: acknowledged.map(|time| after(start, time)), resolved: None, by_monitor: false }
            }
        }
    }

    /// When somebody or something first reacts.
    fn attention(&self) -> Option<Timestamp> {
        self.acknowledged.or(self.resolved)
    }
}

struct Life<'a> {
    account: &'a Account,
    roster: &'a Roster,
    random: Random,
    now: Timestamp,
    incident: Incident,
}

impl Life<'_> {
    /// Tells one level after the other until somebody reacts.
    fn escalate(&mut self, attention: Option<Timestamp>) {
        let policy = &self.account[self.incident.escalation_policy];
        let stop = attention.unwrap_or(self.now).min(self.now);
        let mut at = self.incident.created_at;
        let mut level = 1;
        let mut first = true;
        let mut loops = policy.num_loops;
        loop {
            let users = self.on_call(&mut level, at);
            self.assign(level, users, at, first);
            first = false;
            let next = after(at, minutes(i64::from(policy.rules[level - 1].delay_in_minutes)));
            // Only high urgency escalates.
            let escalates = self.incident.urgency == Urgency::High && next < stop;
            self.notify(at, if escalates { next } else { stop });
            if !escalates {
                return;
            }
            at = next;
            if level < policy.rules.len() {
                level += 1;
            } else if loops > 0 {
                loops -= 1;
                level = 1;
                self.incident.log(at, Agent::Service, Change::RepeatEscalationPath);
            } else {
                self.incident.log(at, Agent::Service, Change::ExhaustEscalationPath);
                return;
            }
        }
    }

    /// Whoever is on call at the level, or at the first one above it where somebody is.
    fn on_call(&self, level: &mut usize, at: Timestamp) -> Vec<Key<User>> {
        let policy = self.incident.escalation_policy;
        let levels = self.account[policy].rules.len();
        loop {
            let users = self.roster.on_call(self.account, policy, *level, at);
            if !users.is_empty() || *level == levels {
                return users;
            }
            *level += 1;
        }
    }

    fn assign(&mut self, level: usize, users: Vec<Key<User>>, at: Timestamp, first: bool) {
        self.incident.assignments = users.iter().map(|user| Assignment { at, user: *user }).collect();
        self.incident.escalation_level = level as u8;
        let change = if first { Change::Assign { users } } else { Change::Escalate { level: level as u8, users } };
        self.incident.log(at, Agent::Service, change);
    }

    /// Tells the assignees, each by their own rules, until the end.
    fn notify(&mut self, start: Timestamp, end: Timestamp) {
        for assignment in self.incident.assignments.clone() {
            let user = &self.account[assignment.user];
            for rule in &user.notification_rules {
                let at = after(start, minutes(i64::from(rule.start_delay_in_minutes)));
                if rule.urgency != self.incident.urgency || at > end {
                    continue;
                }
                let by = user.contact_methods[rule.contact_method].device();
                self.incident.log(at, Agent::Service, Change::Notify { user: assignment.user, by });
            }
        }
    }

    fn acknowledge(&mut self, at: Timestamp) {
        let Some(assignment) = self.incident.assignments.first() else {
            return;
        };
        let assignment = if self.incident.assignments.len() > 1 {
            *self.random.pick(&self.incident.assignments)
        } else {
            *assignment
        };
        let user = assignment.user;
        self.incident.acknowledgements.push(Acknowledgement { at, user });
        self.incident.status = Status::Acknowledged;
        self.incident.log(at, Agent::User(user), Change::Acknowledge);
    }

    /// Writes the remarks that come in time.
    fn write(&mut self, acknowledged: Timestamp, end: Option<Timestamp>, remarks: Vec<Remark>) {
        let end = end.unwrap_or(self.now).min(self.now);
        for remark in remarks {
            let at = after(acknowledged, remark.later);
            if let Some(author) = self.author(remark.writer).filter(|_| at < end) {
                self.incident.annotate(Note { at, author, content: remark.content.into() });
            }
        }
    }

    fn author(&mut self, writer: Writer) -> Option<Agent> {
        let responder = self.incident.acknowledgements.first().map(|each| each.user)?;
        let team = &self.account[self.account[self.incident.service].team];
        Some(match writer {
            Writer::Responder => Agent::User(responder),
            Writer::Colleague => Agent::User(self.random.pick(&team.members).user),
            Writer::Automation => Agent::Service,
        })
    }

    fn resolve(&mut self, at: Timestamp, by_monitor: bool, resolution: Option<String>) {
        let on_it = self.incident.acknowledgements.first().map(|each| each.user);
        let agent = match on_it {
            Some(user) if !by_monitor => Agent::User(user),
            _ => Agent::Service,
        };
        self.incident.status = Status::Resolved;
        self.incident.assignments.clear();
        self.incident.acknowledgements.clear();
        self.incident.log(at, agent, Change::Resolve { note: resolution.map(Into::into) });
    }
}
