//! Acknowledging and resolving an incident, and writing notes on it.

use pagerduty::{
    Id,
    model::{Incident, IncidentStatus, Note, incident::IncidentUpdate},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::by_id;
use crate::{
    answer::Answer,
    context::Context,
    error::Result,
    fields::Include,
    project,
    tool::{Access, Tool},
    toolset::Toolset,
};

/// Acknowledge a PagerDuty incident: somebody is working on it, and escalation stops.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AcknowledgeIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    #[serde(default)]
    include: Include<Incident>,
}

impl Tool for AcknowledgeIncident {
    const NAME: &'static str = "acknowledge_incident";
    const TITLE: &'static str = "Acknowledge incident";
    const ACCESS: Access = Access::Update;
    const TOOLSET: Toolset = Toolset::Incidents;
    const ON_BY_DEFAULT: bool = true;

    async fn call(self, cx: &Context) -> Result<Answer> {
        set_status(&self.incident_id, IncidentStatus::Acknowledged, &self.include, cx).await
    }
}

/// Resolve a PagerDuty incident: it is over, and nobody is notified any more.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ResolveIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    #[serde(default)]
    include: Include<Incident>,
}

impl Tool for ResolveIncident {
    const NAME: &'static str = "resolve_incident";
    const TITLE: &'static str = "Resolve incident";
    const ACCESS: Access = Access::Update;
    const TOOLSET: Toolset = Toolset::Incidents;
    const ON_BY_DEFAULT: bool = true;

    async fn call(self, cx: &Context) -> Result<Answer> {
        set_status(&self.incident_id, IncidentStatus::Resolved, &self.include, cx).await
    }
}

async fn set_status(
    id: &Id<Incident>,
    status: IncidentStatus,
    include: &Include<Incident>,
    cx: &Context,
) -> Result<Answer> {
    let (id, from) = tokio::try_join!(by_id(id, cx), cx.author())?;
    let update = IncidentUpdate { status: Some(status), ..IncidentUpdate::default() };
    Ok(Answer::row(&cx.pagerduty()?.update_incident(&id, &update, &from).await?, include))
}

/// Add a note to a PagerDuty incident: what was seen, tried or decided. Notes cannot be deleted here.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AddIncidentNote {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// The text of the note.
    content: String,
}

impl Tool for AddIncidentNote {
    const NAME: &'static str = "add_incident_note";
    const TITLE: &'static str = "Add incident note";
    const ACCESS: Access = Access::Add;
    const TOOLSET: Toolset = Toolset::Incidents;
    const ON_BY_DEFAULT: bool = true;

    async fn call(self, cx: &Context) -> Result<Answer> {
        let (id, from) = tokio::try_join!(by_id(&self.incident_id, cx), cx.author())?;
        let note = cx.pagerduty()?.add_incident_note(&id, &self.content, &from).await?;
        Ok(Answer::one::<Note>(project::whole(&note)))
    }
}
