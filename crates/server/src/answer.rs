//! What a tool answers: items with their metadata, in the envelope that every caller knows.

use pagerduty::{Page, ROW_LIMIT, Resource, ResourceKind, Row};
use serde_json::{Map, Value, json};

use crate::{cursor::Fingerprint, error::Error, fields::Include, project};

/// What a tool answers.
#[derive(Debug)]
pub struct Answer(Content);

#[derive(Debug)]
enum Content {
    Items(Items),
    /// An object without the envelope.
    Bare(Map<String, Value>),
}

#[derive(Debug)]
struct Items {
    kind: ResourceKind,
    items: Vec<Value>,
    /// What else the metadata says, in order.
    metadata: Map<String, Value>,
    warnings: Vec<String>,
    next: Option<u64>,
}

impl Answer {
    /// Items from a list.
    pub(crate) fn list<T: Resource>(page: &Page<T>, include: &Include<T>) -> Self {
        Self(Content::Items(Items {
            kind: T::KIND,
            items: page.rows.iter().map(|row| project::item(row, include).into()).collect(),
            metadata: Map::new(),
            warnings: page.unreadable.clone(),
            next: page.next,
        }))
    }

    /// One item, which stands in a list of one.
    pub(crate) fn one<T: Resource>(item: Map<String, Value>) -> Self {
        Self(Content::Items(Items {
            kind: T::KIND,
            items: vec![item.into()],
            metadata: Map::new(),
            warnings: Vec::new(),
            next: None,
        }))
    }

    /// One row, which stands in a list of one.
    pub(crate) fn row<T: Resource>(row: &Row<T>, include: &Include<T>) -> Self {
        Self::one::<T>(project::item(row, include))
    }

    /// An object without the envelope.
    pub(crate) fn bare(object: Map<String, Value>) -> Self {
        Self(Content::Bare(object))
    }

    /// Adds to the metadata.
    pub(crate) fn metadata(mut self, key: &str, value: impl Into<Value>) -> Self {
        if let Content::Items(items) = &mut self.0 {
            items.metadata.insert(key.to_owned(), value.into());
        }
        self
    }

    /// The answer as callers read it. `earlier` are the warnings of the arguments; `query` makes the cursor.
    pub(crate) fn into_json(self, earlier: Vec<String>, query: Fingerprint, simulated: bool) -> Value {
        let Items { kind, items, metadata: more, warnings, next } = match self.0 {
            Content::Items(items) => items,
            Content::Bare(object) => return object.into(),
        };
        let noun = if items.len() == 1 { "result" } else { "results" };
        let description = format!("Found {} {noun} for resource type {}", items.len(), kind.plural());
        let mut metadata = head(items.len(), &description, simulated);
        metadata.extend(more);
        let mut warnings = [earlier, warnings].concat();
        let is_beyond = next.is_some_and(|offset| offset >= ROW_LIMIT);
        if is_beyond {
            warnings.push(format!(
                "PagerDuty hands out the first {ROW_LIMIT} rows of a query only: narrow it to see others"
            ));
        }
        if !warnings.is_empty() {
            metadata.insert("warnings".into(), warnings.into());
        }
        if let Some(offset) = next {
            metadata.insert("truncated".into(), true.into());
            // No cursor could go on from there.
            if !is_beyond {
                metadata.insert("next_cursor".into(), query.cursor(offset).into());
            }
        }
        json!({ "metadata": metadata, kind.plural(): items })
    }
}

impl Error {
    /// The error in the envelope.
    #[must_use]
    pub(crate) fn envelope(&self, simulated: bool) -> Value {
        json!({
            "metadata": head(0, "Error occurred while processing request", simulated),
            "error": self.to_json(),
        })
    }
}

fn head(count: usize, description: &str, simulated: bool) -> Map<String, Value> {
    let mut metadata = Map::new();
    metadata.insert("count".into(), count.into());
    metadata.insert("description".into(), description.into());
    if simulated {
        metadata.insert("simulated".into(), true.into());
    }
    metadata
}
