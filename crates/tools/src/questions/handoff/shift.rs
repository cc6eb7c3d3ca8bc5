//! What happened in a shift: incidents that began or ended, services that were noisy, and changes with what broke after
//! them.

use std::collections::BTreeMap;

use pagerduty::model::{
    ChangeEvent, Incident, IncidentStatus, Reference,
    incident::{IncidentsQuery, SortBy},
};
use serde_json::{Value, json};
use toolkit::prelude::*;

use super::{asked::MAX_ROWS, scope::Scope};
use crate::{incidents, on_calls::shifts::Span};

/// Incidents that began in the shift, as many as are looked at.
const MAX_INCIDENTS: u64 = 1000;

/// Resolved incidents that are looked at.
const MAX_RESOLVED: u64 = 300;

/// Days before the shift in which an incident that was resolved in it may have begun.
const DAYS_BEFORE: i64 = 30;

/// A change is suspected of what breaks on its services within this time.
const SUSPECTED_SECONDS: i64 = 2 * 60 * 60;

/// Incidents that are named after a change.
const MAX_AFTER: usize = 3;

/// The incidents of a shift.
#[derive(Debug)]
pub(super) struct Incidents {
    /// Those that began in it, the latest first.
    pub(super) created: Vec<Incident>,
    /// Those that were resolved in it, whenever they began, the latest first; merged ones are among them.
    resolved: Vec<Incident>,
}

/// The incidents that began in a range, and those that were resolved in it.
pub(super) async fn incidents(scope: &Scope, (since, until): Span, cx: &Context) -> pagerduty::Result<Incidents> {
    let Ok(client) = cx.pagerduty() else {
        return Ok(Incidents { created: Vec::new(), resolved: Vec::new() });
    };
    let created = IncidentsQuery {
        since: Some(since),
        until: Some(until),
        sort_by: Some(SortBy::CreatedAtDesc),
        ..scope.incidents()
    };
    // PagerDuty filters by when they began.
    let resolved = IncidentsQuery {
        statuses: vec![IncidentStatus::Resolved],
        since: Some(since.plus_days(-DAYS_BEFORE)),
        sort_by: Some(SortBy::ResolvedAtDesc),
        ..created.clone()
    };
    let (created, resolved) = tokio::try_join!(
        client.list(&created, Window::new(0, MAX_INCIDENTS)),
        client.list(&resolved, Window::new(0, MAX_RESOLVED)),
    )?;
    if created.next.is_some() {
        cx.warn(format!("`happened` counts the last {MAX_INCIDENTS} incidents of the shift only"));
    }
    let last_is_of_the_shift = resolved.rows.last().and_then(|row| resolved_at(&row.item)).is_some_and(|at| at > since);
    if resolved.next.is_some() && last_is_of_the_shift {
        cx.warn(format!("`happened` counts the last {MAX_RESOLVED} resolved incidents only"));
    }
    let items = |page: Page<Incident>| page.rows.into_iter().map(|row| row.item);
    let in_shift = |incident: &Incident| resolved_at(incident).is_some_and(|at| (since..until).contains(&at));
    Ok(Incidents { created: items(created).collect(), resolved: items(resolved).filter(in_shift).collect() })
}

fn resolved_at(incident: &Incident) -> Option<Timestamp> {
    let is_resolved = incident.status.as_deref() == Some("resolved");
    incident.resolved_at.parsed().or_else(|| incident.last_status_change_at.parsed()).filter(|_| is_resolved)
}

/// The incident that goes on instead of one that was merged.
fn merged_into(incident: &Incident) -> Option<&str> {
    let into = &incident.resolve_reason.get().filter(|_| incident.is_merged())?["incident"];
    into["summary"].as_str().or(into["id"].as_str())
}

/// What came and went in the shift.
pub(super) fn happened(Incidents { created, resolved }: &Incidents) -> Value {
    let line = |incident: &Incident| {
        let seconds = resolved_at(incident).zip(incident.created_at.parsed::<Timestamp>());
        json!({
            "incident_number": incident.incident_number.get(),
            "title": incident.title.as_deref(),
            "priority": incident.priority.get().and_then(|priority| priority.name()),
            "status": incident.status.as_deref(),
            "created_at": incident.created_at.as_deref(),
            "merged_into": merged_into(incident),
            "minutes_to_resolve": seconds.filter(|_| !incident.is_merged()).map(|(end, start)| (end.as_second() - start.as_second()) / 60),
        })
    };
    let is_new = |one: &&Incident| created.iter().all(|other| other.id.as_deref() != one.id.as_deref());
    let merged = resolved.iter().filter(|incident| incident.is_merged()).count();
    let by_service = resolved.iter().filter(|incident| incidents::is_autoresolved(incident)).count();
    json!({
        "incidents": created.len(),
        "resolved": resolved.len() - merged,
        "resolved_by_service": by_service,
        "merged_into_others": Some(merged).filter(|merged| *merged > 0),
        "latest": created.iter().take(MAX_ROWS).map(line).collect::<Vec<_>>(),
        "resolved_from_before": resolved.iter().filter(is_new).take(MAX_ROWS).map(line).collect::<Vec<_>>(),
    })
}

/// Services with more than one incident in the shift, the noisiest first.
pub(super) fn noisy(rows: &[Incident]) -> Value {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for service in rows.iter().filter_map(|incident| incident.service.get()?.summary.as_deref()) {
        *counts.entry(service).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().take(MAX_ROWS).map(|(name, count)| json!({"service": name, "incidents": count})).collect()
}

/// Changes: those after which something broke on their services first, with what that was; then the latest.
pub(super) fn ranked(changes: &[Row<ChangeEvent>], incidents: &[Incident]) -> Value {
    let mut changes: Vec<_> = changes.iter().map(|row| (&row.item, after(&row.item, incidents))).collect();
    changes.sort_by_key(|(_, after)| after.is_empty());
    let line = |(change, after): (&ChangeEvent, Vec<&Incident>)| {
        let names: Vec<_> = services(change).filter_map(|service| service.summary.as_deref()).collect();
        let after = after.into_iter().take(MAX_AFTER).map(
            |incident| json!({"incident_number": incident.incident_number.get(), "title": incident.title.as_deref()}),
        );
        json!({
            "at": change.timestamp.as_deref(),
            "summary": change.summary.as_deref(),
            "services": names,
            "incidents_after": after.collect::<Vec<_>>(),
        })
    };
    changes.into_iter().take(MAX_ROWS).map(line).collect()
}

/// The incidents that began on the services of a change soon after it, the first first.
fn after<'a>(change: &ChangeEvent, incidents: &'a [Incident]) -> Vec<&'a Incident> {
    let Some(at) = change.timestamp.parsed::<Timestamp>() else { return Vec::new() };
    let is_of_it = |incident: &&Incident| {
        let service = incident.service.get().and_then(|service| service.id.as_deref());
        let seconds = incident.created_at.parsed::<Timestamp>().map(|created| created.as_second() - at.as_second());
        service.is_some_and(|id| services(change).any(|one| one.id.as_deref() == Some(id)))
            && seconds.is_some_and(|seconds| (0..=SUSPECTED_SECONDS).contains(&seconds))
    };
    let mut found: Vec<&Incident> = incidents.iter().filter(is_of_it).collect();
    found.sort_by_key(|incident| incident.created_at.parsed::<Timestamp>());
    found
}

fn services(change: &ChangeEvent) -> impl Iterator<Item = &Reference> {
    change.services.get().into_iter().flatten().filter_map(|one| one.get())
}
