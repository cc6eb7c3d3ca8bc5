//! Incidents: looking, acknowledging, resolving, and writing notes.

mod counts;
mod list;
mod parts;
mod updates;

use pagerduty::{Id, model::Incident};

use crate::tool::Entry;

pub(super) const TOOLS: &[fn() -> Entry] = &[
    Entry::of::<list::GetIncidents>,
    Entry::of::<updates::AcknowledgeIncident>,
    Entry::of::<updates::ResolveIncident>,
    Entry::of::<updates::AddIncidentNote>,
];

/// The ID of an incident that was asked for by its ID or number.
fn id_of(incident: &Incident, asked: &Id<Incident>) -> Id<Incident> {
    incident.id.as_deref().and_then(|id| id.parse().ok()).unwrap_or_else(|| asked.clone())
}
