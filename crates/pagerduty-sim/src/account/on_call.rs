//! Who is on call at which level of which escalation policy.

use jiff::Timestamp;

use super::Account;
use crate::id::Key;
use crate::model::{EscalationPolicy, OnCall, Target, User};
use crate::time::Range;

impl Account {
    /// Everybody on call in the range, by policy, level, schedule and time.
    pub(crate) fn on_calls(&self, range: Range) -> Vec<OnCall> {
        let shifts: Vec<_> = self.schedules.iter().map(|schedule| schedule.shifts(range)).collect();
        let mut on_calls = Vec::new();
        for escalation_policy in self.keys::<EscalationPolicy>() {
            for (rule, level) in self[escalation_policy].rules.iter().zip(1..) {
                for target in &rule.targets {
                    match *target {
                        Target::User(user) => {
                            on_calls.push(OnCall { escalation_policy, level, user, schedule: None, shift: None })
                        }
                        Target::Schedule(schedule) => {
                            on_calls.extend(shifts[schedule.index()].iter().map(|shift| OnCall {
                                escalation_policy,
                                level,
                                user: shift.user,
                                schedule: Some(schedule),
                                shift: Some((shift.start, shift.end)),
                            }));
                        }
                    }
                }
            }
        }
        on_calls
    }

    /// Who is on call at a level, from 1, of a policy at a time.
    pub(crate) fn on_call_at(
        &self,
        escalation_policy: Key<EscalationPolicy>,
        level: usize,
        time: Timestamp,
    ) -> Vec<Key<User>> {
        let mut users = Vec::new();
        let Some(rule) = self[escalation_policy].rules.get(level.saturating_sub(1)) else {
            return users;
        };
        for target in &rule.targets {
            let on_call = match *target {
                Target::User(user) => vec![user],
                Target::Schedule(schedule) => {
                    self[schedule].shifts(Range::new(time, time)).iter().map(|shift| shift.user).collect()
                }
            };
            for user in on_call {
                if !users.contains(&user) {
                    users.push(user);
                }
            }
        }
        users
    }
}
