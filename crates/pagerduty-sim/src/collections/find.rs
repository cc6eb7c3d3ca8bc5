//! Which collection a request or a reference is about, and which of its objects.

use super::description::{Action, Collection, Layout, Store};
use super::table;
use crate::account::Account;
use crate::id::Kind;

/// The collection and the action that a method and a path name. Where several fit, names count more than IDs.
pub(crate) fn find(method: &str, segments: &[&str]) -> Option<(&'static Collection, Action)> {
    let here =
        |each: &'static Collection| each.action_at(method, segments).map(|(names, action)| (names, each, action));
    let (_, collection, action) = table::all().filter_map(here).max_by_key(|(names, ..)| *names)?;
    Some((collection, action))
}

/// The collection of a kind of object.
pub(super) fn described(kind: Kind) -> &'static Collection {
    // Every kind that a row of the table names has a row itself, which a test holds.
    table::all().find(|each| each.kind == kind && !each.has_links()).unwrap_or(table::FIRST)
}

/// The place of the object of a kind that an ID names.
pub(super) fn find_object(account: &Account, kind: Kind, id: &str) -> Option<usize> {
    described(kind).find(account, id)
}

impl Collection {
    fn has_links(&self) -> bool {
        matches!(self.layout, Layout::Links(..))
    }

    /// The place of the object that an ID names.
    pub(super) fn find(&self, account: &Account, id: &str) -> Option<usize> {
        match self.store {
            Store::Rows | Store::Shown { .. } => account.find_row(self.kind, id),
            Store::Facts(living) => living.find(account, id),
        }
    }

    /// The ID of an object.
    pub(super) fn id(&self, account: &Account, place: usize) -> String {
        match self.store {
            Store::Rows | Store::Shown { .. } => account.row_id(self.kind, place),
            Store::Facts(living) => living.id(account, place),
        }
    }

    /// The places of the objects in another one.
    pub(super) fn places(&self, account: &Account, parent: usize) -> Vec<usize> {
        match self.store {
            Store::Rows | Store::Shown { .. } => account.rows.within(self.kind, parent).collect(),
            Store::Facts(living) => living.places(account),
        }
    }

    /// The place of the object that an object is in.
    pub(super) fn parent(&self, account: &Account, place: usize) -> usize {
        match self.store {
            Store::Rows | Store::Shown { .. } => account.rows.get(self.kind, place).map_or(0, |row| row.parent),
            Store::Facts(_) => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::field::{Field, Holds, Refers};
    use super::*;

    fn kinds(fields: &[Field], kinds: &mut Vec<Kind>) {
        for field in fields {
            match field.holds {
                Holds::One(refers) | Holds::Many(refers) => kinds.push(Refers::kind(refers)),
                Holds::Children { of, .. } => kinds.push(of),
                Holds::Object(fields) | Holds::Objects(fields) => self::kinds(fields, kinds),
                _ => {}
            }
        }
    }

    #[test]
    fn every_kind_that_is_named_is_described_once() {
        for collection in table::all() {
            let mut named: Vec<Kind> = collection.within.into_iter().chain([collection.kind]).collect();
            kinds(collection.fields, &mut named);
            for kind in named {
                assert_eq!(
                    table::all().filter(|each| each.kind == kind && !each.has_links()).count(),
                    1,
                    "{kind:?} of {}",
                    collection.path
                );
            }
        }
    }

    #[test]
    fn a_path_that_is_within_something_has_an_id_for_it() {
        for collection in table::all() {
            assert_eq!(collection.within.is_some(), collection.path.contains("{}"), "{}", collection.path);
        }
    }

    #[test]
    fn defaults_are_json() {
        for field in table::all().flat_map(|each| each.fields).filter(|field| !field.default.is_empty()) {
            assert!(serde_json::from_str::<serde_json::Value>(field.default).is_ok(), "{}", field.name);
        }
    }
}
