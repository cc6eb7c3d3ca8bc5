//! What requests that change something say; see [`Change`](crate::Change).

use serde::{Serialize, Serializer};

use super::{
    address::BodyOf,
    escalation_policy::EscalationPolicy,
    incident::{Incident, IncidentStatus, Urgency},
    service::Service,
    team::Team,
    user::User,
};
use crate::{Id, Timestamp};

/// An incident to create.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "incident")]
pub struct NewIncident {
    /// What is wrong.
    pub title: String,
    /// Where.
    pub service: ReferenceTo,
    /// How urgent it is; PagerDuty's own default where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// Its priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<ReferenceTo>,
    /// The details.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<IncidentBody>,
    /// A key that no other open incident of the service may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident_key: Option<String>,
    /// The policy to escalate it by, instead of the service's; not together with assignments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalation_policy: Option<ReferenceTo>,
    /// The users that it belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assignments: Vec<AssignTo>,
}

impl BodyOf for NewIncident {
    type Object = Incident;
}

/// The details of an incident to create.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "incident_body")]
pub struct IncidentBody {
    /// In words.
    pub details: String,
}

/// What to change of an incident; what is not there stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(tag = "type", rename = "incident_reference")]
pub struct IncidentUpdate {
    /// The new state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<IncidentStatus>,
    /// How it was resolved: PagerDuty keeps it as the note of the log entry, and not among the notes of the incident.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<String>,
    /// The new title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The new urgency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// The new priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<ReferenceTo>,
    /// The level of the policy to escalate to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalation_level: Option<u32>,
    /// The new escalation policy; not together with assignments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalation_policy: Option<ReferenceTo>,
    /// The new service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ReferenceTo>,
    /// The users that it belongs to from now on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assignments: Vec<AssignTo>,
}

impl IncidentUpdate {
    /// Whether it pages somebody, and again when it is made again.
    pub(crate) fn pages(&self) -> bool {
        self.escalation_level.is_some() || self.escalation_policy.is_some() || !self.assignments.is_empty()
    }
}

/// A reference in a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReferenceTo {
    id: String,
    r#type: &'static str,
}

/// A user in a request that assigns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AssignTo {
    assignee: ReferenceTo,
}

impl ReferenceTo {
    /// To what has this ID; the type is such as `user_reference`.
    #[must_use]
    pub fn new(r#type: &'static str, id: &str) -> Self {
        Self { id: id.to_owned(), r#type }
    }
}

impl From<Id<EscalationPolicy>> for ReferenceTo {
    fn from(id: Id<EscalationPolicy>) -> Self {
        Self::new("escalation_policy_reference", id.as_str())
    }
}

impl From<Id<Service>> for ReferenceTo {
    fn from(id: Id<Service>) -> Self {
        Self::new("service_reference", id.as_str())
    }
}

impl From<Id<Team>> for ReferenceTo {
    fn from(id: Id<Team>) -> Self {
        Self::new("team_reference", id.as_str())
    }
}

impl From<Id<User>> for ReferenceTo {
    fn from(id: Id<User>) -> Self {
        Self::new("user_reference", id.as_str())
    }
}

impl From<Id<User>> for AssignTo {
    fn from(id: Id<User>) -> Self {
        Self { assignee: id.into() }
    }
}

impl<T: Into<ReferenceTo>> From<T> for ResponderTarget {
    fn from(target: T) -> Self {
        Self { responder_request_target: target.into() }
    }
}

/// Writes IDs as references, as requests have them.
pub(super) fn references<T, S: Serializer>(ids: &[Id<T>], serializer: S) -> Result<S::Ok, S::Error>
where
    Id<T>: Clone + Into<ReferenceTo>,
{
    serializer.collect_seq(ids.iter().cloned().map(Into::into))
}

/// Whom a request for responders goes to.
#[derive(Clone, Debug, Serialize)]
pub struct ResponderTarget {
    responder_request_target: ReferenceTo,
}

/// The value of a custom field of an incident.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CustomFieldValue {
    /// The ID of the field.
    pub id: String,
    /// Its value: of the field's type; null takes it away.
    pub value: serde_json::Value,
}

/// A time in which somebody else is on call in a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewOverride {
    /// From when.
    pub start: Timestamp,
    /// Until when.
    pub end: Timestamp,
    /// Who.
    pub user: ReferenceTo,
}

/// A shift-based schedule to create, without rotations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewSchedule {
    /// What it is called.
    pub name: String,
    /// An IANA name.
    pub time_zone: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<ReferenceTo>,
}

/// What to change of a shift-based schedule; what is not there stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScheduleUpdate {
    /// The new name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new zone, an IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The new description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
