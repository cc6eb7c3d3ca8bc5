//! A JSON object in the making; `json!` would copy every part that is already a value.

use serde_json::{Map, Value};

/// Fields in the order in which they were added.
pub(crate) struct Object(Map<String, Value>);

impl Object {
    pub(crate) fn new() -> Self {
        Self(Map::with_capacity(8))
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }
}

impl Object {
    /// With other fields, which replace those of the same names.
    pub(crate) fn with_all(mut self, fields: &Map<String, Value>) -> Self {
        self.0.extend(fields.iter().map(|(name, value)| (name.clone(), value.clone())));
        self
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Value::Object(object.0)
    }
}
