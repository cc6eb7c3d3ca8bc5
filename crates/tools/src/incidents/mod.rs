//! Incidents: looking, acknowledging, resolving, and writing notes.

mod by_number;
mod counts;
mod list;
mod outlier;
mod parts;
mod target;
mod updates;

pub(super) use by_number::{by_id, id_of};
pub(super) use counts::{is_autoresolved, is_merged};
pub(super) use parts::by_similarity;
pub(super) use target::IncidentTarget;
pub(super) use updates::{ALREADY_ACKNOWLEDGED, ALREADY_RESOLVED, changed, so_before};

use toolkit::tool::Entry;

pub(super) const TOOLS: &[fn() -> Entry] = &[
    Entry::of::<list::GetIncidents>,
    Entry::of_write::<updates::AcknowledgeIncident>,
    Entry::of_write::<updates::ResolveIncident>,
    Entry::of_write::<updates::AddIncidentNote>,
    Entry::of::<outlier::GetOutlierIncident>,
];
