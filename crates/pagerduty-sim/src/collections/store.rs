//! The objects of all collections.

use serde_json::{Map, Value};

use super::{Collection, table};
use crate::account::Account;

/// Which collection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Table {
    MaintenanceWindows,
    BusinessServices,
    Tags,
    StatusPages,
    StatusPageImpacts,
    StatusPageSeverities,
    StatusPageStatuses,
    StatusPageServices,
    StatusPagePosts,
    StatusPagePostUpdates,
}

/// How many there are.
const TABLES: usize = Table::StatusPagePostUpdates as usize + 1;

/// One object: what was said of it. References are kept as IDs, times in UTC.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// The place of the object that it is in.
    pub(crate) parent: usize,
    pub(crate) fields: Map<String, Value>,
    /// A deleted one keeps its place: the IDs of the others hold theirs.
    pub(crate) is_deleted: bool,
}

/// The rows, collection by collection.
#[derive(Default)]
pub(crate) struct Collections([Vec<Row>; TABLES]);

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
}

impl Collections {
    pub(crate) fn add(&mut self, table: Table, row: Row) -> usize {
        let rows = &mut self.0[table as usize];
        rows.push(row);
        rows.len() - 1
    }

    pub(crate) fn get(&self, table: Table, place: usize) -> Option<&Row> {
        self.0[table as usize].get(place).filter(|row| !row.is_deleted)
    }

    pub(super) fn get_mut(&mut self, table: Table, place: usize) -> Option<&mut Row> {
        self.0[table as usize].get_mut(place).filter(|row| !row.is_deleted)
    }

    /// The places that hold something.
    pub(crate) fn places(&self, table: Table) -> impl DoubleEndedIterator<Item = usize> {
        let rows = self.0[table as usize].iter().enumerate();
        rows.filter(|(_, row)| !row.is_deleted).map(|(place, _)| place)
    }
}

impl Table {
    pub(super) fn collection(self) -> &'static Collection {
        // Both are in the same order, which a test holds.
        table::ALL[self as usize]
    }
}

impl Account {
    /// The ID of an object of a collection.
    pub(crate) fn row_id(&self, table: Table, place: usize) -> String {
        self.ids.encode(table.collection().kind, place as u64)
    }

    /// The place of the object that an ID names.
    pub(crate) fn find_row(&self, table: Table, id: &str) -> Option<usize> {
        let place = usize::try_from(self.ids.decode(table.collection().kind, id)?).ok()?;
        self.collections.get(table, place).map(|_| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_collections_are_in_the_same_order() {
        assert_eq!(table::ALL.len(), TABLES);
        for (place, collection) in table::ALL.iter().enumerate() {
            assert_eq!(collection.table as usize, place);
        }
    }
}
