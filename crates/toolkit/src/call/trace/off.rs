//! No spans.

use pagerduty::Observation;

/// What would send the spans that are left when it is dropped.
/// Nothing to send.
#[derive(Debug)]
pub struct Exporter;

/// Exports nothing.
#[must_use]
pub const fn export() -> Exporter {
    Exporter
}

/// The spans of one call.
#[derive(Debug)]
pub(crate) struct CallTrace;

impl CallTrace {
    pub(crate) const fn start(_: &'static str, _: Option<&str>) -> Self {
        Self
    }

    pub(crate) const fn requested(&self, _: &Observation<'_>) {}

    pub(crate) const fn end(&self, _: &'static str) {}
}
