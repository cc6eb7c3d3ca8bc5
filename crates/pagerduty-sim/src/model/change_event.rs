//! Change events: deployments and other changes that services had.

use jiff::Timestamp;

use super::service::Service;
use crate::id::Key;

/// Somebody changed something.
pub(crate) struct ChangeEvent {
    pub(crate) timestamp: Timestamp,
    pub(crate) service: Key<Service>,
    pub(crate) summary: Box<str>,
    pub(crate) build: u32,
    pub(crate) seconds: u16,
}
