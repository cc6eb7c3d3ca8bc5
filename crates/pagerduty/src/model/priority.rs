//! Priorities: how important the account takes an incident to be.

use serde::{Deserialize, Serialize};

use super::{resource::Resource, resource_kind::ResourceKind, untrusted::Untrusted};
use crate::Field;

/// A priority.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Priority {
    pub id: Field<String>,
    pub name: Field<String>,
    pub description: Field<String>,
}

impl Resource for Priority {
    const KIND: ResourceKind = ResourceKind::Priority;
    const UNTRUSTED: Untrusted = Untrusted::DESCRIPTION;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}
