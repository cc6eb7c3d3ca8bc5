//! The levels of escalation policies: who is on call at each, until when, who is next, and how to reach them.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use pagerduty::{
    Id, Timestamp, Window,
    model::{
        ContactMethod, EscalationPolicy, Oncall, Reference, Team, User, escalation_policy::EscalationPoliciesQuery,
        oncall::OncallsQuery,
    },
};
use serde_json::{Map, Value, json};

use super::{
    shifts::{self, end, is_on, start},
    time_range::HORIZON_DAYS,
};
use crate::{context::Context, error::Result};

/// Days that are looked ahead for who is next.
const LOOK_AHEAD_DAYS: i64 = 14;

/// Users whose contact methods are looked up at most.
const MOST_CONTACTS: usize = 12;

/// On-calls that are read at most: two weeks of many levels.
const MOST_ONCALLS: u64 = 1000;

/// Policies that are looked at.
const MOST_POLICIES: u64 = 100;

/// Where an on-call belongs: policy and level.
type Place = (String, u64);

/// The escalation policies of these teams.
pub(super) async fn policies_of(team_ids: Vec<Id<Team>>, cx: &Context) -> Result<Vec<EscalationPolicy>> {
    if team_ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = EscalationPoliciesQuery { team_ids, ..EscalationPoliciesQuery::default() };
    let page = cx.pagerduty()?.escalation_policies(&query, Window::new(0, MOST_POLICIES)).await?;
    if page.next.is_some() {
        cx.warn(format!("only the first {MOST_POLICIES} escalation policies are looked at"));
    }
    Ok(page.rows.into_iter().map(|row| row.item).collect())
}

/// The levels of these policies, in order; of those that `query` finds where no policy is given.
pub(super) async fn levels(
    mut query: OncallsQuery,
    policies: &[EscalationPolicy],
    at: Timestamp,
    cx: &Context,
) -> Result<Vec<Value>> {
    let horizon = cx.now().plus_days(HORIZON_DAYS);
    query.since = Some(at);
    query.until = Some(at.plus_days(LOOK_AHEAD_DAYS).min(horizon).max(at.plus_seconds(1)));
    let page = cx.pagerduty()?.oncalls(&query, Window::new(0, MOST_ONCALLS)).await?;
    let oncalls = shifts::read(page, cx);

    let mut places: BTreeMap<Place, Level<'_>> = BTreeMap::new();
    for policy in policies {
        for (rule, level) in policy.escalation_rules.get().into_iter().flatten().filter_map(|rule| rule.get()).zip(1..)
        {
            let Some(id) = policy.id.as_deref() else { continue };
            let level = places.entry((id.to_owned(), level)).or_default();
            level.policy = policy.name.as_deref().map(str::to_owned);
            level.minutes = rule.escalation_delay_in_minutes.get().copied();
        }
    }
    for oncall in &oncalls {
        let Some(policy) = oncall.escalation_policy.get() else { continue };
        let Some(place) = policy.id.as_deref().zip(oncall.escalation_level.get().copied()) else { continue };
        let level = places.entry((place.0.to_owned(), place.1)).or_default();
        level.policy = level.policy.take().or_else(|| policy.summary.as_deref().map(str::to_owned));
        level.oncalls.push(oncall);
    }
    let now: BTreeSet<&str> =
        oncalls.iter().filter(|one| is_on(one, at)).filter_map(|one| one.user.get()?.id.as_deref()).collect();
    let contacts = contacts(now, cx).await?;
    Ok(places.into_iter().map(|(place, level)| level.into_value(&place, at, &contacts)).collect())
}

#[derive(Debug, Default)]
struct Level<'a> {
    policy: Option<String>,
    minutes: Option<u64>,
    oncalls: Vec<&'a Oncall>,
}

impl Level<'_> {
    fn into_value(self, (policy, level): &Place, at: Timestamp, contacts: &BTreeMap<String, Vec<String>>) -> Value {
        let on: Vec<Value> = self
            .oncalls
            .iter()
            .filter(|one| is_on(one, at))
            .map(|one| {
                let mut value = shift(one);
                let id = one.user.get().and_then(|user| user.id.as_deref());
                if let Some(contacts) = id.and_then(|id| contacts.get(id)) {
                    value.insert("contact".into(), json!(contacts));
                }
                if let Some(next) = self.after(one) {
                    value.insert("next".into(), shift(next).into());
                }
                value.into()
            })
            .collect();
        let mut item = Map::new();
        item.insert("escalation_policy".into(), json!({"id": policy, "summary": self.policy}));
        item.insert("escalation_level".into(), (*level).into());
        if on.is_empty() {
            item.insert("nobody_on_call".into(), true.into());
            if let Some(next) = self.oncalls.iter().min_by_key(|one| start(one)) {
                item.insert("next".into(), shift(next).into());
            }
        } else {
            item.insert("on_call".into(), on.into());
        }
        if let Some(minutes) = self.minutes {
            item.insert("escalates_after_minutes".into(), minutes.into());
        }
        item.into()
    }

    /// Who follows in the same schedule.
    fn after(&self, current: &Oncall) -> Option<&Oncall> {
        let end = end(current)?;
        let schedule = |one: &Oncall| one.schedule.get().and_then(|one| one.id.as_deref().map(str::to_owned));
        let same = self.oncalls.iter().filter(|one| schedule(one) == schedule(current));
        same.filter(|one| start(one) >= Some(end)).min_by_key(|one| start(one)).copied()
    }
}

/// Who, in which schedule, from when to when.
fn shift(oncall: &Oncall) -> Map<String, Value> {
    let reference = |one: Option<&Reference>| {
        one.map(|one| json!({"id": one.id.as_deref(), "summary": one.summary.as_deref()})).unwrap_or_default()
    };
    let fields = [
        ("user", reference(oncall.user.get())),
        ("schedule", reference(oncall.schedule.get())),
        ("start", json!(oncall.start.as_deref())),
        ("end", json!(oncall.end.as_deref())),
    ];
    fields.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// How each of these users is reached, as far as the token may know.
async fn contacts(users: BTreeSet<&str>, cx: &Context) -> Result<BTreeMap<String, Vec<String>>> {
    let client = cx.pagerduty()?;
    if users.len() > MOST_CONTACTS {
        cx.warn(format!("contact methods are shown of {MOST_CONTACTS} of {} users", users.len()));
    }
    let ids = users.into_iter().take(MOST_CONTACTS).filter_map(|id| id.parse::<Id<User>>().ok());
    let found = join_all(ids.map(|id| async move { (client.contact_methods(&id).await, id) })).await;
    let mut contacts = BTreeMap::new();
    for (methods, id) in found {
        match methods {
            Ok(page) => {
                let ways = page.rows.iter().filter_map(|row| way(&row.item)).collect();
                contacts.insert(id.as_str().to_owned(), ways);
            }
            Err(error) => cx.warn(format!("how to reach {id} is missing: {error}")),
        }
    }
    Ok(contacts)
}

/// A contact method in one line; those of applications lead nowhere for a person.
fn way(method: &ContactMethod) -> Option<String> {
    let address = method.address.as_deref()?;
    match (method.r#type.as_deref()?.split('_').next()?, method.country_code.get()) {
        ("email", _) => Some(format!("email {address}")),
        (kind @ ("phone" | "sms"), Some(code)) => Some(format!("{kind} +{code} {address}")),
        (kind @ ("phone" | "sms"), None) => Some(format!("{kind} {address}")),
        _ => None,
    }
}
