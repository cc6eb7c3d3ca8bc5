//! The incident of a triage: what it is, how old, what happens next by itself, where people meet, and whom they asked to join.

use pagerduty::model::Incident;
use serde_json::{Map, Value, json};
use toolkit::{answer::present, prelude::*};

use super::MAX_ROWS;

/// Parts of the object that PagerDuty sends only when asked.
pub(super) const PARTS: [&str; 2] = ["body", "conference_bridge"];

/// Fields that only a triage shows without being asked: `pending_actions` says when it escalates next, is triggered again, or
/// resolves itself.
const FURTHER: [&str; 3] = ["html_url", "conference_bridge", "pending_actions"];

/// The incident with its age in hours.
pub(super) fn shown(row: &Row<Incident>, cx: &Context) -> Map<String, Value> {
    let mut incident = present::item(row, &Include::<Incident>::default_and(&FURTHER));
    let created = row.item.created_at.parsed::<Timestamp>();
    if let Some(hours) = created.map(|created| hours(cx.now().as_second() - created.as_second())) {
        let place = incident.keys().position(|field| field == "created_at").map_or(incident.len(), |place| place + 1);
        incident.shift_insert(place, "age_hours".into(), hours.into());
    }
    incident
}

/// Seconds as hours with one digit behind the point.
fn hours(seconds: i64) -> f64 {
    (seconds as f64 / 360.0).round() / 10.0
}

/// Who was asked to join, and what they answered, the latest first.
pub(super) fn responders(row: &Row<Incident>, cx: &Context) -> Vec<Value> {
    let asked = row.fields().remove("incidents_responders");
    let mut asked: Vec<Value> = asked.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
    let time = |one: &Value| one["requested_at"].as_str().and_then(|time| time.parse::<Timestamp>().ok());
    asked.sort_by_key(|one| std::cmp::Reverse(time(one)));
    if asked.len() > MAX_ROWS {
        let warning = Hint::from(format!("`responders` has {MAX_ROWS} of {}", asked.len()));
        let others = " with `include` `incidents_responders` for the others";
        cx.warn(warning.with(": see ", tool("get_incidents"), others));
    }
    let line = |one: &Value| {
        json!({
            "user": one["user"]["summary"],
            "state": one["state"],
            "requested_at": time(one),
            "message": one["message"],
        })
    };
    asked.iter().take(MAX_ROWS).map(line).collect()
}
