//! Past incidents like one: how many there are, and when the last one was, also from before PagerDuty's own window.

use pagerduty::model::{
    Incident, PastIncident, Service,
    incident::{IncidentsQuery, SortBy},
};
use serde_json::{Value, json};
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

/// How many past incidents there are in all, and when the last one was created; nothing where there is none.
pub(crate) fn summary(page: &Page<PastIncident>) -> Option<Value> {
    let listed = page.rows.len() as u64;
    let last = page.rows.iter().filter_map(|row| row.item.created_at.parsed::<Timestamp>()).max()?;
    let all = page.total.unwrap_or(listed).max(listed);
    let limit = (all > listed).then(|| format!("the {listed} most similar ones, which PagerDuty lists"));
    Some(json!({"in_all": all, "last_created_at": last, "last_is_among": limit}))
}

/// Incidents of the same service from before that window whose titles differ from this one's in numbers only; nothing where
/// there is none.
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
