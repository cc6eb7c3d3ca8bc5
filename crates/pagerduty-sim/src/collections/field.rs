//! What objects of collections hold.

use serde_json::Value;

use crate::id::Kind;
use crate::rows::Row;
use crate::view::View;

/// One field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    /// Whether an object cannot be without it.
    pub(super) is_required: bool,
    /// What a new object has if nothing is said, in JSON; nothing if empty.
    pub(super) default: &'static str,
    /// Whether it is left out where it is null.
    pub(super) is_sparse: bool,
    /// The types of objects that have it; all if nothing is said.
    pub(super) of: &'static [&'static str],
    /// What lists have to be asked for to show it; nothing if empty.
    pub(super) include: &'static str,
}

/// What a field holds.
pub(super) enum Holds {
    Text,
    Time,
    Boolean,
    Integer,
    Choice(&'static [&'static str]),
    /// Texts, of these if there are any.
    Texts(&'static [&'static str]),
    /// Anything, kept as it was said.
    Any,
    /// A reference.
    One(Refers),
    /// References.
    Many(Refers),
    /// An object with these fields.
    Object(&'static [Field]),
    /// Objects with these fields.
    Objects(&'static [Field]),
    /// Objects of a collection within this one; new ones come with it.
    Children {
        of: Kind,
        include: &'static str,
    },
    /// The ID and type of the object that it is in.
    Parent,
    /// A reference to the object that it is in.
    ParentReference,
    /// Whoever created it.
    Author,
    /// Whoever changed it last.
    Editor,
    /// When it was created.
    Created,
    /// When it was changed last.
    Changed,
    /// Its default, whatever is said: PagerDuty sets it.
    Given,
    /// What is read and never written.
    Hidden,
    /// It follows from the rest.
    Derived(fn(&View<'_>, usize, &Row) -> Value),
}

/// What a reference is about, and how it is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refers {
    /// With all that references have; whole if this is included.
    To(Kind, &'static str),
    /// Without summary and web address.
    Briefly(Kind),
    /// By ID and this type.
    Barely(Kind, &'static str),
}

impl Refers {
    pub(super) const fn kind(self) -> Kind {
        match self {
            Refers::To(kind, _) | Refers::Briefly(kind) | Refers::Barely(kind, _) => kind,
        }
    }
}

pub(super) const fn required(name: &'static str, holds: Holds) -> Field {
    Field { is_required: true, ..optional(name, holds) }
}

pub(super) const fn optional(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, is_required: false, default: "", is_sparse: false, of: &[], include: "" }
}

impl Field {
    /// With a value, in JSON, for new objects of which nothing else is said.
    pub(super) const fn or(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }

    /// Left out where it is null.
    pub(super) const fn sparse(mut self) -> Self {
        self.is_sparse = true;
        self
    }

    /// In lists only where this is included.
    pub(super) const fn included(mut self, include: &'static str) -> Self {
        self.include = include;
        self
    }

    /// Only of objects of these types.
    pub(super) const fn only(mut self, types: &'static [&'static str]) -> Self {
        self.of = types;
        self.is_sparse = true;
        self
    }
}
