//! Past incidents like one: how many there are, when the last one was, also from before PagerDuty's own window, and how they
//! ended.

use pagerduty::model::{
    Incident, PastIncident, Service,
    incident::{IncidentsQuery, SortBy},
};
use serde_json::{Map, Value, json};
use toolkit::prelude::*;

use super::titles::pattern;

/// Past incidents that are counted and dated; PagerDuty lists the most similar ones first.
pub(crate) const MAX_LISTED: u64 = 100;

/// Days that PagerDuty looks back for past incidents: six months.
const WINDOW_DAYS: i64 = 180;

/// Days before that window that are looked at: the longest range of incidents.
const DAYS_BEFORE: i64 = 180;

/// Older incidents that are looked at: one page, the latest ones.
const MAX_OLDER: u64 = 100;

/// How many past incidents there are in all, and when the last one was created; nothing if there are no past incidents.
pub(crate) fn summary(page: &Page<PastIncident>) -> Option<Value> {
    let listed = page.rows.len() as u64;
    let last = page.rows.iter().filter_map(|row| row.item.created_at.parsed::<Timestamp>()).max()?;
    let all = page.total.unwrap_or(listed).max(listed);
    let limit = (all > listed).then(|| format!("the {listed} most similar ones, which PagerDuty lists"));
    Some(json!({"in_all": all, "last_created_at": last, "last_is_among": limit}))
}

/// Incidents of the same service from before that window whose titles differ from this one's in numbers only; nothing if
/// there are no such incidents.
///
/// # Errors
///
/// What PagerDuty says.
pub(crate) async fn older(incident: &Incident, cx: &Context) -> Result<Option<Value>> {
    let service: Option<Id<Service>> = incident.service.get().and_then(|service| service.id.parsed());
    let (Some(service), Some(title)) = (service, incident.title.as_deref()) else { return Ok(None) };
    let until = cx.now().plus_days(-WINDOW_DAYS);
    let since = until.plus_days(-DAYS_BEFORE);
    let query = IncidentsQuery {
        service_ids: vec![service],
        since: Some(since),
        until: Some(until),
        sort_by: Some(SortBy::CreatedAtDesc),
        ..IncidentsQuery::default()
    };
    let page = cx.pagerduty()?.list(&query, Window::new(0, MAX_OLDER)).await?;
    let wanted = pattern(title);
    let is_alike = |incident: &&Incident| incident.title.as_deref().is_some_and(|title| pattern(title) == wanted);
    let alike: Vec<&Incident> = page.rows.iter().map(|row| &row.item).filter(is_alike).collect();
    let last = alike.iter().filter_map(|incident| incident.created_at.parsed::<Timestamp>()).max();
    let looked_at = page.next.map(|_| format!("the latest {MAX_OLDER} of the service"));
    Ok(last.map(|last| {
        json!({"alike": alike.len(), "last_created_at": last, "since": since, "until": until, "looked_at": looked_at})
    }))
}

/// Incidents of the service among which past ones are looked for: one page.
const MAX_LOOKED_THROUGH: u64 = 100;

/// Adds how past incidents ended, which PagerDuty's list of them does not say, as far as one list of the incidents of their
/// service has them.
///
/// # Errors
///
/// What PagerDuty says.
pub(crate) async fn add_endings(rows: &mut [Value], incident: &Incident, cx: &Context) -> Result<()> {
    let service: Option<Id<Service>> = incident.service.get().and_then(|service| service.id.parsed());
    let created = rows.iter().filter_map(|row| row["created_at"].as_str()?.parse::<Timestamp>().ok());
    let (first, last) = (created.clone().min(), created.max());
    let (Some(service), Some(first), Some(last)) = (service, first, last) else { return Ok(()) };
    let query = IncidentsQuery {
        service_ids: vec![service],
        since: Some(first),
        until: Some(last.plus_seconds(1)),
        sort_by: Some(SortBy::CreatedAtDesc),
        ..IncidentsQuery::default()
    };
    let page = cx.pagerduty()?.list(&query, Window::new(0, MAX_LOOKED_THROUGH)).await?;
    let mut unknown = 0;
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        let id = row.get("id").and_then(Value::as_str);
        match page.rows.iter().find(|one| one.item.id.as_deref() == id) {
            Some(found) => row.extend(ending(&found.item)),
            None => unknown += 1,
        }
    }
    if unknown > 0 {
        cx.warn(format!("how {unknown} of the past incidents ended is not known: read them by `incident_id`"));
    }
    Ok(())
}

/// How an incident ended: when, and by whom (a person or the service), or into which one it was merged.
pub(crate) fn ending(incident: &Incident) -> Map<String, Value> {
    let by = incident.last_status_change_by.get();
    let is_resolved = incident.status.as_deref() == Some("resolved");
    let is_merged = incident.is_merged();
    let of_kind = |kind: &str| match kind {
        "user_reference" => Some("person"),
        "service_reference" => Some("service"),
        _ => None,
    };
    let by_whom = by.filter(|_| is_resolved && !is_merged);
    let into =
        incident.resolve_reason.get().filter(|_| is_merged).map(|reason| json!({"id": reason["incident"]["id"]}));
    let fields = [
        ("incident_number", json!(incident.incident_number.get())),
        ("status", json!(incident.status.as_deref())),
        ("resolved_at", json!(incident.resolved_at.as_deref().filter(|_| is_resolved))),
        ("resolved_by", json!(by_whom.and_then(|by| by.summary.as_deref().or(by.id.as_deref())))),
        ("resolved_by_type", json!(by_whom.and_then(|by| of_kind(by.r#type.as_deref()?)))),
        ("merged_into", json!(into)),
    ];
    fields.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}
