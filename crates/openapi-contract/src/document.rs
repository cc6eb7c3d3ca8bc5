//! The OpenAPI document: its operations, parameters and references.
//!
//! The document stays JSON. A typed model would be longer than the look-ups
//! below, and would hide parts that a newer version of the document adds.

use serde_json::Value;

use crate::violation::Violation;

/// Where component schemas are in the document.
pub(crate) const SCHEMAS: &str = "#/components/schemas/";

const JSON: &str = "application/json";

#[derive(Debug)]
pub(crate) struct Document {
    root: Value,
}

/// One method of one path template.
pub(crate) struct Operation<'d> {
    pub(crate) document: &'d Document,
    pub(crate) method: String,
    pub(crate) template: &'d str,
    path_item: &'d Value,
    value: &'d Value,
}

impl Document {
    pub(crate) fn new(root: Value) -> Self {
        Self { root }
    }

    /// Follows `$ref` to its end; `None` if it leads nowhere.
    pub(crate) fn resolve<'d>(&'d self, mut value: &'d Value) -> Option<&'d Value> {
        while let Some(reference) = value["$ref"].as_str() {
            value = self.target(reference)?;
        }
        Some(value)
    }

    /// What one `$ref` points to.
    pub(crate) fn target(&self, reference: &str) -> Option<&Value> {
        self.root.pointer(reference.strip_prefix('#')?)
    }

    /// The operation that answers `method` on `path`.
    pub(crate) fn operation(&self, method: &str, path: &str) -> Result<Operation<'_>, Violation> {
        let unknown = |fault: String| Violation::new("path", fault);
        let (template, path_item) = self.root["paths"]
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(template, _)| matches(template, path))
            .max_by_key(|(template, _)| literal_segments(template))
            .ok_or_else(|| unknown(format!("PagerDuty has no `{path}`")))?;
        let method = method.to_ascii_lowercase();
        let value =
            path_item.get(&method).filter(|operation| operation.get("responses").is_some()).ok_or_else(|| {
                let method = method.to_ascii_uppercase();
                unknown(format!("`{template}` has no {method}"))
            })?;
        Ok(Operation { document: self, method: method.to_ascii_uppercase(), template, path_item, value })
    }
}

impl<'d> Operation<'d> {
    /// The parameters that stand in `place` (`query`, `header`, `path`).
    pub(crate) fn parameters(&self, place: &str) -> impl Iterator<Item = &'d Value> {
        // Those of the operation come first, so that a search by name finds
        // them before those that all methods of the path share.
        [self.value, self.path_item]
            .into_iter()
            .filter_map(|level| level["parameters"].as_array())
            .flatten()
            .filter_map(|parameter| self.document.resolve(parameter))
            .filter(move |parameter| parameter["in"] == place)
    }

    pub(crate) fn parameter(&self, place: &str, name: &str) -> Option<&'d Value> {
        self.parameters(place).find(|parameter| parameter["name"] == name)
    }

    pub(crate) fn request_body(&self) -> Option<&'d Value> {
        self.document.resolve(self.value.get("requestBody")?)
    }

    /// The documented response for a status.
    pub(crate) fn response(&self, status: u16) -> Option<&'d Value> {
        let responses = self.value.get("responses")?;
        self.document.resolve(responses.get(status.to_string())?)
    }
}

/// The schema of the JSON form of a request body or response.
pub(crate) fn json_schema(body: &Value) -> Option<&Value> {
    body.get("content")?.get(JSON)?.get("schema")
}

fn matches(template: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    let fits = template.split('/').all(|expected| {
        segments.next().is_some_and(|segment| segment == expected || is_variable(expected) && !segment.is_empty())
    });
    fits && segments.next().is_none()
}

/// Orders templates for one path: where they first differ, the literal wins.
fn literal_segments(template: &str) -> Vec<bool> {
    template.split('/').map(|segment| !is_variable(segment)).collect()
}

fn is_variable(segment: &str) -> bool {
    segment.starts_with('{')
}
