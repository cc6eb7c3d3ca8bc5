//! Types of incidents: which custom fields an incident has.

use serde::{Deserialize, Serialize};

use super::{resource::Resource, resource_kind::ResourceKind};
use crate::Field;

/// A type of incidents.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct IncidentType {
    pub id: Field<String>,
    /// Such as `incident_default`; it stands for the ID wherever one is expected.
    pub name: Field<String>,
}

impl Resource for IncidentType {
    const KIND: ResourceKind = ResourceKind::IncidentType;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}
