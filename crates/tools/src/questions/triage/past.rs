//! Past incidents like one, and how they were resolved.

use futures_util::future::join_all;
use pagerduty::model::{Incident, LogEntry, PastIncident, log_entry::LogEntriesQuery};
use serde_json::{Value, json};
use toolkit::{answer::present, prelude::*};

use super::{MAX_ROWS, latest, part};
use crate::incidents::{
    by_similarity,
    past_incidents::{self, MAX_LISTED},
};

/// Past incidents whose last words are looked up.
const MAX_PAST: usize = 3;

/// Log entries that are looked at for the last resolution: it is among the latest.
const MAX_ENTRIES: u64 = 25;

/// Past incidents like one.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// The most similar first, each with how it ended.
    pub(super) rows: Vec<Value>,
    /// How many there are in all, and when the last one was.
    pub(super) summary: Option<Value>,
}

/// Past incidents, the most similar first, with how they ended: the first few in whose words.
pub(super) async fn past(id: &Id<Incident>, incident: &Incident, cx: &Context) -> Past {
    let Ok(client) = cx.pagerduty() else { return Past::default() };
    let listed = part::<PastIncident>("past_incidents", client.past_incidents(id, Some(MAX_LISTED)), cx);
    let older = async {
        past_incidents::older(incident, cx).await.unwrap_or_else(|error| {
            cx.warn_of("`past_incidents_summary.older` is missing", &error);
            None
        })
    };
    let (page, older) = tokio::join!(listed, older);
    let mut summary = past_incidents::summary(&page);
    if let Some(older) = older {
        summary.get_or_insert_with(|| json!({"in_all": 0}))["older"] = older;
    }
    let mut rows: Vec<Value> = by_similarity(page.rows.iter().map(|row| present::whole(row).into()).collect());
    rows.truncate(MAX_ROWS);
    let endings = rows.iter_mut().enumerate().map(|(place, row)| async move {
        match place < MAX_PAST {
            true => add_ending(row, cx).await,
            false => add_end(row, cx).await,
        }
    });
    join_all(endings).await;
    Past { rows, summary }
}

/// Adds when it was resolved, and by whom.
async fn add_end(row: &mut Value, cx: &Context) {
    let (Ok(client), Some(Ok(id))) = (cx.pagerduty(), row["id"].as_str().map(str::parse::<Id<Incident>>)) else {
        return;
    };
    match client.get(&id).await {
        Ok(incident) => add_status(row, &incident.item),
        Err(error) => cx.warn_of(&format!("how past incident {id} ended is missing"), &error),
    }
}

fn add_status(row: &mut Value, incident: &Incident) {
    if let Some(row) = row.as_object_mut() {
        row.extend(past_incidents::ending(incident));
    }
}

/// Adds when it was resolved, by whom, with which words, and the last note.
async fn add_ending(row: &mut Value, cx: &Context) {
    let (Ok(client), Some(Ok(id))) = (cx.pagerduty(), row["id"].as_str().map(str::parse::<Id<Incident>>)) else {
        return;
    };
    let overview = LogEntriesQuery { is_overview: Some(true), ..LogEntriesQuery::of(id.clone()) };
    let entries = client.list(&overview, Window::new(0, MAX_ENTRIES));
    let (incident, entries, notes) = tokio::join!(client.get(&id), entries, client.incident_notes(&id));
    match incident {
        Ok(incident) => add_status(row, &incident.item),
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
