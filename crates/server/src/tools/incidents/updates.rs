//! Acknowledging and resolving an incident, and writing notes on it.

use pagerduty::{
    Change, Id, Reply,
    model::{Incident, IncidentStatus, Note, request::IncidentUpdate},
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
    strangers::Strangers,
    tool::Access,
    toolset::Toolset,
    writes::{Plan, Write, only},
};

/// Acknowledge a PagerDuty incident: somebody is working on it, and escalation stops.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AcknowledgeIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    #[serde(default)]
    include: Include<Incident>,
}

impl Write for AcknowledgeIncident {
    const NAME: &'static str = "acknowledge_incident";
    const TITLE: &'static str = "Acknowledge incident";
    const ACCESS: Access = Access::Update;
    const TOOLSET: Toolset = Toolset::Incidents;
    const ON_BY_DEFAULT: bool = true;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let update = IncidentUpdate { status: Some(IncidentStatus::Acknowledged), ..IncidentUpdate::default() };
        plan("Acknowledge", &self.incident_id, &update, cx).await
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        changed(replies, &self.include)
    }
}

/// Resolve a PagerDuty incident: it is over, and nobody is notified any more.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ResolveIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// How it was resolved: kept with the resolution in its timeline.
    resolution: Option<String>,
    #[serde(default)]
    include: Include<Incident>,
}

impl Write for ResolveIncident {
    const NAME: &'static str = "resolve_incident";
    const TITLE: &'static str = "Resolve incident";
    const ACCESS: Access = Access::Update;
    const TOOLSET: Toolset = Toolset::Incidents;
    const ON_BY_DEFAULT: bool = true;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let resolution = self.resolution.clone();
        let update = IncidentUpdate { status: Some(IncidentStatus::Resolved), resolution, ..IncidentUpdate::default() };
        plan("Resolve", &self.incident_id, &update, cx).await
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        changed(replies, &self.include)
    }
}

async fn plan(verb: &str, asked: &Id<Incident>, update: &IncidentUpdate, cx: &Context) -> Result<Plan> {
    let (id, from) = tokio::try_join!(by_id(asked, cx), cx.author())?;
    Ok(Plan::one(format!("{verb} incident {asked}"), Change::update_incident(&id, update, &from)))
}

/// The incident as it is after the change, which PagerDuty answers with.
pub(in crate::tools) fn changed(replies: Vec<Result<Reply>>, include: &Include<Incident>) -> Result<Answer> {
    Ok(Answer::row(&only(replies)?.row::<Incident>("incident")?, include))
}

/// Add a note to a PagerDuty incident: what was seen, tried or decided. Notes cannot be deleted here.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AddIncidentNote {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// The text of the note.
    content: String,
}

impl Write for AddIncidentNote {
    const NAME: &'static str = "add_incident_note";
    const TITLE: &'static str = "Add incident note";
    const ACCESS: Access = Access::Add;
    const TOOLSET: Toolset = Toolset::Incidents;
    const ON_BY_DEFAULT: bool = true;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let (id, from) = tokio::try_join!(by_id(&self.incident_id, cx), cx.author())?;
        let change = Change::add_note(&id, &self.content, &from);
        Ok(Plan::one(format!("Add a note to incident {}", self.incident_id), change))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        let note = project::whole(&only(replies)?.row::<Note>("note")?);
        Ok(Answer::one::<Note>(note, Strangers::default().within::<Note>("")))
    }
}
