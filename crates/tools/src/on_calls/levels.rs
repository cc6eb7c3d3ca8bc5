//! The levels of escalation policies: who is on call at each, until when, who is next, and how to reach them.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use pagerduty::model::{
    ContactMethod, EscalationPolicy, Oncall, Reference, RenderedEntry, Schedule, Team, User,
    escalation_policy::{EscalationPoliciesQuery, EscalationRule, ROUND_ROBIN, STRATEGIES},
    oncall::OncallsQuery,
    schedule::ScheduleQuery,
};
use serde_json::{Map, Value, json};
use toolkit::prelude::*;

use super::shifts::{self, end, is_on, start};
use crate::{schedules::list::add_names, time_range::HORIZON_DAYS};

/// Days that are looked ahead for who is next.
const LOOK_AHEAD_DAYS: i64 = 14;

/// Users whose contact methods are looked up at most.
const MAX_CONTACTS: usize = 12;

/// On-calls that are read at most: two weeks of many levels.
const MAX_ONCALLS: u64 = 1000;

/// Policies that are looked at.
const MAX_POLICIES: u64 = 1000;

/// Policies of a schedule whose rules are looked up; hardly any schedule has more.
const MAX_STRATEGIES: usize = 10;

/// Where an on-call belongs: policy and level.
type Place = (String, u64);

/// The escalation policies of these teams.
pub(crate) async fn policies_of(team_ids: Vec<Id<Team>>, cx: &Context) -> Result<Vec<EscalationPolicy>> {
    if team_ids.is_empty() {
        return Ok(Vec::new());
    }
    let include = vec![STRATEGIES];
    policies(&EscalationPoliciesQuery { team_ids, include, ..EscalationPoliciesQuery::default() }, cx).await
}

/// The escalation policies of the current user's teams, and those that have the user as a target.
pub(crate) async fn my_policies(cx: &Context) -> Result<Vec<EscalationPolicy>> {
    let user = cx.current_user().await?;
    let mine = EscalationPoliciesQuery {
        user_ids: vec![user.id.clone()],
        include: vec![STRATEGIES],
        ..EscalationPoliciesQuery::default()
    };
    let (of_teams, of_user) = tokio::try_join!(policies_of(user.team_ids.clone(), cx), policies(&mine, cx))?;
    if of_teams.is_empty() && of_user.is_empty() {
        cx.warn_of_nothing("you are in no team, and no escalation policy has you as a target");
    }
    Ok(of_teams.into_iter().chain(of_user).collect())
}

/// The escalation policies of a query.
pub(crate) async fn policies(query: &EscalationPoliciesQuery, cx: &Context) -> Result<Vec<EscalationPolicy>> {
    let page = cx.pagerduty()?.list(query, Window::new(0, MAX_POLICIES)).await?;
    if page.next.is_some() {
        cx.warn(format!("only the first {MAX_POLICIES} escalation policies are looked at"));
    }
    Ok(page.rows.into_iter().map(|row| row.item).collect())
}

/// Whether it is said how people are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contacts {
    /// As far as the token may know.
    LookedUp,
    /// Not at all.
    LeftOut,
}

/// The levels of these policies, in order; of those that `query` finds where no policy is given.
pub(crate) async fn levels(
    mut query: OncallsQuery,
    policies: &[EscalationPolicy],
    at: Timestamp,
    contacts: Contacts,
    cx: &Context,
) -> Result<Vec<Value>> {
    let horizon = cx.now().plus_days(HORIZON_DAYS);
    query.since = Some(at);
    query.until = Some(at.plus_days(LOOK_AHEAD_DAYS).min(horizon).max(at.plus_seconds(1)));
    let page = cx.pagerduty()?.list(&query, Window::new(0, MAX_ONCALLS)).await?;
    let oncalls = shifts::read(page, cx);

    let mut places: BTreeMap<Place, Level<'_>> = BTreeMap::new();
    for policy in policies {
        for (rule, level) in policy.escalation_rules.get().into_iter().flatten().filter_map(|rule| rule.get()).zip(1..)
        {
            let Some(id) = policy.id.as_deref() else { continue };
            let level = places.entry((id.to_owned(), level)).or_default();
            level.policy = policy.name.as_deref().map(str::to_owned);
            level.minutes = rule.escalation_delay_in_minutes.get().copied();
            level.strategy = rule.escalation_rule_assignment_strategy.as_deref().map(str::to_owned);
        }
    }
    let of_oncalls = if policies.is_empty() { policies_with(&oncalls, cx).await } else { Vec::new() };
    for oncall in &oncalls {
        let Some(policy) = oncall.escalation_policy.get() else { continue };
        let Some(place) = policy.id.as_deref().zip(oncall.escalation_level.get().copied()) else { continue };
        let level = places.entry((place.0.to_owned(), place.1)).or_default();
        level.policy = level.policy.take().or_else(|| policy.summary.as_deref().map(str::to_owned));
        if let Some(rule) = rule_at(&of_oncalls, policy.id.as_deref(), *oncall.escalation_level.get().unwrap_or(&0)) {
            level.strategy = rule.escalation_rule_assignment_strategy.as_deref().map(str::to_owned);
        }
        level.oncalls.push(oncall);
    }
    let contacts = match contacts {
        Contacts::LookedUp => self::contacts(&oncalls, at, cx).await?,
        Contacts::LeftOut => BTreeMap::new(),
    };
    Ok(places.into_iter().map(|(place, level)| level.into_value(Some(&place), at, &contacts)).collect())
}

