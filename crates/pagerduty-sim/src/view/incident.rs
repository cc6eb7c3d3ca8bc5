//! Incidents.

use serde_json::{Value, json};

use super::{Object, View, api_url, web_url};
use crate::id::Key;
use crate::model::{FIRST_NUMBER, INCIDENT_TYPE, Incident, Status, Urgency, User};
use crate::time::{after, minutes};

impl View<'_> {
    pub(crate) fn incident(&self, key: Key<Incident>) -> Value {
        let account = self.account;
        let incident = &account[key];
        let (changed_at, changed_by) = incident.last_status_change();
        let (alerts, resolved) = account.alert_counts(key);
        let object = self
            .head(key)
            .with("incident_number", FIRST_NUMBER + key.index() as u64)
            .with("title", &*incident.title)
            .with("description", &*incident.title)
            .with("created_at", self.time(incident.created_at))
            .with("updated_at", self.time(incident.updated_at()))
            .with("status", incident.status.name())
            .with("incident_key", incident.own_key().map_or_else(|| account.alert_key(key, 0), str::to_owned))
            .with("service", self.included("services", incident.service, View::service))
            .with("assignments", self.assignments(incident))
            .with("assigned_via", if incident.assigned_directly { "direct_assignment" } else { "escalation_policy" })
            .with("last_status_change_at", self.time(changed_at))
            .with("resolved_at", incident.resolved_at().map(|at| self.time(at)))
            .with("first_trigger_log_entry", self.first_trigger_log_entry(key))
            .with("alert_counts", json!({"all": alerts, "triggered": alerts - resolved, "resolved": resolved}))
            .with("is_mergeable", account.is_mergeable(key))
            .with("incident_type", json!({"name": INCIDENT_TYPE}))
            .with(
                "escalation_policy",
                self.included("escalation_policies", incident.escalation_policy, View::escalation_policy),
            )
            .with("teams", self.teams_of(incident.service))
            .with("impacted_services", vec![self.reference(incident.service)])
            .with("pending_actions", self.pending_actions(incident))
            .with("acknowledgements", self.acknowledgements(incident))
            .with("alert_grouping", self.alert_grouping(incident, alerts))
            .with("last_status_change_by", self.agent(changed_by, key))
            .with("resolve_reason", self.resolve_reason(incident))
            .with("incidents_responders", self.incidents_responders(key))
            .with("responder_requests", self.responder_requests(key))
            .with("urgency", incident.urgency.name());
        let object = if account.uses_priorities {
            object.with("priority", incident.priority.map(|priority| self.priority(priority)))
        } else {
            object
        };
        self.with_optional(object, key).into()
    }

    /// What an incident has only when it is asked for.
    fn with_optional(&self, mut object: Object, key: Key<Incident>) -> Object {
        let incident = &self.account[key];
        if self.includes("conference_bridge") {
            object = object.with("conference_bridge", conference_bridge(incident));
        }
        if self.includes("custom_fields") {
            object = object.with("custom_fields", self.custom_field_values(key));
        }
        if self.includes("body") {
            object = object.with("body", self.body(key));
        }
        object
    }

    fn assignments(&self, incident: &Incident) -> Value {
        incident
            .assignments
            .iter()
            .map(|assignment| {
                Object::new()
                    .with("at", self.time(assignment.at))
                    .with("assignee", self.included_user("assignees", assignment.user))
            })
            .map(Value::from)
            .collect()
    }

    fn acknowledgements(&self, incident: &Incident) -> Value {
        incident
            .acknowledgements
            .iter()
            .map(|acknowledgement| {
                Object::new()
                    .with("at", self.time(acknowledgement.at))
                    .with("acknowledger", self.included_user("acknowledgers", acknowledgement.user))
            })
            .map(Value::from)
            .collect()
    }

    /// Users are included under their part in the incident, and all together as `users`.
    fn included_user(&self, part: &str, user: Key<User>) -> Value {
        let name = if self.includes("users") { "users" } else { part };
        self.included(name, user, View::user)
    }

    /// What will happen by itself if nobody does anything.
    fn pending_actions(&self, incident: &Incident) -> Value {
        let mut actions = Vec::new();
        let mut add = |action: &str, at| actions.push(json!({"type": action, "at": self.time(at)}));
        let rules = &self.account[incident.escalation_policy].rules;
        let level = usize::from(incident.escalation_level);
        let waits = incident.status == Status::Triggered
            && incident.urgency == Urgency::High
            && !incident.assigned_directly
            && level < rules.len();
        if let (true, Some(assignment)) = (waits, incident.assignments.first()) {
            let delay = rules[level.saturating_sub(1)].delay_in_minutes;
            add("escalate", after(assignment.at, minutes(i64::from(delay))));
        }
        let now = self.account.now();
        if let Some(until) = self.account.acknowledged_until(incident).filter(|until| *until > now) {
            add("unacknowledge", until);
        }
        if let (true, Some(at)) = (incident.is_open(), self.account.times_out_at(incident)) {
            add("resolve", at);
        }
        Value::Array(actions)
    }

    /// The only reason there is: it was merged.
    fn resolve_reason(&self, incident: &Incident) -> Value {
        incident
            .merged_into()
            .map_or(Value::Null, |target| json!({"type": "merge_resolve_reason", "incident": self.reference(target)}))
    }

    fn alert_grouping(&self, incident: &Incident, alerts: usize) -> Value {
        if alerts < 2 {
            return Value::Null;
        }
        json!({
            "grouping_type": "advanced",
            "started_at": self.time(incident.created_at),
            "ended_at": incident.resolved_at().map(|at| self.time(at)),
            "alert_grouping_active": incident.is_open(),
        })
    }

    /// What monitoring sent, or what a person wrote.
    fn body(&self, key: Key<Incident>) -> Value {
        let incident = &self.account[key];
        let written = || incident.report.as_ref().and_then(|report| report.details.as_deref());
        let by_hand = || json!({"type": "incident_body", "details": written().unwrap_or(&incident.title)});
        self.sent(key, 0).map_or_else(by_hand, |sent| sent.incident_body())
    }

    /// An incident as similar incidents are listed.
    pub(crate) fn incident_stub(&self, key: Key<Incident>) -> Value {
        let incident = &self.account[key];
        let id = self.account.id(key);
        let api = api_url(&format!("incidents/{id}"));
        Object::new()
            .with("id", id)
            .with("created_at", self.time(incident.created_at))
            .with("self", api)
            .with("title", &*incident.title)
            .into()
    }
}

/// The call that it was created with; otherwise only what matters most has one.
fn conference_bridge(incident: &Incident) -> Value {
    if let Some(report) = &incident.report
        && (report.conference_number.is_some() || report.conference_url.is_some())
    {
        return json!({
            "conference_number": report.conference_number.as_deref(),
            "conference_url": report.conference_url.as_deref(),
        });
    }
    if incident.priority.is_none_or(|priority| priority.index() > 1) {
        return Value::Null;
    }
    json!({
        "conference_number": "+1-415-555-0142,,,,8675#",
        "conference_url": web_url("conference/major-incidents"),
    })
}
