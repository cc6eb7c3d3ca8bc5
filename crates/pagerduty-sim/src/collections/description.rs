//! What a collection is, described.

use serde_json::Value;

use super::field::{Field, Refers};
use super::filter::Filter;
use super::living::Living;
use crate::account::Account;
use crate::api::ApiError;
use crate::id::Kind;
use crate::model::Ability;
use crate::rows::Row;
use crate::view::View;

/// A resource, described.
pub(crate) struct Collection {
    pub(crate) kind: Kind,
    /// The path, with `{}` instead of IDs. The last of them names the object that a new one is put into.
    pub(super) path: &'static str,
    /// What the objects of this collection are in, if in anything.
    pub(super) within: Option<Kind>,
    pub(super) layout: Layout,
    /// The name of the list in an answer.
    pub(super) plural: &'static str,
    /// The name of an object in bodies and answers.
    pub(super) singular: &'static str,
    /// What the `type` of an object may be; its `singular` if nothing is said.
    pub(super) types: &'static [&'static str],
    /// The scope, without `.read` and `.write`. Every token may use what has none.
    pub(super) scope: &'static str,
    /// What the account's plan has to have, and for what.
    pub(super) ability: Option<(Ability, &'static str)>,
    pub(super) actions: &'static [Action],
    pub(super) acts: &'static [Act],
    /// The status of an answer to a creation.
    pub(super) created: u16,
    /// The status of an answer to a deletion.
    pub(super) deleted: u16,
    pub(super) shape: Shape,
    pub(super) times: Times,
    pub(super) typed: Typed,
    /// Whether creating asks for the header `From`.
    pub(super) needs_author: bool,
    pub(super) fields: &'static [Field],
    /// The field that no two objects in the same place have alike.
    pub(super) unique: Option<&'static str>,
    pub(super) filters: &'static [Filter],
    pub(super) order: Order,
    pub(super) paging: Paging,
    /// What fields must be to each other.
    pub(super) check: fn(&Account, &Row) -> Result<(), ApiError>,
    pub(super) deletion: Deletion,
    /// What follows for the object that this one is in, if it was changed.
    pub(super) follow: fn(&mut Account, usize),
    pub(super) store: Store,
    pub(super) not_found: fn() -> ApiError,
}

/// Where the objects are.
pub(super) enum Store {
    /// As rows: there is no more to them than what was said.
    Rows,
    /// With the facts that incidents and on-calls follow from.
    Facts(&'static dyn Living),
    /// As rows that other objects show too, so they are written with these.
    Shown { write: fn(&View<'_>, usize) -> Value, reference: fn(&View<'_>, usize) -> Value },
}

/// How the objects are addressed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Layout {
    /// There is a list, and each has its ID behind the path.
    Many,
    /// There is one, at the path itself. Bodies and answers have no name around it if it has none.
    Single,
    /// There is a list, and each has behind the path what this field holds.
    Keyed(&'static str),
    /// They are the references in this field of the object that they are in, each at the ID of what it refers to.
    Links(&'static str, Refers),
}

/// The fields that objects start with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    /// The five of a reference; the summary is this field.
    Whole { summary: &'static str, web_path: Option<&'static str> },
    /// Only `id`, `self` and `type`.
    Brief,
    /// Only `id` and `type`.
    Bare,
    /// Only `id`.
    Id,
    /// Only `id` and `self`.
    IdAndSelf,
    /// None.
    Nothing,
}

/// When a body has to name the type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Typed {
    Never,
    Created,
    Always,
}

/// The zone of the times in answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Times {
    Utc,
    Account,
    /// That of `time_zone`, or else the account's.
    Asked,
}

