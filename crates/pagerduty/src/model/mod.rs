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
mod rendered_entry;
pub mod request;
mod resource;
mod resource_kind;
mod restriction;
pub mod rotation;
pub mod schedule;
mod sent;
pub mod service;
pub mod shift;
mod shift_member;
pub mod team;
mod untrusted;
pub mod user;

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
pub use rendered_entry::RenderedEntry;
pub use resource::Resource;
pub use resource_kind::{Lookup, ResourceKind};
pub use restriction::Restriction;
pub use rotation::Rotation;
pub use schedule::Schedule;
pub use sent::Link;
pub use service::Service;
pub use shift::CustomShift;
pub use shift_member::ShiftMember;
pub use team::Team;
pub use untrusted::Untrusted;
pub use user::User;
