//! Alerts: what monitoring sent, grouped into incidents.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    incident::Incident,
    reference::Reference,
    resource::Resource,
    resource_kind::ResourceKind,
    sent::{Link, Sent, without_title},
    untrusted::Untrusted,
};
use crate::{Field, Id};

/// An alert of an incident.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Alert {
    pub id: Field<String>,
    pub summary: Field<String>,
    pub status: Field<String>,
    pub severity: Field<String>,
    pub created_at: Field<String>,
    pub resolved_at: Field<String>,
    pub alert_key: Field<String>,
    pub service: Field<Reference>,
    pub integration: Field<Reference>,
    /// What monitoring sent.
    pub details: Field<Value>,
    /// Where monitoring shows the problem.
    pub client_url: Field<Value>,
    /// The links and images that monitoring sent.
    pub links: Field<Vec<Link>>,
    /// Read for the three above only.
    #[serde(skip_serializing)]
    body: Field<Value>,
}

impl Resource for Alert {
    const KIND: ResourceKind = ResourceKind::Alert;
    const ON_REQUEST: &'static [&'static str] =
        &["suppressed", "html_url", "incident", "first_trigger_log_entry", "body", "privilege"];
    const OPAQUE: &'static [&'static str] = &["details", "client_url", "links", "body"];
    const UNTRUSTED: Untrusted = Untrusted {
        titles: &["summary", "incident.summary"],
        details: &["alert_key", "details", "client_url", "links", "body", "first_trigger_log_entry"],
        ..Untrusted::NONE
    };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn complete(&mut self) {
        let sent = Sent::read(std::mem::take(&mut self.body));
        self.details = sent.details;
        self.client_url = sent.client_url;
        self.links = sent.links;
        without_title(&mut self.details, self.summary.as_deref());
    }
}

/// The state of an alert.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub enum AlertStatus {
    Triggered,
    Resolved,
}

/// The filters of `GET /incidents/{id}/alerts`.
#[derive(Clone, Debug, Serialize)]
pub struct AlertsQuery {
    /// Whose alerts: a part of the path.
    #[serde(skip)]
    pub incident_id: Id<Incident>,
    /// Alerts in any of these states.
    pub statuses: Vec<AlertStatus>,
}

impl AlertsQuery {
    /// Every alert of this incident.
    #[must_use]
    pub fn of(incident_id: Id<Incident>) -> Self {
        Self { incident_id, statuses: Vec::new() }
    }
}
