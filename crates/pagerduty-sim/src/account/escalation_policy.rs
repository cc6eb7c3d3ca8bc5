//! Escalation policies: who is told, and who next.

use super::{Account, Schedule, Team, User};
use crate::id::Key;

/// Whom to tell about an incident, level by level.
pub(crate) struct EscalationPolicy {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) team: Option<Key<Team>>,
    /// How often to start again after the last level.
    pub(crate) num_loops: u8,
    pub(crate) rules: Vec<EscalationRule>,
}

/// One level.
pub(crate) struct EscalationRule {
    /// How long the level has to acknowledge.
    pub(crate) delay_in_minutes: u16,
    pub(crate) targets: Vec<Target>,
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

impl Account {
    /// The policies that have a schedule among their targets.
    pub(crate) fn policies_with(&self, schedule: Key<Schedule>) -> impl Iterator<Item = Key<EscalationPolicy>> {
        self.keys::<EscalationPolicy>()
            .filter(move |policy| self[*policy].targets().any(|target| target == Target::Schedule(schedule)))
    }
}
