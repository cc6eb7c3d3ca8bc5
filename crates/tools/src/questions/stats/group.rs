//! The figures of a group of incidents.

use serde_json::{Map, Value, json};

use super::counted::Counted;
use crate::questions::measures::Durations;

/// The figures of a group of incidents.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) id: Option<String>,
    pub(super) count: usize,
    high: usize,
    resolved: usize,
    resolved_by_service: usize,
    never_touched: usize,
    merged: usize,
    to_acknowledge: Durations,
    to_resolve: Durations,
    /// The title of the first of them.
    first_title: String,
    has_several_titles: bool,
}

/// What the log says of an incident.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) seconds_to_acknowledge: Option<i64>,
    /// Whether a person did something with it.
    pub(super) is_touched: bool,
}

impl Group {
    pub(super) fn add(&mut self, one: &Counted, seen: Seen) {
        match self.count {
            0 => self.first_title.clone_from(&one.title),
            _ => self.has_several_titles |= self.first_title != one.title,
        }
        self.count += 1;
        self.high += usize::from(one.is_high);
        self.resolved += usize::from(one.is_resolved);
        self.resolved_by_service += usize::from(one.is_resolved_by_service);
        self.never_touched += usize::from(one.is_resolved_by_service && !seen.is_touched);
        self.merged += usize::from(one.is_merged);
        self.to_acknowledge.add(seen.seconds_to_acknowledge);
        self.to_resolve.add(one.seconds_to(one.resolved));
    }

    /// The title that all of them have, if it is one.
    pub(super) fn only_title(&self) -> Option<&str> {
        Some(self.first_title.as_str()).filter(|title| !self.has_several_titles && !title.is_empty())
    }

    /// The title of one of them, where they have several.
    pub(super) fn example(&self) -> Option<&str> {
        self.has_several_titles.then_some(self.first_title.as_str())
    }

    /// Its name, what else is said of it, and its numbers; `knows_log` says whether the log could be read.
    pub(super) fn into_value(self, name: Option<&str>, example: Option<String>, knows_log: bool) -> Value {
        if self.count == 0 && name.is_some() {
            return json!({"name": name, "incidents": 0});
        }
        let fields = [
            ("name", json!(name)),
            ("example", json!(example)),
            ("id", json!(self.id)),
            ("incidents", self.count.into()),
            ("high_urgency", self.high.into()),
            ("resolved", self.resolved.into()),
            ("resolved_by_service", self.resolved_by_service.into()),
            ("never_touched_by_a_person", json!(knows_log.then_some(self.never_touched))),
            ("merged", json!(Some(self.merged).filter(|merged| *merged > 0))),
            ("seconds_to_acknowledge", self.to_acknowledge.into_value()),
            ("seconds_to_resolve", self.to_resolve.into_value()),
        ];
        let known = fields.into_iter().filter(|(_, value)| !value.is_null());
        known.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
    }
}
