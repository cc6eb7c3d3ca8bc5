//! What is open at the end of a shift: whose it is, how old, and what its owner is to do next.

use futures_util::future::join_all;
use pagerduty::model::Incident;
use serde_json::{Value, json};
use toolkit::prelude::*;

/// Open incidents whose last note is looked up.
const MAX_LOOKED_UP: usize = 20;

/// Open incidents with what to do next: the most urgent first, and of those the most important and oldest.
pub(super) async fn open_incidents(mut rows: Vec<Row<Incident>>, cx: &Context) -> Vec<Value> {
    rows.sort_by_key(|row| rank(&row.item));
    let notes = rows.iter().take(MAX_LOOKED_UP).map(|row| async {
        let id: Id<Incident> = row.item.id.parsed()?;
        let notes = cx.pagerduty().ok()?.incident_notes(&id).await;
        notes.inspect_err(|error| cx.warn_of(&format!("the last note of incident {id} is missing"), error)).ok()
    });
    let mut notes = join_all(notes).await.into_iter();
    if rows.len() > MAX_LOOKED_UP {
        cx.warn(format!("`last_note` is looked up for {MAX_LOOKED_UP} of {} open incidents", rows.len()));
    }
    let now = cx.now();
    let shown = rows.iter().map(|row| {
        let incident = &row.item;
        let notes = notes.next().flatten().map(|page| page.rows).unwrap_or_default();
        let last = notes.iter().max_by_key(|note| note.item.created_at.parsed::<Timestamp>());
        let age = incident.created_at.parsed::<Timestamp>().map(|created| now.as_second() - created.as_second());
        let names = |owners: Vec<Option<&str>>| owners.into_iter().flatten().map(str::to_owned).collect::<Vec<_>>();
        let acknowledged = incident.acknowledgements.get().into_iter().flatten().filter_map(|one| one.get());
        let acknowledged = names(acknowledged.map(|one| one.acknowledger.get()?.called()).collect());
        let assigned = incident.assignments.get().into_iter().flatten().filter_map(|one| one.get());
        let assigned = names(assigned.map(|one| one.assignee.get()?.called()).collect());
        let again = triggers_again_at(row, cx);
        let next = match (incident.status.as_deref(), &again) {
            (Some("triggered"), _) => "nobody has acknowledged it: acknowledge it, or reassign it".to_owned(),
            (_, Some(_)) => "resolve it, or look again at `triggers_again_at`".to_owned(),
            _ if last.is_some() => "go on from the last note, then resolve it".to_owned(),
            _ => "write down how far it is: no note says so".to_owned(),
        };
        json!({
            "id": incident.id.as_deref(),
            "incident_number": incident.incident_number.get(),
            "title": incident.title.as_deref(),
            "status": incident.status.as_deref(),
            "urgency": incident.urgency.as_deref(),
            "priority": incident.priority.get().and_then(|priority| priority.name()),
            "service": incident.service.get().and_then(|service| service.called()),
            "owner": if acknowledged.is_empty() { assigned } else { acknowledged },
            "age_hours": age.map(|seconds| (seconds as f64 / 360.0).round() / 10.0),
            "triggers_again_at": again,
            "last_note": last.map(|note| json!({"at": note.item.created_at.parsed::<Timestamp>(), "content": note.item.content.as_deref()})),
            "next_step": next,
        })
    });
    shown.collect()
}

/// Where an incident stands among the others. Priorities are ordered by their names, such as P1; those without come last.
fn rank(incident: &Incident) -> (bool, bool, Option<String>, Option<Timestamp>) {
    let priority = incident.priority.get().and_then(|priority| priority.name()).map(str::to_owned);
    let is_low = incident.urgency.as_deref() == Some("low");
    (is_low, priority.is_none(), priority, incident.created_at.parsed())
}

/// When an acknowledged incident is triggered again by itself, because it is snoozed or because acknowledgements of its
/// service end: PagerDuty says it among the pending actions.
fn triggers_again_at(row: &Row<Incident>, cx: &Context) -> Option<String> {
    let actions = row.fields().remove("pending_actions")?;
    let action = actions.as_array()?.iter().find(|action| action["type"] == "unacknowledge")?;
    let at = action["at"].as_str()?;
    Some(at.parse().map_or_else(|_| at.to_owned(), |time| cx.shown(time)))
}
