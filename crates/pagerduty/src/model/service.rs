//! Services.

use serde::{Deserialize, Serialize};

use super::{
    address::{ById, ListQuery},
    reference::Reference,
    resource::Resource,
    resource_kind::ResourceKind,
    team::Team,
    untrusted::Untrusted,
};
use crate::{Field, Id};

/// A service.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Service {
    pub id: Field<String>,
    pub name: Field<String>,
    pub status: Field<String>,
    pub description: Field<String>,
    pub created_at: Field<String>,
    pub updated_at: Field<String>,
    pub escalation_policy: Field<Reference>,
    pub teams: Field<Vec<Field<Reference>>>,
    pub integrations: Field<Vec<Field<Reference>>>,
}

impl Resource for Service {
    const KIND: ResourceKind = ResourceKind::Service;
    const ON_REQUEST: &'static [&'static str] = &[
        "html_url",
        "last_incident_timestamp",
        "alert_creation",
        "auto_resolve_timeout",
        "acknowledgement_timeout",
        "incident_urgency_rule",
        "support_hours",
    ];
    const UNTRUSTED: Untrusted = Untrusted::DESCRIPTION;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// The filters of `GET /services`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ServicesQuery {
    /// Services of any of these teams.
    pub team_ids: Vec<Id<Team>>,
    /// Part of the name.
    pub query: Option<String>,
}

/// `GET /services`
impl ListQuery for ServicesQuery {
    type Row = Service;

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

/// `GET /services/{id}`
impl ById for Service {}
