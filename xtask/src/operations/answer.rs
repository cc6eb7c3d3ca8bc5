//! Where in an answer the rows or the object are, and how a list goes on.

use serde_json::Value;

use super::{
    document::{Document, Operation, json},
    shape::{Object, Shape},
};

/// Keys of an answer that say something of the list or the question, and hold neither rows nor the object.
const AROUND: [&str; 20] = [
    "additional_fields",
    "aggregate_unit",
    "filters",
    "first",
    "last",
    "limit",
    "migrated_at",
    "migrated_by",
    "migrated_status",
    "migrated_to",
    "migrated_via",
    "more",
    "next_cursor",
    "offset",
    "order",
    "order_by",
    "privileges",
    "response_metadata",
    "time_zone",
    "total",
];

/// Keys that come beside the object.
const BESIDE: [&str; 2] = ["previous_default", "warnings"];

/// One key of an answer.
struct Key {
    name: String,
    is_list: bool,
    is_object: bool,
}

/// The key of the rows (`incidents[]`) or of the object (`incident`); nothing where the whole answer is the object.
pub(super) fn key(document: &Document, operation: &Operation<'_>) -> Option<String> {
    let keys = keys(document, operation)?;
    let parameter =
        operation.parameters(document, "path").into_iter().find(|parameter| parameter["name"] == "entity_type");
    if let Some(parameter) = parameter
        && let Some(values) = document.resolve(&parameter["schema"])["enum"].as_array()
        && values.iter().all(|value| keys.iter().any(|key| value == &key.name))
    {
        return Some("{entity_type}[]".to_owned());
    }
    let inner: Vec<&Key> = keys
        .iter()
        .filter(|key| !AROUND.contains(&key.name.as_str()) && !BESIDE.contains(&key.name.as_str()))
        .collect();
    let of_context = |key: &&&Key| key.name.ends_with("_id") && !key.is_list && !key.is_object;
    let mut held = inner.iter().filter(|key| !of_context(key));
    let (only, others) = (held.next()?, held.next());
    match (others, only.is_list, only.is_object) {
        (None, true, _) => Some(format!("{}[]", only.name)),
        (None, _, true) => Some(only.name.clone()),
        _ => None,
    }
}

/// The keys of the answer: as its schema says or, where that says nothing, as an example has them.
fn keys(document: &Document, operation: &Operation<'_>) -> Option<Vec<Key>> {
    let content = json(operation.success(document)?)?;
    let mut keys = Vec::new();
    described(document, &content["schema"], 0, &mut keys);
    let example = example(document, content);
    if let Some(example) = example.and_then(Value::as_object) {
        // A schema of the bare object, and an example that has it under its key.
        let is_bare = keys.iter().any(|key| key.name == "id");
        let is_wrapped = is_bare && example.len() == 1 && example.values().all(Value::is_object);
        if keys.is_empty() || is_wrapped {
            keys = example
                .iter()
                .map(|(name, value)| Key {
                    name: name.clone(),
                    is_list: value.is_array(),
                    is_object: value.is_object(),
                })
                .collect();
        }
    }
    (!keys.is_empty()).then_some(keys)
}

fn example<'d>(document: &'d Document, content: &'d Value) -> Option<&'d Value> {
    let first = content["examples"].as_object().and_then(|examples| examples.values().next());
    let example = first.map(|example| document.resolve(example)).and_then(|example| example.get("value"));
    example.or_else(|| content.get("example"))
}

fn described(document: &Document, schema: &Value, depth: usize, keys: &mut Vec<Key>) {
    const DEEPEST: usize = 12;
    let schema = document.resolve(schema);
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let kind = kind(document, property, 0);
        let is_new = keys.iter().all(|key| key.name != *name);
        if is_new {
            keys.push(Key { name: name.clone(), is_list: kind == Some("array"), is_object: kind == Some("object") });
        }
    }
    for keyword in ["allOf", "oneOf", "anyOf"] {
        for part in schema[keyword].as_array().into_iter().flatten().filter(|_| depth < DEEPEST) {
            described(document, part, depth + 1, keys);
        }
    }
}

fn kind<'d>(document: &'d Document, schema: &'d Value, depth: usize) -> Option<&'d str> {
    let schema = document.resolve(schema);
    let part = || {
        let parts = ["allOf", "oneOf", "anyOf"]
            .into_iter()
            .flat_map(|keyword| schema[keyword].as_array().into_iter().flatten());
        parts.filter(|_| depth < 12).find_map(|part| kind(document, part, depth + 1))
    };
    let own = schema["type"].as_str();
    own.or_else(|| schema.get("properties").map(|_| "object")).or_else(part)
}

/// How a list goes on: by `offset`, by `cursor` in the query or the body, `after` an ID; `limit` where it can only be
/// longer.
pub(super) fn paging(query: &Object, body: Option<&Shape>, method: &str) -> Option<&'static str> {
    let has = |name: &str| query.fields.iter().any(|field| field.name == name);
    let in_body = |name: &str| match body {
        Some(Shape::Object(body)) => body.fields.iter().any(|field| field.name == name),
        _ => false,
    };
    if in_body("starting_after") {
        Some("starting_after")
    } else if method != "GET" {
        None
    } else if has("cursor") {
        Some("cursor")
    } else if has("offset") && has("limit") {
        Some("offset")
    } else if has("after") {
        Some("after")
    } else if has("limit") || in_body("limit") {
        Some("limit")
    } else {
        None
    }
}
