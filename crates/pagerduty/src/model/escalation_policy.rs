//! Escalation policies.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::{
    address::{ById, ListQuery},
    reference::{Reference, TypedReference},
    resource::Resource,
    resource_kind::ResourceKind,
    team::Team,
    untrusted::Untrusted,
    user::User,
};
use crate::{Field, Id};

/// An escalation policy: who is notified, in which order.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct EscalationPolicy {
    pub id: Field<String>,
    pub name: Field<String>,
    pub description: Field<String>,
    pub escalation_rules: Field<Vec<Field<EscalationRule>>>,
    pub services: Field<Vec<Field<Reference>>>,
    pub teams: Field<Vec<Field<Reference>>>,
}

/// One level of an escalation policy.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct EscalationRule {
    pub id: Field<String>,
    pub escalation_delay_in_minutes: Field<u64>,
    /// Users and schedules.
    pub targets: Field<Vec<Field<TypedReference>>>,
    /// Absent where everyone of the level is assigned; `round_robin` where they take turns.
    pub escalation_rule_assignment_strategy: Field<AssignmentStrategy>,
}

/// How the people of a level are assigned, by its name. PagerDuty's schema has a text, its examples an object with a `type`, or
/// a list of one.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(from = "Wire")]
pub struct AssignmentStrategy(String);

impl Deref for AssignmentStrategy {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// How PagerDuty sends it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Wire {
    Name(String),
    Object { r#type: String },
    List([Typed; 1]),
}

#[derive(Deserialize)]
struct Typed {
    r#type: String,
}

impl From<Wire> for AssignmentStrategy {
    fn from(wire: Wire) -> Self {
        Self(match wire {
            Wire::Name(name) => name,
            Wire::Object { r#type } | Wire::List([Typed { r#type }]) => r#type,
        })
    }
}

/// One of those on call at a level is assigned, in turn.
pub const ROUND_ROBIN: &str = "round_robin";

/// Everyone of a level is assigned, as people expect.
const EVERYONE: &str = "assign_to_everyone";

impl Resource for EscalationPolicy {
    const KIND: ResourceKind = ResourceKind::EscalationPolicy;
    const ON_REQUEST: &'static [&'static str] = &["num_loops", "on_call_handoff_notifications", "html_url"];
    const UNTRUSTED: Untrusted = Untrusted::DESCRIPTION;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn complete(&mut self) {
        for rule in self.escalation_rules.get_mut().into_iter().flatten().filter_map(Field::get_mut) {
            if rule.escalation_rule_assignment_strategy.as_deref() == Some(EVERYONE) {
                rule.escalation_rule_assignment_strategy = Field::Absent;
            }
        }
    }
}

/// The filters of `GET /escalation_policies`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EscalationPoliciesQuery {
    /// Policies with any of these users as a target.
    pub user_ids: Vec<Id<User>>,
    /// Policies of any of these teams.
    pub team_ids: Vec<Id<Team>>,
    /// Part of the name.
    pub query: Option<String>,
    /// Parts that PagerDuty sends only when asked, such as [`STRATEGIES`].
    pub include: Vec<&'static str>,
}

/// How the people of a level are assigned, which PagerDuty says only when asked.
pub const STRATEGIES: &str = "escalation_rule_assignment_strategies";

/// `GET /escalation_policies`
impl ListQuery for EscalationPoliciesQuery {
    type Row = EscalationPolicy;

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

/// `GET /escalation_policies/{id}`, with how the people of a level are assigned.
impl ById for EscalationPolicy {
    const INCLUDE: &'static [&'static str] = &[STRATEGIES];
}
