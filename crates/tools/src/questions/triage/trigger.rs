//! What an incident without alerts began with: a mail, a form, or an event on a service that makes no alerts. It is in the
//! channel of the first log entry and nowhere else.

use pagerduty::{
    Resource,
    model::{Incident, LogEntry, log_entry::CHANNELS},
};
use serde_json::{Map, Value, json};
use toolkit::{answer::present, prelude::*};

/// Fields of a log entry that say it.
const SENT: [&str; 3] = ["details", "links", "client_url"];

/// What was sent; nothing where the entry is not there or has nothing.
pub(super) async fn sent(incident: &Row<Incident>, log: &[Row<LogEntry>], cx: &Context) -> Option<Value> {
    let first = first_entry(incident);
    if let Some(row) = log.iter().find(|row| first.is_some() && row.item.id() == first.as_ref().map(Id::as_str)) {
        return of(row);
    }
    match cx.pagerduty().ok()?.get_with(&first?, &[CHANNELS]).await {
        Ok(row) => of(&row),
        Err(error) => {
            cx.warn_of("`trigger` is missing", &error);
            None
        }
    }
}

fn first_entry(incident: &Row<Incident>) -> Option<Id<LogEntry>> {
    incident.fields().get("first_trigger_log_entry")?["id"].as_str()?.parse().ok()
}

fn of(row: &Row<LogEntry>) -> Option<Value> {
    let mut fields = present::whole(row);
    let sent: Map<String, Value> = SENT.iter().filter_map(|name| fields.remove_entry(*name)).collect();
    (!sent.is_empty()).then(|| json!(sent))
}
