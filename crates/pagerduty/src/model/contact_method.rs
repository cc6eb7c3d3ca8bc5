//! Contact methods: how a user is reached.

use serde::{Deserialize, Serialize};

use super::{resource::Resource, resource_kind::ResourceKind};
use crate::Field;

/// A contact method of a user.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct ContactMethod {
    pub id: Field<String>,
    /// Such as `phone_contact_method`.
    pub r#type: Field<String>,
    pub label: Field<String>,
    pub address: Field<String>,
    /// Of a telephone number.
    pub country_code: Field<u64>,
    pub enabled: Field<bool>,
    /// Whether PagerDuty sends nothing there any more.
    pub blacklisted: Field<bool>,
}

impl ContactMethod {
    /// Whether PagerDuty uses it.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.enabled.get() != Some(&false) && self.blacklisted.get() != Some(&true)
    }
}

impl Resource for ContactMethod {
    const KIND: ResourceKind = ResourceKind::ContactMethod;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}
