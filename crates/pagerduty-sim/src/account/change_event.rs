//! Change events: deployments and other changes that services had.

use jiff::{SignedDuration, Timestamp};

use super::Account;
use crate::id::{Key, Kind};
use crate::model::Incident;
use crate::time::{Range, before, minutes};

/// How long before an incident a change may have caused it.
const SUSPICION: SignedDuration = minutes(6 * 60);

impl Account {
    /// The changes in the range, newest first.
    pub(crate) fn changes_in(&self, range: Range) -> impl Iterator<Item = usize> + use<> {
        let place = |time: Timestamp| self.change_events.partition_point(|change| change.timestamp < time);
        (place(range.start)..place(range.end).max(place(range.start))).rev()
    }

    pub(crate) fn change_event_id(&self, change: usize) -> String {
        self.ids.encode(Kind::ChangeEvent, change as u64)
    }

    pub(crate) fn find_change_event(&self, id: &str) -> Option<usize> {
        let change = usize::try_from(self.ids.decode(Kind::ChangeEvent, id)?).ok()?;
        (change < self.change_events.len()).then_some(change)
    }

    /// The changes that may have caused an incident, newest first, and the reason for thinking so.
    pub(crate) fn suspects(&self, incident: Key<Incident>) -> Vec<(usize, &'static str)> {
        let facts = &self[incident];
        let range = Range::new(before(facts.created_at, SUSPICION), facts.created_at);
        let upstream = &self[facts.service].depends_on;
        let mut own_seen = false;
        self.changes_in(range)
            .filter_map(|change| {
                let service = self.change_events[change].service;
                if service == facts.service {
                    let reason = if own_seen { "intelligent" } else { "most_recent" };
                    own_seen = true;
                    Some((change, reason))
                } else {
                    upstream.contains(&service).then_some((change, "related_service"))
                }
            })
            .collect()
    }
}
