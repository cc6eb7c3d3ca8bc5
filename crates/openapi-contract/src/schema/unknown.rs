//! Properties of a request body which the document does not know.
//!
//! This is a walk of its own, because it takes all schemas that describe one
//! object together: the parts of an `allOf` each name some of the properties,
//! at every depth.

use serde_json::{Map, Value};

use super::parts;
use crate::deviations;
use crate::document::Document;
use crate::violation::Violation;

pub(super) fn properties(document: &Document, schema: &Value, value: &Value, path: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    walk(document, &[schema], value, path, &mut violations);
    violations
}

fn walk(document: &Document, schemas: &[&Value], value: &Value, path: &str, violations: &mut Vec<Violation>) {
    let mut all = Vec::new();
    for schema in schemas {
        flatten(document, schema, &mut all);
    }
    match value {
        Value::Object(object) => {
            let known = Known::from(&all);
            for (name, value) in object {
                let path = format!("{path}.{name}");
                let schemas = known.schemas(name);
                if schemas.is_empty() && !known.allows(name) && !deviations::takes_property(name) {
                    let fault = "PagerDuty ignores it: there is no such property";
                    violations.push(Violation::new(&path, fault));
                }
                walk(document, &schemas, value, &path, violations);
            }
        }
        Value::Array(items) => {
            let schemas: Vec<_> = all.iter().filter_map(|part| part.get("items")).collect();
            for (index, item) in items.iter().enumerate() {
                walk(document, &schemas, item, &format!("{path}[{index}]"), violations);
            }
        }
        _ => {}
    }
}

/// The properties that PagerDuty writes: read-only in every part that describes them.
pub(super) fn read_only<'d>(document: &'d Document, schema: &'d Value) -> Vec<&'d str> {
    let mut all = Vec::new();
    flatten(document, schema, &mut all);
    let described = || all.iter().filter_map(|part| part["properties"].as_object()).flatten();
    let is_read_only = |property| document.resolve(property).is_some_and(|property| property["readOnly"] == true);
    let names = described().filter(|(_, property)| is_read_only(property)).map(|(name, _)| name.as_str());
    names
        .filter(|name| described().filter(|(other, _)| other == name).all(|(_, property)| is_read_only(property)))
        .collect()
}

/// All parts of a composed schema, itself included.
fn flatten<'d>(document: &'d Document, schema: &'d Value, all: &mut Vec<&'d Value>) {
    let Some(schema) = document.resolve(schema) else {
        return;
    };
    all.push(schema);
    for keyword in ["allOf", "oneOf", "anyOf"] {
        for part in parts(schema, keyword) {
            flatten(document, part, all);
        }
    }
}

/// What the parts of a schema say together about the names of properties.
struct Known<'d> {
    properties: Vec<&'d Map<String, Value>>,
    required: Vec<&'d Value>,
    is_free_form: bool,
}

impl<'d> Known<'d> {
    fn from(parts: &[&'d Value]) -> Self {
        let described = parts.iter().filter_map(|part| part["properties"].as_object());
        let properties: Vec<_> = described.collect();
        let opens = |part: &&Value| {
            let rule = part.get("additionalProperties");
            rule.is_some_and(|rule| rule != false)
        };
        Self {
            required: parts.iter().filter_map(|part| part.get("required")).collect(),
            is_free_form: properties.is_empty() || parts.iter().any(opens),
            properties,
        }
    }

    fn schemas(&self, name: &str) -> Vec<&'d Value> {
        self.properties.iter().filter_map(|properties| properties.get(name)).collect()
    }

    /// Whether a property without a schema is right.
    ///
    /// The document requires some properties, such as the `type` of an
    /// incident's body, which it then forgets to describe.
    fn allows(&self, name: &str) -> bool {
        let mut required = self.required.iter().filter_map(|list| list.as_array()).flatten();
        self.is_free_form || required.any(|known| known == name)
    }
}
