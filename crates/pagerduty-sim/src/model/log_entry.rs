//! Log entries: an incident's history, event by event.

use super::incident::Incident;
use crate::id::Key;

/// One event of one incident. Its ID holds both places.
#[derive(Clone, Copy)]
pub(crate) struct LogEntry {
    pub(crate) incident: Key<Incident>,
    /// Its place in the history.
    pub(crate) place: usize,
}
