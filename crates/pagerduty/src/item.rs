//! What is read row by row: the resources of the model, and rows of which nothing is known.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::Resource;

/// What is read row by row.
pub(crate) trait Item: DeserializeOwned {
    /// Its ID, where it has one.
    fn key(&self) -> Option<&str>;

    /// What can only be said once the whole object is read.
    fn finish(&mut self) {}
}

impl<T: Resource> Item for T {
    fn key(&self) -> Option<&str> {
        self.id()
    }

    fn finish(&mut self) {
        self.complete();
    }
}

/// A row of any kind, of which nothing is known but that it may have an ID.
#[derive(Debug, Deserialize)]
pub(crate) struct AnyRow {
    #[serde(default)]
    id: Value,
}

impl Item for AnyRow {
    fn key(&self) -> Option<&str> {
        self.id.as_str()
    }
}
