//! `/analytics`: incidents in numbers, one by one and together.
//!
//! In the real service the numbers may be a day old; here they are always up to date.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
use crate::id::Key;
use crate::model::{EscalationPolicy, Figures, Incident, Service, Team};
use crate::routes::analytics_filter::Filter;
use crate::time::time_zone;
use crate::view::analytics::{metrics, percentiles, raw_incident};

/// The sizes of pages of incidents. Source of the largest: OpenAPI, analytics.
const DEFAULT_LIMIT: usize = 100;
const MOST: usize = 1000;

/// What metrics are about.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Group {
    Everything,
    Service(Key<Service>),
    Team(Option<Key<Team>>),
    EscalationPolicy(Key<EscalationPolicy>),
}

impl Group {
    fn of(account: &Account, path: &str, is_all: bool, incident: Key<Incident>) -> Self {
        let facts = &account[incident];
        match path {
            _ if is_all => Group::Everything,
            "services" => Group::Service(facts.service),
            "teams" => Group::Team(account[facts.service].team),
            "escalation_policies" => Group::EscalationPolicy(facts.escalation_policy),
            _ => Group::Everything,
        }
    }

    fn names(self, account: &Account) -> Vec<(&'static str, String)> {
        let team = |team: Key<Team>| [("team_id", account.id(team)), ("team_name", account[team].name.clone())];
        let mut names = Vec::new();
        match self {
            Group::Everything => {}
            Group::Service(service) => {
                names.push(("service_id", account.id(service)));
                names.push(("service_name", account[service].name.clone()));
                names.extend(account[service].team.into_iter().flat_map(team));
            }
            Group::Team(key) => names.extend(key.into_iter().flat_map(team)),
            Group::EscalationPolicy(policy) => {
                names.push(("escalation_policy_id", account.id(policy)));
                names.push(("escalation_policy_name", account[policy].name.clone()));
                names.extend(account[policy].team.into_iter().flat_map(team));
            }
        }
        names
    }
}

/// Metrics of all incidents together, or of each service, team or escalation policy; in all or by day, week or month.
pub(crate) fn incident_metrics(account: &Account, call: &Call<'_>) -> Outcome {
    let (path, is_all) = (call.segment(3), call.segment(4) == "all");
    let body = call.whole_body()?;
    let (zone_name, zone) = zone(&body)?;
    let filter = Filter::of(account, call, &body)?;
    let unit = body.get("aggregate_unit").and_then(Value::as_str);
    if unit.is_some_and(|unit| !matches!(unit, "day" | "week" | "month")) {
        return Err(ApiError::invalid_input("Aggregate unit must be day, week, or month."));
    }
    let mut groups: std::collections::BTreeMap<(Group, Option<String>), Vec<Figures>> = Default::default();
    for incident in account.incidents.created_in(Some(filter.range)) {
        let Some(figures) = filter.figures(account, incident) else { continue };
        let group = Group::of(account, path, is_all, incident);
        let start = unit.map(|unit| range_start(account[incident].created_at, unit, &zone));
        groups.entry((group, start)).or_default().push(figures);
    }
    let write = |((group, start), figures): ((Group, Option<String>), Vec<Figures>)| {
        let mut row = metrics(&figures);
        if path == "all" {
            row.append(&mut percentiles(&figures));
        } else {
            row.insert("up_time_pct".to_owned(), up_time(&figures, filter.range.seconds()));
        }
        row.extend(start.map(|start| ("range_start".to_owned(), start.into())));
        row.extend(group.names(account).into_iter().map(|(name, text)| (name.to_owned(), text.into())));
        row
    };
    let mut rows: Vec<Map<String, Value>> = groups.into_iter().map(write).collect();
    let order = order(&body)?;
    let order_by = body.get("order_by").and_then(Value::as_str).unwrap_or("total_incident_count");
    let number = |row: &Map<String, Value>| row.get(order_by).and_then(Value::as_f64).unwrap_or_default();
    rows.sort_by(|one, other| number(one).total_cmp(&number(other)));
    if order == "desc" {
        rows.reverse();
    }
    let filters = body.get("filters").cloned().unwrap_or_else(|| json!({}));
    let mut answer =
        json!({"data": rows, "filters": filters, "time_zone": zone_name, "order": order, "order_by": order_by});
    answer["aggregate_unit"] = unit.into();
    Ok(answer.into())
}

