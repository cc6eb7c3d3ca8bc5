//! On-calls as callers read them: PagerDuty has a row for each policy that somebody is on call for, though it is one shift.

use std::collections::HashMap;

use pagerduty::model::Oncall;
use serde_json::{Map, Value, json};
use toolkit::{answer::present, prelude::*};

use super::levels::contacts_of;

/// The field of the policies of a shift that has several.
pub(super) const POLICIES: &str = "escalation_policies";

/// The field of the policy of a row.
const POLICY: &str = "escalation_policy";

/// One row of the answer.
pub(super) struct Shown {
    pub(super) item: Map<String, Value>,
    user: Option<String>,
    policies: Vec<Value>,
}

/// What makes a shift at a level: user, schedule, level, start and end.
type Shift<'a> = (&'a str, Option<&'a str>, u64, Option<&'a str>, Option<&'a str>);

/// The rows, in PagerDuty's order; if they are to be `merged`, those that differ in nothing but the policy are one.
pub(super) fn rows(oncalls: &[Row<Oncall>], include: &Include<Oncall>, merged: bool) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::with_capacity(oncalls.len());
    let mut places: HashMap<Shift<'_>, usize> = HashMap::new();
    for row in oncalls {
        let policy = json!(row.item.escalation_policy);
        // What cannot be read is not taken for the same.
        let shift = shift(&row.item).filter(|_| merged);
        let known = shift.and_then(|shift| places.get(&shift)).and_then(|place| shown.get_mut(*place));
        match known {
            Some(known) if known.policies.contains(&policy) => {}
            Some(known) => known.policies.push(policy),
            None => {
                places.extend(shift.map(|shift| (shift, shown.len())));
                let user = row.item.user.get().and_then(|user| user.id.as_deref()).map(str::to_owned);
                shown.push(Shown { item: present::item(row, include), user, policies: vec![policy] });
            }
        }
    }
    let wants_policies = include.wants(POLICY) || include.names(POLICIES);
    shown.iter_mut().filter(|_| wants_policies).for_each(Shown::name_policies);
    shown
}

fn shift(oncall: &Oncall) -> Option<Shift<'_>> {
    let schedule = oncall.schedule.get().map(|schedule| schedule.id.as_deref());
    let schedule = match schedule {
        // A schedule without an ID may be any.
        Some(None) => return None,
        Some(id) => id,
        None => None,
    };
    let user = oncall.user.get()?.id.as_deref()?;
    Some((user, schedule, *oncall.escalation_level.get()?, oncall.start.as_deref(), oncall.end.as_deref()))
}

impl Shown {
    /// Replaces the first policy with all of them; one stays what it is.
    fn name_policies(&mut self) {
        let several = self.policies.len() > 1;
        let policies: Vec<Value> = std::mem::take(&mut self.policies)
            .into_iter()
            .map(present::composed)
            .filter(|one| !one.is_null())
            .collect();
        let (name, value) = match policies.first() {
            Some(_) if several => (POLICIES, Value::from(policies)),
            Some(only) => (POLICY, only.clone()),
            None => return,
        };
        if !self.item.contains_key(POLICY) {
            self.item.insert(name.to_owned(), value);
            return;
        }
        let fields = std::mem::take(&mut self.item).into_iter();
        self.item = fields
            .map(|(field, old)| if field == POLICY { (name.to_owned(), value.clone()) } else { (field, old) })
            .collect();
    }
}

/// Adds how each person is reached.
pub(super) async fn add_contacts(rows: &mut [Shown], cx: &Context) {
    let contacts = contacts_of(rows.iter().filter_map(|row| row.user.as_deref()).collect(), cx).await;
    for row in rows {
        if let Some(ways) = row.user.as_ref().and_then(|user| contacts.get(user)) {
            row.item.insert("contact".into(), present::composed(json!(ways)));
        }
    }
}
