//! Which fields of an answer strangers write: the metadata names them, and lockdown leaves titles of them only.

mod unknown;

use std::borrow::Cow;

use pagerduty::{Resource, model::Untrusted};
use serde_json::{Map, Value};

use crate::answer::include::Include;

/// Fields of an answer of unknown shape that are named.
const MAX_DISCOVERED: usize = 40;

/// What a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Title,
    Detail,
    Channel,
}

/// A field that strangers write, in every item of an answer; or in its metadata, where the path begins so.
#[derive(Debug)]
struct Field {
    /// The names of fields with points between them; lists on the way have no name.
    path: Cow<'static, str>,
    kind: Kind,
    /// The first item that has it.
    first: Option<usize>,
}

/// The fields of an answer that strangers may write.
#[derive(Debug, Default)]
pub struct Strangers {
    fields: Vec<Field>,
    /// Whether any field may be one: the shape of the answer is not known here.
    anywhere: bool,
}

/// What the paths of fields of the metadata begin with.
const METADATA: &str = "metadata";

impl Strangers {
    /// Those of an answer whose shape is not known: they are found by their names and by what they look like.
    pub fn anywhere() -> Self {
        Self { anywhere: true, ..Self::default() }
    }

    /// Those of a `T` with the fields that a caller wants.
    pub fn of<T: Resource>(include: &Include<T>) -> Self {
        let mut all = Self::default().within::<T>("");
        let wants = |path: &str| include.wants(path.split('.').next().unwrap_or(path));
        if include.is_raw {
            // As it came it has all that its channel brought.
            all.fields
                .iter_mut()
                .filter(|field| field.kind == Kind::Channel)
                .for_each(|field| field.kind = Kind::Detail);
            return all;
        }
        all.fields.retain(|field| wants(&field.path));
        all
    }

