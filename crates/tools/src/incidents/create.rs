//! Creating an incident.

use pagerduty::model::{
    EscalationPolicy, Incident, Service, Urgency, User,
    request::{IncidentBody, NewIncident},
};
use toolkit::prelude::*;

use super::{
    checks::{check_number, word},
    priority,
};
use crate::users::people;

/// Create a PagerDuty incident on a service: it pages whoever is on call, or the users that are given; the answer says
/// whom.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CreateIncident {
    /// The service, by ID or name.
    service_id: Id<Service>,
    /// What is wrong, in one line.
    title: String,
    /// The details.
    body: Option<String>,
    /// The urgency; default what the service says.
    urgency: Option<Urgency>,
    /// The name of the priority, such as P1.
    priority: Option<String>,
    /// Escalate by this policy, by ID or name, instead of the service's.
    escalation_policy_id: Option<Id<EscalationPolicy>>,
    /// Assign to these users, by ID, name or e-mail.
    #[serde(default)]
    user_ids: Vec<Id<User>>,
    /// A key of your own: refused while the service has an open incident with it.
    incident_key: Option<String>,
}

impl Edit for CreateIncident {
    const INFO: Info = Info::write("create_incident", "Create incident", Toolset::Response, Effect::Pages);
    const RULES: &'static [Rule] = &[Rule::Excludes("escalation_policy_id", &["user_ids"])];

    type Shown = Incident;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        check_number("user_ids", self.user_ids.len())?;
        let priority = async {
            match &self.priority {
                Some(name) => priority::named(name, cx).await.map(Some),
                None => Ok(None),
            }
        };
        let service = async { Ok(cx.pagerduty()?.get(&self.service_id).await?.item) };
        let (from, priority, service) = tokio::try_join!(cx.author(), priority, service)?;
        let of_service = || service.escalation_policy.get()?.id.parsed();
        let people = match self.escalation_policy_id.clone().or_else(of_service) {
            _ if !self.user_ids.is_empty() => Pages::people(people::called(&people::people(&self.user_ids, cx).await)),
            Some(policy) => people::on_call(&policy, 1, cx).await,
            None => Pages::unknown(),
        };
        let incident = NewIncident {
            title: self.title.clone(),
            service: self.service_id.clone().into(),
            urgency: self.urgency,
            priority,
            body: self.body.clone().map(|details| IncidentBody { details }),
            incident_key: self.incident_key.clone(),
            escalation_policy: self.escalation_policy_id.clone().map(Into::into),
            assignments: self.user_ids.iter().cloned().map(Into::into).collect(),
        };
        let name = write::named(service.name.as_deref(), self.service_id.as_str());
        let urgency = self.urgency.map(|urgency| format!(" with {} urgency", word(urgency))).unwrap_or_default();
        let plan = Plan::new(Effect::Pages, format!("Create an incident on {name}{urgency}"))
            .change(Change::create(&incident, &from))
            .target(Target::new(&self.service_id, service.name.as_deref()))
            .pages(people);
        Ok(plan.quote("Title", Some(&self.title)).quote("Details", self.body.as_deref()))
    }
}
