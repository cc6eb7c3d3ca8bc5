//! What people do with an incident between its first acknowledgement and its end: hand it on, let it rest, ask for help.

use jiff::{SignedDuration, Timestamp};

use super::draft::{Remark, seconds};
use super::incident_life::Life;
use crate::id::Key;
use crate::model::{
    Agent, Assignment, Change, EscalationPolicy, PRIORITIES, Reply, ResponderRequest, ResponderTarget, Status,
    StatusUpdate, Urgency, User,
};
use crate::time::{after, before, minutes};

/// The lengths of snoozes that PagerDuty's website offers, and the longest.
const SNOOZES: [i64; 5] = [3600, 4 * 3600, 8 * 3600, 24 * 3600, 7 * 24 * 3600];

/// Shorter than this, nothing changes hands.
const LEAST: SignedDuration = minutes(15);

/// What people write when they ask for help.
const REQUESTS: [&str; 4] = [
    "Please help with {service}: {title}",
    "We need you on {service}: {title}",
    "Can you join? {title}",
    "Customers notice this one: {title}",
];

impl Life<'_> {
    /// One thing at most that gives the incident another course, for an incident without a story.
    pub(super) fn take_turns(&mut self, acknowledged: Timestamp) {
        let length = self.end.duration_since(acknowledged);
        let timeout = self.timeout();
        // Nobody acknowledges ten times over: what takes that long is put to rest.
        let is_long = timeout.is_some_and(|timeout| length > timeout * 8);
        let latest = timeout.map_or(length, |timeout| length.min(timeout - minutes(1)));
        let at = after(acknowledged, SignedDuration::from_secs(latest.as_secs() * self.random.between(15, 60) / 100));
        let choice = self.random.below(100);
        if length > LEAST {
            match choice {
                _ if is_long => self.snooze(at, length),
                0..=3 => self.reassign(at),
                4..=5 => self.escalate_by_hand(at),
                6..=7 => self.delegate(at),
                8..=12 => {
                    let wanted = SignedDuration::from_secs(length.as_secs() * self.random.between(20, 120) / 100);
                    self.snooze(at, wanted);
                }
                13 if self.incident.urgency == Urgency::High => self.ask_for_help(at),
                _ => {}
            }
        }
        self.hold();
    }

    /// A major incident: others are asked to join, and stakeholders are told.
    pub(super) fn lead(&mut self, acknowledged: Timestamp, updates: Vec<Remark>) {
        let at = after(acknowledged, seconds(&mut self.random, 120, 420));
        self.ask_for_help(at);
        for update in updates {
            let at = after(acknowledged, update.later);
            if let (Some(user), true) = (self.acknowledger(), at < self.end) {
                let update = StatusUpdate { message: update.content.into(), subject: None, html_message: None };
                self.incident.log(at, Agent::User(user), Change::StatusUpdate(Box::new(update)));
            }
        }
        self.hold();
    }

    /// Sets the priority that it has, mostly by hand and sometimes at the second attempt; seldom the urgency.
    pub(super) fn set_fields(&mut self, acknowledged: Timestamp) {
        let Some(Agent::User(user)) = self.first_acknowledger() else { return };
        let set = |life: &mut Self, low, high, change: Change| {
            let at = after(acknowledged, seconds(&mut life.random, low, high));
            if at < life.end {
                life.incident.log(at, Agent::User(user), change);
            }
        };
        let priority =
            |place: usize| Change::Field { what: format!("Updated priority to {}", PRIORITIES[place].name).into() };
        if let Some(place) = self.incident.priority.map(Key::index).filter(|_| self.random.chance(85)) {
            if self.random.chance(15) {
                set(self, 20, 200, priority((place + 1) % PRIORITIES.len()));
            }
            set(self, 210, 900, priority(place));
        }
        let is_calm = self.incident.urgency == Urgency::Low && self.incident.status == Status::Acknowledged;
        if is_calm && self.random.chance(3) && after(acknowledged, minutes(10)) < self.end {
            self.incident.urgency = Urgency::High;
            set(self, 60, 600, Change::Urgency { to: Urgency::High });
        }
    }

    fn first_acknowledger(&self) -> Option<Agent> {
        let first = self.incident.history.iter().find(|event| matches!(event.change, Change::Acknowledge));
        first.map(|event| event.agent)
    }

    fn acknowledger(&self) -> Option<Key<User>> {
        self.incident.acknowledgements.last().map(|each| each.user)
    }

    /// How long an acknowledgement holds.
    fn timeout(&self) -> Option<SignedDuration> {
        let service = &self.stage.account[self.incident.service];
        service.acknowledgement_timeout().map(SignedDuration::from_secs)
    }

    /// To a colleague, who acknowledges.
    fn reassign(&mut self, at: Timestamp) {
        let Some(user) = self.acknowledger() else { return };
        if let Some(other) = self.colleague(&[user]) {
            self.hand_on(at, user, vec![other], |users| Change::Assign { users });
            self.incident.assigned_directly = true;
        }
    }

    /// To the next level, by whoever is on it.
    fn escalate_by_hand(&mut self, at: Timestamp) {
        let Some(user) = self.acknowledger() else { return };
        let policy = self.incident.escalation_policy;
        let level = usize::from(self.incident.escalation_level) + 1;
        if level > self.stage.account[policy].rules.len() {
            return;
        }
        let users = self.assigned(policy, level, at);
        if !users.is_empty() && !users.contains(&user) {
            self.incident.escalation_level = level as u8;
            self.hand_on(at, user, users, |users| Change::Escalate { level: level as u8, users });
        }
    }

    /// To the first level of a policy across teams.
    fn delegate(&mut self, at: Timestamp) {
        let Some(user) = self.acknowledger() else { return };
        let account = self.stage.account;
        let policies: Vec<Key<EscalationPolicy>> =
            account.keys::<EscalationPolicy>().filter(|policy| account[*policy].team.is_none()).collect();
        if policies.is_empty() {
            return;
        }
        let to = *self.random.pick(&policies);
        let users = self.assigned(to, 1, at);
        if !users.is_empty() {
            self.incident.escalation_policy = to;
            self.incident.escalation_level = 1;
            self.hand_on(at, user, users, |users| Change::Delegate { to, users });
        }
    }

    /// Gives the incident to others, one of whom acknowledges minutes later.
    fn hand_on(&mut self, at: Timestamp, by: Key<User>, to: Vec<Key<User>>, change: impl Fn(Vec<Key<User>>) -> Change) {
        let again = self.soon_after(at).min(before(self.end, SignedDuration::from_secs(1)));
        self.incident.assignments = to.iter().map(|user| Assignment { at, user: *user }).collect();
        self.incident.log(at, Agent::User(by), change(to));
        self.trigger_again(at, again);
    }

    /// Triggered until somebody acknowledges again.
    fn trigger_again(&mut self, at: Timestamp, again: Timestamp) {
        self.incident.acknowledgements.clear();
        self.incident.status = Status::Triggered;
        self.notify(at, again);
        if again < self.end {
            self.acknowledge(again);
        }
    }

    /// Lets it rest for one of the usual times; then it is triggered again, if it is not over by then.
    fn snooze(&mut self, at: Timestamp, wanted: SignedDuration) {
        let Some(user) = self.acknowledger() else { return };
        let length = SNOOZES.into_iter().find(|length| *length >= wanted.as_secs()).unwrap_or(SNOOZES[4]);
        let until = after(at, SignedDuration::from_secs(length));
        self.incident.log(at, Agent::User(user), Change::Snooze { until });
        if until < self.end {
            self.lapse(until);
        }
    }

    /// An acknowledgement ends by itself, and is given again minutes later.
    fn lapse(&mut self, at: Timestamp) {
        self.incident.log(at, Agent::Service, Change::Unacknowledge);
        let again = self.soon_after(at);
        self.trigger_again(at, again);
    }

    /// Some minutes later, before it would escalate.
    fn soon_after(&mut self, at: Timestamp) -> Timestamp {
        let policy = &self.stage.account[self.incident.escalation_policy];
        let level = usize::from(self.incident.escalation_level).saturating_sub(1);
        let delay = policy.rules.get(level).map_or(15, |rule| i64::from(rule.delay_in_minutes));
        after(at, seconds(&mut self.random, 50, (delay * 60 - 15).clamp(50, 420)))
    }

    /// Lets acknowledgements lapse where they do, until the end.
    fn hold(&mut self) {
        while let Some(until) = self.stage.account.acknowledged_until(&self.incident).filter(|until| *until < self.end)
        {
            self.lapse(until);
        }
    }

    /// Asks the commanders and somebody of the team to join; most do.
    fn ask_for_help(&mut self, at: Timestamp) {
        let Some(requester) = self.acknowledger().filter(|_| at < self.end) else { return };
        let account = self.stage.account;
        let commanders: Option<Key<EscalationPolicy>> =
            account.keys().find(|policy: &Key<EscalationPolicy>| account[*policy].team.is_none());
        let policy = commanders
            .map(|policy| ResponderTarget::EscalationPolicy(policy, self.stage.roster.on_call(account, policy, 1, at)));
        let colleague = self.colleague(&[requester]).map(ResponderTarget::User);
        let targets: Vec<ResponderTarget> = policy.into_iter().chain(colleague).collect();
        let mut replies: Vec<Reply> = Vec::new();
        for user in targets.iter().flat_map(ResponderTarget::users) {
            let replied = after(at, seconds(&mut self.random, 30, 480));
            let silent = self.random.chance(15) || replied >= self.end;
            let joins = self.random.chance(78);
            if !silent && replies.iter().all(|reply| reply.user != *user) {
                replies.push(Reply { user: *user, at: replied, joins });
            }
        }
        let asked: Vec<Key<User>> = targets.iter().flat_map(ResponderTarget::users).copied().collect();
        if asked.is_empty() {
            return;
        }
        let service = &account[self.incident.service].name;
        let words = [("service", service.as_str()), ("title", &self.incident.title)];
        let message = crate::text::fill(self.random.pick::<&str>(&REQUESTS), &words).into();
        let request = ResponderRequest { requester, message, targets, replies };
        self.incident.log(at, Agent::User(requester), Change::RequestResponders(Box::new(request)));
        for user in asked {
            let facts = &account[user];
            let at_once = facts.reached.iter().filter(|rule| rule.delay_in_minutes == 0);
            for rule in at_once.filter(|rule| rule.urgency == Urgency::High) {
                self.tell(user, rule.by, at);
            }
        }
    }
}
