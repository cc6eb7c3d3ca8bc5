//! Every request that changes a shift-based schedule (`/v3/schedules`), as a [`Change`].

use serde_json::json;

use crate::{
    Change, Id, Resource,
    model::{
        CustomShift, Override, Rotation, Schedule,
        request::{NewSchedule, ScheduleUpdate},
        rotation::NewRotationEvent,
        shift::{NewCustomShift, NewOverrideShift},
    },
    path::Path,
};

impl Change {
    /// `POST /v3/schedules`. The answer has `schedule`.
    #[must_use]
    pub fn create_schedule(schedule: &NewSchedule) -> Self {
        Self::post(shift_based(), json!({ "schedule": schedule }))
    }

    /// `PUT /v3/schedules/{id}`. The answer has `schedule`.
    #[must_use]
    pub fn update_schedule(id: &Id<Schedule>, update: &ScheduleUpdate) -> Self {
        Self::put(shift_based().id(id), json!({ "schedule": update }))
    }

    /// `DELETE /v3/schedules/{id}`, with all that is in it.
    #[must_use]
    pub fn delete_schedule(id: &Id<Schedule>) -> Self {
        Self::delete(shift_based().id(id))
    }

    /// `POST /v3/schedules/{id}/rotations`: an empty one. The answer has `rotation`.
    #[must_use]
    pub fn create_rotation(id: &Id<Schedule>) -> Self {
        Self::post(rotations_of(id), json!({}))
    }

    /// `POST /v3/schedules/{id}/rotations/{rotation_id}/events`. The answer has `event`.
    #[must_use]
    pub fn create_rotation_event(id: &Id<Schedule>, rotation: &Id<Rotation>, event: &NewRotationEvent) -> Self {
        Self::post(rotations_of(id).id(rotation).literal("events"), json!({ "event": event }))
    }

    /// `DELETE /v3/schedules/{id}/rotations/{rotation_id}`: shifts that are over stay.
    #[must_use]
    pub fn delete_rotation(id: &Id<Schedule>, rotation: &Id<Rotation>) -> Self {
        Self::delete(rotations_of(id).id(rotation))
    }

    /// `POST /v3/schedules/{id}/overrides`. The answer has `overrides`.
    #[must_use]
    pub fn create_override_shifts(id: &Id<Schedule>, overrides: &[NewOverrideShift]) -> Self {
        Self::post(shift_based().id(id).literal("overrides"), json!({ "overrides": overrides }))
    }

    /// `POST /v3/schedules/{id}/custom_shifts`. The answer has `custom_shifts`.
    #[must_use]
    pub fn create_custom_shift(id: &Id<Schedule>, shift: &NewCustomShift) -> Self {
        Self::post(custom_shifts_of(id), json!({ "custom_shifts": [shift] }))
    }

    /// `DELETE /v3/schedules/{id}/custom_shifts/{custom_shift_id}`: one that has begun ends now, one that is over stays.
    #[must_use]
    pub fn delete_custom_shift(schedule: &Id<Schedule>, id: &Id<CustomShift>) -> Self {
        Self::delete(custom_shifts_of(schedule).id(id))
    }

    /// `DELETE /v3/schedules/{id}/overrides/{override_id}`.
    #[must_use]
    pub fn delete_override_shift(schedule: &Id<Schedule>, id: &Id<Override>) -> Self {
        Self::delete(shift_based().id(schedule).literal("overrides").id(id))
    }
}

/// `/v3/schedules/{id}/custom_shifts`
pub(super) fn custom_shifts_of(id: &Id<Schedule>) -> Path {
    shift_based().id(id).literal(CustomShift::KIND.plural())
}

/// `/v3/schedules`
pub(super) fn shift_based() -> Path {
    Path::root("v3").literal(Schedule::KIND.plural())
}

/// `/v3/schedules/{id}/rotations`
fn rotations_of(id: &Id<Schedule>) -> Path {
    shift_based().id(id).literal(Rotation::KIND.plural())
}
