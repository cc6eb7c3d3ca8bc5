//! Resources that are only listed, got, created, changed and deleted: each is a row of data in [`table`], and the same few
//! functions serve them all.
//!
//! A collection says where it is, what its objects hold and how its list is filtered. Nothing here knows any of them by
//! name, except where a rule is one collection's own: such a rule is a function that its row names.

mod answer;
mod field;
mod filter;
mod maintenance;
mod status_page;
mod store;
mod table;

use crate::api::ApiError;
use crate::id::Kind;

pub(crate) use self::answer::respond;
use self::field::Field;
use self::filter::Filter;
pub(crate) use self::store::{Collections, Row, Table};

/// A resource, described.
pub(crate) struct Collection {
    pub(crate) table: Table,
    /// The collection whose objects it is in, if any.
    within: Option<&'static Collection>,
    /// The name in the path, and of the list in an answer.
    plural: &'static str,
    /// The name of an object in bodies and answers.
    singular: &'static str,
    /// The `type` of an object.
    object_type: &'static str,
    kind: Kind,
    /// The scope, without `.read` and `.write`.
    scope: &'static str,
    actions: &'static [Action],
    /// The status of an answer to a creation.
    created: u16,
    shape: Shape,
    /// Whether a body has to name the type.
    is_typed: bool,
    /// Whether creating asks for the header `From`.
    needs_author: bool,
    fields: &'static [Field],
    filters: &'static [Filter],
    deletion: Deletion,
    not_found: fn() -> ApiError,
}

/// The fields that objects start with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shape {
    /// The five of a reference; the summary is this field.
    Whole { summary: &'static str, web_path: Option<&'static str> },
    /// Only `id`, `self` and `type`.
    Brief,
    /// Only `id` and `type`.
    Bare,
}

/// What can be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Action {
    List,
    Get,
    Create,
    Change,
    Delete,
}

/// What deleting does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Deletion {
    Remove,
    /// What has begun ends now, and what is over stays.
    EndWindow,
}

impl Action {
    pub(crate) const fn writes(self) -> bool {
        !matches!(self, Action::List | Action::Get)
    }
}

impl Collection {
    /// The scope that an action needs.
    pub(crate) fn scope(&self, action: Action) -> String {
        format!("{}.{}", self.scope, if action.writes() { "write" } else { "read" })
    }

    /// How many collections it is in, itself included.
    fn depth(&self) -> usize {
        1 + self.within.map_or(0, Collection::depth)
    }

    /// Whether the names in a path are those of this collection and of those that it is in.
    fn is_at(&self, segments: &[&str]) -> bool {
        let depth = self.depth();
        segments.get(2 * (depth - 1)) == Some(&self.plural)
            && self.within.is_none_or(|within| within.is_at(&segments[..2 * (depth - 1)]))
    }
}

/// The collection and the action that a method and a path name.
pub(crate) fn find(method: &str, segments: &[&str]) -> Option<(&'static Collection, Action)> {
    let names = segments.len().div_ceil(2);
    let collection = table::ALL.into_iter().find(|each| each.depth() == names && each.is_at(segments))?;
    let is_object = segments.len().is_multiple_of(2);
    let action = match (method, is_object) {
        ("GET", false) => Action::List,
        ("GET", true) => Action::Get,
        ("POST", false) => Action::Create,
        ("PUT", true) => Action::Change,
        ("DELETE", true) => Action::Delete,
        _ => return None,
    };
    collection.actions.contains(&action).then_some((collection, action))
}
