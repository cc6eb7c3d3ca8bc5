//! Responding: changing incidents beyond the core writes.

mod change;
mod create;
mod custom_fields;
mod later;
mod merge;
mod paged;
mod priority;
mod responders;
mod several;
mod status_update;
mod workflows;

use pagerduty::{
    Id,
    model::{Incident, User},
};

use crate::{
    context::Context,
    error::{Code, Error, Result},
    tool::Entry,
    words,
};

pub(super) const TOOLS: &[fn() -> Entry] = &[
    Entry::of_write::<create::CreateIncident>,
    Entry::of_write::<several::AcknowledgeIncidents>,
    Entry::of_write::<several::ResolveIncidents>,
    Entry::of_write::<change::UpdateIncident>,
    Entry::of_write::<change::ReassignIncident>,
    Entry::of_write::<later::SnoozeIncident>,
    Entry::of_write::<merge::MergeIncidents>,
    Entry::of_write::<responders::AddResponders>,
    Entry::of_write::<status_update::PostStatusUpdate>,
    Entry::of_write::<custom_fields::SetCustomFields>,
    Entry::of::<workflows::GetIncidentWorkflows>,
    Entry::of_write::<workflows::StartIncidentWorkflow>,
];

/// Users or policies that one call pages.
const MOST_PAGED: usize = 25;

/// Refuses to page more than so many.
fn check_number(name: &str, number: usize) -> Result<()> {
    if number <= MOST_PAGED {
        return Ok(());
    }
    let message = format!("`{name}` has {number} values: one call pages at most {MOST_PAGED}");
    Err(Error::new(Code::InvalidParameter, message).hint("name those who are needed, or an escalation policy"))
}

/// An incident that a change is about, with its ID and how a person knows it.
struct Target {
    id: Id<Incident>,
    incident: Incident,
    /// `incident #12 “Disk full”`
    called: String,
}

/// The incident of this ID or number, as it is now.
async fn target(asked: &Id<Incident>, cx: &Context) -> Result<Target> {
    let incident = cx.pagerduty()?.incident(asked, &[]).await?.item;
    let id = super::incidents::id_of(&incident, asked);
    let number = incident.incident_number.get().map_or_else(|| id.to_string(), |number| format!("#{number}"));
    let title = incident.title.as_deref().map(|title| format!(" “{}”", words::short(title))).unwrap_or_default();
    Ok(Target { id, called: format!("incident {number}{title}"), incident })
}

/// The name of a user, as far as it can be read; else the ID.
async fn name_of(id: &Id<User>, cx: &Context) -> String {
    let Ok(client) = cx.pagerduty() else { return id.to_string() };
    let user = client.user(id).await.ok();
    user.and_then(|row| row.item.name.as_deref().map(str::to_owned)).unwrap_or_else(|| id.to_string())
}
