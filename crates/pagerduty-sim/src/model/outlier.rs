//! How unusual an incident is for its service.

use jiff::Timestamp;

use super::incident::Incident;
use crate::id::Key;

/// How often incidents of one pattern happened on one service.
pub(crate) struct Occurrence {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
    /// Others of the same pattern.
    pub(crate) count: usize,
    /// Their part of all incidents of the service.
    pub(crate) frequency: f64,
    /// The first incident of the pattern, which stands for it.
    pub(crate) pattern: Key<Incident>,
}

impl Occurrence {
    /// The OpenAPI description only shows `rare`; the others are named in PagerDuty's documentation, the bounds
    /// between them are not.
    pub(crate) fn category(&self) -> &'static str {
        match self.count {
            0 => "anomaly",
            _ if self.frequency < 0.1 => "rare",
            _ => "frequent",
        }
    }
}
