//! Incidents: looking, acknowledging, resolving, and writing notes.

mod counts;
mod list;
mod outlier;
mod parts;
mod target;
mod updates;

pub(super) use counts::{is_autoresolved, is_merged};
use pagerduty::{Id, model::Incident};
pub(super) use parts::by_similarity;
pub(super) use target::IncidentTarget;
pub(super) use updates::{ALREADY_ACKNOWLEDGED, ALREADY_RESOLVED, changed};

use crate::{context::Context, error::Result, tool::Entry};

pub(super) const TOOLS: &[fn() -> Entry] = &[
    Entry::of::<list::GetIncidents>,
    Entry::of_write::<updates::AcknowledgeIncident>,
    Entry::of_write::<updates::ResolveIncident>,
    Entry::of_write::<updates::AddIncidentNote>,
    Entry::of::<outlier::GetOutlierIncident>,
];

/// The ID of an incident that was asked for by its ID or number.
pub(super) fn id_of(incident: &Incident, asked: &Id<Incident>) -> Id<Incident> {
    incident.id.parsed().unwrap_or_else(|| asked.clone())
}

/// The ID of an incident: PagerDuty documents the number for `GET /incidents/{id}` only.
pub(super) async fn by_id(asked: &Id<Incident>, cx: &Context) -> Result<Id<Incident>> {
    if !asked.is_number() {
        return Ok(asked.clone());
    }
    Ok(id_of(&cx.pagerduty()?.incident(asked, &[]).await?.item, asked))
}
