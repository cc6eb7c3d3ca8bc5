//! Query parameters: their names, their spelling and their values.

use serde_json::Value;

use crate::deviations;
use crate::document::{Document, Operation};
use crate::schema::{self, Direction};
use crate::violation::Violation;

pub(super) fn check(operation: &Operation<'_>, query: &[(String, String)]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (index, (name, value)) in query.iter().enumerate() {
        if deviations::takes_query_value(operation, name, value) {
            continue;
        }
        let Some(parameter) = Parameter::find(operation, name) else {
            violations.push(fault(name, unknown(operation, name)));
            continue;
        };
        violations.extend(parameter.check(name, value));
        let earlier = &query[..index];
        if !parameter.repeats && earlier.iter().any(|(other, _)| other == name) {
            violations.push(fault(name, "given twice"));
        }
        if parameter.repeats && earlier.contains(&(name.clone(), value.clone())) {
            violations.push(fault(name, format!("`{value}` given twice")));
        }
    }
    violations.extend(
        operation
            .parameters("query")
            .filter(|parameter| parameter["required"] == true)
            .filter_map(|parameter| parameter["name"].as_str())
            .filter(|required| query.iter().all(|(name, _)| name != required))
            .map(|required| fault(required, "missing")),
    );
    violations
}

fn unknown(operation: &Operation<'_>, name: &str) -> String {
    let respelled = match name.strip_suffix("[]") {
        Some(scalar) => scalar.to_owned(),
        None => format!("{name}[]"),
    };
    if operation.parameter("query", &respelled).is_some() {
        return format!("PagerDuty ignores it: it is spelled `{respelled}`");
    }
    let (method, template) = (&operation.method, operation.template);
    format!("PagerDuty ignores it: {method} {template} has no such parameter")
}

fn fault(name: &str, fault: impl Into<String>) -> Violation {
    Violation::new(format!("query {name}"), fault)
}

/// A documented query parameter, seen as one value or a list of them.
struct Parameter<'d> {
    document: &'d Document,
    /// Of one value, not of the list.
    schema: &'d Value,
    /// The most values that fit in one comma-joined list.
    longest_list: Option<usize>,
    repeats: bool,
}

impl<'d> Parameter<'d> {
    fn find(operation: &Operation<'d>, name: &str) -> Option<Self> {
        let parameter = operation.parameter("query", name)?;
        let document = operation.document;
        let schema = document.resolve(parameter.get("schema")?)?;
        let is_joined = parameter["explode"] == false;
        // The document types many list parameters as a plain string; their
        // name says that they repeat.
        let repeats = name.ends_with("[]") && !is_joined;
        let longest_list = is_joined.then(|| {
            let maximum = schema["maxItems"].as_u64();
            maximum.map_or(usize::MAX, |items| usize::try_from(items).unwrap_or(usize::MAX))
        });
        Some(Self { document, schema: schema.get("items").unwrap_or(schema), longest_list, repeats })
    }

    fn check(&self, name: &str, text: &str) -> Vec<Violation> {
        if text.is_empty() && (self.repeats || self.longest_list.is_some()) {
            return vec![fault(name, "empty")];
        }
        let Some(longest) = self.longest_list else {
            return self.check_value(name, text);
        };
        let mut violations: Vec<_> = text.split(',').flat_map(|item| self.check_value(name, item)).collect();
        if text.split(',').count() > longest {
            violations.push(fault(name, format!("more than {longest} values")));
        }
        violations
    }

    fn check_value(&self, name: &str, text: &str) -> Vec<Violation> {
        if deviations::wants_utc(self.schema) && !text.ends_with('Z') {
            return vec![fault(name, format!("`{text}` is not in UTC"))];
        }
        let kind = self.document.resolve(self.schema).and_then(|schema| schema["type"].as_str());
        let value = read(text, kind.unwrap_or_default());
        let place = format!("query {name}");
        schema::check(self.document, Direction::Request, self.schema, &value, &place)
    }
}

/// The JSON value that a query value stands for, text where it is not `kind`.
fn read(text: &str, kind: &str) -> Value {
    let is_read = matches!(kind, "integer" | "number" | "boolean");
    let value = is_read.then(|| serde_json::from_str(text).ok()).flatten();
    value.unwrap_or_else(|| Value::from(text))
}
