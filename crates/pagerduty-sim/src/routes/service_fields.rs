//! What the custom fields of services hold: `/services/{id}/custom_fields/values`. The fields are a collection.

use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome};
use crate::id::{Key, Kind};
use crate::model::Service;
use crate::rows::Row;

/// All fields, empty ones too. The list has no pages.
pub(crate) fn values(account: &Account, call: &Call<'_>) -> Outcome {
    let service = find(account, call)?;
    Ok(written(account, service).into())
}

/// Sets the fields that are named, by ID or name, and leaves the others. Answers 201, with all fields.
pub(crate) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let service = find(account, call)?;
    let body = call.whole_body()?;
    let wanted = body.get("custom_fields").and_then(Value::as_array).filter(|wanted| !wanted.is_empty());
    let wanted = wanted.ok_or_else(|| ApiError::invalid_input("custom_fields cannot be empty."))?;
    let mut values = held(account, service);
    for each in wanted {
        let field = place(account, each).ok_or_else(ApiError::unknown_field)?;
        values.insert(account.row_id(Kind::ServiceCustomField, field), each["value"].clone());
    }
    let place = account.rows.within(Kind::ServiceFieldValues, service.index()).next_back();
    match place {
        Some(place) => {
            if let Some(row) = account.rows.get_mut(Kind::ServiceFieldValues, place) {
                row.fields = values;
            }
        }
        None => {
            account.rows.add(Kind::ServiceFieldValues, Row::new(service.index(), Value::Object(values)));
        }
    }
    Ok(Answer::created(written(account, service)))
}

fn find(account: &Account, call: &Call<'_>) -> Result<Key<Service>, ApiError> {
    account.find(call.id()).ok_or_else(ApiError::service_not_found)
}

/// The values of a service, by the IDs of the fields.
fn held(account: &Account, service: Key<Service>) -> Map<String, Value> {
    let place = account.rows.within(Kind::ServiceFieldValues, service.index()).next_back();
    let row = place.and_then(|place| account.rows.get(Kind::ServiceFieldValues, place));
    row.map(|row| row.fields.clone()).unwrap_or_default()
}

/// The field that a value is for.
fn place(account: &Account, wanted: &Value) -> Option<usize> {
    let rows = &account.rows;
    let has_name = |place: &usize| {
        rows.get(Kind::ServiceCustomField, *place).is_some_and(|row| wanted["name"] == row.text("name"))
    };
    match wanted["id"].as_str() {
        Some(id) => account.find_row(Kind::ServiceCustomField, id),
        None => rows.places(Kind::ServiceCustomField).find(has_name),
    }
}

fn written(account: &Account, service: Key<Service>) -> Value {
    let values = held(account, service);
    let rows = &account.rows;
    let write = |place: usize| {
        let row = rows.get(Kind::ServiceCustomField, place)?;
        let id = account.row_id(Kind::ServiceCustomField, place);
        let value = values.get(&id).cloned().unwrap_or_default();
        let field = |name: &str| row.fields.get(name).cloned().unwrap_or_default();
        Some(json!({
            "id": id,
            "type": "field_value",
            "name": field("name"),
            "display_name": field("display_name"),
            "description": field("description"),
            "data_type": field("data_type"),
            "field_type": field("field_type"),
            "value": value,
        }))
    };
    let fields: Vec<Value> = rows.places(Kind::ServiceCustomField).filter_map(write).collect();
    json!({"custom_fields": fields})
}
