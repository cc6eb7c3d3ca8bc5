//! What monitoring sent, in the forms in which PagerDuty hands it on: they depend on the integration by which it came.
//!
//! Sources: the OpenAPI documents of the REST API and of the Events API, and answers that clients of the real service have
//! published. Where PagerDuty sends a text in one place, so does this; where it repeats one, so does this.

use serde_json::{Map, Value, json};

use super::View;
use crate::id::Key;
use crate::model::{Incident, MONITORS, Monitor, Origin, Tool};
use crate::random::mix;

/// An event about an incident.
pub(super) struct Sent<'a> {
    monitor: &'a Monitor,
    details: Map<String, Value>,
    pub(super) title: String,
    /// Which of the monitors of the tool it is.
    number: u64,
    slug: String,
    created_at: String,
    dedup_key: String,
    key: String,
}

impl View<'_> {
    /// What was sent in the alert at a place of an incident, of which the first began it; `None` where a person did.
    pub(super) fn sent(&self, incident: Key<Incident>, place: u8) -> Option<Sent<'_>> {
        let account = self.account;
        let facts = &account[incident];
        let Origin::Monitoring { monitor } = facts.origin else { return None };
        let monitor = &MONITORS[usize::from(monitor)];
        let secret = mix(account.seed ^ facts.service.index() as u64);
        let details = self.alert_details(incident, monitor, place);
        let title = match details.get("title").and_then(Value::as_str) {
            Some(title) if place > 0 => title.to_owned(),
            _ => facts.title.to_string(),
        };
        Some(Sent {
            monitor,
            details,
            title,
            number: mix(u64::from(facts.salt)) % 90_000_000 + 10_000_000,
            slug: account[facts.service].slug(),
            created_at: self.time(facts.created_at),
            dedup_key: account.alert_key(incident, place),
            key: format!("{secret:016x}{:016x}", mix(secret)),
        })
    }
}

impl Sent<'_> {
    fn client_url(&self) -> String {
        format!("https://monitoring.larkspur.example/monitors/{}", self.number)
    }

    /// Links and images: not every tool sends some.
    fn contexts(&self) -> Value {
        let runbook = || json!({"type": "link", "text": "Runbook", "href": self.details.get("runbook")});
        let graph = || {
            let src = format!("https://graphs.larkspur.example/{}.png", self.number);
            json!({"type": "image", "src": src, "alt": self.monitor.metric, "href": self.client_url()})
        };
        match self.monitor.tool {
            Tool::Prometheus => json!([runbook()]),
            Tool::Sentry => json!([runbook(), graph()]),
            _ => json!([]),
        }
    }

    /// As PagerDuty keeps events: its Common Event Format.
    fn event(&self) -> Value {
        json!({
            "client": self.monitor.tool.name(),
            "client_url": self.client_url(),
            "contexts": self.contexts(),
            "creation_time": self.created_at,
            "dedup_key": self.dedup_key,
            "description": self.title,
            "details": self.details,
            "event_class": self.monitor.metric,
            "message": self.title,
            "mutations": [],
            "severity": self.monitor.severity,
            "source_component": self.slug,
            "source_origin": self.details.get("host"),
            "version": "1.0",
        })
    }

    /// As a plain text, a line for each detail.
    fn text(&self) -> String {
        let lines = self.details.iter().filter(|(name, _)| *name != "title").map(|(name, value)| match value {
            Value::String(text) => format!("{name}: {text}\n"),
            other => format!("{name}: {other}\n"),
        });
        lines.collect()
    }

    fn address(&self) -> String {
        format!("{}@larkspur.pagerduty.example", self.slug)
    }

    /// The body of an alert.
    pub(super) fn alert_body(&self) -> Value {
        match self.monitor.tool {
            // Everything is in the event, and nothing outside it.
            Tool::Prometheus => {
                json!({"type": "alert_body", "contexts": [], "details": null, "cef_details": self.event()})
            }
            Tool::Datadog => {
                json!({"type": "alert_body", "contexts": [], "details": self.details, "cef_details": self.event()})
            }
            Tool::Pingdom => json!({"type": "alert_body", "contexts": [], "details": self.text()}),
            Tool::Email => json!({"type": "alert_body", "contexts": [], "details": {
                "subject": self.title, "from": "tickets@larkspur.example", "body": self.text(),
            }}),
            _ => json!({"type": "alert_body", "contexts": self.contexts(), "details": self.details}),
        }
    }

    /// The body of an incident.
    pub(super) fn incident_body(&self) -> Value {
        let details = match self.monitor.tool {
            // As the first version of the Events API took it, with the key of the integration.
            Tool::CloudWatch => json!({
                "__pd_cef_payload": self.event(),
                "service_key": self.key,
                "event_type": "trigger",
                "description": self.title,
                "incident_key": self.dedup_key,
                "client": self.monitor.tool.name(),
                "client_url": self.client_url(),
                "details": self.details,
            }),
            Tool::Email => Value::from(self.text()),
            _ => json!({"__pd_cef_payload": self.event()}),
        };
        json!({"type": "incident_body", "details": details})
    }

    /// The channel of the first log entry; most of it only if channels are included.
    pub(super) fn channel(&self, is_whole: bool) -> Value {
        let is_mail = self.monitor.tool == Tool::Email;
        match (is_mail, is_whole) {
            (true, false) => json!({"type": "email", "details_omitted": true}),
            (false, false) => json!({"type": "api", "details_omitted": true}),
            (true, true) => json!({
                "type": "email",
                "summary": self.title,
                "to": self.address(),
                "from": "tickets@larkspur.example",
                "subject": self.title,
                "body": self.text(),
                "body_content_type": "text/plain",
            }),
            (false, true) => json!({
                "type": "api",
                "summary": self.title,
                "service_key": self.key,
                "description": self.title,
                "incident_key": self.dedup_key,
                "details": self.details,
                "cef_details": self.event(),
                "client": self.monitor.tool.name(),
                "client_url": self.client_url(),
                "contexts": self.contexts(),
            }),
        }
    }
}
