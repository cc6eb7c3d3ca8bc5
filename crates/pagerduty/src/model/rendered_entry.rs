//! A part of a schedule with one person, as PagerDuty computed it.

use serde::{Deserialize, Serialize};

use super::reference::Reference;
use crate::Field;

/// One shift.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct RenderedEntry {
    pub start: Field<String>,
    pub end: Field<String>,
    pub user: Field<Reference>,
    /// If it does not belong to a rotation, or replaces a shift of one.
    #[serde(skip_deserializing)]
    pub custom_shift_id: Field<String>,
}
