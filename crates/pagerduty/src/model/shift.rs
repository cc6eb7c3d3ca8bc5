//! The shifts of shift-based schedules: who is on call because of which rotation or custom shift, and who is put there instead.

use serde::{Deserialize, Serialize};

use super::{
    reference::Reference, rendered_entry::RenderedEntry, resource::Resource, resource_kind::ResourceKind,
    rotation::Rotation, shift_member::ShiftMember,
};
use crate::{Field, Id, Timestamp};

/// A shift outside of every rotation, in the words of all schedules.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct CustomShift {
    pub id: Field<String>,
    pub start: Field<String>,
    pub end: Field<String>,
    pub user: Field<Reference>,
    #[serde(skip_serializing)]
    start_time: Field<String>,
    #[serde(skip_serializing)]
    end_time: Field<String>,
    /// Exactly one.
    #[serde(skip_serializing)]
    assignments: Field<Vec<Field<AssignmentWire>>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AssignmentWire {
    member: Field<MemberWire>,
}

impl Resource for CustomShift {
    const KIND: ResourceKind = ResourceKind::CustomShift;
    const ON_REQUEST: &'static [&'static str] = &["start_time", "end_time", "assignments"];

    fn complete(&mut self) {
        (self.start, self.end) = (std::mem::take(&mut self.start_time), std::mem::take(&mut self.end_time));
        let assignment = self.assignments.get_mut().and_then(|all| all.first_mut()?.take());
        if let Some(MemberWire { user_id, .. }) = assignment.and_then(|mut one| one.member.take()) {
            self.user = Some(Reference { id: user_id, ..Reference::default() }).into();
        }
    }

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

/// What a shift belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ShiftOrigin {
    /// A rotation.
    #[serde(rename = "rotation_id")]
    Rotation(Id<Rotation>),
    /// A custom shift.
    #[serde(rename = "custom_shift_id")]
    CustomShift(Id<CustomShift>),
}

/// A part of the final schedule with one member and one origin, as PagerDuty computed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputedShift {
    /// From when.
    pub start: Timestamp,
    /// Until when.
    pub end: Timestamp,
    /// Who is on call.
    pub member: ShiftMember,
    /// What it belongs to, also where somebody stands in; nothing where nobody is on call because of nothing.
    pub origin: Option<ShiftOrigin>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ComputedShiftWire {
    start_time: Field<String>,
    end_time: Field<String>,
    member: Field<MemberWire>,
    source: Field<SourceWire>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct MemberWire {
    r#type: Field<String>,
    user_id: Field<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SourceWire {
    rotation_id: Field<String>,
    shift_id: Field<String>,
}

impl ComputedShiftWire {
    /// Nothing where it cannot be read.
    pub(super) fn read(&self) -> Option<ComputedShift> {
        let (member, source) = (self.member.get()?, self.source.get()?);
        let rotation = || source.rotation_id.parsed().map(ShiftOrigin::Rotation);
        Some(ComputedShift {
            start: self.start_time.parsed()?,
            end: self.end_time.parsed()?,
            member: match member.r#type.as_deref() {
                Some("empty_member") => ShiftMember::Nobody,
                _ => ShiftMember::User { user_id: member.user_id.parsed()? },
            },
            origin: source.shift_id.parsed().map(ShiftOrigin::CustomShift).or_else(rotation),
        })
    }

    /// The same in the words of all schedules; nothing where nobody is on call.
    pub(super) fn into_entry(mut self) -> Option<RenderedEntry> {
        let id = self.member.take()?.user_id;
        id.get()?;
        let user = Some(Reference { id, ..Reference::default() }).into();
        let custom_shift_id = self.source.take().map(|source| source.shift_id).unwrap_or_default();
        Some(RenderedEntry { start: self.start_time, end: self.end_time, user, custom_shift_id })
    }
}

/// A shift outside of every rotation, to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "custom_shift")]
pub struct NewCustomShift {
    start_time: Timestamp,
    end_time: Timestamp,
    assignments: [ShiftAssignment; 1],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "shift_assignment")]
struct ShiftAssignment {
    member: ShiftMember,
}

impl NewCustomShift {
    /// With this member from the one time to the other.
    #[must_use]
    pub fn new(member: ShiftMember, start: Timestamp, end: Timestamp) -> Self {
        Self { start_time: start, end_time: end, assignments: [ShiftAssignment { member }] }
    }
}

/// Somebody to be on call in a shift instead of whoever it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "override_shift")]
pub struct NewOverrideShift {
    /// What the shift belongs to.
    #[serde(flatten)]
    pub origin: ShiftOrigin,
    /// From when.
    pub start_time: Timestamp,
    /// Until when.
    pub end_time: Timestamp,
    /// Who is on call.
    pub overridden_member: ShiftMember,
    /// Who is to be.
    pub overriding_member: ShiftMember,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_names_one_origin() {
        let user = |id: &str| ShiftMember::User { user_id: id.parse().unwrap() };
        let new = NewOverrideShift {
            origin: ShiftOrigin::CustomShift("AC1".parse().unwrap()),
            start_time: "2026-06-20T08:00:00Z".parse().unwrap(),
            end_time: "2026-06-20T09:00:00Z".parse().unwrap(),
            overridden_member: ShiftMember::Nobody,
            overriding_member: user("PU1"),
        };
        assert_eq!(
            serde_json::to_value(&new).unwrap(),
            serde_json::json!({
                "type": "override_shift",
                "custom_shift_id": "AC1",
                "start_time": "2026-06-20T08:00:00Z",
                "end_time": "2026-06-20T09:00:00Z",
                "overridden_member": {"type": "empty_member"},
                "overriding_member": {"type": "user_member", "user_id": "PU1"},
            })
        );
    }
}
