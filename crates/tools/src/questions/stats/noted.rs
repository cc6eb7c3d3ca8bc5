//! What the log says of incidents: who acknowledged which first, and which a person had a hand in. A resolved incident has
//! forgotten both.

use std::collections::{HashMap, HashSet};

use pagerduty::{Timestamp, model::LogEntry};

use super::name::Name;

/// What one log entry says of its incident.
#[derive(Debug)]
pub(super) struct Noted {
    incident: String,
    /// When it was acknowledged, if that is what happened.
    acknowledged_at: Option<Timestamp>,
    /// The person who did what happened.
    by: Option<Name>,
}

/// The first acknowledgement of an incident.
#[derive(Debug)]
pub(super) struct Acknowledgement {
    pub(super) at: Timestamp,
    pub(super) by: Option<Name>,
}

/// What the log says of the incidents of a range.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// By incident, the first of each.
    pub(super) acknowledged: HashMap<String, Acknowledgement>,
    /// The incidents that a person did something with.
    touched: HashSet<String>,
}

impl Noted {
    /// Of an entry, if it is an acknowledgement or something that a person did.
    pub(super) fn of(entry: &LogEntry) -> Option<Self> {
        let is_acknowledgement = entry.r#type.as_deref() == Some("acknowledge");
        let by = entry.agent.get().and_then(Name::of_user);
        let acknowledged_at = is_acknowledgement.then(|| entry.created_at.parsed::<Timestamp>()).flatten();
        let incident = entry.incident.get().filter(|_| acknowledged_at.is_some() || by.is_some())?;
        Some(Self { incident: incident.id.as_deref()?.to_owned(), acknowledged_at, by })
    }
}

impl Log {
    pub(super) fn of(entries: Vec<Noted>) -> Self {
        let mut log = Self::default();
        for Noted { incident, acknowledged_at, by } in entries {
            if by.is_some() {
                log.touched.insert(incident.clone());
            }
            let Some(at) = acknowledged_at else { continue };
            match log.acknowledged.get(&incident) {
                Some(earlier) if earlier.at <= at => {}
                _ => {
                    log.acknowledged.insert(incident, Acknowledgement { at, by });
                }
            }
        }
        log
    }

    /// Whether a person did something with an incident.
    pub(super) fn is_touched(&self, incident: Option<&str>) -> bool {
        incident.is_none_or(|id| self.touched.contains(id))
    }
}
