//! Telling those who follow an incident how it stands.

use pagerduty::model::Incident;
use toolkit::{answer::strangers::Strangers, prelude::*, write::single_reply};

use super::target::IncidentTarget;

/// Post a status update on a PagerDuty incident: it is sent to the people who subscribed to it, and cannot be taken back.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct PostStatusUpdate {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// What to tell them.
    message: String,
}

impl Write for PostStatusUpdate {
    const INFO: Info = Info::write("post_status_update", "Post status update", Toolset::Response, Effect::Public);

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let (target, from) = tokio::try_join!(IncidentTarget::read(&self.incident_id, cx), cx.author())?;
        let plan = Plan::new(
            Effect::Public,
            format!("Send a status update on incident {} to all its subscribers", target.called()),
        );
        let plan = plan.change(Change::post_status_update(&target.id, &self.message, &from));
        Ok(target.named_in(plan).quote("Message", Some(&self.message)))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        let update = single_reply(replies)?.part("status_update")?;
        let strangers = Strangers::default().details(&["message", "subject"]);
        Ok(Answer::composed("status_updates", vec![update], strangers).described("The status update was sent"))
    }
}
