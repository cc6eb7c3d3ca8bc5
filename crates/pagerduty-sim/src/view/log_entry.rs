//! Log entries.

use serde_json::{Value, json};

use super::custom_field::changeset;
use super::{Object, View, api_url, web_url};
use crate::id::Key;
use crate::model::{Agent, Change, Incident, LogEntry, Origin};

impl View<'_> {
    pub(crate) fn log_entry(&self, entry: LogEntry) -> Value {
        let account = self.account;
        let incident = &account[entry.incident];
        let event = account.event(entry);
        let object = self
            .log_entry_head(entry, event.change.log_entry_type().to_owned())
            .with("created_at", self.time(event.at))
            .with("agent", self.agent(event.agent, entry.incident))
            .with("channel", self.channel(entry))
            .with("service", self.included("services", incident.service, View::service))
            .with("incident", self.included("incidents", entry.incident, View::incident))
            .with("teams", self.teams_of(incident.service))
            .with("contexts", json!([]));
        match &event.change {
            Change::Trigger => object.with("event_details", json!({"description": &*incident.title})),
            Change::Assign { users } | Change::Escalate { users, .. } | Change::Delegate { users, .. } => {
                object.with("assignees", self.users(users))
            }
            Change::Notify { user, .. } => object.with("user", self.reference(*user)),
            Change::Acknowledge => match account[incident.service].acknowledgement_timeout() {
                Some(seconds) => object.with("acknowledgement_timeout", seconds),
                None => object,
            },
            Change::Resolve { note: Some(note) } => object.with("note", &**note),
            Change::Field { what } => object.with("changeset", vec![&**what]),
            Change::Absorb { .. } => object.with("changeset", vec![account.log_entry_summary(entry)]),
            Change::Snooze { until } => {
                object.with("changed_actions", json!([{"type": "unacknowledge", "at": self.time(*until)}]))
            }
            Change::CustomFields { values } => object.with("changeset", changeset(values)),
            Change::RequestResponders(request) => object.with("message", &*request.message),
            Change::StatusUpdate(status_update) => object.with("message", &*status_update.message),
            _ => object,
        }
        .into()
    }

    /// The entry that an incident began with, as a reference unless it is included.
    pub(super) fn first_trigger_log_entry(&self, incident: Key<Incident>) -> Value {
        let first = LogEntry { incident, place: 0 };
        if self.includes("first_trigger_log_entries") {
            self.plain().log_entry(first)
        } else {
            self.log_entry_reference(first)
        }
    }

    fn log_entry_reference(&self, entry: LogEntry) -> Value {
        let entry_type = self.account.event(entry).change.log_entry_type();
        self.log_entry_head(entry, format!("{entry_type}_reference")).into()
    }

    fn log_entry_head(&self, entry: LogEntry, entry_type: String) -> Object {
        let id = self.account.log_entry_id(entry);
        let incident = self.account.id(entry.incident);
        let api = api_url(&format!("log_entries/{id}?incident_id={incident}"));
        let web = web_url(&format!("incidents/{incident}/log_entries/{id}"));
        Object::new()
            .with("id", id)
            .with("type", entry_type)
            .with("summary", self.account.log_entry_summary(entry))
            .with("self", api)
            .with("html_url", web)
    }

    /// The way by which it came; all that monitoring sent only if channels are included.
    fn channel(&self, entry: LogEntry) -> Value {
        let incident = &self.account[entry.incident];
        match (&self.account.event(entry).change, incident.origin) {
            (Change::Trigger, Origin::Monitoring { .. }) if entry.place == 0 => self
                .sent(entry.incident, 0)
                .map_or_else(|| json!({"type": "api"}), |sent| sent.channel(self.includes("channels"))),
            (Change::Trigger, Origin::Person(_)) if entry.place == 0 && self.includes("channels") => {
                let details = incident.report.as_ref().and_then(|report| report.details.as_deref());
                json!({"type": "web_trigger", "summary": &*incident.title, "subject": &*incident.title, "details": details})
            }
            (Change::Notify { user, by, delivered }, _) => json!({
                "type": "auto",
                "notification": {
                    "type": by.notification_type(),
                    "status": if *delivered { "success" } else { "failed" },
                    "user": self.reference(*user),
                },
            }),
            // The text of a note stands here and nowhere else.
            (Change::Annotate { note }, _) => {
                let note = incident.notes.get(usize::from(*note));
                json!({"type": "note", "summary": note.map(|note| &*note.content)})
            }
            (_, _) => match self.account.event(entry).agent {
                Agent::User(_) => json!({"type": "website"}),
                Agent::Service => json!({"type": "auto"}),
            },
        }
    }
}
