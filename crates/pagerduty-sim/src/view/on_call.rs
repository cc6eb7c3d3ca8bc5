//! On-calls.

use serde_json::Value;

use super::{Object, View};
use crate::model::OnCall;

impl View<'_> {
    pub(crate) fn on_call(&self, on_call: &OnCall) -> Value {
        let schedule = on_call.schedule.map(|schedule| self.included("schedules", schedule, View::bare_schedule));
        Object::new()
            .with(
                "escalation_policy",
                self.included("escalation_policies", on_call.escalation_policy, View::escalation_policy),
            )
            .with("escalation_level", on_call.level)
            .with("schedule", schedule)
            .with("user", self.included("users", on_call.user, View::user))
            .with("start", on_call.shift.map(|(start, _)| self.time(start)))
            .with("end", on_call.shift.map(|(_, end)| self.time(end)))
            .into()
    }
}
