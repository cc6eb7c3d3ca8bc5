//! From a row of PagerDuty's to an item of an answer: the wanted fields in their documented order, nothing empty,
//! every text cleaned, and no secret in it.

use pagerduty::{Resource, Row};
use serde::Serialize;
use serde_json::{Map, Value};

use super::secrets;
use crate::{
    answer::{include::Include, untrusted},
    phrasing, times,
};

/// The item of a row with the fields that the caller wants.
pub fn item<T: Resource>(row: &Row<T>, include: &Include<T>) -> Map<String, Value> {
    if include.is_raw {
        let fields = row.fields().into_iter();
        return fields.filter_map(|(field, value)| Some((field.clone(), presentable::<T>(&field, value)?))).collect();
    }
    let mut known = object(&row.item);
    name_reference(&mut known, row);
    if include.is_default() {
        known.retain(|field, value| include.has_by_default(field) && is_presentable::<T>(field, value));
        return known;
    }
    let mut further = None;
    let fields = include.fields().into_iter().filter_map(|field| {
        let value = known.remove(field).or_else(|| further.get_or_insert_with(|| row.fields()).remove(field));
        Some((field.to_owned(), value?))
    });
    fields.filter_map(|(field, value)| Some((field.clone(), presentable::<T>(&field, value)?))).collect()
}

/// Names what PagerDuty sent as a reference only: its `summary` is its name.
fn name_reference<T: Resource>(known: &mut Map<String, Value>, row: &Row<T>) {
    if let Some(name) = known.get_mut("name").filter(|name| name.is_null()) {
        *name = row.fields().remove("summary").unwrap_or_default();
    }
}

/// The item of a row with every field that the model has.
pub fn whole<T: Resource>(row: &Row<T>) -> Map<String, Value> {
    let mut fields = object(&row.item);
    fields.retain(|field, value| is_presentable::<T>(field, value));
    fields
}

/// An item that was put together here, as callers read it: nothing empty, every text cleaned.
pub fn composed(mut item: Value) -> Value {
    if prune(&mut item, Meaning::PagerDutys, 0) { item } else { Value::Null }
}

fn object(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        // Models are structs, and structs are objects.
        _ => Map::new(),
    }
}

fn presentable<T: Resource>(field: &str, mut value: Value) -> Option<Value> {
    is_presentable::<T>(field, &mut value).then_some(value)
}

/// Makes a value presentable, in its place; whether anything is left of it.
fn is_presentable<T: Resource>(field: &str, value: &mut Value) -> bool {
    let meaning = if T::OPAQUE.contains(&field) { Meaning::Theirs } else { Meaning::PagerDutys };
    in_utc(field, value, meaning);
    secrets::mask_field(field, value);
    prune(value, meaning, 0)
}

/// Lists and objects that stand inside of each other at most; deeper ones are handed on as text. Many readers of JSON give
/// up at 128, and there is an envelope around.
const DEEPEST: usize = 100;

/// Characters of the name of a field: what others send may have a whole text for one.
const LONGEST_NAME: usize = 200;

/// Fields that hold what others sent, in whatever object they are.
const OF_OTHERS: [&str; 2] = ["details", "body_details"];

/// Whose names the fields of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// PagerDuty's: `self` is an address in the API, and a reference is one.
    PagerDutys,
    /// Somebody else's: lists keep their places, and a field called `self` is theirs.
    Theirs,
}

/// Writes a time of PagerDuty's in UTC, whatever zone it came in.
fn in_utc(name: &str, value: &mut Value, meaning: Meaning) {
    if let (Meaning::PagerDutys, Value::String(text)) = (meaning, value) {
        times::in_utc(name, text);
    }
}

/// Cleans a value and takes nulls, empty texts, empty lists and empty objects out of it, in its place; whether anything is
/// left.
fn prune(value: &mut Value, meaning: Meaning, depth: usize) -> bool {
    match value {
        Value::Array(_) | Value::Object(_) if depth == DEEPEST => {
            *value = Value::String(value.to_string());
            prune(value, meaning, depth)
        }
        Value::Null => false,
        Value::String(text) => {
            untrusted::clean(text);
            secrets::mask(text);
            !text.is_empty()
        }
        Value::Array(values) => {
            match meaning {
                Meaning::PagerDutys => values.retain_mut(|value| prune(value, meaning, depth + 1)),
                Meaning::Theirs => values.iter_mut().for_each(|value| {
                    if !prune(value, meaning, depth + 1) {
                        *value = Value::Null;
                    }
                }),
            }
            !values.is_empty()
        }
        Value::Object(fields) => {
            if !fields.keys().all(|name| untrusted::is_plain(name) && name.len() <= LONGEST_NAME) {
                *fields = std::mem::take(fields).into_iter().map(|(name, value)| (short_name(name), value)).collect();
            }
            let is_reference =
                fields.get("type").and_then(Value::as_str).is_some_and(|text| text.ends_with("_reference"));
            secrets::mask_pair(fields);
            fields.retain(|name, value| {
                // Addresses in the API are of no use to a caller; a reference is its ID, type and name.
                let is_address = name == "self" || is_reference && name == "html_url";
                let meaning = if OF_OTHERS.contains(&name.as_str()) { Meaning::Theirs } else { meaning };
                in_utc(name, value, meaning);
                secrets::mask_field(name, value);
                !(is_address && meaning == Meaning::PagerDutys) && prune(value, meaning, depth + 1)
            });
            !fields.is_empty()
        }
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// A name that others gave, clean and not longer than a name should be.
fn short_name(mut name: String) -> String {
    untrusted::clean(&mut name);
    if name.len() > LONGEST_NAME { phrasing::cut(&name, LONGEST_NAME) } else { name }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn compact(mut value: Value, meaning: Meaning) -> Option<Value> {
        prune(&mut value, meaning, 0).then_some(value)
    }

    #[test]
    fn nothing_empty_is_left() {
        let value = json!({
            "a": null, "b": "", "c": [], "d": {}, "e": [null, "", {"f": null}], "g": 0, "h": false, "i": {"self": "x"},
            "j": {"type": "team_reference", "id": "P1", "html_url": "x", "self": "y"},
        });
        let expected = json!({"g": 0, "h": false, "j": {"type": "team_reference", "id": "P1"}});
        assert_eq!(compact(value, Meaning::PagerDutys), Some(expected));
    }

    #[test]
    fn what_others_sent_keeps_its_places_and_names() {
        let value =
            json!({"self": "x", "list": [1, null, "", 3], "type": "x_reference", "html_url": "y", "none": null});
        let expected = json!({"self": "x", "list": [1, null, null, 3], "type": "x_reference", "html_url": "y"});
        assert_eq!(compact(value, Meaning::Theirs), Some(expected));
    }

    #[test]
    fn what_is_too_deep_is_a_text() {
        let deep = (0..120).fold(json!(1), |inner, _| json!([inner]));
        let text = compact(deep, Meaning::PagerDutys).unwrap().to_string();
        assert!(text.contains(r#"["[[[["#), "{text}");
        assert!(serde_json::from_str::<Value>(&text).is_ok());
    }
}
