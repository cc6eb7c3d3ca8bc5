//! Alerts.

use serde_json::{Map, Value, json};

use super::{Object, View, api_url, web_url};
use crate::id::Key;
use crate::model::{Alert, Incident, MONITORS, Monitor, Origin, Tool};

impl View<'_> {
    pub(crate) fn alert(&self, alert: &Alert) -> Value {
        let account = self.account;
        let incident = &account[alert.origin];
        let monitor = match incident.origin {
            Origin::Monitoring { monitor } => Some(&MONITORS[usize::from(monitor)]),
            Origin::Person(_) => None,
        };
        let id = account.alert_id(alert);
        let parent = account.id(alert.incident);
        let api = api_url(&format!("incidents/{parent}/alerts/{id}"));
        let web = web_url(&format!("alerts/{id}"));
        let sent = self.sent(alert.origin, alert.place);
        let summary = sent.as_ref().map_or_else(|| incident.title.to_string(), |sent| sent.title.clone());
        let empty = || json!({"type": "alert_body", "contexts": [], "details": {}});
        let body = sent.map_or_else(empty, |sent| sent.alert_body());
        let tool = monitor.map_or(Tool::Email, |monitor| monitor.tool);
        Object::new()
            .with("id", id)
            .with("type", "alert")
            .with("summary", summary)
            .with("self", api)
            .with("html_url", web)
            .with("created_at", self.time(alert.created_at))
            .with("resolved_at", alert.resolved_at.map(|at| self.time(at)))
            .with("status", alert.status().name())
            .with("alert_key", account.alert_key(alert.origin, alert.place))
            .with("service", self.included("services", incident.service, View::service))
            .with("first_trigger_log_entry", self.first_trigger_log_entry(alert.origin))
            .with("incident", self.included("incidents", alert.incident, View::incident))
            .with("suppressed", false)
            .with("severity", monitor.map_or("error", |monitor| monitor.severity))
            .with("integration", self.integration_of_alert(incident, tool))
            .with("body", body)
            .into()
    }

    /// What a monitor said in the alert at a place of an incident.
    pub(super) fn alert_details(&self, incident: Key<Incident>, monitor: &Monitor, place: u8) -> Map<String, Value> {
        let facts = &self.account[incident];
        let service = &self.account[facts.service];
        let sample = monitor.sample(service, facts.salt, place);
        let slug = service.slug();
        let details = json!({
            "title": monitor.title(&sample),
            "metric": monitor.metric,
            "value": sample.value,
            "threshold": monitor.threshold,
            "unit": monitor.unit,
            "host": sample.host,
            "region": sample.region,
            "environment": "production",
            "service": slug,
            "runbook": format!("https://runbooks.larkspur.example/{slug}#{}", monitor.metric),
        });
        match details {
            Value::Object(details) => details,
            _ => Map::new(),
        }
    }
}
