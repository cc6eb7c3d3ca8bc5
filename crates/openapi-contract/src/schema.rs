//! The part of OpenAPI 3.0's schema language that the document uses.
//!
//! Not here, on purpose:
//! - `readOnly` as a ban: the document puts it on the `id` and `type` of
//!   references, which requests must send all the same;
//! - `discriminator`: every branch also enumerates its `type`;
//! - `pattern` and all formats but `date-time`: the patterns below the checked
//!   operations are no regular expressions.

mod bounds;
mod unknown;

use serde_json::{Map, Value};

use crate::deviations;
use crate::document::{Document, SCHEMAS};
use crate::violation::Violation;

/// Who wrote the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Strict about names: PagerDuty ignores properties that it does not know.
    Request,
    /// Open to new properties, and to what `include[]` does to references.
    Response,
}

/// Checks `value`, which stands at `path`, against `schema`.
pub(crate) fn check(
    document: &Document,
    direction: Direction,
    schema: &Value,
    value: &Value,
    path: &str,
) -> Vec<Violation> {
    let checker = Checker { document, direction };
    let component = "";
    let mut violations = checker.apply(schema, value, At { path, component });
    if let Direction::Request = direction {
        violations.extend(unknown::properties(document, schema, value, path));
    }
    violations
}

struct Checker<'d> {
    document: &'d Document,
    direction: Direction,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct At<'a> {
    path: &'a str,
    /// The component schema that describes the value, or what is around it.
    component: &'a str,
}

impl At<'_> {
    fn fault(self, fault: impl Into<String>) -> Violation {
        Violation::new(self.path, fault)
    }
}

impl Checker<'_> {
    /// Applies a schema, or one part of a composed schema, to a value.
    fn apply(&self, schema: &Value, value: &Value, at: At<'_>) -> Vec<Violation> {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.apply_reference(reference, value, at);
        }
        if value.is_null() && schema["nullable"] == true {
            return Vec::new();
        }
        if let Some(expected) = schema["type"].as_str()
            && !is_of_type(value, expected)
        {
            return vec![at.fault(format!("{} where {expected} is expected", kind(value)))];
        }
        let mut violations: Vec<_> = bounds::faults(schema, value).into_iter().map(|fault| at.fault(fault)).collect();
        match value {
            Value::Object(object) => violations.extend(self.check_object(schema, object, at)),
            Value::Array(items) => violations.extend(self.check_items(schema, items, at)),
            _ => {}
        }
        // Parts overlap, so the same fault can show in several of them.
        for part in parts(schema, "allOf") {
            for violation in self.apply(part, value, at) {
                if !violations.contains(&violation) {
                    violations.push(violation);
                }
            }
        }
        if self.direction == Direction::Request {
            // One part requires what only another one describes.
            let assigned = unknown::read_only(self.document, schema);
            let is_assigned = |violation: &Violation| {
                violation.fault == "missing"
                    && violation
                        .place
                        .strip_prefix(at.path)
                        .and_then(|name| name.strip_prefix('.'))
                        .is_some_and(|name| assigned.contains(&name))
            };
            violations.retain(|violation| !is_assigned(violation));
        }
        // `oneOf` is read as `anyOf`: a reference often fits the schema of the
        // whole object too, because few properties are required.
        for keyword in ["oneOf", "anyOf"] {
            let branches = parts(schema, keyword);
            violations.extend(self.best_branch(branches, value, at));
        }
        violations
    }

    fn apply_reference(&self, reference: &str, value: &Value, at: At<'_>) -> Vec<Violation> {
        let Some(schema) = self.document.target(reference) else {
            return vec![at.fault(format!("the document has no {reference}"))];
        };
        // A deeper pointer borrows a part of some other component.
        let Some(component) = component(reference) else {
            return self.apply(schema, value, at);
        };
        let named = (component, schema);
        let (component, schema) = match self.direction {
            Direction::Request => named,
            Direction::Response => deviations::expanded(self.document, component, value).unwrap_or(named),
        };
        self.apply(schema, value, At { component, ..at })
    }

    /// The violations of the branch that the value was most likely meant for.
    fn best_branch(&self, branches: &[Value], value: &Value, at: At<'_>) -> Vec<Violation> {
        let type_path = format!("{}.type", at.path);
        branches
            .iter()
            .map(|branch| self.apply(branch, value, at))
            .min_by_key(|violations| {
                let is_other_kind =
                    violations.iter().any(|violation| violation.place == at.path || violation.place == type_path);
                (is_other_kind, violations.len())
            })
            .unwrap_or_default()
    }

    fn check_object(&self, schema: &Value, object: &Map<String, Value>, at: At<'_>) -> Vec<Violation> {
        let mut violations = Vec::new();
        // PagerDuty itself fills in what is both required and read-only.
        let is_assigned =
            |name: &str| self.direction == Direction::Request && schema["properties"][name]["readOnly"] == true;
        for required in strings(&schema["required"]) {
            if !object.contains_key(required) && !is_assigned(required) {
                violations.push(Violation::new(format!("{}.{required}", at.path), "missing"));
            }
        }
        let additional = &schema["additionalProperties"];
        for (name, value) in object {
            let path = &format!("{}.{name}", at.path);
            match schema["properties"].get(name) {
                Some(_) if deviations::excuses(at.component, name, kind(value)) => {}
                Some(property) => violations.extend(self.apply(property, value, At { path, ..at })),
                None if additional == false => {
                    violations.push(Violation::new(path, "the schema forbids it"));
                }
                None if additional.is_object() => {
                    violations.extend(self.apply(additional, value, At { path, ..at }));
                }
                None => {}
            }
        }
        violations
    }

    fn check_items(&self, schema: &Value, items: &[Value], at: At<'_>) -> Vec<Violation> {
        let Some(schema) = schema.get("items") else {
            return Vec::new();
        };
        let check_item = |(index, item)| {
            let path = &format!("{}[{index}]", at.path);
            self.apply(schema, item, At { path, ..at })
        };
        items.iter().enumerate().flat_map(check_item).collect()
    }
}

/// The component schema that a reference names.
fn component(reference: &str) -> Option<&str> {
    let name = reference.strip_prefix(SCHEMAS)?;
    (!name.contains('/')).then_some(name)
}

fn parts<'s>(schema: &'s Value, keyword: &str) -> &'s [Value] {
    schema[keyword].as_array().map_or(&[], Vec::as_slice)
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn is_of_type(value: &Value, expected: &str) -> bool {
    match expected {
        "integer" => value.is_i64() || value.is_u64(),
        other => kind(value) == other,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
