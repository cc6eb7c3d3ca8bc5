//! Changing one incident: what it says, and whose it is.

use pagerduty::{
    Id,
    model::{EscalationPolicy, Incident, Service, Urgency, User, incident::IncidentUpdate},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::would_send;
use crate::{
    answer::Answer,
    context::Context,
    error::{Code, Error, Result},
    fields::Include,
    rules::Rule,
    tool::{Access, Tool},
    tools::incidents,
    toolset::Toolset,
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
    /// Only say what would be sent.
    #[serde(default)]
    dry_run: bool,
}

impl Tool for UpdateIncident {
    const NAME: &'static str = "update_incident";
    const TITLE: &'static str = "Update incident";
    const ACCESS: Access = Access::Destructive;
    const TOOLSET: Toolset = Toolset::Response;

    async fn call(self, cx: &Context) -> Result<Answer> {
        let priority = match &self.priority {
            Some(name) => Some(priority(name, cx).await?),
            None => None,
        };
        let update = IncidentUpdate {
            title: self.title,
            urgency: self.urgency,
            priority,
            escalation_level: self.escalation_level,
            escalation_policy: self.escalation_policy_id.map(Into::into),
            service: self.service_id.map(Into::into),
            ..IncidentUpdate::default()
        };
        if update == IncidentUpdate::default() {
            return Err(Error::new(Code::MissingParameter, "nothing says what to change").hint(
                "give `title`, `urgency`, `priority`, `escalation_level`, `escalation_policy_id` or `service_id`",
            ));
        }
        send(&self.incident_id, &update, self.dry_run, cx).await
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
    /// Only say what would be sent.
    #[serde(default)]
    dry_run: bool,
}

impl Tool for ReassignIncident {
    const NAME: &'static str = "reassign_incident";
    const TITLE: &'static str = "Reassign incident";
    const ACCESS: Access = Access::Destructive;
    const TOOLSET: Toolset = Toolset::Response;
    const RULES: &'static [Rule] = &[Rule::ExactlyOne(&["user_ids", "escalation_policy_id"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let update = IncidentUpdate {
            assignments: self.user_ids.into_iter().map(Into::into).collect(),
            escalation_policy: self.escalation_policy_id.map(Into::into),
            ..IncidentUpdate::default()
        };
        send(&self.incident_id, &update, self.dry_run, cx).await
    }
}

async fn send(asked: &Id<Incident>, update: &IncidentUpdate, dry_run: bool, cx: &Context) -> Result<Answer> {
    let (id, from) = tokio::try_join!(incidents::by_id(asked, cx), cx.author())?;
    if dry_run {
        return Ok(Answer::items("requests", vec![would_send(&id, update, &from)]).metadata("dry_run", true));
    }
    // PagerDuty answers with the incident as it is now.
    let row = cx.pagerduty()?.update_incident(&id, update, &from).await?;
    Ok(Answer::row(&row, &Include::default()))
}

/// The ID of the priority of this name.
async fn priority(name: &str, cx: &Context) -> Result<pagerduty::model::incident::To> {
    let priorities = cx.pagerduty()?.priorities().await?;
    let priorities = || priorities.rows.iter().map(|row| &row.item);
    let is_called = |one: &&pagerduty::model::Priority| {
        one.name.as_deref().is_some_and(|other| other.eq_ignore_ascii_case(name.trim()))
            || one.id.as_deref() == Some(name)
    };
    let id = priorities().find(is_called).and_then(|one| one.id.as_deref());
    id.map(|id| pagerduty::model::incident::To::new("priority_reference", id)).ok_or_else(|| {
        let names = crate::words::list(priorities().filter_map(|one| one.name.as_deref()), "and");
        Error::new(Code::InvalidParameter, format!("no priority is called `{}`", crate::words::short(name)))
            .hint(format!("the priorities are {names}"))
    })
}
