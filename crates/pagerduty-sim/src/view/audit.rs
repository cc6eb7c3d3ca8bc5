//! Audit records.

use serde_json::{Value, json};

use super::{Object, View};
use crate::model::{AuditRecord, Subject};
use crate::random::mix;

impl View<'_> {
    pub(crate) fn audit_record(&self, place: usize) -> Value {
        let record = &self.account.audit_records[place];
        let request = mix(self.account.seed ^ place as u64);
        let actor = match record.actor {
            Some(user) => self.reference(user),
            None => {
                json!({"id": "P0APIKEY", "type": "api_key_reference", "summary": "Provisioning", "self": null, "html_url": null})
            }
        };
        let root = self.subject(record.subject);
        Object::new()
            .with("id", self.account.audit_record_id(place))
            .with("self", Value::Null)
            .with("execution_time", self.time(record.at))
            .with(
                "execution_context",
                json!({"request_id": format!("{request:016x}"), "remote_address": format!("198.51.100.{}", request % 254 + 1)}),
            )
            .with("actors", vec![actor])
            .with("method", json!({"type": record.method.name(), "truncated_token": record.method.token()}))
            .with("root_resource", root.clone())
            .with("action", record.action.name())
            .with("details", self.details(record, root))
            .into()
    }

    fn details(&self, record: &AuditRecord, root: Value) -> Value {
        let fields = record.fields.iter();
        let fields: Vec<Value> = fields
            .map(|field| json!({"name": field.name, "before_value": field.before, "value": field.value}))
            .collect();
        let mut details = Object::new().with("resource", root);
        if !fields.is_empty() {
            details = details.with("fields", fields);
        }
        if let Some(references) = &record.references {
            let write = |subjects: &[Subject]| -> Value { subjects.iter().map(|each| self.subject(*each)).collect() };
            let references = json!({
                "name": references.name,
                "added": write(&references.added),
                "removed": write(&references.removed),
            });
            details = details.with("references", vec![references]);
        }
        details.into()
    }

    fn subject(&self, subject: Subject) -> Value {
        match subject {
            Subject::User(user) => self.reference(user),
            Subject::Team(team) => self.reference(team),
            Subject::Schedule(schedule) => self.reference(schedule),
            Subject::EscalationPolicy(policy) => self.reference(policy),
            Subject::Service(service) => self.reference(service),
        }
    }
}
