//! How an incident is lived: who is assigned and told, when it escalates, who acknowledges, writes and resolves. What
//! people do with it in between is in [`super::turns`].

use jiff::{SignedDuration, Timestamp};

use super::draft::{Draft, Fate, Remark, Writer};
use super::roster::Roster;
use crate::account::Account;
use crate::id::Key;
use crate::model::{
    Acknowledgement, Agent, Assignment, Change, Device, EscalationPolicy, Incident, Note, Origin, Service, Status,
    Urgency, User,
};
use crate::random::{Random, mix};
use crate::time::{after, minutes};

/// So seldom a message or a call does not arrive.
const ONE_FAILS_OF: u64 = 40;

/// The account in which incidents are lived, until now.
pub(super) struct Stage<'a> {
    pub(super) account: &'a Account,
    pub(super) roster: &'a Roster,
    pub(super) now: Timestamp,
}

/// Plays a draft from its beginning to its end, or to now.
pub(super) fn live(stage: &Stage<'_>, draft: Draft) -> Incident {
    let account = stage.account;
    let service = &account[draft.service];
    let incident = Incident {
        title: draft.title.into(),
        created_at: draft.at,
        service: draft.service,
        escalation_policy: service.escalation_policy,
        origin: draft.origin,
        status: Status::Triggered,
        urgency: draft.urgency,
        priority: draft.priority.filter(|_| account.uses_priorities),
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
    let plan = Plan::of(draft.at, draft.fate, service);
    let mut life = Life {
        stage,
        random: Random::numbered(account.seed, u64::from(draft.salt)),
        end: plan.resolved.map_or(stage.now, |at| at.min(stage.now)),
        incident,
    };
    let reporter = match draft.origin {
        Origin::Person(user) => Agent::User(user),
        Origin::Monitoring { .. } => Agent::Service,
    };
    life.incident.log(draft.at, reporter, Change::Trigger);
    life.escalate(draft.at, 1, plan.acknowledged);
    if let Some(at) = plan.acknowledged.filter(|at| *at <= stage.now) {
        life.acknowledge(at);
        if draft.story.is_some() && !draft.updates.is_empty() {
            life.lead(at, draft.updates);
        } else {
            life.take_turns(at);
        }
        life.set_fields(at);
        life.incident.history.sort_by_key(|event| event.at);
        life.write(at, draft.remarks);
    }
    if let Some(at) = plan.resolved.filter(|at| *at <= stage.now) {
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
    fn of(start: Timestamp, fate: Fate, service: &Service) -> Self {
        let mut plan = match fate {
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
        };
        let time_out = service.auto_resolve_timeout().map(|seconds| after(start, SignedDuration::from_secs(seconds)));
        if let Some(time_out) = time_out.filter(|time_out| plan.resolved.is_none_or(|at| at >= *time_out)) {
            plan.acknowledged = plan.acknowledged.filter(|at| *at < time_out);
            plan.resolved = Some(time_out);
            plan.by_monitor = true;
        }
        plan
    }
}

/// An incident while it is lived.
pub(super) struct Life<'a> {
    pub(super) stage: &'a Stage<'a>,
    pub(super) random: Random,
    /// When it is resolved, or now.
    pub(super) end: Timestamp,
    pub(super) incident: Incident,
}

impl Life<'_> {
    /// Tells one level after the other, from this one on, until somebody reacts or it ends.
    fn escalate(&mut self, start: Timestamp, from: usize, reaction: Option<Timestamp>) {
        let account = self.stage.account;
        let policy = &account[self.incident.escalation_policy];
        let stop = reaction.map_or(self.end, |at| at.min(self.end));
        let (mut at, mut level, mut first) = (start, from, true);
        let mut loops = policy.num_loops;
        loop {
            let users = self.on_call(&mut level, at);
            self.assign(level, users, at, first);
            first = false;
            let mut told = at;
            if self.incident.urgency == Urgency::Low {
                let raised = account[self.incident.service].next_support_start(at).filter(|start| *start < stop);
                self.notify(at, raised.unwrap_or(stop));
                // Only high urgency escalates.
                let Some(start) = raised else { return };
                self.incident.urgency = Urgency::High;
                self.incident.log(start, Agent::Service, Change::Urgency { to: Urgency::High });
                told = start;
            }
            let next = after(told, minutes(i64::from(policy.rules[level - 1].delay_in_minutes)));
            self.notify(told, next.min(stop));
            if next >= stop {
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
    pub(super) fn on_call(&self, level: &mut usize, at: Timestamp) -> Vec<Key<User>> {
        let policy = self.incident.escalation_policy;
        let levels = self.stage.account[policy].rules.len();
        loop {
            let users = self.assigned(policy, *level, at);
            if !users.is_empty() || *level == levels {
                return users;
            }
            *level += 1;
        }
    }

    /// Whom a level, from 1, of a policy assigns.
    pub(super) fn assigned(&self, policy: Key<EscalationPolicy>, level: usize, at: Timestamp) -> Vec<Key<User>> {
        let account = self.stage.account;
        let on_call = self.stage.roster.on_call(account, policy, level, at);
        account.assigned(policy, level, on_call, self.incident.salt as usize)
    }

    fn assign(&mut self, level: usize, users: Vec<Key<User>>, at: Timestamp, first: bool) {
        self.incident.assignments = users.iter().map(|user| Assignment { at, user: *user }).collect();
        self.incident.escalation_level = level as u8;
        let change = if first { Change::Assign { users } } else { Change::Escalate { level: level as u8, users } };
        self.incident.log(at, Agent::Service, change);
    }

    /// Tells the assignees, each by their own rules, until the end.
    pub(super) fn notify(&mut self, start: Timestamp, end: Timestamp) {
        for assignment in self.incident.assignments.clone() {
            let user = &self.stage.account[assignment.user];
            for rule in &user.reached {
                let at = after(start, minutes(rule.delay_in_minutes as i64));
                if rule.urgency != self.incident.urgency || at > end {
                    continue;
                }
                self.tell(assignment.user, rule.by, at);
            }
        }
    }

    /// Tells somebody; now and then a number cannot be reached.
    pub(super) fn tell(&mut self, user: Key<User>, by: Device, at: Timestamp) {
        let draw = mix(u64::from(self.incident.salt) ^ at.as_second().unsigned_abs());
        let delivered = !(by.is_number() && draw.is_multiple_of(ONE_FAILS_OF));
        self.incident.log(at, Agent::Service, Change::Notify { user, by, delivered });
    }

    /// One of the assignees acknowledges.
    pub(super) fn acknowledge(&mut self, at: Timestamp) {
        if self.incident.assignments.is_empty() {
            return;
        }
        let user = self.random.pick(&self.incident.assignments).user;
        self.incident.acknowledgements.push(Acknowledgement { at, user });
        self.incident.status = Status::Acknowledged;
        self.incident.log(at, Agent::User(user), Change::Acknowledge);
    }

    /// Writes the remarks that come in time.
    fn write(&mut self, acknowledged: Timestamp, remarks: Vec<Remark>) {
        for remark in remarks {
            let at = after(acknowledged, remark.later);
            if let Some(author) = self.author(remark.writer, at).filter(|_| at < self.end) {
                self.incident.annotate(Note { at, author, content: remark.content.into() });
            }
        }
    }

    fn author(&mut self, writer: Writer, at: Timestamp) -> Option<Agent> {
        let responder = self.responder_at(at)?;
        Some(match writer {
            Writer::Responder => Agent::User(responder),
            Writer::Colleague => Agent::User(self.colleague(&[]).unwrap_or(responder)),
            Writer::Automation => Agent::Service,
        })
    }

    /// Who had acknowledged last by then.
    fn responder_at(&self, at: Timestamp) -> Option<Key<User>> {
        let earlier = self.incident.history.iter().rev().filter(|event| event.at <= at);
        earlier.filter(|event| matches!(event.change, Change::Acknowledge)).find_map(|event| match event.agent {
            Agent::User(user) => Some(user),
            Agent::Service => None,
        })
    }

    /// Somebody of the service's team who can respond, other than these.
    pub(super) fn colleague(&mut self, others: &[Key<User>]) -> Option<Key<User>> {
        let account = self.stage.account;
        let members = account[self.incident.service].team.map_or(&[][..], |team| &account[team].members);
        let users = members.iter().map(|member| member.user);
        let users: Vec<Key<User>> =
            users.filter(|user| account[*user].may_respond() && !others.contains(user)).collect();
        if users.is_empty() { None } else { Some(*self.random.pick(&users)) }
    }

    /// Mostly whoever is on it resolves it, or else the monitor, or somebody who was looking.
    fn resolve(&mut self, at: Timestamp, by_monitor: bool, resolution: Option<String>) {
        let on_it = self.responder_at(at);
        let agent = match on_it {
            Some(user) if !by_monitor => {
                let other = if self.random.chance(24) { self.colleague(&[user]) } else { None };
                Agent::User(other.unwrap_or(user))
            }
            _ => Agent::Service,
        };
        self.incident.status = Status::Resolved;
        self.incident.assignments.clear();
        self.incident.acknowledgements.clear();
        self.incident.log(at, agent, Change::Resolve { note: resolution.map(Into::into) });
    }
}
