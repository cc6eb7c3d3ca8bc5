//! The arguments of a call: forgiving where the meaning is plain, exact about everything else, and checked before
//! any request is made.

use pagerduty::Timestamp;
use serde_json::{Map, Value};

use crate::{
    error::{Code, Error, Kind as ResourceName, Result},
    names,
    schema::{Kind, Parameter},
    words,
};

/// Values of one list: more IDs do not fit into the address of a request.
const MOST_VALUES: usize = 300;

/// Arguments of the types that their parameters have.
#[derive(Debug, Default)]
pub struct Arguments {
    /// By name; nulls and empty lists are gone.
    pub values: Map<String, Value>,
    /// What was left out of the arguments, for the caller to read.
    pub warnings: Vec<String>,
}

/// Checks what a caller sent against the parameters of a tool.
///
/// # Errors
///
/// The first argument that is unknown or has a value that its parameter cannot have, or a missing one.
pub fn read(tool: &str, parameters: &[Parameter], given: Map<String, Value>) -> Result<Arguments> {
    let mut arguments = Arguments::default();
    for (name, value) in given {
        let Some(parameter) = parameters.iter().find(|parameter| parameter.name == name) else {
            return Err(unknown_parameter(tool, parameters, &name));
        };
        if let Some(value) = arguments.coerce(parameter, value)? {
            arguments.values.insert(name, value);
        }
    }
    let missing = parameters.iter().filter(|parameter| parameter.required);
    match missing.into_iter().find(|parameter| !arguments.values.contains_key(&parameter.name)) {
        Some(parameter) => Err(Error::new(Code::MissingParameter, format!("`{tool}` needs `{}`", parameter.name))
            .hint(format!("`{}`: {}", parameter.name, parameter.description))),
        None => Ok(arguments),
    }
}

/// What is said of the times of a change that have no offset: somebody may have meant the clock on their wall.
pub(crate) fn without_offset(parameters: &[Parameter], given: &Map<String, Value>) -> Vec<String> {
    let times = parameters.iter().filter(|parameter| parameter.kind == Kind::Timestamp);
    let said = times.filter_map(|parameter| {
        let text = given.get(&parameter.name)?.as_str()?.trim();
        let is_local = text.len() > "2026-02-26".len() && text.parse::<jiff::Timestamp>().is_err();
        let time: Timestamp = text.parse().ok().filter(|_| is_local)?;
        Some(format!("`{}` has no offset and was read as UTC: {time}", parameter.name))
    });
    said.collect()
}

fn unknown_parameter(tool: &str, parameters: &[Parameter], name: &str) -> Error {
    let names = || parameters.iter().map(|parameter| parameter.name.as_str());
    let all = match parameters {
        [] => "the tool takes no parameters".to_owned(),
        _ => format!("the parameters are {}", words::list(names(), "and")),
    };
    let hint = match words::nearest(name, names()) {
        Some(nearest) => format!("did you mean `{nearest}`? {all}"),
        None => all,
    };
    Error::new(Code::UnknownParameter, format!("`{tool}` has no parameter `{}`", words::short(name))).hint(hint)
}

impl Arguments {
    /// The value of the parameter's type, or nothing where nothing was asked for.
    fn coerce(&mut self, parameter: &Parameter, value: Value) -> Result<Option<Value>> {
        let name = &parameter.name;
        match &parameter.kind {
            _ if value.is_null() => Ok(None),
            Kind::List(kind) => self.list(name, kind, value),
            Kind::Text if value.as_str().is_some_and(|text| text.trim().is_empty()) => {
                if !parameter.required {
                    self.warnings.push(format!("`{name}` was empty and was ignored"));
                }
                Ok(None)
            }
            kind => scalar(name, kind, value).map(Some),
        }
    }

