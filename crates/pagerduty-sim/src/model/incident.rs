//! Incidents and everything that happened to them.

use jiff::Timestamp;

use super::custom_field::FieldValue;
use super::device::Device;
use super::escalation_policy::EscalationPolicy;
use super::people::User;
use super::priority::Priority;
use super::responders::ResponderRequest;
use super::service::Service;
use super::status::{Status, Urgency};
use super::status_update::StatusUpdate;
use crate::id::Key;

/// Something broke, or seemed to.
pub(crate) struct Incident {
    pub(crate) title: Box<str>,
    pub(crate) created_at: Timestamp,
    pub(crate) service: Key<Service>,
    pub(crate) escalation_policy: Key<EscalationPolicy>,
    pub(crate) origin: Origin,
    pub(crate) status: Status,
    pub(crate) urgency: Urgency,
    pub(crate) priority: Option<Key<Priority>>,
    /// Whether people were named instead of a policy; such an incident does not escalate.
    pub(crate) assigned_directly: bool,
    /// The level of the policy that was told last, from 1.
    pub(crate) escalation_level: u8,
    pub(crate) alerts: u8,
    /// Incidents of one story have the same cause.
    pub(crate) story: Option<u32>,
    /// Draws the numbers and hosts that monitoring sent.
    pub(crate) salt: u32,
    /// Nobody once it is resolved.
    pub(crate) assignments: Vec<Assignment>,
    /// Only while it is acknowledged.
    pub(crate) acknowledgements: Vec<Acknowledgement>,
    /// Oldest first; each is a log entry.
    pub(crate) history: Vec<Event>,
    pub(crate) notes: Vec<Note>,
    /// What the person who created it wrote, if one did.
    pub(crate) report: Option<Box<Report>>,
}

/// What an incident may be created with beyond what every incident has.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) incident_key: Option<Box<str>>,
    pub(crate) details: Option<Box<str>>,
    pub(crate) conference_number: Option<Box<str>>,
    pub(crate) conference_url: Option<Box<str>>,
}

/// How an incident began.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin {
    /// A monitor, by its place in [`super::MONITORS`].
    Monitoring { monitor: u8 },
    /// Somebody pressed the button.
    Person(Key<User>),
}

/// Who is to deal with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assignment {
    pub(crate) at: Timestamp,
    pub(crate) user: Key<User>,
}

/// Who said they are dealing with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Acknowledgement {
    pub(crate) at: Timestamp,
    pub(crate) user: Key<User>,
}

/// Something that happened to an incident.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) at: Timestamp,
    pub(crate) agent: Agent,
    pub(crate) change: Change,
}

/// Who did it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Agent {
    User(Key<User>),
    /// The incident's service: monitoring, time-outs and escalation.
    Service,
}

/// What happened.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Trigger,
    Assign {
        users: Vec<Key<User>>,
    },
    Escalate {
        level: u8,
        users: Vec<Key<User>>,
    },
    /// Given to another escalation policy.
    Delegate {
        to: Key<EscalationPolicy>,
        users: Vec<Key<User>>,
    },
    Notify {
        user: Key<User>,
        by: Device,
        /// Whether it arrived.
        delivered: bool,
    },
    Acknowledge,
    Unacknowledge,
    RepeatEscalationPath,
    ExhaustEscalationPath,
    /// A note, by its place in the incident's notes.
    Annotate {
        note: u16,
    },
    Urgency {
        to: Urgency,
    },
    /// Any other field, in words.
    Field {
        what: Box<str>,
    },
    Resolve {
        note: Option<Box<str>>,
    },
    /// Acknowledged until then.
    Snooze {
        until: Timestamp,
    },
    /// Its alerts went to another incident, which resolved it.
    Merge {
        into: Key<Incident>,
    },
    /// It took over the alerts of another incident.
    Absorb {
        source: Key<Incident>,
    },
    /// Custom fields, by their places in [`super::CUSTOM_FIELDS`].
    CustomFields {
        values: Vec<(usize, Option<FieldValue>)>,
    },
    RequestResponders(Box<ResponderRequest>),
    StatusUpdate(Box<StatusUpdate>),
}

/// What somebody wrote on an incident.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) at: Timestamp,
    pub(crate) author: Agent,
    pub(crate) content: Box<str>,
}

impl Change {
    pub(crate) const fn changes_status(&self) -> bool {
        matches!(
            self,
            Change::Trigger
                | Change::Acknowledge
                | Change::Unacknowledge
                | Change::Resolve { .. }
                | Change::Merge { .. }
        )
    }
}

impl Incident {
    pub(crate) fn is_open(&self) -> bool {
        self.status != Status::Resolved
    }

    /// When anything happened last.
    pub(crate) fn updated_at(&self) -> Timestamp {
        self.history.last().map_or(self.created_at, |event| event.at)
    }

    /// When and by whom the status was set.
    pub(crate) fn last_status_change(&self) -> (Timestamp, Agent) {
        self.history
            .iter()
            .rfind(|event| event.change.changes_status())
            .map_or((self.created_at, Agent::Service), |event| (event.at, event.agent))
    }

    pub(crate) fn resolved_at(&self) -> Option<Timestamp> {
        (!self.is_open()).then(|| self.last_status_change().0)
    }

    pub(crate) fn is_assigned_to(&self, user: Key<User>) -> bool {
        self.assignments.iter().any(|assignment| assignment.user == user)
    }

    pub(crate) fn log(&mut self, at: Timestamp, agent: Agent, change: Change) {
        self.history.push(Event { at, agent, change });
    }

    /// Adds a note and logs it; its place among the notes.
    pub(crate) fn annotate(&mut self, note: Note) -> usize {
        let place = self.notes.len();
        self.log(note.at, note.author, Change::Annotate { note: place as u16 });
        self.notes.push(note);
        place
    }
}
