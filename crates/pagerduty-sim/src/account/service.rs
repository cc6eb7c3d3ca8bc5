//! Technical services: what incidents happen to.

use jiff::Timestamp;

use super::{EscalationPolicy, Status, Team};
use crate::id::Key;

/// Something that runs and can break.
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) kind: Kind,
    pub(crate) team: Key<Team>,
    pub(crate) escalation_policy: Key<EscalationPolicy>,
    pub(crate) created_at: Timestamp,
    pub(crate) integrations: Vec<Integration>,
    /// The services that this one calls.
    pub(crate) depends_on: Vec<Key<Service>>,
    /// Whether alerts outside working hours are of low urgency.
    pub(crate) support_hours: bool,
    /// Whether its monitors are known to cry wolf.
    pub(crate) flapping: bool,
}

impl Service {
    /// The name as a host or a repository would have it.
    pub(crate) fn slug(&self) -> String {
        self.name.to_lowercase().replace(' ', "-")
    }
}

/// What sort of thing a service is; decides what can go wrong with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Api,
    Worker,
    Queue,
    Database,
    Cache,
    Search,
    Batch,
    Frontend,
    Mobile,
    Platform,
    Desk,
}

/// Where a service's events come from.
pub(crate) struct Integration {
    pub(crate) tool: Tool,
}

/// What sends events.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Tool {
    Datadog,
    Prometheus,
    CloudWatch,
    Sentry,
    Pingdom,
    Email,
    /// The build pipeline, which sends change events.
    Pipeline,
}

impl Tool {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Tool::Datadog => "Datadog",
            Tool::Prometheus => "Prometheus",
            Tool::CloudWatch => "Amazon CloudWatch",
            Tool::Sentry => "Sentry",
            Tool::Pingdom => "Pingdom",
            Tool::Email => "Email",
            Tool::Pipeline => "Build pipeline",
        }
    }

    /// The `type` of a reference to such an integration.
    pub(crate) const fn reference_type(self) -> &'static str {
        match self {
            Tool::Datadog | Tool::Prometheus | Tool::Sentry | Tool::Pipeline => {
                "events_api_v2_inbound_integration_reference"
            }
            Tool::CloudWatch => "aws_cloudwatch_inbound_integration_reference",
            Tool::Pingdom => "pingdom_inbound_integration_reference",
            Tool::Email => "generic_email_inbound_integration_reference",
        }
    }
}

impl super::Account {
    /// A service's `status`: it follows from its open incidents.
    pub(crate) fn service_status(&self, service: Key<Service>) -> &'static str {
        if self.is_in_maintenance(service) {
            return "maintenance";
        }
        let worst = self.incidents.open_on(service).map(|incident| self[incident].status).min();
        match worst {
            Some(Status::Triggered) => "critical",
            Some(Status::Acknowledged) => "warning",
            _ => "active",
        }
    }

    /// The escalation policy's services.
    pub(crate) fn services_with(&self, escalation_policy: Key<EscalationPolicy>) -> impl Iterator<Item = Key<Service>> {
        self.keys::<Service>().filter(move |service| self[*service].escalation_policy == escalation_policy)
    }

    /// The place of the integration of a service that belongs to a tool, or of its first one.
    pub(crate) fn integration_of(&self, service: Key<Service>, tool: Tool) -> usize {
        self[service].integrations.iter().position(|integration| integration.tool == tool).unwrap_or(0)
    }
}
