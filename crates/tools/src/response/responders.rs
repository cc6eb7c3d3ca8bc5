//! Asking others to join an incident.

use futures_util::future::join_all;
use pagerduty::{
    Change, Id, Reply,
    model::{EscalationPolicy, Incident, User, request::ResponderTarget},
};
use schemars::JsonSchema;
use serde::Deserialize;
use toolkit::{
    answer::{Answer, strangers::Strangers},
    context::Context,
    effect::Effect,
    error::{Code, Error, Result},
    info::Info,
    toolset::Toolset,
    write::{self, Pages, Plan, Write, single_reply},
};

use super::check_number;
use crate::{incidents::IncidentTarget, people};

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
    const INFO: Info = Info::write("add_responders", "Add responders", Toolset::Response, Effect::Pages);

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
            let policies = join_all(self.escalation_policy_ids.iter().map(|id| people::policy(id, cx)));
            let on_call = join_all(self.escalation_policy_ids.iter().map(|id| people::on_call(id, 1, cx)));
            Ok(tokio::join!(people::people(&self.user_ids, cx), policies, on_call))
        };
        let requester = async { cx.author_id().await };
        let (target, requester, from, (users, policies, on_call)) =
            tokio::try_join!(IncidentTarget::read(&self.incident_id, cx), requester, cx.author(), people)?;
        target.check_open()?;
        let asked = people::called(&users).into_iter().chain(policies.iter().map(|(called, _)| called.clone()));
        let what = format!("Ask {} to join incident {}", write::listed(asked, "people and policies"), target.called());
        let paged = on_call.into_iter().fold(Pages::people(people::called(&users)), Pages::and);
        let change = Change::request_responders(&target.id, &requester, &self.message, &targets, &from);
        let plan = target.named_in(Plan::new(Effect::Pages, what).change(change)).pages(paged);
        let plan = plan.targets(users.into_iter().map(|user| user.target).chain(policies.into_iter().map(|one| one.1)));
        Ok(plan.quote("Message", Some(&self.message)))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        let request = single_reply(replies)?.part("responder_request")?;
        let strangers = Strangers::default()
            .titles(&[
                "incident.summary",
                "incident.title",
                "responder_request_targets.responder_request_target.incidents_responders.incident.summary",
                "responder_request_targets.responder_request_target.incidents_responders.incident.title",
            ])
            .details(&["message", "responder_request_targets.responder_request_target.incidents_responders.message"]);
        Ok(Answer::composed("responder_requests", vec![request], strangers).described("The responders were asked"))
    }
}
