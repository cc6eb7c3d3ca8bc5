//! Which fields an item has whose shape is not known here: those that `include` names by their paths.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The `include` parameter of a tool whose items have any shape.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Paths(Vec<String>);

impl JsonSchema for Paths {
    fn schema_name() -> Cow<'static, str> {
        "include_paths".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array",
            "description": "Return only these fields: paths such as name or teams.summary.",
            "items": {"type": "string", "format": "path"},
        })
    }
}

impl Paths {
    /// Whether the caller left the choice to the tool.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same paths, read from the items on: with `items` as the key of the answer `items.name` is `name`. A field of an
    /// item may have the name of that key too.
    pub fn below(mut self, key: &str) -> Self {
        let relative = |path: &String| Some(path.strip_prefix(key)?.strip_prefix('.')?.to_owned());
        let more: Vec<String> = self.0.iter().filter_map(relative).collect();
        self.0.extend(more);
        self
    }

    /// What an item has at these paths.
    pub fn of(&self, item: Value) -> Value {
        if self.is_empty() {
            return item;
        }
        let paths: Vec<&str> = self.0.iter().map(String::as_str).collect();
        kept(item, &paths).unwrap_or_else(|| Map::new().into())
    }

    /// The paths that none of these items has, as they were asked for.
    pub fn missing<'a>(&'a self, items: &[Value], key: &str) -> Vec<&'a str> {
        let has = |path: &str| items.iter().any(|item| has(item, path));
        let is_found =
            |path: &str| has(path) || path.strip_prefix(key).and_then(|path| path.strip_prefix('.')).is_some_and(has);
        // Those that `below` added are found or missing with the others.
        let is_added = |path: &str| self.0.iter().any(|other| *other == format!("{key}.{path}"));
        self.0.iter().map(String::as_str).filter(|path| !is_found(path) && !is_added(path)).collect()
    }
}

fn kept(value: Value, paths: &[&str]) -> Option<Value> {
    if paths.contains(&"") {
        return Some(value);
    }
    match value {
        Value::Array(values) => {
            let values: Vec<Value> = values.into_iter().filter_map(|value| kept(value, paths)).collect();
            (!values.is_empty()).then(|| values.into())
        }
        Value::Object(fields) => {
            let fields = fields.into_iter().filter_map(|(name, value)| {
                let rest: Vec<&str> = paths.iter().filter_map(|path| below(path, &name)).collect();
                if rest.is_empty() { None } else { kept(value, &rest).map(|value| (name, value)) }
            });
            let fields: Map<String, Value> = fields.collect();
            (!fields.is_empty()).then(|| fields.into())
        }
        _ => None,
    }
}

/// What is left of a path that begins with this name.
fn below<'a>(path: &'a str, name: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(name)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

fn has(value: &Value, path: &str) -> bool {
    match value {
        _ if path.is_empty() => true,
        Value::Array(values) => values.iter().any(|value| has(value, path)),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| below(path, name).is_some_and(|rest| has(value, rest)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paths(paths: &[&str]) -> Paths {
        Paths(paths.iter().map(|path| (*path).to_owned()).collect())
    }

    fn item() -> Value {
        json!({"id": "P1", "name": "A", "teams": [{"id": "T1", "summary": "x"}, {"id": "T2"}],
            "policy": {"id": "E1", "rules": [{"targets": [{"id": "U1", "type": "user"}]}]}, "na": 1})
    }

    #[test]
    fn an_item_has_what_the_paths_name() {
        for (wanted, expected) in [
            (&[][..], item()),
            (&["name"], json!({"name": "A"})),
            (&["teams.summary"], json!({"teams": [{"summary": "x"}]})),
            (&["teams"], json!({"teams": [{"id": "T1", "summary": "x"}, {"id": "T2"}]})),
            (
                &["policy.rules.targets.id", "policy.id"],
                json!({"policy": {"id": "E1", "rules": [{"targets": [{"id": "U1"}]}]}}),
            ),
            (&["na.me", "nothing", "name.x"], json!({})),
        ] {
            assert_eq!(paths(wanted).of(item()), expected, "{wanted:?}");
        }
    }

    #[test]
    fn paths_may_begin_with_the_key_of_the_answer() {
        let wanted = paths(&["services.name", "services.teams.id", "services.nothing", "no"]).below("services");
        assert_eq!(wanted.of(item()), json!({"name": "A", "teams": [{"id": "T1"}, {"id": "T2"}]}));
        assert_eq!(wanted.missing(&[item()], "services"), ["services.nothing", "no"]);
        // A field of that name is found as well.
        let wanted = paths(&["service.id"]).below("service");
        assert_eq!(wanted.of(json!({"service": {"id": 1, "x": 2}})), json!({"service": {"id": 1}}));
    }
}