/// The part of a range in which none of some incidents was a major one that went on.
fn up_time(figures: &[Figures], range: i64) -> Value {
    let down: i64 = figures.iter().filter(|each| each.is_major).filter_map(|each| each.seconds_to_resolve).sum();
    let up = 100.0 * (1.0 - down as f64 / range.max(1) as f64);
    json!((up.max(0.0) * 10_000.0).round() / 10_000.0)
}

/// When the day, week or month of a time begins.
fn range_start(time: jiff::Timestamp, unit: &str, zone: &TimeZone) -> String {
    let date = zone.to_datetime(time).date();
    let start = match unit {
        "month" => date.first_of_month(),
        "week" if date.weekday() != Weekday::Monday => date.nth_weekday(-1, Weekday::Monday).unwrap_or(date),
        _ => date,
    };
    format!("{start}T00:00:00")
}

/// Incidents one by one, with cursors.
pub(crate) fn raw_incidents(account: &Account, call: &Call<'_>) -> Outcome {
    let body = call.whole_body()?;
    let (zone_name, zone) = zone(&body)?;
    let filter = Filter::of(account, call, &body)?;
    let order = order(&body)?;
    let order_by = body.get("order_by").and_then(Value::as_str).unwrap_or("created_at");
    let incidents = account.incidents.created_in(Some(filter.range));
    let mut found: Vec<(Key<Incident>, Figures)> =
        incidents.filter_map(|incident| Some((incident, filter.figures(account, incident)?))).collect();
    match order_by {
        "created_at" => {}
        "seconds_to_resolve" => found.sort_by_key(|(_, figures)| figures.seconds_to_resolve),
        _ => return Err(ApiError::invalid_input("Order by must be created_at or seconds_to_resolve.")),
    }
    if order == "desc" {
        found.reverse();
    }
    let limit = match body.get("limit") {
        None | Some(Value::Null) => DEFAULT_LIMIT,
        Some(limit) => {
            let limit = limit.as_u64().filter(|limit| (1..=MOST as u64).contains(limit));
            limit.ok_or_else(|| ApiError::invalid_input("Limit must be between 1 and 1000."))? as usize
        }
    };
    let place = |name: &str| match body.get(name).and_then(Value::as_str).filter(|cursor| !cursor.is_empty()) {
        None => Ok(None),
        Some(id) => {
            let place = found.iter().position(|(incident, _)| account.id(*incident) == id);
            place.map(Some).ok_or_else(|| ApiError::invalid_input(&format!("{name} is invalid.")))
        }
    };
    let (after, before) = (place("starting_after")?, place("ending_before")?);
    let end = before.unwrap_or(found.len());
    let start = after.map_or(if before.is_some() { end.saturating_sub(limit) } else { 0 }, |place| place + 1);
    let page = found.get(start..end.max(start).min(found.len())).unwrap_or_default();
    let page = &page[..page.len().min(limit)];
    let id =
        |each: Option<&(Key<Incident>, Figures)>| each.map_or_else(String::new, |(incident, _)| account.id(*incident));
    let rows: Vec<Value> = page.iter().map(|(incident, _)| raw_incident(account, *incident, &zone)).collect();
    let more = if before.is_some() { start > 0 } else { start + page.len() < found.len() };
    Ok(json!({
        "first": id(page.first()),
        "last": id(page.last()),
        "limit": limit,
        "more": more,
        "order": order,
        "order_by": order_by,
        "filters": body.get("filters").cloned().unwrap_or_else(|| json!({})),
        "time_zone": zone_name,
        "data": rows,
    })
    .into())
}

/// One incident, not wrapped.
pub(crate) fn raw_incident_by_id(account: &Account, call: &Call<'_>) -> Outcome {
    let incident = account.find(call.segment(3)).ok_or_else(ApiError::incident_not_found)?;
    Ok(raw_incident(account, incident, &TimeZone::UTC).into())
}

fn zone(body: &Map<String, Value>) -> Result<(String, TimeZone), ApiError> {
    let name = body.get("time_zone").and_then(Value::as_str).unwrap_or("Etc/UTC");
    let zone = time_zone(name).ok_or_else(|| ApiError::invalid_input("Time zone is invalid."))?;
    Ok((name.to_owned(), zone))
}

fn order(body: &Map<String, Value>) -> Result<&'static str, ApiError> {
    match body.get("order").and_then(Value::as_str) {
        None | Some("desc") => Ok("desc"),
        Some("asc") => Ok("asc"),
        Some(_) => Err(ApiError::invalid_input("Order must be asc or desc.")),
    }
}
