//! Which incidents are like one another: past incidents of the same kind, related incidents at the same time.

use super::service::Service;
use crate::id::Key;

/// Why two incidents are related.
pub(crate) enum Relationship {
    /// They look alike or began together.
    Inferred { agreed: u64, disagreed: u64 },
    /// One service calls the other.
    Dependency { dependent: Key<Service>, supporting: Key<Service> },
}
