//! Who was on call when, worked out once for the whole history.

use jiff::Timestamp;

use crate::account::Account;
use crate::id::Key;
use crate::model::{Entry, EscalationPolicy, Target, User};
use crate::time::{Range, after, days};

/// The final entries of every schedule.
pub(super) struct Roster(Vec<Vec<Entry>>);

impl Roster {
    pub(super) fn new(account: &Account, start: Timestamp) -> Self {
        let range = Range::new(start, after(account.started, days(1)));
        Self(account.schedules.iter().map(|schedule| schedule.final_entries(range)).collect())
    }

    /// Who was on call at a level, from 1, of a policy.
    pub(super) fn on_call(
        &self,
        account: &Account,
        policy: Key<EscalationPolicy>,
        level: usize,
        time: Timestamp,
    ) -> Vec<Key<User>> {
        let mut users = Vec::new();
        for target in &account[policy].rules[level - 1].targets {
            let user = match *target {
                Target::User(user) => Some(user),
                Target::Schedule(schedule) => {
                    let entries = &self.0[schedule.index()];
                    let place = entries.partition_point(|entry| entry.end <= time);
                    let entry = entries.get(place).filter(|entry| entry.start <= time);
                    entry.map(|entry| entry.user)
                }
            };
            users.extend(user.filter(|user| !users.contains(user)));
        }
        users
    }
}
