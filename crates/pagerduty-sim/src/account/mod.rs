//! The facts of one account, in compact form, and what follows from them.
//!
//! Nothing here knows JSON or HTTP: [`crate::view`] writes the objects, [`crate::routes`] answers requests,
//! [`crate::world`] makes the facts up.

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
mod incident;
mod incident_list;
mod incident_workflow;
mod log_entry;
mod merge;
mod monitor;
mod monitors;
mod on_call;
mod outlier;
mod override_shift;
mod overrides;
mod people;
mod priority;
mod resource;
mod responders;
mod rotation;
mod schedule;
mod service;
mod service_dependency;
mod shift;
mod similar;
mod snooze;
mod status_update;
mod tagging;
mod update;

use std::ops::{Index, IndexMut};

use jiff::{SignedDuration, Timestamp};

pub use self::abilities::ABILITIES;
pub(crate) use self::abilities::Ability;
pub(crate) use self::alert::Alert;
pub(crate) use self::analytics::Figures;
pub(crate) use self::audit::{AuditAction, AuditMethod, AuditRecord, AuditedField, AuditedReferences, Subject};
pub(crate) use self::change_event::ChangeEvent;
pub(crate) use self::creation::Creation;
pub(crate) use self::custom_field::{CUSTOM_FIELDS, CustomField, DataType, FieldValue, INCIDENT_TYPE};
pub(crate) use self::custom_shift::CustomShift;
pub(crate) use self::escalation_policy::{AssignmentStrategy, EscalationPolicy, EscalationRule, Target};
pub(crate) use self::event::{EVENT_PLACES, Frequency, ROTATION_PLACES, Rotation, RotationEvent, Strategy};
pub(crate) use self::incident::{
    Acknowledgement, Agent, Assignment, Change, Device, Event, Incident, Note, Origin, Report, Status, Urgency,
};
pub(crate) use self::incident_list::{FIRST_NUMBER, Incidents};
pub(crate) use self::incident_workflow::WorkflowAction;
pub(crate) use self::log_entry::LogEntry;
pub(crate) use self::monitor::Monitor;
pub(crate) use self::monitors::MONITORS;
pub(crate) use self::on_call::OnCall;
pub(crate) use self::outlier::Occurrence;
pub(crate) use self::override_shift::OverrideShift;
pub(crate) use self::overrides::{Deletion, OverrideError, PLACES};
pub(crate) use self::people::{Membership, Team, User};
pub(crate) use self::priority::{PRIORITIES, Priority};
pub(crate) use self::resource::Resource;
pub(crate) use self::responders::{Reply, ResponderRequest, ResponderTarget};
pub(crate) use self::rotation::{Layer, Restriction};
pub(crate) use self::schedule::{Entry, Override, Schedule};
pub(crate) use self::service::{Integration, SUPPORT_HOURS, Service, ServiceKind, Tool};
pub(crate) use self::service_dependency::{Node, ServiceDependency};
pub(crate) use self::shift::{Shift, ShiftOrigin, ShiftSource};
pub(crate) use self::similar::Relationship;
pub(crate) use self::status_update::StatusUpdate;
pub(crate) use self::tagging::{Tagged, Tagging};
pub(crate) use self::update::{Update, UpdateError};

use crate::id::{Ids, Key, Kind};
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

    /// The ID of an object.
    pub(crate) fn id<T: Resource>(&self, key: Key<T>) -> String {
        self.ids.encode(T::KIND, key.index() as u64)
    }

    /// The object that an ID names, if it is still there.
    pub(crate) fn find<T: Resource>(&self, id: &str) -> Option<Key<T>> {
        let index = usize::try_from(self.ids.decode(T::KIND, id)?).ok()?;
        T::all(self).get(index).filter(|each| !each.is_gone()).map(|_| Key::new(index))
    }

    /// The ID of an object that is a row.
    pub(crate) fn row_id(&self, kind: Kind, place: usize) -> String {
        self.ids.encode(kind, place as u64)
    }

    /// The place of the row that an ID names.
    pub(crate) fn find_row(&self, kind: Kind, id: &str) -> Option<usize> {
        let place = usize::try_from(self.ids.decode(kind, id)?).ok()?;
        self.rows.get(kind, place).map(|_| place)
    }

    /// The objects that the IDs name; unknown IDs name nothing.
    pub(crate) fn find_all<T: Resource>(&self, ids: &[&str]) -> Vec<Key<T>> {
        ids.iter().filter_map(|id| self.find(id)).collect()
    }

    /// All objects of a kind that are still there.
    pub(crate) fn keys<T: Resource>(&self) -> impl DoubleEndedIterator<Item = Key<T>> + use<T> {
        let present = T::all(self).iter().enumerate().filter(|(_, each)| !each.is_gone());
        present.map(|(index, _)| Key::new(index)).collect::<Vec<_>>().into_iter()
    }

    /// The teams that a user is in.
    pub(crate) fn teams_of(&self, user: Key<User>) -> impl Iterator<Item = Key<Team>> {
        self.keys::<Team>().filter(move |team| self[*team].members.iter().any(|member| member.user == user))
    }

    /// The user with this e-mail address.
    pub(crate) fn user_with_email(&self, email: &str) -> Option<Key<User>> {
        self.keys::<User>().find(|user| self[*user].email.eq_ignore_ascii_case(email))
    }
}

impl<T: Resource> Index<Key<T>> for Account {
    type Output = T;

    fn index(&self, key: Key<T>) -> &T {
        &T::all(self)[key.index()]
    }
}

impl IndexMut<Key<Schedule>> for Account {
    fn index_mut(&mut self, key: Key<Schedule>) -> &mut Schedule {
        &mut self.schedules[key.index()]
    }
}

impl IndexMut<Key<Incident>> for Account {
    fn index_mut(&mut self, key: Key<Incident>) -> &mut Incident {
        self.incidents.get_mut(key)
    }
}
