//! How unusual an incident is for its service.

use super::Account;
use super::similar::{likeness, words};
use crate::id::Key;
use crate::model::{Incident, Occurrence};
use crate::time::Range;

/// From this likeness on, two titles follow the same pattern.
const SAME_PATTERN: f64 = 0.6;

impl Account {
    /// How often incidents like this one happened on its service in a range.
    pub(crate) fn occurrence(&self, incident: Key<Incident>, range: Range) -> Occurrence {
        let facts = &self[incident];
        let own = words(&facts.title);
        let in_range = |other: &Key<Incident>| {
            let created_at = self[*other].created_at;
            range.start <= created_at && created_at < range.end
        };
        let all: Vec<Key<Incident>> = self.incidents.on(facts.service).iter().copied().filter(in_range).collect();
        let alike = |other: &Key<Incident>| likeness(&own, &self.words_of(*other)) >= SAME_PATTERN;
        let mut others = all.iter().copied().filter(|other| *other != incident && alike(other));
        let first = others.next();
        let count = usize::from(first.is_some()) + others.count();
        Occurrence {
            since: range.start,
            until: range.end,
            count,
            frequency: count as f64 / all.len().max(1) as f64,
            pattern: first.map_or(incident, |first| first.min(incident)),
        }
    }
}