/// The policies of on-calls that were not found by their policies.
async fn policies_with(oncalls: &[Oncall], cx: &Context) -> Vec<EscalationPolicy> {
    let Ok(client) = cx.pagerduty() else { return Vec::new() };
    let ids = oncalls.iter().filter_map(|one| one.escalation_policy.get()?.id.as_deref());
    let ids: BTreeSet<&str> = ids.collect();
    if ids.len() > MAX_STRATEGIES {
        cx.warn(format!("whether those on call take turns is said for {MAX_STRATEGIES} of {} policies", ids.len()));
    }
    let ids = ids.into_iter().filter_map(|id| id.parse::<Id<EscalationPolicy>>().ok()).take(MAX_STRATEGIES);
    let read = |id: Id<EscalationPolicy>| async move { client.get(&id).await };
    let mut policies = Vec::new();
    for policy in join_all(ids.map(read)).await {
        match policy {
            Ok(row) => policies.push(row.item),
            Err(error) => cx.warn_of("whether those on call take turns is not known of every policy", &error),
        }
    }
    policies
}

/// The rule of a level of one of these policies.
fn rule_at<'p>(policies: &'p [EscalationPolicy], policy: Option<&str>, level: u64) -> Option<&'p EscalationRule> {
    let policy = policies.iter().find(|one| one.id.as_deref() == policy)?;
    policy.escalation_rules.get()?.get(usize::try_from(level).ok()?.checked_sub(1)?)?.get()
}

/// Who is on call in a schedule by itself, as the one level that it is: PagerDuty's on-calls are those of policies.
pub(crate) async fn level_of(id: &Id<Schedule>, at: Timestamp, cx: &Context) -> Result<Value> {
    let range = ScheduleQuery { since: Some(at), until: Some(at.plus_days(LOOK_AHEAD_DAYS)) };
    let mut schedule = cx.pagerduty()?.schedule(id, &range).await?.item;
    add_names(&mut schedule, cx).await?;
    if schedule.escalation_policies.get().is_none_or(Vec::is_empty) {
        cx.warn("no escalation policy has this schedule, so no incident pages whoever is on call in it");
    }
    let reference = Reference { id: schedule.id.clone(), summary: schedule.name.clone(), ..Reference::default() };
    let shifts = schedule.final_schedule.get().into_iter().flat_map(|shifts| shifts.entries());
    let oncall = |shift: &RenderedEntry| Oncall {
        user: shift.user.clone(),
        schedule: Some(reference.clone()).into(),
        start: shift.start.clone(),
        end: shift.end.clone(),
        ..Oncall::default()
    };
    let oncalls: Vec<Oncall> = shifts.map(oncall).collect();
    let contacts = contacts(&oncalls, at, cx).await?;
    let level = Level { oncalls: oncalls.iter().collect(), ..Level::default() };
    Ok(level.into_value(None, at, &contacts))
}

#[derive(Debug, Default)]
struct Level<'a> {
    policy: Option<String>,
    minutes: Option<u64>,
    /// How those on call are assigned, where not everyone is.
    strategy: Option<String>,
    oncalls: Vec<&'a Oncall>,
}

