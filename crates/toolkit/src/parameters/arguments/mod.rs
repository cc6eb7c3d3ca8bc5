//! The arguments of a call: forgiving where the meaning is plain, exact about everything else, and checked before
//! any request is made.

pub(crate) mod ids;
mod lists;
mod objects;
mod paths;
mod strangers;
mod unknown;

use serde_json::{Map, Value};

use crate::{
    error::{Code, Error, Result},
    parameters::schema::{Kind, Parameter},
    phrasing,
    times::Times,
    write::DRY_RUN,
};

/// What `include` may name beside fields: the time of the call, in the metadata.
const NOW: &str = "now";

/// Arguments of the types that their parameters have.
#[derive(Debug, Default)]
pub struct Arguments {
    /// By name; nulls, empty texts and empty lists are gone.
    pub values: Map<String, Value>,
    /// What was left out of the arguments, for the caller to read.
    pub warnings: Vec<String>,
}

/// Checks what a caller sent against the parameters of a tool.
///
/// # Errors
///
/// The first argument that is unknown or has a value that its parameter cannot have, or a missing one.
pub fn read(tool: &str, parameters: &[Parameter], given: Map<String, Value>, times: &mut Times) -> Result<Arguments> {
    let mut reading = Reading { times, empty: Vec::new(), warnings: Vec::new() };
    let mut values = Map::new();
    let given = strangers::removed(parameters, given, &mut reading.warnings);
    let given = unknown::renamed(tool, parameters, given)?;
    // Other times are on the clock of this zone.
    let is_zone = |name: &str| parameters.iter().any(|one| one.name == name && one.kind == Kind::TimeZone);
    let (zones, others): (Vec<_>, Vec<_>) = given.into_iter().partition(|(name, _)| is_zone(name));
    for (name, value) in zones.into_iter().chain(others) {
        let Some(parameter) = parameters.iter().find(|parameter| parameter.name == name) else {
            return Err(unknown::parameter(tool, parameters, &name));
        };
        if let Some(value) = reading.coerce(parameter, value)? {
            values.insert(name, value);
        }
    }
    let missing = parameters.iter().filter(|parameter| parameter.required);
    if let Some(parameter) = missing.into_iter().find(|parameter| !values.contains_key(&parameter.name)) {
        return Err(Error::new(Code::MissingParameter, format!("`{tool}` needs `{}`", parameter.name))
            .hint(format!("`{}`: {}", parameter.name, parameter.description)));
    }
    let Reading { empty, mut warnings, .. } = reading;
    if !empty.is_empty() {
        let verb = if empty.len() == 1 { "was" } else { "were" };
        warnings.push(format!("ignored {}: {verb} empty", phrasing::list(&empty, "and")));
    }
    Ok(Arguments { values, warnings })
}

/// What is known while the arguments of a call are read.
struct Reading<'a> {
    times: &'a mut Times,
    /// Parameters without a value in what was given for them.
    empty: Vec<String>,
    warnings: Vec<String>,
}

impl Reading<'_> {
    /// The value of the parameter's type, or nothing where nothing was asked for.
    fn coerce(&mut self, parameter: &Parameter, value: Value) -> Result<Option<Value>> {
        let name = &parameter.name;
        match &parameter.kind {
            Kind::Boolean if *name == DRY_RUN && says_nothing(&value) => {
                let message = "`dry_run` was given without a value, so nothing is changed: leave it out, or make it false, to make the change";
                self.warnings.push(message.to_owned());
                Ok(Some(true.into()))
            }
            _ if value.is_null() => Ok(None),
            Kind::List(kind) => self.list(name, kind, value),
            kind if is_absent(kind, &value) && !(parameter.required && matches!(kind, Kind::Id(_))) => {
                if !parameter.required {
                    self.empty.push(name.clone());
                }
                Ok(None)
            }
            kind => self.scalar(name, kind, value).map(Some),
        }
    }

    fn scalar(&mut self, name: &str, kind: &Kind, value: Value) -> Result<Value> {
        let value = match (kind, value) {
            (Kind::Text | Kind::Id(_) | Kind::NameValue, Value::Number(number)) => plain(&number).into(),
            (Kind::Boolean | Kind::Integer { .. }, Value::String(text)) => {
                let plain = text.trim().to_ascii_lowercase();
                serde_json::from_str(&plain).unwrap_or_else(|_| text.into())
            }
            (_, value) => value,
        };
        match (kind, &value) {
            (Kind::Id(resource), _) => return ids::read(name, *resource, value),
            (Kind::Object, _) => return objects::read(name, value),
            (Kind::Path, _) => return paths::read(name, &value),
            (Kind::Timestamp, _) => return self.times.read(name, &shown(&value)).map(Value::from),
            (Kind::TimeZone, Value::String(text)) => return self.times.read_zone(text).map(Value::from),
            (Kind::OneOf(valid), Value::String(text)) => {
                let plain = text.trim().to_ascii_lowercase();
                return match valid.iter().find(|one| **one == plain) {
                    Some(one) => Ok(one.as_str().into()),
                    None => Err(Error::new(
                        Code::InvalidParameter,
                        format!("`{name}` cannot be `{}`", phrasing::short(text)),
                    )
                    .hint(format!("the values of `{name}` are {}", phrasing::list(valid, "and")))),
                };
            }
            (Kind::Text | Kind::Cursor | Kind::NameValue, Value::String(_)) | (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Integer { minimum, maximum }, value) => return integer(name, *minimum, *maximum, value),
            (kind, value) => return Err(wrong_type(name, kind, value)),
        }
        Ok(value)
    }
}

/// Whether somebody named a parameter and gave it no value.
fn says_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Whether a value says that nothing is asked for. Spaces are no ID, and somebody who sends them meant one.
fn is_absent(kind: &Kind, value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.is_empty() || text.trim().is_empty() && !matches!(kind, Kind::Id(_)))
}

fn integer(name: &str, minimum: u64, maximum: Option<u64>, value: &Value) -> Result<Value> {
    // 5.0 is how some languages write 5.
    let number = value.as_u64().or_else(|| value.as_f64().filter(|n| n.fract() == 0.0 && *n >= 0.0).map(|n| n as u64));
    match number {
        // More than any list has is as good as all of it.
        Some(number) if number >= minimum && maximum.is_none_or(|maximum| number <= maximum) => {
            Ok(number.min(u32::MAX.into()).into())
        }
        _ => {
            let range = match maximum {
                Some(maximum) => format!("from {minimum} to {maximum}"),
                None => format!("of {minimum} or more"),
            };
            let shown = phrasing::short(&shown(value));
            Err(Error::new(Code::InvalidParameter, format!("`{name}` must be a whole number {range}, not `{shown}`")))
        }
    }
}

fn wrong_type(name: &str, kind: &Kind, value: &Value) -> Error {
    let wanted = match kind {
        Kind::Boolean => "true or false",
        _ => "a text",
    };
    Error::new(Code::InvalidParameter, format!("`{name}` must be {wanted}, not `{}`", phrasing::short(&shown(value))))
}

/// A number as text; whole ones without a point.
fn plain(number: &serde_json::Number) -> String {
    match number.as_f64().filter(|n| n.fract() == 0.0 && number.is_f64() && n.abs() < 1e15) {
        Some(whole) => format!("{whole:.0}"),
        None => number.to_string(),
    }
}

/// A value as a message shows it: a text without quotes.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
