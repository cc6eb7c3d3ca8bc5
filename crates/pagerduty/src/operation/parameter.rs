//! What goes into the path and the query of a request.

use super::shape::Shape;
use crate::{ResourceKind, query::Spelling};

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
}

/// One parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub(super) name: &'static str,
    pub(super) place: Place,
    pub(super) is_required: bool,
    pub(super) shape: Shape,
    pub(super) spelling: Spelling,
    pub(super) resource: Option<ResourceKind>,
}

impl Parameter {
    /// Its name, without brackets.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Where it goes.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// Whether a request needs it.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.is_required
    }

    /// What its value may be.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The resource whose ID it is, or whose IDs, where the table of resources knows it.
    #[must_use]
    pub fn resource(&self) -> Option<ResourceKind> {
        self.resource
    }
}
