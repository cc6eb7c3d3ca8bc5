//! Technical services: what incidents happen to.

use super::Account;
use crate::id::Key;
use crate::model::{EscalationPolicy, Service, Status, Team, Tool};

impl Account {
    /// A service's `status`: it follows from its open incidents.
    pub(crate) fn service_status(&self, service: Key<Service>) -> &'static str {
        if self[service].is_disabled {
            return "disabled";
        }
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

    /// Whether a service is of one of these teams; without teams to filter by, every service is.
    pub(crate) fn is_of_teams(&self, service: Key<Service>, teams: Option<&Vec<Key<Team>>>) -> bool {
        teams.is_none_or(|teams| self[service].team.is_some_and(|team| teams.contains(&team)))
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
