//! Incidents: looking, acknowledging, resolving, and writing notes.

mod acknowledge;
mod by_number;
mod counts;
mod list;
mod outlier;
mod parts;
mod target;

pub(super) use acknowledge::{ALREADY_ACKNOWLEDGED, ALREADY_RESOLVED, changed, so_before};
pub(super) use by_number::{by_id, id_of};
pub(super) use counts::is_autoresolved;
pub(super) use parts::by_similarity;
pub(super) use target::IncidentTarget;

use toolkit::tool::Entry;

pub(super) const TOOLS: &[fn() -> Entry] = &[
    Entry::of::<list::GetIncidents>,
    Entry::of_write::<acknowledge::AcknowledgeIncident>,
    Entry::of_write::<acknowledge::ResolveIncident>,
    Entry::of_write::<acknowledge::AddIncidentNote>,
    Entry::of::<outlier::GetOutlierIncident>,
];