/// What can be done.
#[derive(Clone, Copy)]
pub(crate) enum Action {
    List,
    Get,
    Create,
    Change,
    Delete,
    Act(&'static Act),
}

/// Something else that can be done to an object, below its path.
pub(crate) struct Act {
    pub(super) method: &'static str,
    pub(super) name: &'static str,
    pub(super) does: Does,
}

/// What that comes down to.
pub(super) enum Does {
    /// Sets a field to a value, in JSON, and answers with the object.
    Set(&'static str, &'static str),
    /// Nothing that shows; the answer has this status and no body.
    Nothing(u16),
}

/// How a list is put in order.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Order {
    AsMade,
    /// By name, or as `sort_by` says.
    ByName,
}

/// How a list is cut.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Paging {
    Offset,
    Cursor,
    /// Not at all; the answer has these fields besides, which are null.
    Whole(&'static [&'static str]),
}

/// What deleting does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Deletion {
    Remove,
    /// What has begun ends now, and what is over stays.
    EndWindow,
}

pub(super) const READ: &[Action] = &[Action::List, Action::Get];
pub(super) const ALL: &[Action] = &[Action::List, Action::Get, Action::Create, Action::Change, Action::Delete];

/// A collection in which everything is as usual.
pub(super) const fn collection(kind: Kind, path: &'static str, [plural, singular]: [&'static str; 2]) -> Collection {
    Collection {
        kind,
        path,
        within: None,
        layout: Layout::Many,
        plural,
        singular,
        types: &[],
        scope: "",
        ability: None,
        actions: ALL,
        acts: &[],
        created: 201,
        deleted: 204,
        shape: Shape::Bare,
        times: Times::Utc,
        typed: Typed::Never,
        needs_author: false,
        fields: &[],
        unique: None,
        filters: &[],
        order: Order::AsMade,
        paging: Paging::Offset,
        check: |_, _| Ok(()),
        deletion: Deletion::Remove,
        follow: |_, _| {},
        store: Store::Rows,
        not_found: ApiError::not_found,
    }
}

impl Action {
    pub(crate) const fn writes(self) -> bool {
        !matches!(self, Action::List | Action::Get)
    }

    fn is(self, other: Action) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

impl Collection {
    /// The scope that an action needs.
    pub(crate) fn scope(&self, action: Action) -> Option<String> {
        let right = if action.writes() { "write" } else { "read" };
        (!self.scope.is_empty()).then(|| format!("{}.{right}", self.scope))
    }

    /// What a method and a path mean here, and how many names of the path are those of the collection.
    pub(super) fn action_at(&self, method: &str, segments: &[&str]) -> Option<(usize, Action)> {
        let pieces = self.path.split('/');
        let (own, rest) = segments.split_at_checked(pieces.clone().count())?;
        let is_here = pieces.clone().zip(own).all(|(piece, segment)| piece == "{}" || piece == *segment);
        let action = match (self.layout, method, rest) {
            (Layout::Single, "GET", []) => Action::Get,
            (Layout::Single, "PUT", []) => Action::Change,
            (Layout::Single, "DELETE", []) => Action::Delete,
            (Layout::Single, ..) => return None,
            (_, "GET", []) => Action::List,
            (_, "POST", []) => Action::Create,
            (_, "GET", [_]) => Action::Get,
            (_, "PUT" | "PATCH", [_]) => Action::Change,
            (_, "DELETE", [_]) => Action::Delete,
            (_, _, [_, name]) => {
                let act = self.acts.iter().find(|act| act.method == method && act.name == *name)?;
                return is_here.then(|| (pieces.filter(|piece| *piece != "{}").count() + 1, Action::Act(act)));
            }
            _ => return None,
        };
        let is_offered = self.actions.iter().any(|each| each.is(action));
        (is_here && is_offered).then(|| (pieces.filter(|piece| *piece != "{}").count(), action))
    }

    /// The type of an object.
    pub(super) fn object_type<'a>(&'a self, row: &'a Row) -> &'a str {
        match self.types {
            [] => self.singular,
            [only] => only,
            [first, ..] => Some(row.text("type")).filter(|text| !text.is_empty()).unwrap_or(first),
        }
    }
}
