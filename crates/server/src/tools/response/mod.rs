//! Responding: changing incidents beyond the core writes, one or several at once.

mod change;
mod several;

use pagerduty::{Id, model::Incident, model::incident::IncidentUpdate};
use serde_json::{Value, json};

use crate::tool::Entry;

pub(super) const TOOLS: &[fn() -> Entry] = &[
    Entry::of::<several::AcknowledgeIncidents>,
    Entry::of::<several::ResolveIncidents>,
    Entry::of::<change::UpdateIncident>,
    Entry::of::<change::ReassignIncident>,
];

/// What would be sent to PagerDuty, instead of sending it.
fn would_send(id: &Id<Incident>, update: &IncidentUpdate, from: &str) -> Value {
    json!({"method": "PUT", "path": format!("/incidents/{id}"), "from": from, "body": {"incident": update}})
}
