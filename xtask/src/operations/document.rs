//! The OpenAPI document: its operations, and what its references mean.

use std::{fs, path::Path};

use serde_json::Value;

use crate::Result;

/// The methods that a path of the document may have, in the order of the document.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The document as it came.
#[derive(Debug)]
pub(super) struct Document(Value);

/// One method of one path.
#[derive(Debug)]
pub(super) struct Operation<'d> {
    pub(super) method: String,
    pub(super) path: &'d str,
    /// What all methods of the path share.
    item: &'d Value,
    pub(super) value: &'d Value,
}

impl Document {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(serde_json::from_str(&text)?))
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        self.0["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            let methods = methods.filter(|(method, _)| METHODS.contains(&method.as_str()));
            methods.map(move |(method, value)| Operation { method: method.to_ascii_uppercase(), path, item, value })
        })
    }

    /// What a reference points to; anything else is itself.
    pub(super) fn resolve<'d>(&'d self, mut value: &'d Value) -> &'d Value {
        while let Some(reference) = value["$ref"].as_str() {
            match reference.strip_prefix('#').and_then(|pointer| self.0.pointer(pointer)) {
                Some(target) => value = target,
                None => return value,
            }
        }
        value
    }
}

impl<'d> Operation<'d> {
    /// The parameters that stand in `place`: `path`, `query` or `header`.
    pub(super) fn parameters(&self, document: &'d Document, place: &str) -> Vec<&'d Value> {
        let levels = [self.value, self.item].into_iter();
        let parameters = levels.filter_map(|level| level["parameters"].as_array()).flatten();
        let mut found: Vec<&Value> = Vec::new();
        for parameter in parameters.map(|parameter| document.resolve(parameter)) {
            let is_new = found.iter().all(|other| other["name"] != parameter["name"]);
            if parameter["in"] == place && is_new {
                found.push(parameter);
            }
        }
        found
    }

    /// The body of the request, where there is one.
    pub(super) fn body(&self, document: &'d Document) -> Option<&'d Value> {
        self.value.get("requestBody").map(|body| document.resolve(body))
    }

    /// The first answer that says that all is well.
    pub(super) fn success(&self, document: &'d Document) -> Option<&'d Value> {
        let responses = self.value["responses"].as_object()?;
        let successes = responses.iter().filter(|(status, _)| status.starts_with('2'));
        let mut successes = successes.map(|(_, response)| document.resolve(response));
        successes.find(|response| json(response).is_some())
    }
}

/// The JSON form of a body.
pub(super) fn json(body: &Value) -> Option<&Value> {
    body.get("content")?.get("application/json")
}
