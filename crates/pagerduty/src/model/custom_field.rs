//! Custom fields of incidents, with their values.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{resource::Resource, resource_kind::ResourceKind, untrusted::Untrusted};
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

/// The definition of a custom field, with the values that it may have.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct CustomFieldDefinition {
    pub id: Field<String>,
    pub name: Field<String>,
    /// Of fields whose `field_type` ends with `_fixed`.
    pub field_options: Field<Vec<Field<FieldOption>>>,
}

/// A value that a custom field may have, out of the object that PagerDuty sends.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(from = "OptionWire")]
pub struct FieldOption(Field<Value>);

#[derive(Default, Deserialize)]
#[serde(default)]
struct OptionWire {
    data: Field<OptionData>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OptionData {
    value: Field<Value>,
}

impl From<OptionWire> for FieldOption {
    fn from(mut wire: OptionWire) -> Self {
        Self(wire.data.take().map(|data| data.value).unwrap_or_default())
    }
}

impl CustomFieldDefinition {
    /// The texts that the field may have.
    pub fn allowed(&self) -> impl Iterator<Item = &str> {
        let options = self.field_options.get().into_iter().flatten().filter_map(|option| option.get());
        options.filter_map(|option| option.0.get()?.as_str())
    }
}

impl Resource for CustomFieldDefinition {
    const KIND: ResourceKind = ResourceKind::CustomField;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl Resource for CustomField {
    const KIND: ResourceKind = ResourceKind::CustomField;
    const OPAQUE: &'static [&'static str] = &["value"];
    const ON_REQUEST: &'static [&'static str] = &["description", "type"];
    const UNTRUSTED: Untrusted = Untrusted { details: &["value", "description"], ..Untrusted::NONE };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}
