//! One account: what it is made of, and what follows from the whole.
//!
//! Nothing here knows HTTP: [`crate::view`] writes the objects, [`crate::routes`] answers requests, [`crate::world`] makes
//! the facts up. The files below hold the rules; this one holds only what they all work on.

mod abilities;
mod alert;
mod analytics;
mod audit;
mod change_event;
mod creation;
mod custom_field;
mod custom_shift;
mod escalation_policy;
mod event;
mod incident_workflow;
mod log_entry;
mod merge;
mod on_call;
mod outlier;
mod override_shift;
mod overrides;
mod people;
mod priority;
pub(crate) mod resource;
mod responders;
mod schedule;
mod service;
mod service_dependency;
mod shift;
mod similar;
mod snooze;
mod status_update;
mod tagging;
mod update;

use jiff::{SignedDuration, Timestamp};

use crate::id::{Ids, Key};
use crate::model::{
    AuditRecord, ChangeEvent, EscalationPolicy, Incidents, Schedule, Service, ServiceDependency, Tagging, Team, User,
};
use crate::options::Clock;
use crate::rows::Rows;
use crate::time::after;

/// The part before `.pagerduty.com` in the account's web addresses.
pub(crate) const SUBDOMAIN: &str = "larkspur";

/// One PagerDuty account.
pub(crate) struct Account {
    pub(crate) seed: u64,
    pub(crate) clock: Clock,
    /// The time that the history was written for.
    pub(crate) started: Timestamp,
    pub(crate) ids: Ids,
    pub(crate) uses_priorities: bool,
    pub(crate) missing_abilities: Vec<String>,
    pub(crate) users: Vec<User>,
    pub(crate) teams: Vec<Team>,
    pub(crate) services: Vec<Service>,
    pub(crate) escalation_policies: Vec<EscalationPolicy>,
    pub(crate) schedules: Vec<Schedule>,
    pub(crate) incidents: Incidents,
    /// How many instances of workflows were started.
    pub(crate) workflow_instances: u64,
    /// Oldest first.
    pub(crate) change_events: Vec<ChangeEvent>,
    /// What is described as data: maintenance windows, business services, tags, status pages.
    pub(crate) rows: Rows,
    /// Which tags there are on what.
    pub(crate) taggings: Vec<Tagging>,
    /// What business services need; what technical ones need is with them.
    pub(crate) business_dependencies: Vec<ServiceDependency>,
    /// In the order in which they were made.
    pub(crate) audit_records: Vec<AuditRecord>,
    /// Who the user tokens belong to.
    pub(crate) demo_user: Key<User>,
    pub(crate) teamless_user: Key<User>,
}

impl Account {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The end of ranges that have none: the present is part of them.
    pub(crate) fn just_after_now(&self) -> Timestamp {
        after(self.now(), SignedDuration::from_secs(1))
    }
}
