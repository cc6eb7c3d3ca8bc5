//! Changing one incident: what it says, and whose it is.

use pagerduty::model::{EscalationPolicy, Incident, Service, Urgency, User, request::IncidentUpdate};
use toolkit::prelude::*;

use super::{
    checks::{check_number, word},
    priority,
    target::IncidentTarget,
};
use crate::users::people;

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

impl Edit for UpdateIncident {
    const INFO: Info = Info::write("update_incident", "Update incident", Toolset::Response, Effect::Pages);

    type Shown = Incident;

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
        let (target, from) = tokio::try_join!(IncidentTarget::read(&self.incident_id, cx), cx.author())?;
        let change = Change::update_incident(&target.id, &update, &from);
        let pages = self.escalation_level.is_some() || self.escalation_policy_id.is_some();
        if pages {
            target.check_open()?;
        }
        let effect = if pages { Effect::Pages } else { Effect::Everyday };
        let (what, policy) = self.what(&target.called(), cx).await;
        let plan = target.named_in(Plan::new(effect, what).change(change)).targets(policy);
        let plan = plan.quote("New title", self.title.as_deref()).quote("New priority", self.priority.as_deref());
        if !pages {
            return Ok(plan);
        }
        let current = || target.incident.as_ref()?.escalation_policy.get()?.id.parsed();
        // Without a policy it is not known whom it pages, and the plan says so.
        let Some(policy) = self.escalation_policy_id.clone().or_else(current) else { return Ok(plan) };
        let level = self.escalation_level.unwrap_or(1);
        let paged = people::on_call(&policy, level.into(), cx).await;
        if paged.is_nobody() {
            // Perhaps because there is no such level.
            people::check_level(&policy, level, cx).await?;
        }
        Ok(plan.pages(paged))
    }
}

impl UpdateIncident {
    /// What happens, and the escalation policy and service that it names.
    async fn what(&self, incident: &str, cx: &Context) -> (String, Vec<Target>) {
        let mut targets = Vec::new();
        let mut what = match (self.escalation_level, &self.escalation_policy_id) {
            (Some(level), None) => format!("Escalate incident {incident} to level {level}"),
            (level, Some(id)) => {
                let (policy, target) = people::policy(id, cx).await;
                targets.push(target);
                let level = level.map(|level| format!(", level {level}")).unwrap_or_default();
                format!("Move incident {incident} to the {policy}{level}")
            }
            (None, None) => format!("Change incident {incident}"),
        };
        if let Some(urgency) = self.urgency {
            what = format!("{what}, with {} urgency", word(urgency));
        }
        if let Some(id) = &self.service_id {
            let service = match cx.pagerduty() {
                Ok(client) => client.get(id).await.ok().map(|row| row.item).unwrap_or_default(),
                Err(_) => Service::default(),
            };
            let name = service.name.as_deref();
            what = format!("{what}, and move it to the service {}", write::named(name, id.as_str()));
            targets.push(Target::new(id, name));
        }
        (what, targets)
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

impl Edit for ReassignIncident {
    const INFO: Info = Info::write("reassign_incident", "Reassign incident", Toolset::Response, Effect::Pages);
    const RULES: &'static [Rule] = &[Rule::ExactlyOne(&["user_ids", "escalation_policy_id"])];

    type Shown = Incident;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        check_number("user_ids", self.user_ids.len())?;
        let update = IncidentUpdate {
            assignments: self.user_ids.iter().cloned().map(Into::into).collect(),
            escalation_policy: self.escalation_policy_id.clone().map(Into::into),
            ..IncidentUpdate::default()
        };
        let people = async {
            Ok(match &self.escalation_policy_id {
                Some(policy) => {
                    let ((called, target), paged) =
                        tokio::join!(people::policy(policy, cx), people::on_call(policy, 1, cx));
                    (format!("whoever is on call in the {called}"), vec![target], paged)
                }
                None => {
                    let users = people::people(&self.user_ids, cx).await;
                    let paged = people::called(&users);
                    let whom = write::listed(paged.iter().cloned(), "people");
                    (whom, users.into_iter().map(|user| user.target).collect(), Pages::people(paged))
                }
            })
        };
        let (target, from, (whom, others, paged)) =
            tokio::try_join!(IncidentTarget::read(&self.incident_id, cx), cx.author(), people)?;
        target.check_open()?;
        let plan = Plan::new(Effect::Pages, format!("Reassign incident {} to {whom}", target.called()))
            .change(Change::update_incident(&target.id, &update, &from));
        Ok(target.named_in(plan).targets(others).pages(paged))
    }
}
