//! The facts of one operation, as one line of JSON.

use serde_json::{Map, Value};

use super::{
    answer, corrections,
    document::{Document, Operation, json},
    parameters,
    schema::{self, Reader},
    shape::{Object, Shape},
};
use crate::Result;

/// What a request is sent with in any case; the client knows.
const EVERYWHERE: [&str; 3] = ["Accept", "Content-Type", "Authorization"];

/// The line of an operation.
pub(super) fn line(document: &Document, operation: &Operation<'_>) -> Result<String> {
    let mut facts = Map::new();
    let mut put = |name: &str, value: Value| {
        facts.insert(name.to_owned(), value);
    };
    let id = operation.value["operationId"].as_str().ok_or("an operation has no ID")?;
    put("operation", id.into());
    put("method", operation.method.clone().into());
    put("path", operation.path.into());
    put("tag", operation.value["tags"][0].clone());
    if let Some(scope) = operation.value["x-pd-requires-scope"].as_str() {
        put("scope", scope.into());
    }
    if operation.value["deprecated"] == true {
        put("deprecated", true.into());
    }
    for parameter in operation.parameters(document, "header") {
        let name = parameter["name"].as_str().unwrap_or_default();
        if EVERYWHERE.contains(&name) {
            continue;
        }
        match (name, &parameter["schema"]["enum"][0]) {
            ("From", _) => put("from", if parameter["required"] == true { "required" } else { "optional" }.into()),
            (_, Value::String(value)) => put("header", format!("{name}: {value}").into()),
            _ => return Err(format!("{id}: the header {name} has no value").into()),
        }
    }
    let path = parameters::object(document, operation, "path");
    if path.fields.iter().any(|field| matches!(field.shape, Shape::OneOf(_))) {
        let fields = path.fields.into_iter().filter(|field| matches!(field.shape, Shape::OneOf(_))).collect();
        put("segments", Object { fields, rest: None }.to_string().into());
    }
    let query = parameters::object(document, operation, "query");
    if !query.fields.is_empty() {
        put("query", query.to_string().into());
    }
    let lists = parameters::lists(document, operation);
    if !lists.is_empty() {
        put("lists", lists.into());
    }
    let mut body = None;
    if let Some(described) = operation.body(document) {
        if described["required"] == false {
            put("body_optional", true.into());
        }
        match json(described) {
            Some(content) => {
                let shape = corrections::corrected(schema::sendable(Reader::new(document).shape(&content["schema"])));
                let shape = if operation.method == "POST" { corrections::without_new_id(shape) } else { shape };
                put("body", shape.to_string().into());
                body = Some(shape);
            }
            None => put("csv", true.into()),
        }
    }
    if let Some(paging) = answer::paging(&query, body.as_ref(), &operation.method) {
        put("paging", paging.into());
    }
    if let Some(key) = answer::key(document, operation) {
        put("answer", key.into());
    }
    Ok(serde_json::to_string(&facts)?)
}
