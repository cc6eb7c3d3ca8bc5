//! Status updates.

use serde_json::Value;

use super::{Object, View};
use crate::id::Kind;
use crate::model::{Agent, LogEntry, StatusUpdate};

/// More events than an incident has.
const PLACES: u64 = 1 << 16;

impl View<'_> {
    /// A status update, which a log entry holds. Subject and HTML are only there if they were sent.
    pub(crate) fn status_update(&self, entry: LogEntry, status_update: &StatusUpdate) -> Value {
        let index = entry.incident.index() as u64 * PLACES + entry.place as u64;
        let event = self.account.event(entry);
        let sender = match event.agent {
            Agent::User(user) => self.reference(user),
            Agent::Service => Value::Null,
        };
        let mut object = Object::new()
            .with("id", self.account.ids.encode(Kind::StatusUpdate, index))
            .with("message", &*status_update.message)
            .with("sender", sender)
            .with("created_at", self.time(event.at));
        for (name, text) in [("subject", &status_update.subject), ("html_message", &status_update.html_message)] {
            if let Some(text) = text {
                object = object.with(name, &**text);
            }
        }
        object.into()
    }
}
