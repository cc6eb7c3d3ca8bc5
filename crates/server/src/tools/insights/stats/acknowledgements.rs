//! Who acknowledged which incident, and when. PagerDuty keeps that in the log: a resolved incident has forgotten it.

use std::collections::HashMap;

use pagerduty::{Timestamp, model::LogEntry};

use super::group_by::Name;

/// That somebody acknowledged an incident.
#[derive(Debug)]
pub(super) struct Acknowledgement {
    incident: String,
    pub(super) at: Timestamp,
    pub(super) by: Option<Name>,
}

impl Acknowledgement {
    /// That of a log entry, if it is one.
    pub(super) fn of(entry: &LogEntry) -> Option<Self> {
        let is_one = entry.r#type.as_deref() == Some("acknowledge");
        let incident = entry.incident.get().filter(|_| is_one)?.id.as_deref()?;
        let by = entry.agent.get().and_then(Name::of_user);
        Some(Self { incident: incident.to_owned(), at: entry.created_at.parsed()?, by })
    }
}

/// The first of each incident.
pub(super) fn first(acknowledgements: Vec<Acknowledgement>) -> HashMap<String, Acknowledgement> {
    let mut first: HashMap<String, Acknowledgement> = HashMap::new();
    for one in acknowledgements {
        match first.get(&one.incident) {
            Some(earlier) if earlier.at <= one.at => {}
            _ => {
                first.insert(one.incident.clone(), one);
            }
        }
    }
    first
}
