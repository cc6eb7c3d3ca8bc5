//! Change events: deployments and other changes that somebody's tools reported.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    address::ById, reference::Reference, resource::Resource, resource_kind::ResourceKind, service::Service, team::Team,
    untrusted::Untrusted,
};
use crate::{Field, Id, Timestamp};

/// A change event.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct ChangeEvent {
    pub id: Field<String>,
    pub timestamp: Field<String>,
    pub summary: Field<String>,
    pub source: Field<String>,
    pub services: Field<Vec<Field<Reference>>>,
    pub integration: Field<Reference>,
    pub links: Field<Value>,
    /// What the tool sent.
    pub custom_details: Field<Value>,
    /// Why PagerDuty thinks that it belongs to the incident that was asked about.
    pub correlation_reason: Field<CorrelationReason>,
}

/// Why a change may belong to an incident, out of the object that PagerDuty sends.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(from = "Correlation")]
pub struct CorrelationReason(Field<String>);

#[derive(Default, Deserialize)]
#[serde(default)]
struct Correlation {
    reason: Field<String>,
}

impl From<Correlation> for CorrelationReason {
    fn from(correlation: Correlation) -> Self {
        Self(correlation.reason)
    }
}

impl Resource for ChangeEvent {
    const KIND: ResourceKind = ResourceKind::ChangeEvent;
    const ON_REQUEST: &'static [&'static str] = &["html_url", "images"];
    const OPAQUE: &'static [&'static str] = &["links", "custom_details", "images"];
    const UNTRUSTED: Untrusted = Untrusted {
        titles: &["summary"],
        details: &["source", "links", "custom_details", "images"],
        ..Untrusted::NONE
    };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

/// The filters of `GET /change_events` and `GET /services/{id}/change_events`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChangeEventsQuery {
    /// Changes of this service only: a part of the path.
    #[serde(skip)]
    pub service_id: Option<Id<Service>>,
    /// Changes of services of any of these teams.
    pub team_ids: Vec<Id<Team>>,
    /// Start of the range; PagerDuty keeps changes for 90 days.
    pub since: Option<Timestamp>,
    /// End of the range.
    pub until: Option<Timestamp>,
}

impl ChangeEventsQuery {
    /// Days for which PagerDuty keeps changes (REST documentation, `GET /change_events`).
    pub const DAYS_KEPT: i64 = 90;
}

/// `GET /change_events/{id}`
impl ById for ChangeEvent {}
