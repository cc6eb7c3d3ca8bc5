//! Rows of a list whose shape is not known here.

use serde_json::Value;

use super::{cursor::Position, extent::Start};

/// Rows of any shape.
#[derive(Debug)]
pub struct Rows {
    /// Each of them.
    pub items: Vec<Value>,
    /// Where each of them stands in its list.
    pub places: Vec<Position>,
    /// Where the list goes on.
    pub next: Option<Position>,
    /// Where the answer begins.
    pub start: Start,
    /// Rows of the whole list, where PagerDuty counts them.
    pub total: Option<u64>,
    /// What could not be read.
    pub warnings: Vec<String>,
}