    /// And those of a `T` in this field.
    pub fn within<T: Resource>(mut self, field: &str) -> Self {
        let Untrusted { titles, details, channels } = T::UNTRUSTED;
        for (names, kind) in [(titles, Kind::Title), (details, Kind::Detail), (channels, Kind::Channel)] {
            let path = |name: &&'static str| match field {
                "" => Cow::Borrowed(*name),
                field => Cow::Owned(format!("{field}.{name}")),
            };
            self.fields.extend(names.iter().map(|name| Field { path: path(name), kind, first: None }));
        }
        self
    }

    /// And these titles.
    pub fn titles(self, paths: &[&'static str]) -> Self {
        self.and(paths, Kind::Title)
    }

    /// And these texts that are no titles.
    pub fn details(self, paths: &[&'static str]) -> Self {
        self.and(paths, Kind::Detail)
    }

    fn and(mut self, paths: &[&'static str], kind: Kind) -> Self {
        self.fields.extend(paths.iter().map(|path| Field { path: Cow::Borrowed(path), kind, first: None }));
        self
    }

    /// Looks at the item of this place.
    pub fn note(&mut self, place: usize, item: &Value) {
        if self.anywhere {
            self.discover(place, item);
        }
        for field in self.fields.iter_mut().filter(|field| field.first.is_none()) {
            // A channel that is a word says nothing; as PagerDuty sends it, it has all that came with it.
            let counts = |value: &Value| field.kind != Kind::Channel || value.is_object();
            if is_there(item, &field.path, &counts) {
                field.first = Some(place);
            }
        }
    }

    /// The fields of the first `n` items, and of the metadata, that come from strangers.
    pub fn names(&self, shown: usize, metadata: &Map<String, Value>) -> Vec<Value> {
        let is_shown = |field: &&Field| match in_metadata(&field.path) {
            Some(path) => fields_have(metadata, path, &|_| true),
            None => field.first.is_some_and(|first| first < shown),
        };
        self.fields.iter().filter(is_shown).map(|field| field.path.as_ref().into()).collect()
    }

    /// Leaves of an item what lockdown leaves. Says what went.
    pub fn lock(&self, item: &mut Value, left_out: &mut Vec<String>) {
        if self.anywhere {
            unknown::lock(item, "", left_out);
        }
        for field in self.fields.iter().filter(|field| in_metadata(&field.path).is_none()) {
            if lock(item, &field.path, field.kind) && !left_out.iter().any(|path| *path == field.path) {
                left_out.push(field.path.to_string());
            }
        }
    }

    /// Finds the fields of an item of unknown shape.
    fn discover(&mut self, place: usize, item: &Value) {
        unknown::found(item, "", &mut |path, is_title| {
            // The fields of the first items tell those of the others.
            if self.fields.len() < MAX_DISCOVERED && !self.fields.iter().any(|field| field.path == path) {
                let kind = if is_title { Kind::Title } else { Kind::Detail };
                self.fields.push(Field { path: Cow::Owned(path.to_owned()), kind, first: Some(place) });
            }
        });
    }

    /// The items are locked: only titles are left.
    pub(crate) fn forget_details(&mut self) {
        self.fields.retain(|field| field.kind == Kind::Title);
    }

    /// The same for the metadata.
    pub(crate) fn lock_metadata(&self, metadata: &mut Map<String, Value>) {
        for field in &self.fields {
            if let Some(path) = in_metadata(&field.path) {
                lock_fields(metadata, path, field.kind);
            }
        }
    }
}

fn in_metadata(path: &str) -> Option<&str> {
    path.strip_prefix(METADATA)?.strip_prefix('.')
}

fn is_there(value: &Value, path: &str, counts: &impl Fn(&Value) -> bool) -> bool {
    match value {
        Value::Array(values) => values.iter().any(|value| is_there(value, path, counts)),
        Value::Object(fields) => fields_have(fields, path, counts),
        _ => false,
    }
}

fn fields_have(fields: &Map<String, Value>, path: &str, counts: &impl Fn(&Value) -> bool) -> bool {
    match path.split_once('.') {
        Some((name, rest)) => fields.get(name).is_some_and(|value| is_there(value, rest, counts)),
        None => fields.get(path).is_some_and(counts),
    }
}

/// Whether something went.
fn lock(value: &mut Value, path: &str, kind: Kind) -> bool {
    match value {
        Value::Array(values) => {
            let mut went = false;
            values.iter_mut().for_each(|value| went |= lock(value, path, kind));
            went
        }
        Value::Object(fields) => lock_fields(fields, path, kind),
        _ => false,
    }
}

fn lock_fields(fields: &mut Map<String, Value>, path: &str, kind: Kind) -> bool {
    if let Some((name, rest)) = path.split_once('.') {
        return fields.get_mut(name).is_some_and(|value| lock(value, rest, kind));
    }
    match kind {
        Kind::Title => {
            if let Some(title) = fields.get_mut(path) {
                unknown::cut(title);
            }
            false
        }
        // Numbers say nothing to a reader who takes words for orders.
        Kind::Detail | Kind::Channel if fields.get(path).is_some_and(has_text) => fields.shift_remove(path).is_some(),
        Kind::Detail | Kind::Channel => false,
    }
}

fn has_text(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Array(_) | Value::Object(_))
}

#[cfg(test)]
mod tests {
    use pagerduty::model::{Alert, Incident};
    use serde_json::json;

    use super::*;

    fn strangers() -> Strangers {
        let of_metadata = ["metadata.repeated_titles"];
        Strangers::of(&Include::<Incident>::default()).within::<Alert>("alerts").titles(&of_metadata)
    }

    fn item() -> Value {
        json!({
            "id": "Q1", "title": format!("Disk\nfull {}", "x".repeat(200)), "body_details": {"a": 1}, "client_url": "x",
            "alerts": [{"id": "A1", "details": 5}, {"id": "A2", "summary": "s", "details": "text"}],
        })
    }

    #[test]
    fn the_fields_that_are_there_are_named() {
        let mut strangers = strangers();
        strangers.note(0, &json!({"id": "Q0", "title": "t"}));
        strangers.note(1, &item());
        let metadata = Map::from_iter([("repeated_titles".to_owned(), json!([]))]);
        assert_eq!(strangers.names(1, &Map::new()), ["title"]);
        let all =
            ["title", "body_details", "client_url", "alerts.summary", "alerts.details", "metadata.repeated_titles"];
        assert_eq!(strangers.names(2, &metadata), all);
    }

    #[test]
    fn lockdown_leaves_titles() {
        let (mut item, mut left_out) = (item(), Vec::new());
        strangers().lock(&mut item, &mut left_out);
        assert_eq!(left_out, ["body_details", "client_url", "alerts.details"]);
        let title = item["title"].take();
        assert!(title.as_str().unwrap().starts_with("Disk full x") && title.as_str().unwrap().chars().count() == 121);
        assert_eq!(
            item,
            json!({"id": "Q1", "title": null, "alerts": [{"id": "A1", "details": 5}, {"id": "A2", "summary": "s"}]})
        );
    }
}
