//! Incidents: looking, acknowledging, resolving, writing notes; and what else is done about one.

mod acknowledge;
pub(crate) mod alerts;
mod bulk;
mod by_number;
mod change;
mod checks;
mod counts;
mod create;
mod custom_fields;
mod list;
mod merge;
pub(crate) mod open;
mod outlier;
mod parts;
pub(crate) mod past_incidents;
mod priority;
mod responders;
mod snooze;
mod status_update;
mod target;
pub(crate) mod titles;

pub(crate) use by_number::{by_id, id_of};
pub(crate) use counts::is_autoresolved;
pub(crate) use parts::by_similarity;
pub(crate) use target::IncidentTarget;

use toolkit::tool::Entry;

pub(crate) const TOOLS: &[fn() -> Entry] = &[
    Entry::of::<list::GetIncidents>,
    Entry::of_write::<acknowledge::AcknowledgeIncident>,
    Entry::of_write::<acknowledge::ResolveIncident>,
    Entry::of_write::<acknowledge::AddIncidentNote>,
    Entry::of::<outlier::GetOutlierIncident>,
];

/// Those of the toolset `response`.
pub(crate) const RESPONSE: &[fn() -> Entry] = &[
    Entry::of_write::<create::CreateIncident>,
    Entry::of_write::<bulk::AcknowledgeIncidents>,
    Entry::of_write::<bulk::ResolveIncidents>,
    Entry::of_write::<change::UpdateIncident>,
    Entry::of_write::<change::ReassignIncident>,
    Entry::of_write::<snooze::SnoozeIncident>,
    Entry::of_write::<merge::MergeIncidents>,
    Entry::of_write::<responders::AddResponders>,
    Entry::of_write::<status_update::PostStatusUpdate>,
    Entry::of_write::<custom_fields::SetCustomFields>,
];
