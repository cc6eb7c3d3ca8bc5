//! Custom fields of incidents, with their values.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Resource, ResourceKind};
use crate::Field;

/// A custom field of one incident.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct CustomField {
    pub id: Field<String>,
    pub name: Field<String>,
    pub display_name: Field<String>,
    /// `boolean`, `integer`, `float`, `string`, `datetime` or `url`.
    pub data_type: Field<String>,
    /// `single_value`, `single_value_fixed`, `multi_value` or `multi_value_fixed`.
    pub field_type: Field<String>,
    pub value: Field<Value>,
}

impl Resource for CustomField {
    const KIND: ResourceKind = ResourceKind::CustomField;
    const OPAQUE: &'static [&'static str] = &["value"];
    const ON_REQUEST: &'static [&'static str] = &["description", "type"];

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}
