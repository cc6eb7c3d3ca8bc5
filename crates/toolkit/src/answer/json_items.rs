//! The items of an answer, written as soon as they are known: ten thousand of them take ten times the memory as values.

use serde_json::Value;

use crate::answer::strangers::Strangers;

/// Items as compact JSON, with commas between them.
#[derive(Debug, Default)]
pub(crate) struct JsonItems {
    /// What strangers wrote of them.
    pub strangers: Strangers,
    text: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
}

impl JsonItems {
    /// No items yet, of which strangers may write these fields.
    pub(crate) fn of(strangers: Strangers) -> Self {
        Self { strangers, ..Self::default() }
    }

    /// With these items.
    pub(crate) fn with(mut self, items: impl IntoIterator<Item = Value>) -> Self {
        items.into_iter().for_each(|item| self.push(&item));
        self
    }

    /// Leaves of every item what lockdown leaves. Says what went.
    pub(crate) fn lock(self) -> (Self, Vec<String>) {
        let mut left_out = Vec::new();
        let mut start = 0;
        let mut locked = Self::default();
        for end in &self.ends {
            // It was written here, and not deeper than can be read.
            let mut item = serde_json::from_slice(&self.text[start..*end]).unwrap_or_default();
            self.strangers.lock(&mut item, &mut left_out);
            locked.push(&item);
            start = end + 1;
        }
        locked.strangers = self.strangers;
        locked.strangers.forget_details();
        (locked, left_out)
    }

    /// Adds an item.
    pub(crate) fn push(&mut self, item: &Value) {
        self.strangers.note(self.ends.len(), item);
        if !self.ends.is_empty() {
            self.text.push(b',');
        }
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(&mut self.text, item);
        self.ends.push(self.text.len());
    }

    /// The same items, each as `change` leaves it.
    pub(crate) fn changed(mut self, change: impl Fn(&mut Value)) -> Self {
        let strangers = std::mem::take(&mut self.strangers);
        let mut start = 0;
        let items = self.ends.iter().map(|end| {
            // They were written here, and not deeper than can be read.
            let mut item = serde_json::from_slice(&self.text[start..*end]).unwrap_or_default();
            start = end + 1;
            change(&mut item);
            item
        });
        // Where strangers write is looked up already.
        Self { strangers, ..items.collect() }
    }

    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of all of them, with the commas.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// How many of the first items fit into this many bytes.
    pub(crate) fn fitting(&self, bytes: usize) -> usize {
        self.ends.partition_point(|end| *end < bytes)
    }

    /// The first `n` items, separated by commas.
    pub(crate) fn first(&self, count: usize) -> &str {
        let end = count.checked_sub(1).and_then(|last| self.ends.get(last)).copied();
        // JSON is text.
        str::from_utf8(&self.text[..end.unwrap_or_default()]).unwrap_or_default()
    }
}

impl FromIterator<Value> for JsonItems {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        Self::default().with(items)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whole_items_fit_or_do_not() {
        let texts: JsonItems = [json!({"a": 1}), json!({}), json!({"b": [2]})].into_iter().collect();
        assert_eq!((texts.len(), texts.bytes()), (3, 20));
        let shown = [0, 1, 2, 3].map(|count| texts.first(count));
        assert_eq!(shown, ["", r#"{"a":1}"#, r#"{"a":1},{}"#, r#"{"a":1},{},{"b":[2]}"#]);
        assert_eq!([7, 8, 10, 11, 20, 21].map(|bytes| texts.fitting(bytes)), [0, 1, 1, 2, 2, 3]);
        assert_eq!(JsonItems::default().first(0), "");
        let changed = texts.changed(|item| item["c"] = 3.into());
        assert_eq!(changed.first(3), r#"{"a":1,"c":3},{"c":3},{"b":[2],"c":3}"#);
    }
}
