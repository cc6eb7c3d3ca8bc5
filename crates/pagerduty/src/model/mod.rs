//! PagerDuty's resources: one file each, with only the fields that somebody reads.
//!
//! The fields of a struct are what a reader gets without asking, in this order; further fields of the object are
//! named by [`Resource::ON_REQUEST`] and taken from the [`Row`](crate::Row) when wanted.

pub mod alert;
pub mod change_event;
mod channel;
pub mod contact_method;
pub mod custom_field;
pub mod escalation_policy;
pub mod incident;
pub mod incident_type;
pub mod incident_workflow;
pub mod log_entry;
pub mod note;
pub mod oncall;
pub mod outlier_incident;
pub mod overrides;
pub mod past_incident;
pub mod priority;
mod reference;
pub mod related_incident;
pub mod request;
mod restriction;
pub mod rotation;
pub mod schedule;
mod sent;
pub mod service;
pub mod shift;
pub mod team;
mod untrusted;
pub mod user;

use serde::{Serialize, de::DeserializeOwned};

pub use alert::{Alert, AlertStatus};
pub use change_event::ChangeEvent;
pub use channel::Channel;
pub use contact_method::ContactMethod;
pub use custom_field::{CustomField, CustomFieldDefinition};
pub use escalation_policy::EscalationPolicy;
pub use incident::{Incident, IncidentStatus, Urgency};
pub use incident_type::IncidentType;
pub use incident_workflow::IncidentWorkflow;
pub use log_entry::LogEntry;
pub use note::Note;
pub use oncall::Oncall;
pub use outlier_incident::OutlierIncident;
pub use overrides::Override;
pub use past_incident::PastIncident;
pub use priority::Priority;
pub use reference::{Reference, TypedReference};
pub use related_incident::RelatedIncident;
pub use restriction::Restriction;
pub use rotation::Rotation;
pub use schedule::Schedule;
pub use sent::Link;
pub use service::Service;
pub use shift::CustomShift;
pub use team::Team;
pub use untrusted::Untrusted;
pub use user::User;

/// An object of PagerDuty's API.
pub trait Resource: DeserializeOwned + Serialize + Send {
    /// What it is.
    const KIND: ResourceKind;

    /// Fields of the object that a reader gets only on request. Those that the struct has too take its shape; the
    /// others come as PagerDuty sends them.
    const ON_REQUEST: &'static [&'static str] = &[];

    /// Fields that hold what others sent, of any shape: nothing in them has PagerDuty's meaning.
    const OPAQUE: &'static [&'static str] = &[];

    /// Fields that hold text of people and machines outside: who reads them must not take it for anything but data.
    const UNTRUSTED: Untrusted = Untrusted::NONE;

    /// Its ID, where it has one.
    fn id(&self) -> Option<&str> {
        None
    }

    /// What can only be said once the whole object is read.
    fn settle(&mut self) {}
}

/// The kinds of [`Resource`], with the names that PagerDuty's paths and bodies use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub enum ResourceKind {
    Alert,
    ChangeEvent,
    ContactMethod,
    CustomField,
    CustomShift,
    EscalationPolicy,
    Incident,
    IncidentType,
    IncidentWorkflow,
    LogEntry,
    Note,
    Oncall,
    OutlierIncident,
    Override,
    PastIncident,
    Priority,
    RelatedIncident,
    Rotation,
    Schedule,
    Service,
    Team,
    User,
}

impl ResourceKind {
    /// The key of one object.
    #[must_use]
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::ChangeEvent => "change_event",
            Self::ContactMethod => "contact_method",
            Self::CustomField => "custom_field",
            Self::CustomShift => "custom_shift",
            Self::EscalationPolicy => "escalation_policy",
            Self::Incident => "incident",
            Self::IncidentType => "incident_type",
            Self::IncidentWorkflow => "incident_workflow",
            Self::LogEntry => "log_entry",
            Self::Note => "note",
            Self::Oncall => "oncall",
            Self::OutlierIncident => "outlier_incident",
            Self::Override => "override",
            Self::PastIncident => "past_incident",
            Self::Priority => "priority",
            Self::RelatedIncident => "related_incident",
            Self::Rotation => "rotation",
            Self::Schedule => "schedule",
            Self::Service => "service",
            Self::Team => "team",
            Self::User => "user",
        }
    }

    /// The key of a list, and the first segment of its path.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Alert => "alerts",
            Self::ChangeEvent => "change_events",
            Self::ContactMethod => "contact_methods",
            Self::CustomField => "custom_fields",
            Self::CustomShift => "custom_shifts",
            Self::EscalationPolicy => "escalation_policies",
            Self::Incident => "incidents",
            Self::IncidentType => "incident_types",
            Self::IncidentWorkflow => "incident_workflows",
            Self::LogEntry => "log_entries",
            Self::Note => "notes",
            Self::Oncall => "oncalls",
            Self::OutlierIncident => "outlier_incidents",
            Self::Override => "overrides",
            Self::PastIncident => "past_incidents",
            Self::Priority => "priorities",
            Self::RelatedIncident => "related_incidents",
            Self::Rotation => "rotations",
            Self::Schedule => "schedules",
            Self::Service => "services",
            Self::Team => "teams",
            Self::User => "users",
        }
    }
}
