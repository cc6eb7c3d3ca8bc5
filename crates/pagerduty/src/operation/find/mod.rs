//! The operations that somebody means, by the words that they use.

use super::{access::Access, table::Operation};

/// An operation that fits a query.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// The operation.
    pub operation: &'static Operation,
    /// How well it fits; comparable within one answer only.
    pub score: f32,
}

impl Operation {
    /// The operations that fit a query best, the best first; of one access only, where that is wanted.
    #[must_use]
    pub fn find(_query: &str, _access: Option<Access>, _limit: usize) -> Vec<Found> {
        Vec::new()
    }
}
