//! Rotations of shift-based schedules, which do nothing themselves, and the events that say who takes which shift.

use serde::{Deserialize, Serialize};

use super::{resource::Resource, resource_kind::ResourceKind, shift_member::ShiftMember};
use crate::{Field, Timestamp};

/// A rotation.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Rotation {
    pub id: Field<String>,
    pub events: Field<serde_json::Value>,
}

impl Resource for Rotation {
    const KIND: ResourceKind = ResourceKind::Rotation;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

/// An event of a rotation to be made: a shift that recurs, and who takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewRotationEvent {
    /// What it is called.
    pub name: String,
    /// When the first shift starts.
    pub start_time: ZonedDateTime,
    /// When the first shift ends.
    pub end_time: ZonedDateTime,
    /// When it comes into force.
    pub effective_since: Timestamp,
    /// When it ends; never where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_until: Option<Timestamp>,
    /// How it recurs.
    pub recurrence: [Recurrence; 1],
    /// Who takes it.
    pub assignment_strategy: AssignmentStrategy,
}

/// A time, and the zone on whose clocks it recurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ZonedDateTime {
    /// The time.
    pub date_time: Timestamp,
    /// An IANA name.
    pub time_zone: String,
}

/// How often a shift recurs, as an RRULE of RFC 5545.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Recurrence {
    /// Every day.
    #[serde(rename = "RRULE:FREQ=DAILY")]
    Daily,
    /// Every week.
    #[serde(rename = "RRULE:FREQ=WEEKLY")]
    Weekly,
}

/// Who takes a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
pub enum AssignmentStrategy {
    /// One after the other.
    #[serde(rename = "rotating_member_assignment_strategy")]
    Rotating {
        /// How many shifts each takes in a row.
        shifts_per_member: u32,
        /// In this order, at most twenty.
        members: Vec<ShiftMember>,
    },
}
