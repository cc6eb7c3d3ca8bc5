//! Responding: changing incidents beyond the core writes.

mod bulk;
mod change;
mod create;
mod custom_fields;
mod merge;
mod priority;
mod responders;
mod snooze;
mod status_update;
mod workflows;

use pagerduty::model::Urgency;
use toolkit::{
    error::{Code, Error, Result},
    tool::Entry,
};

pub(super) const TOOLS: &[fn() -> Entry] = &[
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
    Entry::of::<workflows::GetIncidentWorkflows>,
    Entry::of_write::<workflows::StartIncidentWorkflow>,
];

/// Users or policies that one call pages.
const MAX_PAGED: usize = 25;

/// An urgency in a sentence.
const fn word(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::High => "high",
        Urgency::Low => "low",
    }
}

/// Refuses to page more than this number of people.
fn check_number(name: &str, number: usize) -> Result<()> {
    if number <= MAX_PAGED {
        return Ok(());
    }
    let message = format!("`{name}` has {number} values: one call pages at most {MAX_PAGED}");
    Err(Error::new(Code::InvalidParameter, message).hint("name those who are needed, or an escalation policy"))
}
