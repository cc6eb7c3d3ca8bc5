//! Asking others to join an incident.

use pagerduty::{
    Change, Id, Reply,
    model::{EscalationPolicy, Incident, User, request::ResponderTarget},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{check_number, paged, target};
use crate::{
    answer::Answer,
    context::Context,
    error::{Code, Error, Result},
    strangers::Strangers,
    tool::Access,
    toolset::Toolset,
    writes::{Plan, Write, only},
};

/// Ask users, or whoever is on call in escalation policies, to join a PagerDuty incident: pages each of them.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AddResponders {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// What they are told.
    message: String,
    /// These users, by ID, name or e-mail.
    #[serde(default)]
    user_ids: Vec<Id<User>>,
    /// These escalation policies, by ID or name.
    #[serde(default)]
    escalation_policy_ids: Vec<Id<EscalationPolicy>>,
}

impl Write for AddResponders {
    const NAME: &'static str = "add_responders";
    const TITLE: &'static str = "Add responders";
    const ACCESS: Access = Access::Destructive;
    const TOOLSET: Toolset = Toolset::Response;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        check_number("user_ids", self.user_ids.len())?;
        check_number("escalation_policy_ids", self.escalation_policy_ids.len())?;
        let users = self.user_ids.iter().cloned().map(ResponderTarget::from);
        let policies = self.escalation_policy_ids.iter().cloned().map(ResponderTarget::from);
        let targets: Vec<ResponderTarget> = users.chain(policies).collect();
        if targets.is_empty() {
            return Err(Error::new(Code::MissingParameter, "nobody is named who should join")
                .hint("give `user_ids` or `escalation_policy_ids`"));
        }
        let people = async {
            let mut people = paged::users(&self.user_ids, cx).await;
            for policy in &self.escalation_policy_ids {
                people.extend(paged::on_call(policy, 1, cx).await);
            }
            people.sort();
            people.dedup();
            Ok(people)
        };
        let requester = async { cx.author_id().await };
        let (target, requester, from, people) =
            tokio::try_join!(target(&self.incident_id, cx), requester, cx.author(), people)?;
        let what = format!("Ask responders to join {}", target.called);
        let change = Change::request_responders(&target.id, &requester, &self.message, &targets, &from);
        Ok(Plan::one(what, change).pages(people))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        let request = only(replies)?.part("responder_request")?;
        let strangers = Strangers::default()
            .titles(&["incident.summary", "incident.title"])
            .details(&["message", "responder_request_targets.responder_request_target.incidents_responders.message"]);
        Ok(Answer::composed("responder_requests", vec![request], strangers))
    }
}
