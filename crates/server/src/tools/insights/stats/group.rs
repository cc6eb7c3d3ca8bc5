//! What some incidents come to.

use serde_json::{Map, Value, json};

use super::counted::Counted;
use crate::tools::insights::measures::Durations;

/// What some incidents come to.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) id: Option<String>,
    pub(super) count: usize,
    high: usize,
    resolved: usize,
    autoresolved: usize,
    to_acknowledge: Durations,
    to_resolve: Durations,
}

impl Group {
    pub(super) fn add(&mut self, one: &Counted, to_acknowledge: Option<i64>) {
        self.count += 1;
        self.high += usize::from(one.is_high);
        self.resolved += usize::from(one.is_resolved);
        self.autoresolved += usize::from(one.is_autoresolved);
        self.to_acknowledge.add(to_acknowledge);
        self.to_resolve.add(one.seconds_to(one.resolved));
    }

    pub(super) fn into_value(self, name: Option<&str>) -> Value {
        let fields = [
            ("name", json!(name)),
            ("id", json!(self.id)),
            ("incidents", self.count.into()),
            ("high_urgency", self.high.into()),
            ("resolved", self.resolved.into()),
            ("autoresolved", self.autoresolved.into()),
            ("seconds_to_acknowledge", self.to_acknowledge.into_value()),
            ("seconds_to_resolve", self.to_resolve.into_value()),
        ];
        let known = fields.into_iter().filter(|(_, value)| !value.is_null());
        known.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
    }
}
