//! The whole history of the account, read over the API once for all tests of a file.

use std::collections::HashMap;

use pagerduty_sim::{Options, Simulator};
use serde_json::Value;
use tokio::sync::OnceCell;

use super::{all, days_ago, options, text};

/// Everything that the tests of a history read.
pub struct History {
    /// Of the last six months, oldest first.
    pub incidents: Vec<Incident>,
    pub services: HashMap<String, Value>,
    /// Newest first.
    pub changes: Vec<Value>,
    pub windows: Vec<Value>,
}

/// One incident, and what belongs to it.
pub struct Incident {
    pub row: Value,
    /// Oldest first.
    pub entries: Vec<Value>,
    /// Oldest first; only of what begun in the last ninety days.
    pub alerts: Vec<Value>,
    /// Oldest first.
    pub notes: Vec<Value>,
}

static HISTORY: OnceCell<History> = OnceCell::const_new();

/// The history of the usual account.
pub async fn history() -> &'static History {
    HISTORY.get_or_init(read).await
}

impl History {
    pub fn service_of(&self, incident: &Incident) -> &Value {
        &self.services[text(&incident.row["service"], "id")]
    }
}

impl Incident {
    pub fn id(&self) -> &str {
        text(&self.row, "id")
    }
}

async fn read() -> History {
    let options = Options { rate_limit: u32::MAX, ..options() };
    let simulator = Simulator::start(options).await.expect("a free port");
    let services = all(&simulator, "services", "/services").await;
    let services = services.into_iter().map(|service| (text(&service, "id").to_owned(), service)).collect();
    let mut entries = log_entries(&simulator).await;
    let mut incidents = Vec::new();
    for row in all(&simulator, "incidents", &format!("/incidents?since={}", days_ago(180))).await {
        let id = text(&row, "id").to_owned();
        let entries = entries.remove(&id).unwrap_or_default();
        let is_recent = row["created_at"].as_str() > Some(&*days_ago(90).to_string());
        let alerts = format!("/incidents/{id}/alerts?sort_by=created_at");
        let alerts = if is_recent { all(&simulator, "alerts", &alerts).await } else { Vec::new() };
        let has_notes = entries.iter().any(|entry| entry["type"] == "annotate_log_entry");
        let notes = format!("/incidents/{id}/notes");
        let mut notes = if has_notes { super::list(&simulator, "notes", &notes).await } else { Vec::new() };
        notes.sort_by(|one, other| one["created_at"].as_str().cmp(&other["created_at"].as_str()));
        incidents.push(Incident { row, entries, alerts, notes });
    }
    let changes = all(&simulator, "change_events", "/change_events").await;
    let windows = all(&simulator, "maintenance_windows", "/maintenance_windows?filter=all").await;
    History { incidents, services, changes, windows }
}

/// All log entries by incident, oldest first; in parts, since PagerDuty hands out ten thousand rows.
async fn log_entries(simulator: &Simulator) -> HashMap<String, Vec<Value>> {
    let mut by_incident: HashMap<String, Vec<Value>> = HashMap::new();
    for days in (-1..190).rev().step_by(6) {
        let target = format!("/log_entries?since={}&until={}", days_ago(days + 1), days_ago(days - 5));
        for entry in all(simulator, "log_entries", &target).await.into_iter().rev() {
            by_incident.entry(text(&entry["incident"], "id").to_owned()).or_default().push(entry);
        }
    }
    by_incident
}
