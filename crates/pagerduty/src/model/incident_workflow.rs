//! Incident workflows.

use serde::{Deserialize, Serialize};

use super::{
    address::{ById, ListQuery},
    reference::Reference,
    resource::Resource,
    resource_kind::ResourceKind,
    untrusted::Untrusted,
};
use crate::Field;

/// A sequence of steps that is run on an incident.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct IncidentWorkflow {
    pub id: Field<String>,
    pub name: Field<String>,
    pub description: Field<String>,
    pub is_enabled: Field<bool>,
    pub team: Field<Reference>,
}

impl Resource for IncidentWorkflow {
    const KIND: ResourceKind = ResourceKind::IncidentWorkflow;
    const OPAQUE: &'static [&'static str] = &["steps"];
    const ON_REQUEST: &'static [&'static str] = &["steps", "created_at", "html_url", "self", "summary", "type"];
    const UNTRUSTED: Untrusted = Untrusted { details: &["description", "steps"], ..Untrusted::NONE };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// The filters of `GET /incident_workflows`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IncidentWorkflowsQuery {
    /// Workflows whose name contains this text.
    pub query: Option<String>,
    /// Parts that PagerDuty sends only when asked: `steps`, `team`.
    pub include: Vec<&'static str>,
}

/// `GET /incident_workflows`
impl ListQuery for IncidentWorkflowsQuery {
    type Row = IncidentWorkflow;

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

/// `GET /incident_workflows/{id}`
impl ById for IncidentWorkflow {}
