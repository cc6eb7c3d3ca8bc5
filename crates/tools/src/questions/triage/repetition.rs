//! Texts that are in an answer already: monitoring sends the same details with the incident and with each alert, nested and
//! named in different ways, and nobody wants to read them twice.

use std::collections::HashSet;

use serde_json::{Map, Value};

/// A shorter text may be the same by chance.
const SHORTEST_TEXT: usize = 80;

/// Leaves of details that are compared at most; details with more are shown as they are.
const MAX_LEAVES: usize = 500;

/// Characters of a note that a line of the timeline still has where `notes` has all of it.
const NOTE_IN_LINE: usize = 60;

/// Details that are shown already, each with its place.
#[derive(Debug, Default)]
pub(super) struct Shown(Vec<(Leaves, Value)>);

/// What details say, wherever in them it stands.
#[derive(Debug, Default)]
struct Leaves {
    /// Names of fields, and what they hold.
    named: HashSet<(String, String)>,
    /// Texts that are long enough to be known by themselves.
    texts: Vec<String>,
}

impl Shown {
    /// Details under a place of the answer.
    pub(super) fn add(&mut self, details: &Value, place: Value) {
        if let Some(leaves) = Leaves::of(details) {
            self.0.push((leaves, place));
        }
    }

    /// Leaves out of an alert what is shown already, and says where it is; what is new is remembered.
    pub(super) fn shorten(&mut self, alert: &mut Map<String, Value>) {
        let Some(details) = alert.get_mut("details") else { return };
        let Some(leaves) = Leaves::of(details) else { return };
        if let Some((_, place)) = self.0.iter().find(|(known, _)| leaves.are_in(known)) {
            alert.insert("same_details_as".into(), place.clone());
            alert.shift_remove("details");
            return;
        }
        let id = alert.get("id").cloned().unwrap_or_default();
        if let Some(Value::Object(fields)) = alert.get_mut("details") {
            for value in fields.values_mut() {
                let text = value.as_str().map(normal).filter(|text| text.len() >= SHORTEST_TEXT);
                let known = |(known, _): &&(Leaves, Value)| text.as_ref().is_some_and(|text| known.has_text(text));
                if let Some((_, place)) = self.0.iter().find(known) {
                    *value = format!("(see {})", place.as_str().unwrap_or("above")).into();
                }
            }
        }
        self.0.push((leaves, id));
    }
}

impl Leaves {
    /// `None` if there are no texts, or too many.
    fn of(details: &Value) -> Option<Self> {
        let mut leaves = Self::default();
        leaves.add("", details);
        let count = leaves.named.len();
        (1..=MAX_LEAVES).contains(&count).then_some(leaves)
    }

    fn add(&mut self, name: &str, value: &Value) {
        if self.named.len() > MAX_LEAVES {
            return;
        }
        match value {
            // Of an incident or alert, the title once more.
            _ if name == "title" => {}
            Value::Null => {}
            Value::Array(values) => values.iter().for_each(|value| self.add(name, value)),
            Value::Object(fields) => fields.iter().for_each(|(name, value)| self.add(name, value)),
            Value::String(text) => {
                let text = normal(text);
                if text.len() >= SHORTEST_TEXT {
                    self.texts.push(text.clone());
                }
                if !text.is_empty() {
                    self.named.insert((name.to_owned(), text));
                }
            }
            other => drop(self.named.insert((name.to_owned(), other.to_string()))),
        }
    }

    fn are_in(&self, known: &Self) -> bool {
        self.named
            .iter()
            .all(|leaf| known.named.contains(leaf) || leaf.1.len() >= SHORTEST_TEXT && known.has_text(&leaf.1))
    }

    fn has_text(&self, text: &str) -> bool {
        self.texts.iter().any(|known| known.contains(text))
    }
}

/// A text without what its sender's line ends and indents are.
fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a line of the timeline has of a text: little of a long one that is among the notes.
pub(super) fn in_line(text: &str, notes: &[Value]) -> String {
    let is_noted = |note: &Value| note["content"].as_str().is_some_and(|content| normal(content) == normal(text));
    let is_long = text.chars().count() > 2 * NOTE_IN_LINE;
    match is_long && notes.iter().any(is_noted) {
        true => format!("{} (see notes)", toolkit::phrasing::cut(text, NOTE_IN_LINE)),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shortened(first: Value, details: Value) -> Value {
        let mut shown = Shown::default();
        shown.add(&first, "incident.body_details".into());
        let mut alert = json!({"id": "A1", "details": details});
        shown.shorten(alert.as_object_mut().unwrap());
        alert
    }

    #[test]
    fn the_same_is_the_same_however_it_is_nested() {
        let long =
            "All kettles of floor 3 lose steam, and nobody knows the reason, so look at the valves first. ".repeat(3);
        for (first, second) in [
            (json!({"a": 1, "body": long}), json!({"title": "T", "a": 1, "body": long})),
            (json!({"body": long, "a": 1}), json!({"custom": {"a": 1}, "body": format!(" {}\n", long.trim())})),
            (json!(format!("Intro. {long} End.")), json!({"body": long})),
            (json!({"text": long}), json!(long)),
            (json!([1, 2]), json!([2, 1])),
        ] {
            let alert = shortened(first.clone(), second.clone());
            assert_eq!(alert["same_details_as"], "incident.body_details", "{first} {second}");
            assert!(alert.get("details").is_none());
        }
    }

    #[test]
    fn what_is_new_is_shown() {
        for (first, second) in [
            (json!({"a": 1}), json!({"a": 2})),
            (json!({"a": 1}), json!({"b": 1})),
            (json!("the"), json!({"a": "he"})),
            (json!({"a": 1}), json!({"a": 1, "b": 2})),
        ] {
            assert_eq!(shortened(first, second.clone())["details"], second);
        }
        let long = "Steam ".repeat(40);
        let alert = shortened(json!({"body": long}), json!({"body": long, "value": 3}));
        assert_eq!(alert["details"], json!({"body": "(see incident.body_details)", "value": 3}));
    }
}
