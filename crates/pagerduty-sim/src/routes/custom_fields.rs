//! Custom fields of incidents: `/incidents/{id}/custom_fields/values`, and their definitions with the types of incidents
//! at `/incidents/types`. The older list at `/incidents/custom_fields` is deprecated and not here.

use serde_json::{Value, json};

use super::incidents;
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome};
use crate::model::{CUSTOM_FIELDS, CustomField, DataType, FieldValue, INCIDENT_TYPE};
use crate::time::Zone;
use crate::view::View;

/// The longest text, and the most texts in one value. Source: OpenAPI, custom fields.
const LONGEST: usize = 200;
const MOST: usize = 10;

/// The types of incidents, of which there is one. The list has no pages.
pub(crate) fn types(account: &Account, call: &Call<'_>) -> Outcome {
    let view = View::new(account, Zone::Utc, call);
    let none_is_disabled = call.request.one("filter") == Some("disabled");
    let types = if none_is_disabled { Vec::new() } else { vec![view.incident_type()] };
    Ok(json!({"incident_types": types}).into())
}

/// The definitions of a type of incidents, by its ID or name. The list has no pages.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let incident_type = call.segment(2);
    if incident_type != INCIDENT_TYPE && incident_type != account.incident_type_id() {
        return Err(ApiError::not_found());
    }
    let view = View::new(account, Zone::Utc, call);
    let fields: Vec<Value> = (0..CUSTOM_FIELDS.len()).map(|place| view.custom_field(place)).collect();
    Ok(json!({"fields": fields}).into())
}

/// All fields of the incident, empty ones too. The list has no pages.
pub(crate) fn values(account: &Account, call: &Call<'_>) -> Outcome {
    let incident = incidents::find(account, call)?;
    let view = View::new(account, Zone::Utc, call);
    Ok(json!({"custom_fields": view.custom_field_values(incident)}).into())
}

/// Sets the fields that are named and leaves the others. Answers 201, with all fields.
pub(crate) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let incident = incidents::find(account, call)?;
    let body = call.whole_body()?;
    let wanted = body.get("custom_fields").and_then(Value::as_array).filter(|wanted| !wanted.is_empty());
    let wanted = wanted.ok_or_else(|| ApiError::invalid_input("custom_fields cannot be empty."))?;
    let values = wanted
        .iter()
        .map(|wanted| {
            let place = place(account, wanted).ok_or_else(ApiError::unknown_field)?;
            let field = &CUSTOM_FIELDS[place];
            let value = value(field, &wanted["value"]).ok_or_else(|| ApiError::invalid_field_value(field.name))?;
            Ok((place, value))
        })
        .collect::<Result<Vec<_>, ApiError>>()?;
    let (by, now) = (call.agent(account), account.now());
    account.set_custom_fields(incident, values, by, now);
    let view = View::new(account, Zone::Utc, call);
    Ok(Answer::created(json!({"custom_fields": view.custom_field_values(incident)})))
}

/// The field that a value is for, by ID or name.
fn place(account: &Account, wanted: &Value) -> Option<usize> {
    let id = wanted["id"].as_str();
    let name = wanted["name"].as_str();
    (0..CUSTOM_FIELDS.len()).find(|place| match id {
        Some(id) => account.custom_field_id(*place) == id,
        None => name == Some(CUSTOM_FIELDS[*place].name),
    })
}

/// A value that suits the field; the outer `None` if it does not, the inner one if it is null.
fn value(field: &CustomField, value: &Value) -> Option<Option<FieldValue>> {
    if value.is_null() {
        return Some(None);
    }
    let text = |value: &Value| -> Option<Box<str>> {
        let text = value.as_str().filter(|text| text.chars().count() <= LONGEST && field.allows(text))?;
        let suits = match field.data_type {
            DataType::Datetime => text.parse::<jiff::Timestamp>().is_ok(),
            DataType::Url => text.starts_with("https://") || text.starts_with("http://"),
            DataType::Boolean | DataType::Integer => false,
            DataType::String => true,
        };
        suits.then(|| text.into())
    };
    if field.is_multiple {
        let texts = value.as_array().filter(|texts| texts.len() <= MOST)?;
        return texts.iter().map(text).collect::<Option<Vec<_>>>().map(|texts| Some(FieldValue::Texts(texts)));
    }
    let value = match field.data_type {
        DataType::Boolean => FieldValue::Boolean(value.as_bool()?),
        DataType::Integer => FieldValue::Integer(value.as_i64()?),
        DataType::String | DataType::Datetime | DataType::Url => FieldValue::Text(text(value)?),
    };
    Some(Some(value))
}
