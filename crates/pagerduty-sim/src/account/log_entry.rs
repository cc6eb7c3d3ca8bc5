//! Log entries: an incident's history, event by event.

use jiff::{SignedDuration, Timestamp};

use super::Account;
use super::resource::Resource;
use crate::id::{Key, Kind};
use crate::model::{Agent, Change, Device, Event, Incident, LogEntry};
use crate::time::after;

/// More events than any incident has.
const PLACES: u64 = 1 << 16;

impl Account {
    pub(crate) fn log_entry_id(&self, entry: LogEntry) -> String {
        let index = entry.incident.index() as u64 * PLACES + entry.place as u64;
        self.ids.encode(Kind::LogEntry, index)
    }

    pub(crate) fn find_log_entry(&self, id: &str) -> Option<LogEntry> {
        let index = self.ids.decode(Kind::LogEntry, id)?;
        let incident = Key::new(usize::try_from(index / PLACES).ok()?);
        let place = usize::try_from(index % PLACES).ok()?;
        let history = &self.incidents.all().get(incident.index())?.history;
        (place < history.len()).then_some(LogEntry { incident, place })
    }

    pub(crate) fn event(&self, entry: LogEntry) -> &Event {
        &self[entry.incident].history[entry.place]
    }

    /// The entries of an incident, oldest first.
    pub(crate) fn log_entries(&self, incident: Key<Incident>) -> impl DoubleEndedIterator<Item = LogEntry> + use<> {
        (0..self[incident].history.len()).map(move |place| LogEntry { incident, place })
    }

    /// When an incident resolves by itself, if its service has it so.
    pub(crate) fn times_out_at(&self, incident: &Incident) -> Option<Timestamp> {
        let seconds = self[incident.service].auto_resolve_timeout()?;
        Some(after(incident.created_at, SignedDuration::from_secs(seconds)))
    }

    /// One line that says what happened.
    pub(crate) fn log_entry_summary(&self, entry: LogEntry) -> String {
        let incident = &self[entry.incident];
        let event = self.event(entry);
        let by = match event.agent {
            Agent::User(user) => format!("by {}", self[user].name),
            Agent::Service => "through the API".to_owned(),
        };
        let names = |users: &[Key<super::User>]| {
            let names: Vec<&str> = users.iter().map(|user| self[*user].name.as_str()).collect();
            names.join(", ")
        };
        match &event.change {
            Change::Trigger => format!("Triggered {by}"),
            Change::Assign { users } => format!("Assigned to {}", names(users)),
            Change::Escalate { level, users } => {
                format!("Escalated to level {level}: {}", names(users))
            }
            Change::Delegate { to, .. } => format!("Delegated to {} {by}", self[*to].name),
            Change::Notify { user, by, .. } => {
                format!("Notified {} via {}", self[*user].name, by.name())
            }
            Change::Acknowledge => format!("Acknowledged {by}"),
            Change::Unacknowledge if event.agent == Agent::Service => "Unacknowledged due to timeout".to_owned(),
            Change::Unacknowledge => format!("Unacknowledged {by}"),
            Change::RepeatEscalationPath => "Escalation path repeated".to_owned(),
            Change::ExhaustEscalationPath => {
                let policy = &self[incident.escalation_policy].name;
                format!("Escalation path of {policy} exhausted")
            }
            Change::Annotate { .. } => format!("Note added {by}"),
            Change::Urgency { to } if event.agent == Agent::Service => format!("Urgency changed to {}", to.name()),
            Change::Urgency { to } => format!("Urgency changed to {} {by}", to.name()),
            Change::Field { what } => format!("{what} {by}"),
            Change::Resolve { .. } if self.times_out_at(incident) == Some(event.at) => {
                "Resolved due to timeout".to_owned()
            }
            Change::Resolve { .. } => format!("Resolved {by}"),
            Change::Snooze { until } => format!("Snoozed {by} until {until}"),
            Change::Merge { into } => format!("Resolved {by}: merged into {}", self[*into].summary(*into)),
            Change::Absorb { source } => format!("Merged {} into this incident {by}", self[*source].summary(*source)),
            Change::RequestResponders(request) => {
                let users: Vec<_> = request.targets.iter().flat_map(|target| target.users()).copied().collect();
                format!("Responders requested {by}: {}", names(&users))
            }
            Change::CustomFields { .. } => format!("Custom fields updated {by}"),
            Change::StatusUpdate(_) => format!("Status update added {by}"),
        }
    }
}

impl Change {
    /// The `type` of its log entry.
    pub(crate) const fn log_entry_type(&self) -> &'static str {
        match self {
            Change::Trigger => "trigger_log_entry",
            Change::Assign { .. } => "assign_log_entry",
            Change::Escalate { .. } => "escalate_log_entry",
            Change::Delegate { .. } => "delegate_log_entry",
            Change::Notify { .. } => "notify_log_entry",
            Change::Acknowledge => "acknowledge_log_entry",
            Change::Unacknowledge => "unacknowledge_log_entry",
            Change::RepeatEscalationPath => "repeat_escalation_path_log_entry",
            Change::ExhaustEscalationPath => "exhaust_escalation_path_log_entry",
            Change::Annotate { .. } => "annotate_log_entry",
            Change::Urgency { .. } => "urgency_change_log_entry",
            // What a merge writes into its target is not published.
            Change::Field { .. } | Change::Absorb { .. } => "field_value_change_log_entry",
            Change::Resolve { .. } | Change::Merge { .. } => "resolve_log_entry",
            Change::CustomFields { .. } => "custom_field_value_change_log_entry",
            Change::Snooze { .. } => "snooze_log_entry",
            // These two are not in the OpenAPI description; clients of the real service read them.
            Change::RequestResponders(_) => "responder_request_log_entry",
            Change::StatusUpdate(_) => "status_update_log_entry",
        }
    }

    /// Whether the overview of an incident shows it.
    pub(crate) const fn is_overview(&self) -> bool {
        !matches!(self, Change::Notify { .. } | Change::Field { .. })
    }
}

impl Device {
    /// As a log entry's summary says it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Device::Push => "push notification",
            Device::Sms => "SMS",
            Device::Phone => "phone",
            Device::Email => "email",
        }
    }

    /// Whether it is reached over a telephone network, which does not always work.
    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Device::Sms | Device::Phone)
    }

    /// The `type` of the notification.
    pub(crate) const fn notification_type(self) -> &'static str {
        match self {
            Device::Push => "push_notification",
            Device::Sms => "sms_notification",
            Device::Phone => "phone_notification",
            Device::Email => "email_notification",
        }
    }
}
