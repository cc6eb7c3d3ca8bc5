//! Rotations of shift-based schedules, and the events that say who takes which shift.
//!
//! Source: OpenAPI, rotations and events of schedules of version 3. Of RFC 5545 only shifts that recur every few days or
//! weeks are here.

use crate::model::Schedule;

impl Schedule {
    /// The places of its rotations.
    pub(crate) fn rotation_places(&self) -> impl Iterator<Item = usize> {
        (0..self.rotations.len()).filter(|place| !self.rotations[*place].is_deleted)
    }
}
