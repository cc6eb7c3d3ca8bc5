//! What is kept of resources that are data: what was said of each object, and nothing else.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::id::Kind;

/// One object: what was said of it. References are kept as IDs, times in UTC.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// The place of the object that it is in.
    pub(crate) parent: usize,
    pub(crate) fields: Map<String, Value>,
    /// A deleted one keeps its place: the IDs of the others hold theirs.
    pub(crate) is_deleted: bool,
}

/// The objects, kind by kind.
#[derive(Default)]
pub(crate) struct Rows(BTreeMap<Kind, Vec<Row>>);

impl Row {
    /// With the fields of a JSON object.
    pub(crate) fn new(parent: usize, fields: Value) -> Self {
        let fields = match fields {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        Self { parent, fields, is_deleted: false }
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn number(&self, name: &str) -> u64 {
        self.fields.get(name).and_then(Value::as_u64).unwrap_or_default()
    }

    /// The texts in a list.
    pub(crate) fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        let values = self.fields.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        values.iter().filter_map(Value::as_str)
    }
}

impl Rows {
    pub(crate) fn add(&mut self, kind: Kind, row: Row) -> usize {
        let rows = self.0.entry(kind).or_default();
        rows.push(row);
        rows.len() - 1
    }

    pub(crate) fn get(&self, kind: Kind, place: usize) -> Option<&Row> {
        self.0.get(&kind)?.get(place).filter(|row| !row.is_deleted)
    }

    pub(crate) fn get_mut(&mut self, kind: Kind, place: usize) -> Option<&mut Row> {
        self.0.get_mut(&kind)?.get_mut(place).filter(|row| !row.is_deleted)
    }

    pub(crate) fn remove(&mut self, kind: Kind, place: usize) {
        if let Some(row) = self.get_mut(kind, place) {
            row.is_deleted = true;
        }
    }

    /// The places that hold something.
    pub(crate) fn places(&self, kind: Kind) -> impl DoubleEndedIterator<Item = usize> {
        let rows = self.0.get(&kind).map(Vec::as_slice).unwrap_or_default().iter().enumerate();
        rows.filter(|(_, row)| !row.is_deleted).map(|(place, _)| place)
    }

    /// The places of the objects in another one.
    pub(crate) fn within(&self, kind: Kind, parent: usize) -> impl DoubleEndedIterator<Item = usize> {
        self.places(kind).filter(move |place| self.get(kind, *place).is_some_and(|row| row.parent == parent))
    }
}
