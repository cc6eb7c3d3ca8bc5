//! The endpoints, a file for each resource. Each reads its parameters, selects, and has [`crate::view`] write.

pub(crate) mod abilities;
pub(crate) mod alerts;
pub(crate) mod change_events;
pub(crate) mod custom_fields;
pub(crate) mod escalation_policies;
mod fields;
pub(crate) mod incident_creation;
pub(crate) mod incident_updates;
pub(crate) mod incident_workflows;
pub(crate) mod incidents;
pub(crate) mod log_entries;
pub(crate) mod merge;
pub(crate) mod notes;
pub(crate) mod on_calls;
pub(crate) mod override_shifts;
pub(crate) mod overrides;
pub(crate) mod priorities;
pub(crate) mod responder_requests;
pub(crate) mod schedules;
pub(crate) mod services;
mod shift_fields;
pub(crate) mod shift_schedules;
pub(crate) mod similar_incidents;
pub(crate) mod snooze;
pub(crate) mod status_updates;
pub(crate) mod teams;
pub(crate) mod users;
