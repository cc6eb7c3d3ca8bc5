//! Every request that changes something, as a [`Change`]; those of shift-based schedules are in `shift_based`.

use std::time::Duration;

use serde_json::json;

use super::{collection, object};
use crate::{
    BodyOf, ById, Change, Id,
    model::{
        Incident, IncidentWorkflow, Override, Schedule, User,
        request::{CustomFieldValue, IncidentUpdate, NewOverride, ReferenceTo, ResponderTarget},
    },
    path::Path,
};

impl Change {
    /// `POST /{plural}`, made by the user whose e-mail address is `from`. The answer has the object.
    #[must_use]
    pub fn create<B: BodyOf>(new: &B, from: &str) -> Self {
        Self::post(collection::<B::Object>(), new.in_envelope()).from(from)
    }

    /// `PUT /{plural}/{id}`. The answer has the object.
    #[must_use]
    pub fn update<B: BodyOf>(id: &Id<B::Object>, update: &B) -> Self {
        Self::put(object(id), update.in_envelope())
    }

    /// `DELETE /{plural}/{id}`
    #[must_use]
    pub fn remove<T: ById>(id: &Id<T>) -> Self {
        Self::delete(object(id))
    }

    /// `PUT /incidents/{id}`, made by the user whose e-mail address is `from`. The answer has `incident`.
    #[must_use]
    pub fn update_incident(id: &Id<Incident>, update: &IncidentUpdate, from: &str) -> Self {
        let change = Self::put(object(id), json!({ "incident": update })).from(from);
        if update.pages() { change.not_repeatable() } else { change }
    }

    /// `POST /incidents/{id}/notes`, written by the user whose e-mail address is `from`. The answer has `note`.
    #[must_use]
    pub fn add_note(id: &Id<Incident>, content: &str, from: &str) -> Self {
        Self::post(object(id).literal("notes"), json!({ "note": { "content": content } })).from(from)
    }

    /// `POST /incidents/{id}/snooze`, made by the user whose e-mail address is `from`. The answer has `incident`.
    #[must_use]
    pub fn snooze(id: &Id<Incident>, duration: Duration, from: &str) -> Self {
        Self::post(object(id).literal("snooze"), json!({ "duration": duration.as_secs() })).from(from)
    }

    /// `PUT /incidents/{id}/merge`: the sources are resolved, and their alerts become this incident's. Made by the user
    /// whose e-mail address is `from`. The answer has `incident`, a reference.
    #[must_use]
    pub fn merge(id: &Id<Incident>, sources: &[Id<Incident>], from: &str) -> Self {
        let sources: Vec<ReferenceTo> =
            sources.iter().map(|id| ReferenceTo::new("incident_reference", id.as_str())).collect();
        Self::put(object(id).literal("merge"), json!({ "source_incidents": sources })).from(from).not_repeatable()
    }

    /// `POST /incidents/{id}/responder_requests`: pages each of the targets. The answer has `responder_request`.
    #[must_use]
    pub fn request_responders(
        id: &Id<Incident>,
        requester: &Id<User>,
        message: &str,
        targets: &[ResponderTarget],
        from: &str,
    ) -> Self {
        let body = json!({ "requester_id": requester, "message": message, "responder_request_targets": targets });
        Self::post(object(id).literal("responder_requests"), body).from(from)
    }

    /// `POST /incidents/{id}/status_updates`, sent by the user whose e-mail address is `from` to the subscribers of the
    /// incident. The answer has `status_update`.
    #[must_use]
    pub fn post_status_update(id: &Id<Incident>, message: &str, from: &str) -> Self {
        Self::post(object(id).literal("status_updates"), json!({ "message": message })).from(from)
    }

    /// `PUT /incidents/{id}/custom_fields/values`: fields that are not named stay as they are. The answer has
    /// `custom_fields`.
    #[must_use]
    pub fn set_custom_fields(id: &Id<Incident>, values: &[CustomFieldValue]) -> Self {
        Self::put(object(id).literal("custom_fields").literal("values"), json!({ "custom_fields": values }))
    }

    /// `POST /incident_workflows/{id}/instances`: runs the workflow on an incident.
    #[must_use]
    pub fn start_workflow(workflow: &Id<IncidentWorkflow>, incident: &Id<Incident>) -> Self {
        let incident = ReferenceTo::new("incident_reference", incident.as_str());
        let body = json!({ "incident_workflow_instance": { "incident": incident } });
        Self::post(object(workflow).literal("instances"), body)
    }

    /// `POST /schedules/{id}/overrides`. PagerDuty answers with a status for each of them, also where it refused some.
    #[must_use]
    pub fn create_overrides(id: &Id<Schedule>, overrides: &[NewOverride]) -> Self {
        Self::post(overrides_of(id), json!({ "overrides": overrides }))
    }

    /// `DELETE /schedules/{id}/overrides/{override_id}`: one that has begun ends now, one that is over stays.
    #[must_use]
    pub fn delete_override(schedule: &Id<Schedule>, id: &Id<Override>) -> Self {
        Self::delete(overrides_of(schedule).id(id))
    }
}

/// `/schedules/{id}/overrides`
pub(super) fn overrides_of(id: &Id<Schedule>) -> Path {
    object(id).literal("overrides")
}
