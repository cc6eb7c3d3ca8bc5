//! Past incidents like one, and how they were resolved.

use futures_util::future::join_all;
use pagerduty::{
    Id, Window,
    model::{Incident, LogEntry, PastIncident, log_entry::LogEntriesQuery},
};
use serde_json::{Value, json};

use super::{MOST_ROWS, latest, part};
use crate::{context::Context, project, tools::incidents::by_similarity};

/// Past incidents that are looked at for how they ended.
const MOST_PAST: usize = 3;

/// Log entries that are looked at for the last resolution: it is among the latest.
const MOST_ENTRIES: u64 = 25;

/// Past incidents, the most similar first, the first few with how they ended.
pub(super) async fn past(id: &Id<Incident>, cx: &Context) -> Vec<Value> {
    let Ok(client) = cx.pagerduty() else { return Vec::new() };
    let rows = part::<PastIncident>("past_incidents", client.past_incidents(id), cx).await;
    let mut rows: Vec<Value> = by_similarity(rows.rows.iter().map(|row| project::whole(row).into()).collect());
    rows.truncate(MOST_ROWS);
    join_all(rows.iter_mut().take(MOST_PAST).map(|row| add_ending(row, cx))).await;
    rows
}

/// Adds when it was resolved, by whom, with which words, and the last note.
async fn add_ending(row: &mut Value, cx: &Context) {
    let (Ok(client), Some(Ok(id))) = (cx.pagerduty(), row["id"].as_str().map(str::parse::<Id<Incident>>)) else {
        return;
    };
    let overview = LogEntriesQuery { is_overview: Some(true), ..LogEntriesQuery::default() };
    let entries = client.incident_log_entries(&id, &overview, Window::new(0, MOST_ENTRIES));
    let (incident, entries, notes) = tokio::join!(client.incident(&id, &[]), entries, client.incident_notes(&id));
    match incident {
        Ok(incident) => {
            let incident = incident.item;
            row["incident_number"] = json!(incident.incident_number.get());
            row["status"] = json!(incident.status.as_deref());
            if incident.status.as_deref() == Some("resolved") {
                row["resolved_at"] = json!(incident.resolved_at.as_deref());
                let by = incident.last_status_change_by.get().and_then(|by| by.summary.as_deref());
                row["resolved_by"] = json!(by);
            }
        }
        Err(error) => cx.warn_of(&format!("how past incident {id} ended is missing"), &error),
    }
    match entries {
        Ok(page) => {
            let is_resolution = |entry: &&LogEntry| entry.r#type.as_deref() == Some("resolve");
            let resolution = page.rows.iter().map(|row| &row.item).find(is_resolution);
            row["resolution"] = json!(resolution.and_then(|entry| entry.note.as_deref()));
        }
        Err(error) => cx.warn_of(&format!("with which words past incident {id} was resolved is missing"), &error),
    }
    match notes.map(|page| latest(page.rows)) {
        Ok(notes) => row["last_note"] = notes.last().map(|note| note["content"].clone()).unwrap_or_default(),
        Err(error) => cx.warn_of(&format!("the notes of past incident {id} are missing"), &error),
    }
}
