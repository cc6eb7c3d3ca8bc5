//! Adding and deleting overrides.
//!
//! Source: OpenAPI, overrides of schedules.

use jiff::Timestamp;

use crate::time::Range;

/// More overrides, rotations or custom shifts than a schedule has.
pub(crate) const PLACES: u64 = 1 << 10;

/// Why an override cannot be made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum OverrideError {
    EndsTooSoon,
    IsPast,
    TooMany,
}

/// The result of deleting.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Deletion {
    Removed,
    /// It had begun; now it ends.
    Cut,
}

impl Deletion {
    /// What deleting something of this time comes to; nothing where it is over.
    pub(crate) fn of(span: Range, now: Timestamp) -> Option<Self> {
        if span.end <= now {
            return None;
        }
        Some(if span.start < now { Self::Cut } else { Self::Removed })
    }
}

impl OverrideError {
    /// Only the first of these texts has been published.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            OverrideError::EndsTooSoon => "Override must end after its start",
            OverrideError::IsPast => "Override must end in the future",
            OverrideError::TooMany => "Schedule has too many overrides",
        }
    }
}
