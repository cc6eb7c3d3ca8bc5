//! Escalation policies: who is told, and who next.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::people::{Team, User};
use super::schedule::Schedule;
use crate::id::Key;

/// Whom to tell about an incident, level by level.
#[derive(Default)]
pub(crate) struct EscalationPolicy {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) team: Option<Key<Team>>,
    /// How often to start again after the last level.
    pub(crate) num_loops: u8,
    pub(crate) rules: Vec<EscalationRule>,
    pub(crate) deleted_at: Option<Timestamp>,
    /// What the API was told besides, which decides nothing.
    pub(crate) said: Map<String, Value>,
}

/// One level.
pub(crate) struct EscalationRule {
    /// How long the level has to acknowledge.
    pub(crate) delay_in_minutes: u16,
    pub(crate) targets: Vec<Target>,
    pub(crate) strategy: AssignmentStrategy,
}

/// Who of those on call at a level is assigned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AssignmentStrategy {
    Everyone,
    /// One of them, in turn.
    RoundRobin,
}

impl AssignmentStrategy {
    /// As the API spells it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            AssignmentStrategy::Everyone => "assign_to_everyone",
            AssignmentStrategy::RoundRobin => "round_robin",
        }
    }

    /// Who is assigned; `turn` is another number for each incident.
    pub(crate) fn assigned(self, on_call: Vec<Key<User>>, turn: usize) -> Vec<Key<User>> {
        match self {
            AssignmentStrategy::Everyone => on_call,
            AssignmentStrategy::RoundRobin => {
                let place = turn % on_call.len().max(1);
                on_call.into_iter().skip(place).take(1).collect()
            }
        }
    }
}

/// Who is told at a level.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Target {
    User(Key<User>),
    Schedule(Key<Schedule>),
}

impl EscalationPolicy {
    pub(crate) fn targets(&self) -> impl Iterator<Item = Target> {
        self.rules.iter().flat_map(|rule| rule.targets.iter().copied())
    }
}
