//! Which service needs which other one, technical and business services alike.
//!
//! What technical services call is kept with them, because incidents of one are related to those of the other.

use super::service::Service;
use crate::id::Key;

/// A service of either sort.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Node {
    Technical(Key<Service>),
    /// By its place among the business services.
    Business(usize),
}

/// One needs the other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ServiceDependency {
    pub(crate) supporting: Node,
    pub(crate) dependent: Node,
}

impl Node {
    pub(crate) fn number(self) -> u64 {
        match self {
            Node::Technical(service) => 2 * service.index() as u64,
            Node::Business(place) => 2 * place as u64 + 1,
        }
    }

    pub(crate) const fn reference_type(self) -> &'static str {
        match self {
            Node::Technical(_) => "technical_service_reference",
            Node::Business(_) => "business_service_reference",
        }
    }
}

impl ServiceDependency {
    /// Both ends, if both are technical.
    pub(crate) fn technical(self) -> Option<(Key<Service>, Key<Service>)> {
        match (self.dependent, self.supporting) {
            (Node::Technical(dependent), Node::Technical(supporting)) => Some((dependent, supporting)),
            _ => None,
        }
    }
}
