//! What is counted over a list of incidents.

use pagerduty::model::Incident;
use serde_json::{Map, Value, json};
use toolkit::answer::extent::grouped;

const STATUSES: [&str; 3] = ["triggered", "acknowledged", "resolved"];

/// What is counted of one incident.
#[derive(Debug)]
pub(super) struct Counted {
    status: Option<&'static str>,
    is_autoresolved: bool,
    is_no_data: bool,
}

impl Counted {
    pub(super) fn of(incident: &Incident) -> Self {
        let status = incident.status.as_deref();
        Self {
            status: STATUSES.into_iter().find(|known| Some(*known) == status),
            is_autoresolved: is_autoresolved(incident),
            is_no_data: incident.title.as_deref().is_some_and(|title| title.starts_with("No Data:")),
        }
    }
}

/// How many are in each state, how many monitoring resolved, and how many are about missing data; over which incidents
/// that is counted is said first.
pub(super) fn counts(incidents: &[Counted], is_part: bool, total: Option<u64>) -> Map<String, Value> {
    let count = |holds: &dyn Fn(&Counted) -> bool| incidents.iter().filter(|incident| holds(incident)).count();
    let in_status = |status| count(&|incident| incident.status == Some(status));
    let statuses: Map<_, _> =
        STATUSES.into_iter().map(|status| (status.to_owned(), json!(in_status(status)))).collect();
    let autoresolved = count(&|incident| incident.is_autoresolved);
    let no_data = count(&|incident| incident.is_no_data);
    let counts = [
        ("counted_over", counted_over(incidents.len() as u64, is_part, total).into()),
        ("status_counts", statuses.into()),
        ("autoresolve_count", json!(autoresolved)),
        ("no_data_count", json!(no_data)),
    ];
    counts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Such as `the 92 incidents of this answer, not all 380`.
fn counted_over(shown: u64, is_part: bool, total: Option<u64>) -> String {
    let noun = if shown == 1 { "incident" } else { "incidents" };
    match total.filter(|_| is_part) {
        Some(total) => format!("the {} {noun} of this answer, not all {}", grouped(shown), grouped(total)),
        None if is_part => format!("the {} {noun} of this answer, not all that match", grouped(shown)),
        None => format!("all {} {noun} found", grouped(shown)),
    }
}

/// Whether monitoring resolved it, and nobody else.
pub(crate) fn is_autoresolved(incident: &Incident) -> bool {
    let by = incident.last_status_change_by.get().and_then(|by| by.r#type.as_deref());
    incident.status.as_deref() == Some("resolved") && by == Some("service_reference") && !incident.is_merged()
}
