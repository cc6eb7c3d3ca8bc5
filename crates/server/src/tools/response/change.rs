//! Changing one incident: what it says, and whose it is.

use pagerduty::{
    Change, Id, Reply,
    model::{EscalationPolicy, Incident, Service, Urgency, User, request::IncidentUpdate},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{check_number, paged, priority, target};
use crate::{
    answer::Answer,
    context::Context,
    error::{Code, Error, Result},
    fields::Include,
    rules::Rule,
    tool::Access,
    tools::incidents,
    toolset::Toolset,
    words,
    writes::{Plan, Write},
};

/// Change the title, urgency, priority, escalation level, escalation policy or service of a PagerDuty incident. Another
/// level or policy pages people.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct UpdateIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// The new title.
    title: Option<String>,
    /// The new urgency.
    urgency: Option<Urgency>,
    /// The name of the new priority, such as P1.
    priority: Option<String>,
    /// Escalate to this level of the policy: pages whoever is on call there.
    #[schemars(range(min = 1))]
    escalation_level: Option<u32>,
    /// The new escalation policy, by ID or name: pages whoever is on call in it.
    escalation_policy_id: Option<Id<EscalationPolicy>>,
    /// The new service, by ID or name.
    service_id: Option<Id<Service>>,
}

impl Write for UpdateIncident {
    const NAME: &'static str = "update_incident";
    const TITLE: &'static str = "Update incident";
    const ACCESS: Access = Access::Destructive;
    const TOOLSET: Toolset = Toolset::Response;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let mut update = IncidentUpdate {
            title: self.title.clone(),
            urgency: self.urgency,
            escalation_level: self.escalation_level,
            escalation_policy: self.escalation_policy_id.clone().map(Into::into),
            service: self.service_id.clone().map(Into::into),
            ..IncidentUpdate::default()
        };
        if let Some(name) = &self.priority {
            update.priority = Some(priority::named(name, cx).await?);
        }
        if update == IncidentUpdate::default() {
            return Err(Error::new(Code::MissingParameter, "nothing says what to change").hint(
                "give `title`, `urgency`, `priority`, `escalation_level`, `escalation_policy_id` or `service_id`",
            ));
        }
        let (target, from) = tokio::try_join!(target(&self.incident_id, cx), cx.author())?;
        let change = Change::update_incident(&target.id, &update, &from);
        let plan = Plan::one(format!("{} {}", self.verb(), target.called), change);
        if self.escalation_level.is_none() && self.escalation_policy_id.is_none() {
            return Ok(plan);
        }
        let current = || target.incident.escalation_policy.get()?.id.parsed();
        Ok(match self.escalation_policy_id.clone().or_else(current) {
            Some(policy) => plan.pages(paged::on_call(&policy, self.escalation_level.unwrap_or(1).into(), cx).await),
            None => plan.grave(),
        })
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        incidents::changed(replies, &Include::default())
    }
}

impl UpdateIncident {
    fn verb(&self) -> String {
        match (self.escalation_level, &self.escalation_policy_id) {
            (Some(level), None) => format!("Escalate to level {level}:"),
            (_, Some(policy)) => format!("Move to the escalation policy {policy}:"),
            (None, None) => "Change".to_owned(),
        }
    }
}

/// Reassign a PagerDuty incident to other users, who are paged, or to whoever is on call in an escalation policy.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ReassignIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// To these users, by ID, name or e-mail.
    #[serde(default)]
    user_ids: Vec<Id<User>>,
    /// To this escalation policy, by ID or name.
    escalation_policy_id: Option<Id<EscalationPolicy>>,
}

impl Write for ReassignIncident {
    const NAME: &'static str = "reassign_incident";
    const TITLE: &'static str = "Reassign incident";
    const ACCESS: Access = Access::Destructive;
    const TOOLSET: Toolset = Toolset::Response;
    const RULES: &'static [Rule] = &[Rule::ExactlyOne(&["user_ids", "escalation_policy_id"])];

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        check_number("user_ids", self.user_ids.len())?;
        let update = IncidentUpdate {
            assignments: self.user_ids.iter().cloned().map(Into::into).collect(),
            escalation_policy: self.escalation_policy_id.clone().map(Into::into),
            ..IncidentUpdate::default()
        };
        let people = async {
            Ok(match &self.escalation_policy_id {
                Some(policy) => paged::on_call(policy, 1, cx).await,
                None => paged::users(&self.user_ids, cx).await,
            })
        };
        let (target, from, people) = tokio::try_join!(target(&self.incident_id, cx), cx.author(), people)?;
        let whom = words::join(people.iter().cloned(), "and");
        let what = format!("Reassign {} to {whom}", target.called);
        Ok(Plan::one(what, Change::update_incident(&target.id, &update, &from)).pages(people))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        incidents::changed(replies, &Include::default())
    }
}
