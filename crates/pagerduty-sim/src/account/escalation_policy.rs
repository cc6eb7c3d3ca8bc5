//! Escalation policies: who is told, and who next.

use super::Account;
use crate::id::Key;
use crate::model::{AssignmentStrategy, EscalationPolicy, Schedule, Target, User};

impl Account {
    /// Who of those on call at a level, from 1, of a policy is assigned; everyone where there is no such level.
    pub(crate) fn assigned(
        &self,
        policy: Key<EscalationPolicy>,
        level: usize,
        on_call: Vec<Key<User>>,
        turn: usize,
    ) -> Vec<Key<User>> {
        let rule = self[policy].rules.get(level.saturating_sub(1));
        rule.map_or(AssignmentStrategy::Everyone, |rule| rule.strategy).assigned(on_call, turn)
    }

    /// The policies that have a schedule among their targets.
    pub(crate) fn policies_with(&self, schedule: Key<Schedule>) -> impl Iterator<Item = Key<EscalationPolicy>> {
        self.keys::<EscalationPolicy>()
            .filter(move |policy| self[*policy].targets().any(|target| target == Target::Schedule(schedule)))
    }
}
