//! What is counted over a list of incidents.

use pagerduty::model::Incident;
use serde_json::{Map, Value, json};

/// How many are in each state, how many monitoring resolved, and how many are about missing data.
pub(super) fn counts(incidents: &[Incident]) -> Map<String, Value> {
    let count = |holds: &dyn Fn(&Incident) -> bool| incidents.iter().filter(|incident| holds(incident)).count();
    let in_status = |status| count(&|incident| incident.status.as_deref() == Some(status));
    let statuses: Map<_, _> = ["triggered", "acknowledged", "resolved"]
        .map(|status| (status.to_owned(), json!(in_status(status))))
        .into_iter()
        .collect();
    let autoresolved = count(&is_autoresolved);
    let no_data = count(&|incident| incident.title.as_deref().is_some_and(|title| title.starts_with("No Data:")));
    let counts = [
        ("status_counts", statuses.into()),
        ("autoresolve_count", json!(autoresolved)),
        ("no_data_count", json!(no_data)),
    ];
    counts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Whether monitoring resolved it, and nobody else.
pub(in crate::tools) fn is_autoresolved(incident: &Incident) -> bool {
    let by = incident.last_status_change_by.get().and_then(|by| by.r#type.as_deref());
    incident.status.as_deref() == Some("resolved") && by == Some("service_reference")
}
