//! Escalation policies.

use serde_json::Value;

use super::{Object, View};
use crate::id::{Key, Kind};
use crate::model::{EscalationPolicy, Target};

/// More rules than a policy has.
const PLACES: u64 = 1 << 4;

impl View<'_> {
    pub(crate) fn escalation_policy(&self, key: Key<EscalationPolicy>) -> Value {
        let policy = &self.account[key];
        let rules: Vec<Value> = (0..policy.rules.len()).map(|place| self.rule(key, place)).collect();
        let services: Vec<Value> =
            self.account.services_with(key).map(|service| self.included("services", service, View::service)).collect();
        let teams: Vec<Value> = policy.team.into_iter().map(|team| self.included("teams", team, View::team)).collect();
        self.head(key)
            .with("name", &*policy.name)
            .with("escalation_rules", rules)
            .with("services", services)
            .with("num_loops", policy.num_loops)
            .with("teams", teams)
            .with("description", &*policy.description)
            .with("on_call_handoff_notifications", "if_has_services")
            .with("privilege", Value::Null)
            .with_all(&policy.said)
            .into()
    }

    fn rule(&self, policy: Key<EscalationPolicy>, place: usize) -> Value {
        let rule = &self.account[policy].rules[place];
        let index = policy.index() as u64 * PLACES + place as u64;
        let targets: Vec<Value> = rule
            .targets
            .iter()
            .map(|target| match *target {
                Target::User(user) => self.included("targets", user, View::user),
                Target::Schedule(schedule) => self.included("targets", schedule, View::bare_schedule),
            })
            .collect();
        let object = Object::new()
            .with("id", self.account.ids.encode(Kind::EscalationRule, index))
            .with("escalation_delay_in_minutes", rule.delay_in_minutes)
            .with("targets", targets);
        if self.includes("escalation_rule_assignment_strategies") {
            object.with("escalation_rule_assignment_strategy", rule.strategy.name())
        } else {
            object
        }
        .into()
    }
}
