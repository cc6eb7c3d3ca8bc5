//! Services and their integrations.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Object, View, api_url, web_url};
use crate::id::{Key, Kind};
use crate::model::{Incident, SUPPORT_HOURS, Service, Tool};
use crate::random::mix;
use crate::time::{ACCOUNT_TIME_ZONE, before, days};

/// More integrations than a service has.
const PLACES: u64 = 1 << 4;

/// All services got new integrations of this tool, and the ones before are gone.
const REPLACED: Tool = Tool::CloudWatch;
const REPLACED_AGO: SignedDuration = days(60);

/// The place of the integration that is gone: the last one, which no service reaches.
const GONE_PLACE: u64 = PLACES - 1;

impl View<'_> {
    pub(crate) fn service(&self, key: Key<Service>) -> Value {
        let account = self.account;
        let service = &account[key];
        let integrations: Vec<Value> =
            (0..service.integrations.len()).map(|place| self.integration_at(key, place)).collect();
        let last_incident = account.incidents.on(key).last().map(|incident| self.time(account[*incident].created_at));
        self.head(key)
            .with("name", &*service.name)
            .with("description", &*service.description)
            .with("created_at", self.time(service.created_at))
            .with("updated_at", self.time(service.created_at))
            .with("status", account.service_status(key))
            .with("teams", self.teams_of(key))
            .with("alert_creation", "create_alerts_and_incidents")
            .with("addons", json!([]))
            .with("scheduled_actions", scheduled_actions(service))
            .with("support_hours", support_hours(service))
            .with("last_incident_timestamp", last_incident)
            .with(
                "escalation_policy",
                self.included("escalation_policies", service.escalation_policy, View::escalation_policy),
            )
            .with("incident_urgency_rule", urgency_rule(service))
            .with("acknowledgement_timeout", service.acknowledgement_timeout())
            .with("auto_resolve_timeout", service.auto_resolve_timeout())
            .with("alert_grouping", "intelligent")
            .with("alert_grouping_timeout", Value::Null)
            .with("alert_grouping_parameters", json!({"type": "intelligent"}))
            .with("integrations", integrations)
            .with("response_play", Value::Null)
            .with(
                "auto_pause_notifications_parameters",
                json!({"enabled": service.flapping, "timeout": if service.flapping { 120 } else { 0 }}),
            )
            .with_all(&service.said)
            .into()
    }

    /// The team of a service, in a list.
    pub(super) fn teams_of(&self, service: Key<Service>) -> Vec<Value> {
        self.account[service].team.into_iter().map(|team| self.included("teams", team, View::team)).collect()
    }

    /// A reference to the integration of a service that belongs to a tool.
    pub(super) fn integration(&self, service: Key<Service>, tool: Tool) -> Value {
        self.plain().integration_at(service, self.account.integration_of(service, tool))
    }

    /// A reference to the integration by which an alert came. Nothing is known any more of one that is gone.
    pub(super) fn integration_of_alert(&self, incident: &Incident, tool: Tool) -> Value {
        let service = incident.service;
        if tool != REPLACED || incident.created_at >= before(self.account.started, REPLACED_AGO) {
            return self.integration(service, tool);
        }
        Object::new()
            .with("id", self.integration_id(service, GONE_PLACE))
            .with("type", tool.reference_type())
            .with("summary", Value::Null)
            .with("self", Value::Null)
            .with("html_url", Value::Null)
            .into()
    }

    fn integration_id(&self, service: Key<Service>, place: u64) -> String {
        self.account.ids.encode(Kind::Integration, service.index() as u64 * PLACES + place)
    }

    fn integration_at(&self, key: Key<Service>, place: usize) -> Value {
        let tool = self.account[key].integrations[place].tool;
        let index = key.index() as u64 * PLACES + place as u64;
        let id = self.integration_id(key, place as u64);
        let service = self.account.id(key);
        let api = api_url(&format!("services/{service}/integrations/{id}"));
        let web = web_url(&format!("services/{service}/integrations/{id}"));
        let whole = self.includes("integrations");
        let reference_type = tool.reference_type();
        let object_type = if whole { reference_type.trim_end_matches("_reference") } else { reference_type };
        let object = Object::new()
            .with("id", id)
            .with("type", object_type)
            .with("summary", tool.name())
            .with("self", api)
            .with("html_url", web);
        if !whole {
            return object.into();
        }
        let object = object
            .with("name", tool.name())
            .with("service", self.reference(key))
            .with("created_at", self.time(self.account[key].created_at));
        if tool == Tool::Email {
            let address = format!("{}@larkspur.pagerduty.example", self.account[key].slug());
            return object.with("integration_email", address).into();
        }
        let secret = mix(self.account.seed ^ index);
        object.with("integration_key", format!("{secret:016x}{:016x}", mix(secret))).into()
    }

    /// The places of an integration: its service and its place there.
    pub(crate) fn find_integration(&self, id: &str) -> Option<(Key<Service>, usize)> {
        let index = self.account.ids.decode(Kind::Integration, id)?;
        let service = usize::try_from(index / PLACES).ok()?;
        let place = (index % PLACES) as usize;
        let integrations = &self.account.services.get(service)?.integrations;
        (place < integrations.len()).then_some((Key::new(service), place))
    }
}

fn urgency_rule(service: &Service) -> Value {
    if service.support_hours {
        json!({
            "type": "use_support_hours",
            "during_support_hours": {"type": "constant", "urgency": "high"},
            "outside_support_hours": {"type": "constant", "urgency": "low"},
        })
    } else {
        json!({"type": "constant", "urgency": "severity_based"})
    }
}

fn support_hours(service: &Service) -> Value {
    if !service.support_hours {
        return Value::Null;
    }
    json!({
        "type": "fixed_time_per_day",
        "time_zone": ACCOUNT_TIME_ZONE,
        "start_time": format!("{:02}:00:00", SUPPORT_HOURS.start),
        "end_time": format!("{:02}:00:00", SUPPORT_HOURS.end),
        "days_of_week": [1, 2, 3, 4, 5],
    })
}

fn scheduled_actions(service: &Service) -> Value {
    if !service.support_hours {
        return json!([]);
    }
    json!([{
        "type": "urgency_change",
        "at": {"type": "named_time", "name": "support_hours_start"},
        "to_urgency": "high",
    }])
}