    fn list(&mut self, name: &str, kind: &Kind, value: Value) -> Result<Option<Value>> {
        let values = elements(value);
        if values.is_empty() {
            self.warnings.push(format!("`{name}` was an empty list and was ignored"));
            return Ok(None);
        }
        if values.len() > MOST_VALUES {
            let message = format!("`{name}` has {} values: one call takes at most {MOST_VALUES}", values.len());
            return Err(Error::new(Code::InvalidParameter, message).hint("make several calls"));
        }
        let values = match kind {
            Kind::OneOf(valid) => self.valid_ones(name, valid, values)?,
            Kind::Field { default, on_request, .. } => fields(default, on_request, values)?,
            kind => values.into_iter().map(|value| scalar(name, kind, value)).collect::<Result<_>>()?,
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
        let bad = words::list(bad.iter().map(|value| words::short(&shown(value))), "and");
        let valid = words::list(valid, "and");
        if good.is_empty() {
            return Err(Error::new(Code::InvalidParameter, format!("`{name}` has no valid value: {bad}"))
                .hint(format!("the values of `{name}` are {valid}")));
        }
        self.warnings.push(format!("`{name}` without {bad}, which it cannot have; the valid values are {valid}"));
        Ok(good)
    }
}

/// `"x"` for `["x"]`, and a JSON array in a text for the array.
fn elements(value: Value) -> Vec<Value> {
    let values = match value {
        Value::Array(values) => values,
        Value::String(text) if text.trim_start().starts_with('[') => match serde_json::from_str(&text) {
            Ok(Value::Array(values)) => values,
            _ => vec![text.into()],
        },
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        other => vec![other],
    };
    values.into_iter().filter(|value| !value.is_null()).collect()
}

fn lower_case(value: Value) -> Value {
    match value {
        Value::String(text) => text.trim().to_ascii_lowercase().into(),
        other => other,
    }
}

fn fields(default: &[String], on_request: &[String], values: Vec<Value>) -> Result<Vec<Value>> {
    let valid = || default.iter().chain(on_request).map(String::as_str);
    let bad: Vec<String> = values.iter().map(shown).filter(|name| valid().all(|field| field != name)).collect();
    if bad.is_empty() {
        return Ok(values);
    }
    let mut nearest: Vec<&str> = bad.iter().filter_map(|name| words::nearest(name, valid())).collect();
    nearest.dedup();
    let hint = match nearest.as_slice() {
        [] => format!("the fields are {}", words::list(valid(), "and")),
        nearest => {
            format!("did you mean {}? The fields are {}", words::list(nearest, "and"), words::list(valid(), "and"))
        }
    };
    let named = words::list(bad.iter().map(|name| words::short(name)), "and");
    let message = format!("`include` names fields that do not exist: {named}");
    Err(Error::new(Code::InvalidIncludeField, message).hint(hint))
}

fn scalar(name: &str, kind: &Kind, value: Value) -> Result<Value> {
    let value = match (kind, value) {
        (Kind::Text | Kind::Id(_), Value::Number(number)) => number.to_string().into(),
        (Kind::Boolean | Kind::Integer(_), Value::String(text)) => {
            let plain = text.trim().to_ascii_lowercase();
            serde_json::from_str(&plain).unwrap_or_else(|_| text.into())
        }
        (_, value) => value,
    };
    match (kind, &value) {
        (Kind::Id(resource), value) => {
            let text = shown(value);
            let may_be_id = text.parse::<pagerduty::Id<()>>().is_ok() || names::is_possible(*resource, &text);
            let is_id = value.is_string() && may_be_id;
            match ResourceName::of(*resource) {
                Some(resource) if !is_id => return Err(Error::malformed_id(name, &text, resource)),
                _ => {}
            }
        }
        (Kind::Timestamp, value) => {
            let text = shown(value);
            let time = value.as_str().and_then(|text| text.trim().parse::<Timestamp>().ok());
            // Written in one way, so that the same time is the same query.
            return time.map(|time| time.to_string().into()).ok_or_else(|| {
                let message = format!("`{}` in `{name}` is not an ISO 8601 time", words::short(&text));
                Error::new(Code::InvalidTimestamp, message).hint("use a time such as `2026-02-26T00:00:00Z`")
            });
        }
        (Kind::OneOf(valid), Value::String(text)) => {
            let plain = text.trim().to_ascii_lowercase();
            return match valid.iter().find(|one| **one == plain) {
                Some(one) => Ok(one.as_str().into()),
                None => Err(Error::new(Code::InvalidParameter, format!("`{name}` cannot be `{}`", words::short(text)))
                    .hint(format!("the values of `{name}` are {}", words::list(valid, "and")))),
            };
        }
        (Kind::Text | Kind::Cursor, Value::String(_)) | (Kind::Boolean, Value::Bool(_)) => {}
        (Kind::Integer(minimum), value) => return integer(name, *minimum, value),
        (kind, value) => return Err(wrong_type(name, kind, value)),
    }
    Ok(value)
}

fn integer(name: &str, minimum: u64, value: &Value) -> Result<Value> {
    // 5.0 is how some languages write 5.
    let number = value.as_u64().or_else(|| value.as_f64().filter(|n| n.fract() == 0.0 && *n >= 0.0).map(|n| n as u64));
    match number {
        // More than any list has is as good as all of it.
        Some(number) if number >= minimum => Ok(number.min(u32::MAX.into()).into()),
        _ => Err(Error::new(
            Code::InvalidParameter,
            format!("`{name}` must be a whole number of {minimum} or more, not `{}`", words::short(&shown(value))),
        )),
    }
}

fn wrong_type(name: &str, kind: &Kind, value: &Value) -> Error {
    let wanted = match kind {
        Kind::Boolean => "true or false",
        _ => "a text",
    };
    Error::new(Code::InvalidParameter, format!("`{name}` must be {wanted}, not `{}`", words::short(&shown(value))))
}

/// A value as a message shows it: a text without quotes.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
