//! Lists among the arguments: one value for a list of one, and texts that hold several.

use serde_json::Value;

use super::{NOW, Reading, ids, is_absent, shown};
use crate::{
    error::{Code, Error, Result},
    parameters::schema::Kind,
    phrasing,
};

/// Values of one list: more IDs do not fit into the address of a request.
const MAX_VALUES: usize = 300;

/// What somebody may mean by a field that is not there, where its letters do not say so.
const MEANT: [(&str, &str); 6] = [
    ("assignee", "assignments"),
    ("assignees", "assignments"),
    ("link", "html_url"),
    ("number", "incident_number"),
    ("url", "html_url"),
    ("web_url", "html_url"),
];

impl Reading<'_> {
    pub(super) fn list(&mut self, name: &str, kind: &Kind, value: Value) -> Result<Option<Value>> {
        let mut values = split(kind, elements(kind, value));
        if let Kind::Field { .. } | Kind::Path = kind {
            let all = values.len();
            values.retain(|value| value.as_str().is_none_or(|text| !text.trim().eq_ignore_ascii_case(NOW)));
            if values.len() < all {
                self.times.ask_for_now();
                if values.is_empty() {
                    return Ok(None);
                }
            }
        }
        if values.is_empty() {
            self.empty.push(name.to_owned());
            return Ok(None);
        }
        if values.len() > MAX_VALUES {
            let message = format!("`{name}` has {} values: one call takes at most {MAX_VALUES}", values.len());
            return Err(Error::new(Code::InvalidParameter, message).hint("make several calls"));
        }
        let values = match kind {
            Kind::OneOf(valid) => self.valid_ones(name, valid, values)?,
            Kind::Field { default, on_request, .. } => fields(default, on_request, values)?,
            kind => values.into_iter().map(|value| self.scalar(name, kind, value)).collect::<Result<_>>()?,
        };
        Ok(Some(values.into()))
    }

    /// The values that exist; the others are named in a warning, and a filter with none left is an error.
    fn valid_ones(&mut self, name: &str, valid: &[String], values: Vec<Value>) -> Result<Vec<Value>> {
        let (good, bad): (Vec<Value>, Vec<Value>) =
            values.into_iter().map(lower_case).partition(|value| valid.iter().any(|one| value == one));
        if bad.is_empty() {
            return Ok(good);
        }
        let bad = phrasing::list(bad.iter().map(|value| phrasing::short(&shown(value))), "and");
        let valid = phrasing::list(valid, "and");
        if good.is_empty() {
            return Err(Error::new(Code::InvalidParameter, format!("`{name}` has no valid value: {bad}"))
                .hint(format!("the values of `{name}` are {valid}")));
        }
        self.warnings.push(format!("ignored {bad}: no valid value of `{name}`; the valid values are {valid}"));
        Ok(good)
    }
}

/// `"x"` for `["x"]`, and a JSON array in a text for the array; an object for its names with their values, where such are
/// wanted.
fn elements(kind: &Kind, value: Value) -> Vec<Value> {
    let parsed = |text: &str, first: char| match text.trim_start().starts_with(first) {
        true => serde_json::from_str(text).ok(),
        false => None,
    };
    let is_list = value.is_array();
    let values = match value {
        Value::Array(values) => values,
        Value::Object(fields) if *kind == Kind::NameValue => fields.into_iter().map(name_value).collect(),
        Value::String(text) => match (parsed(&text, '['), parsed(&text, '{')) {
            (Some(Value::Array(values)), _) => values,
            (_, Some(Value::Object(fields))) if *kind == Kind::NameValue => {
                fields.into_iter().map(name_value).collect()
            }
            _ => vec![text.into()],
        },
        other => vec![other],
    };
    // Who lists nothing but an empty ID meant one: without the list, the call would be about more.
    let is_said = |value: &Value| !value.is_null() && !is_absent(kind, value);
    if matches!(kind, Kind::Id(_)) && is_list && !values.iter().any(is_said) {
        return values.into_iter().find(|value| !value.is_null()).into_iter().collect();
    }
    let objects = |value: Value| match value {
        // A list of objects with one field each says the same.
        Value::Object(fields) if *kind == Kind::NameValue => fields.into_iter().map(name_value).collect(),
        other => vec![other],
    };
    values.into_iter().filter(|value| !value.is_null() && !is_absent(kind, value)).flat_map(objects).collect()
}

/// `name=value`, with commas between several values and nothing for none.
fn name_value((name, value): (String, Value)) -> Value {
    let text = match value {
        Value::Null => String::new(),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join(","),
        other => shown(&other),
    };
    format!("{name}={text}").into()
}

/// `"a,b"` for `["a","b"]`, where no value can have a comma.
fn split(kind: &Kind, values: Vec<Value>) -> Vec<Value> {
    let several = |text: &str| -> Option<Vec<Value>> {
        if !text.contains(',') {
            return None;
        }
        let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let can_be_split = match kind {
            Kind::OneOf(_) | Kind::Field { .. } | Kind::Path => true,
            Kind::Id(resource) => parts.iter().all(|part| ids::has_no_comma(*resource, part)),
            _ => false,
        };
        can_be_split.then(|| parts.into_iter().map(Value::from).collect())
    };
    let one = |value: Value| match value.as_str().and_then(several) {
        Some(values) => values,
        None => vec![value],
    };
    values.into_iter().flat_map(one).collect()
}

fn lower_case(value: Value) -> Value {
    match value {
        Value::String(text) => text.trim().to_ascii_lowercase().into(),
        other => other,
    }
}

/// What somebody means by a field that is not there: `service_id` is in `service`, and the ID of the thing itself is `id`.
fn meant<'a, I: Iterator<Item = &'a str>>(name: &str, valid: &impl Fn() -> I) -> Option<&'a str> {
    let find = |wanted: &str| valid().find(|field| *field == wanted);
    match MEANT.iter().find(|(wrong, _)| *wrong == name) {
        Some((_, right)) => find(right),
        None => name.strip_suffix("_id").and_then(find).or_else(|| name.ends_with("_id").then(|| find("id"))?),
    }
}

fn fields(default: &[String], on_request: &[String], values: Vec<Value>) -> Result<Vec<Value>> {
    let valid = || default.iter().chain(on_request).map(String::as_str);
    let bad: Vec<String> = values.iter().map(shown).filter(|name| valid().all(|field| field != name)).collect();
    if bad.is_empty() {
        return Ok(values);
    }
    let meant = |name: &String| meant(name, &valid).or_else(|| phrasing::nearest(name, valid()));
    let mut nearest: Vec<&str> = bad.iter().filter_map(meant).collect();
    nearest.dedup();
    let hint = match nearest.as_slice() {
        [] => format!("the fields are {}", phrasing::list(valid(), "and")),
        nearest => {
            format!(
                "did you mean {}? The fields are {}",
                phrasing::list(nearest, "and"),
                phrasing::list(valid(), "and")
            )
        }
    };
    let named = phrasing::list(bad.iter().map(|name| phrasing::short(name)), "and");
    let message = format!("`include` names fields that do not exist: {named}");
    Err(Error::new(Code::InvalidIncludeField, message).hint(hint))
}
