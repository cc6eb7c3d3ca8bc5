//! Custom fields: their definitions, and what they hold.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Object, View, api_url};
use crate::id::{Key, Kind};
use crate::model::{CUSTOM_FIELDS, CustomField, FieldValue, INCIDENT_TYPE, Incident};
use crate::time::{before, days};

/// More options than a field has.
const OPTIONS: u64 = 1 << 6;
/// How long types and fields have been as they are.
const AGE: SignedDuration = days(400);

impl View<'_> {
    /// What all fields hold in an incident.
    pub(crate) fn custom_field_values(&self, incident: Key<Incident>) -> Value {
        let incident = &self.account[incident];
        let write = |(place, field): (usize, &CustomField)| -> Value {
            Object::new()
                .with("id", self.account.custom_field_id(place))
                .with("type", "field_value")
                .with("name", field.name)
                .with("display_name", field.display_name)
                .with("description", field.description)
                .with("data_type", field.data_type.name())
                .with("field_type", field.field_type())
                .with("value", incident.field_value(place).as_ref().map(written))
                .into()
        };
        CUSTOM_FIELDS.iter().enumerate().map(write).collect()
    }

    /// The one type of incidents.
    pub(crate) fn incident_type(&self) -> Value {
        let created_at = self.time(before(self.account.started, AGE));
        Object::new()
            .with("id", self.account.incident_type_id())
            .with("type", "incident_type")
            .with("name", INCIDENT_TYPE)
            .with("display_name", "Base Incident")
            .with("description", "The type of every incident")
            .with("parent", Value::Null)
            .with("enabled", true)
            .with("created_at", &*created_at)
            .with("updated_at", &*created_at)
            .into()
    }

    /// The definition of a field; its options only if they are included.
    pub(crate) fn custom_field(&self, place: usize) -> Value {
        let field = &CUSTOM_FIELDS[place];
        let incident_type = self.account.incident_type_id();
        let id = self.account.custom_field_id(place);
        let api = api_url(&format!("incidents/types/{incident_type}/custom_fields/{id}"));
        let created_at = self.time(before(self.account.started, AGE));
        let object = Object::new()
            .with("id", id)
            .with("type", "field")
            .with("summary", field.name)
            .with("self", api)
            .with("enabled", true)
            .with("name", field.name)
            .with("display_name", field.display_name)
            .with("description", field.description)
            .with("data_type", field.data_type.name())
            .with("field_type", field.field_type())
            .with("default_value", Value::Null)
            .with("incident_type", incident_type)
            .with("created_at", &*created_at)
            .with("updated_at", &*created_at);
        if field.options.is_empty() || !self.includes("field_options") {
            return object.into();
        }
        let option = |(number, option): (u64, &&str)| {
            json!({
                "id": self.account.ids.encode(Kind::FieldOption, place as u64 * OPTIONS + number),
                "type": "field_option",
                "data": {"data_type": "string", "value": option},
                "created_at": created_at,
                "updated_at": created_at,
            })
        };
        object.with("field_options", (0..).zip(field.options).map(option).collect::<Vec<Value>>()).into()
    }
}

impl crate::account::Account {
    pub(crate) fn custom_field_id(&self, place: usize) -> String {
        self.ids.encode(Kind::CustomField, place as u64)
    }

    /// The ID of the one type of incidents.
    pub(crate) fn incident_type_id(&self) -> String {
        self.ids.encode(Kind::IncidentType, 0)
    }
}

/// A value, bare: so in the examples of the OpenAPI description, while its schema wraps it once more.
fn written(value: &FieldValue) -> Value {
    match value {
        FieldValue::Boolean(value) => (*value).into(),
        FieldValue::Integer(value) => (*value).into(),
        FieldValue::Text(text) => (**text).into(),
        FieldValue::Texts(texts) => texts.iter().map(|text| &**text).collect(),
    }
}

/// What changed, one text for each field.
pub(super) fn changeset(values: &[(usize, Option<FieldValue>)]) -> Value {
    let text = |(place, value): &(usize, Option<FieldValue>)| {
        let name = CUSTOM_FIELDS[*place].name;
        match value.as_ref().map(written) {
            Some(Value::String(text)) => format!("Updated {name} to {text}"),
            Some(other) => format!("Updated {name} to {other}"),
            None => format!("Cleared {name}"),
        }
    };
    values.iter().map(text).collect()
}
