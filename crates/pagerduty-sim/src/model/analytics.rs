//! What PagerDuty's analytics say about an incident, counted from its history.
//!
//! Source: the descriptions of the analytics' fields in the OpenAPI description.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::people::User;
use crate::id::Key;

/// The numbers of one incident.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Who acknowledged, each once, in the order of their first acknowledgements.
    pub(crate) acknowledged: Vec<Key<User>>,
    pub(crate) acknowledgements: i64,
    /// Who was assigned, each once.
    pub(crate) assigned: Vec<Key<User>>,
    pub(crate) assignments: i64,
    pub(crate) reassignments: i64,
    pub(crate) timeout_escalations: i64,
    pub(crate) manual_escalations: i64,
    pub(crate) seconds_to_first_ack: Option<i64>,
    /// From the first acknowledgement to that of the last of several people.
    pub(crate) seconds_to_engage: Option<i64>,
    /// From the start to the acknowledgement of the last of several people.
    pub(crate) seconds_to_mobilize: Option<i64>,
    pub(crate) seconds_to_resolve: Option<i64>,
    pub(crate) engaged_seconds: i64,
    pub(crate) snoozed_seconds: i64,
    pub(crate) notifications: i64,
    pub(crate) interruptions: Interruptions,
    pub(crate) resolved_by: Option<Key<User>>,
    pub(crate) is_auto_resolved: bool,
    pub(crate) is_major: bool,
}

/// How often people were interrupted when, by their own clocks. E-mail interrupts nobody, and what reaches one person
/// within a minute interrupts once.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Interruptions {
    /// From 8 to 18 o'clock, Monday to Friday.
    pub(crate) business_hours: i64,
    /// The rest.
    pub(crate) off_hours: i64,
    /// From 22 to 8 o'clock.
    pub(crate) sleep_hours: i64,
}

impl Interruptions {
    pub(crate) const fn total(self) -> i64 {
        self.business_hours + self.off_hours + self.sleep_hours
    }

    pub(crate) fn count(&mut self, at: Timestamp, time_zone: &str) {
        let local = crate::time::time_zone(time_zone).unwrap_or(TimeZone::UTC).to_datetime(at);
        let is_workday = local.date().weekday().to_monday_one_offset() <= 5;
        match local.hour() {
            22.. | ..8 => self.sleep_hours += 1,
            8..18 if is_workday => self.business_hours += 1,
            _ => self.off_hours += 1,
        }
    }
}
