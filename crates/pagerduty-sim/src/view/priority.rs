//! Priorities.

use serde_json::Value;

use super::View;
use crate::id::Key;
use crate::model::Priority;

impl View<'_> {
    pub(crate) fn priority(&self, key: Key<Priority>) -> Value {
        let priority = &self.account[key];
        self.head(key)
            .with("name", priority.name)
            .with("description", priority.description)
            .with("color", priority.color)
            .into()
    }
}
