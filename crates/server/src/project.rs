//! From a row of PagerDuty's to an item of an answer: the wanted fields in their documented order, nothing empty,
//! every text cleaned.

use pagerduty::{Resource, Row};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{fields::Include, untrusted};

/// The item of a row with the fields that the caller wants.
pub(crate) fn item<T: Resource>(row: &Row<T>, include: &Include<T>) -> Map<String, Value> {
    let mut known = object(&row.item);
    let mut further = None;
    let mut item = Map::new();
    for field in include.fields() {
        let value = known.remove(field).or_else(|| further.get_or_insert_with(|| row.fields()).remove(field));
        if let Some(value) = value.and_then(compact) {
            item.insert(field.to_owned(), value);
        }
    }
    item
}

/// The item of a row with every field that the model has.
pub(crate) fn whole<T: Resource>(row: &Row<T>) -> Map<String, Value> {
    match compact(object(&row.item).into()) {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

fn object(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        // Models are structs, and structs are objects.
        _ => Map::new(),
    }
}

/// The value without nulls, empty texts, empty lists and empty objects, or nothing where nothing is left.
fn compact(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(mut text) => {
            untrusted::clean(&mut text);
            (!text.is_empty()).then_some(Value::String(text))
        }
        Value::Array(values) => {
            let values: Vec<Value> = values.into_iter().filter_map(compact).collect();
            (!values.is_empty()).then_some(Value::Array(values))
        }
        Value::Object(fields) => {
            let is_reference =
                fields.get("type").and_then(Value::as_str).is_some_and(|text| text.ends_with("_reference"));
            let mut kept = Map::new();
            for (mut name, value) in fields {
                // Addresses in the API are of no use to a caller; a reference is its ID, type and name.
                if name == "self" || is_reference && name == "html_url" {
                    continue;
                }
                if let Some(value) = compact(value) {
                    untrusted::clean(&mut name);
                    kept.insert(name, value);
                }
            }
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_empty_is_left() {
        let value = json!({
            "a": null, "b": "", "c": [], "d": {}, "e": [null, "", {"f": null}], "g": 0, "h": false, "i": {"self": "x"},
            "j": {"type": "team_reference", "id": "P1", "html_url": "x", "self": "y"},
        });
        assert_eq!(compact(value), Some(json!({"g": 0, "h": false, "j": {"type": "team_reference", "id": "P1"}})));
    }
}