impl Level<'_> {
    fn into_value(self, place: Option<&Place>, at: Timestamp, contacts: &BTreeMap<String, Vec<String>>) -> Value {
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
        if let Some((policy, level)) = place {
            item.insert("escalation_policy".into(), json!({"id": policy, "summary": self.policy}));
            item.insert("escalation_level".into(), (*level).into());
        }
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
        if let Some(strategy) = self.strategy {
            item.insert("assignment_strategy".into(), said(strategy).into());
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

/// How those on call at a level are assigned, so that nobody takes them for all being paged.
fn said(strategy: String) -> String {
    match strategy.as_str() {
        ROUND_ROBIN => "round_robin: each incident pages one of those on call at this level, in turn".to_owned(),
        _ => strategy,
    }
}

/// Who, in which schedule, from when to when.
fn shift(oncall: &Oncall) -> Map<String, Value> {
    let reference = |one: Option<&Reference>| {
        let named = |one: &Reference| json!({"id": one.id.as_deref(), "summary": one.summary.as_deref(), "deleted_at": one.deleted_at.as_deref()});
        one.map(named).unwrap_or_default()
    };
    let fields = [
        ("user", reference(oncall.user.get())),
        ("schedule", reference(oncall.schedule.get())),
        ("start", json!(oncall.start.as_deref())),
        ("end", json!(oncall.end.as_deref())),
    ];
    fields.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// How each of the users who are on call at this time is reached, as far as the token may know.
async fn contacts(oncalls: &[Oncall], at: Timestamp, cx: &Context) -> Result<BTreeMap<String, Vec<String>>> {
    let on = oncalls.iter().filter(|one| is_on(one, at));
    Ok(contacts_of(on.filter_map(|one| one.user.get()?.id.as_deref()).collect(), cx).await)
}

/// The policy of levels that all have the same one, taken out of each of them.
pub(crate) fn only_policy(levels: &mut [Value]) -> Option<Value> {
    let policy = levels.first()?.get("escalation_policy")?.clone();
    if levels.iter().any(|level| level["escalation_policy"] != policy) {
        return None;
    }
    for level in levels.iter_mut().filter_map(Value::as_object_mut) {
        level.shift_remove("escalation_policy");
    }
    Some(policy)
}

/// Levels under their policies, each of which is named once.
pub(crate) fn by_policy(levels: Vec<Value>) -> Vec<Value> {
    let mut policies: Vec<Value> = Vec::new();
    for mut level in levels {
        let policy = level.as_object_mut().and_then(|level| level.shift_remove("escalation_policy"));
        let policy = policy.unwrap_or_default();
        match policies.last_mut().filter(|last| last["escalation_policy"] == policy) {
            Some(last) => last["levels"].as_array_mut().into_iter().for_each(|levels| levels.push(level.clone())),
            None => policies.push(json!({"escalation_policy": policy, "levels": [level]})),
        }
    }
    policies
}

/// How each of these users is reached, as far as the token may know.
pub(crate) async fn contacts_of(users: BTreeSet<&str>, cx: &Context) -> BTreeMap<String, Vec<String>> {
    if users.len() > MAX_CONTACTS {
        cx.warn(format!("contact methods are shown of {MAX_CONTACTS} of {} users", users.len()));
    }
    let ids = users.into_iter().take(MAX_CONTACTS).filter_map(|id| id.parse::<Id<User>>().ok());
    let found =
        join_all(ids.map(|id| async move { Some((id.as_str().to_owned(), ways_to_reach(&id, cx).await?)) })).await;
    found.into_iter().flatten().collect()
}

/// How a user is reached; nothing, and a warning, where the token may not know.
pub(crate) async fn ways_to_reach(id: &Id<User>, cx: &Context) -> Option<Vec<String>> {
    let methods = cx.pagerduty().ok()?.contact_methods(id).await;
    let methods = methods.inspect_err(|error| cx.warn_of(&format!("how to reach {id} is missing"), error)).ok()?;
    let (usable, unusable): (Vec<_>, Vec<_>) =
        methods.rows.iter().map(|row| &row.item).partition(|method| method.is_usable());
    let left_out = unusable.into_iter().filter_map(way).count();
    if left_out > 0 {
        cx.warn(format!("{left_out} of the ways to reach {id} are switched off or blocked, and left out"));
    }
    // A number that rings and takes messages is one number.
    let mut ways: Vec<(String, Vec<&str>)> = Vec::new();
    for (kind, address) in usable.into_iter().filter_map(way) {
        match ways.iter_mut().find(|(known, kinds)| *known == address && !kinds.contains(&"email")) {
            Some((_, kinds)) if !kinds.contains(&kind) => kinds.push(kind),
            Some(_) => {}
            None => ways.push((address, vec![kind])),
        }
    }
    let line = |(address, mut kinds): (String, Vec<&str>)| {
        kinds.sort_unstable();
        match kinds.as_slice() {
            [kind, others @ ..] if !others.is_empty() => format!("{kind} {address} (also {})", others.join(", ")),
            kinds => format!("{} {address}", kinds.concat()),
        }
    };
    Some(ways.into_iter().map(line).collect())
}

/// The kind of a contact method, and where it leads; those of applications lead nowhere for a person.
fn way(method: &ContactMethod) -> Option<(&str, String)> {
    let address = method.address.as_deref()?;
    match (method.r#type.as_deref()?.split('_').next()?, method.country_code.get()) {
        ("email", _) => Some(("email", address.to_owned())),
        (kind @ ("phone" | "sms" | "whatsapp"), Some(code)) => Some((kind, format!("+{code} {address}"))),
        (kind @ ("phone" | "sms" | "whatsapp"), None) => Some((kind, address.to_owned())),
        _ => None,
    }
}
