//! Acknowledging and resolving an incident, and writing notes on it.

use pagerduty::model::{Incident, IncidentStatus, Note, request::IncidentUpdate};
use toolkit::{
    answer::{present, strangers::Strangers},
    prelude::*,
    write::single_reply,
};

use super::target::IncidentTarget;

/// PagerDuty's codes of states that an incident is in already (REST documentation, "Errors").
pub(crate) const ALREADY_RESOLVED: i64 = 1001;
pub(crate) const ALREADY_ACKNOWLEDGED: i64 = 1002;

/// Acknowledge a PagerDuty incident: somebody is working on it, and escalation stops.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AcknowledgeIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// A note to add.
    note: Option<String>,
    #[serde(default)]
    include: Include<Incident>,
}

impl Write for AcknowledgeIncident {
    const INFO: Info =
        Info::write("acknowledge_incident", "Acknowledge incident", Toolset::Incidents, Effect::Everyday)
            .on_by_default();
    const DONE_BEFORE: Option<i64> = Some(ALREADY_ACKNOWLEDGED);

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let update = IncidentUpdate { status: Some(IncidentStatus::Acknowledged), ..IncidentUpdate::default() };
        plan("Acknowledge", &self.incident_id, &update, self.note.as_deref(), cx).await
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> Result<Answer> {
        settled::<Self>("acknowledged", &self.incident_id, replies, &self.include, cx).await
    }
}

/// Resolve a PagerDuty incident: it is over, and nobody is notified any more.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ResolveIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// Kept in the timeline only.
    resolution: Option<String>,
    /// A note to add, for all to see.
    note: Option<String>,
    #[serde(default)]
    include: Include<Incident>,
}

impl Write for ResolveIncident {
    const INFO: Info =
        Info::write("resolve_incident", "Resolve incident", Toolset::Incidents, Effect::Everyday).on_by_default();
    const DONE_BEFORE: Option<i64> = Some(ALREADY_RESOLVED);

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let resolution = self.resolution.clone();
        let update = IncidentUpdate { status: Some(IncidentStatus::Resolved), resolution, ..IncidentUpdate::default() };
        plan("Resolve", &self.incident_id, &update, self.note.as_deref(), cx).await
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> Result<Answer> {
        settled::<Self>("resolved", &self.incident_id, replies, &self.include, cx).await
    }
}

async fn plan(
    verb: &str,
    asked: &Id<Incident>,
    update: &IncidentUpdate,
    note: Option<&str>,
    cx: &Context,
) -> Result<Plan> {
    let target = IncidentTarget::to_become(update.status, asked, Effect::Everyday, cx);
    let (target, from) = tokio::try_join!(target, cx.author())?;
    target.check_can_become(update.status)?;
    let note_change = note.map(|note| Change::add_note(&target.id, note, &from));
    let plan = Plan::new(
        Effect::Everyday,
        format!("{verb} incident {}{}", target.called(), so_before(&target, update.status)),
    )
    .step(Change::update_incident(&target.id, update, &from), note_change);
    Ok(target.named_in(plan).quote("Resolution", update.resolution.as_deref()).quote("Note", note))
}

/// Says of an incident that it is in the wanted state before the change.
pub(crate) fn so_before(target: &IncidentTarget, status: Option<IncidentStatus>) -> &'static str {
    let is_over = status == Some(IncidentStatus::Resolved) && target.is(IncidentStatus::Resolved);
    if is_over { ", which is resolved already" } else { "" }
}

/// The incident after the change; as it is where it was so before, which is a success too.
async fn settled<W: Write>(
    state: &str,
    asked: &Id<Incident>,
    replies: Vec<Result<Reply>>,
    include: &Include<Incident>,
    cx: &Context,
) -> Result<Answer> {
    match single_reply(replies) {
        Err(error) if W::DONE_BEFORE.is_some() && error.said_code() == W::DONE_BEFORE => {
            let row = cx.pagerduty()?.get(asked).await?;
            cx.warn(format!("it was {state} before this call, which changed nothing"));
            Ok(Answer::row(&row, include).metadata("outcome", "done before"))
        }
        reply => Ok(Answer::row(&reply?.row("incident")?, include)),
    }
}

/// Add a note to a PagerDuty incident: what was seen, tried or decided. Notes cannot be deleted here.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AddIncidentNote {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// The text of the note.
    content: String,
}

impl Edit for AddIncidentNote {
    const INFO: Info = Info::write("add_incident_note", "Add incident note", Toolset::Incidents, Effect::Everyday)
        .adds()
        .on_by_default();

    type Shown = Note;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let target = IncidentTarget::of(&self.incident_id, Effect::Everyday, cx);
        let (target, from) = tokio::try_join!(target, cx.author())?;
        let plan = Plan::new(Effect::Everyday, format!("Add a note to incident {}", target.called()))
            .change(Change::add_note(&target.id, &self.content, &from));
        Ok(target.named_in(plan).quote("Note", Some(&self.content)))
    }

    async fn answer(&self, reply: Reply, _: &Context) -> Result<Answer> {
        let note = present::whole(&reply.row::<Note>("note")?);
        Ok(Answer::one::<Note>(note, Strangers::default().within::<Note>("")))
    }
}
