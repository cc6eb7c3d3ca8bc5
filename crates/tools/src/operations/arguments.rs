//! The parameters and the body of a call as PagerDuty wants them: IDs instead of names, times in full, everything checked
//! against the shape of the operation.

use std::collections::HashMap;

use pagerduty::{
    ResourceKind,
    operation::{IdPlace, Operation, OperationRequest, Problem, Scalar, Shape},
};
use serde_json::{Map, Value};
use toolkit::{
    context::Context,
    error::{Code, Error, Result},
    hint::Hint,
    times::Times,
};

use super::allowed::FIND;

/// IDs and names of one call.
const MAX_IDS: usize = 300;

/// Problems that an error names.
const MAX_PROBLEMS: usize = 6;

/// The key under which a body comes that is a text of comma-separated values.
pub(super) const CSV: &str = "csv";

/// A request, and what was read in it.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) request: OperationRequest,
    pub(super) parameters: Map<String, Value>,
    /// The IDs that it names.
    pub(super) ids: Vec<IdPlace>,
    /// The names that stood for IDs.
    pub(super) names: Map<String, Value>,
}

/// The request of an operation.
///
/// # Errors
///
/// `INVALID_PARAMETER` with the places of what is wrong, and whatever a name or a time is refused with.
pub(super) async fn prepare(
    operation: &'static Operation,
    parameters: Option<&Map<String, Value>>,
    body: Option<&Map<String, Value>>,
    cx: &Context,
) -> Result<Prepared> {
    let mut parameters = parameters.cloned().unwrap_or_default();
    let mut body = body.cloned().map(|body| with_csv(operation, body));
    read_times(operation, &mut parameters, body.as_mut(), &mut cx.times())?;
    let mut ids = operation.id_places(&parameters, body.as_ref());
    if ids.len() > MAX_IDS {
        let message = format!("{} IDs and names: one call takes at most {MAX_IDS}", ids.len());
        return Err(Error::new(Code::InvalidParameter, message).hint("make several calls"));
    }
    let mut names = Map::new();
    let mut known: HashMap<(&str, String), String> = HashMap::new();
    for place in &mut ids {
        let key = (place.resource.singular(), place.text.clone());
        let id = match known.get(&key) {
            Some(id) => id.clone(),
            None => cx.id_of(place.resource, &place.place, &place.text).await?,
        };
        if id != place.text {
            place.replace(&id, &mut parameters, body.as_mut());
            names.insert(place.text.clone(), id.clone().into());
        }
        known.insert(key, id.clone());
        place.text = id;
    }
    let request = operation.build(&parameters, body.as_ref()).map_err(|problems| refused(operation, &problems))?;
    Ok(Prepared { request, parameters, ids, names })
}

impl Prepared {
    /// The IDs of each parameter that filters, for whoever finds nothing.
    pub(super) fn filters(&self) -> Vec<(String, ResourceKind, Vec<String>)> {
        let mut filters: Vec<(String, ResourceKind, Vec<String>)> = Vec::new();
        for id in &self.ids {
            let place = id.place.split('[').next().unwrap_or_default();
            match filters.iter_mut().find(|(other, kind, _)| other == place && *kind == id.resource) {
                Some((.., ids)) => ids.push(id.text.clone()),
                None => filters.push((place.to_owned(), id.resource, vec![id.text.clone()])),
            }
        }
        filters
    }
}

/// The body as PagerDuty wants it: a text where it is one.
fn with_csv(operation: &Operation, mut body: Map<String, Value>) -> Value {
    match body.get_mut(CSV) {
        Some(text) if operation.takes_csv() => text.take(),
        _ => body.into(),
    }
}

fn refused(operation: &Operation, problems: &[Problem]) -> Error {
    let mut said: Vec<String> = problems.iter().take(MAX_PROBLEMS).map(ToString::to_string).collect();
    if problems.len() > MAX_PROBLEMS {
        said.push(format!("and {} more", problems.len() - MAX_PROBLEMS));
    }
    Error::new(Code::InvalidParameter, format!("`{}` was not sent: {}", operation.id(), said.join("; "))).hint(
        Hint::naming(
            "its parameters and body are shown by ",
            FIND,
            &format!(" with `operation_id` `{}`", operation.id()),
        ),
    )
}

/// Reads the times that are not written in full, such as `now-7d`.
fn read_times(
    operation: &Operation,
    parameters: &mut Map<String, Value>,
    body: Option<&mut Value>,
    times: &mut Times,
) -> Result<()> {
    for (name, value) in parameters.iter_mut() {
        let plain = name.trim_end_matches("[]");
        if let Some(parameter) = operation.parameters().iter().find(|parameter| parameter.name() == plain) {
            read_time(parameter.shape(), plain, value, times)?;
        }
    }
    match (operation.body(), body) {
        (Some(shape), Some(body)) => read_time(shape, "", body, times),
        _ => Ok(()),
    }
}

fn read_time(shape: &Shape, place: &str, value: &mut Value, times: &mut Times) -> Result<()> {
    match value {
        Value::String(text) if is_time(shape) && text.parse::<jiff::Timestamp>().is_err() => {
            *text = times.read(place, text)?;
        }
        Value::Array(values) => {
            let item = shape.branches().iter().find_map(|shape| match shape {
                Shape::List(item, _) => Some(&**item),
                _ => None,
            });
            let Some(item) = item else { return Ok(()) };
            for (index, value) in values.iter_mut().enumerate() {
                read_time(item, &format!("{place}[{index}]"), value, times)?;
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                let mut branches = shape.branches().iter();
                let field = branches.find_map(|shape| shape.fields().iter().find(|field| field.name == name));
                if let Some(field) = field {
                    read_time(&field.shape, &place, value, times)?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether a text here is a time and nothing else.
fn is_time(shape: &Shape) -> bool {
    let branches = shape.branches();
    branches.iter().any(|shape| matches!(shape, Shape::Scalar(Scalar::DateTime, _)))
        && !branches.iter().any(|shape| matches!(shape, Shape::Scalar(Scalar::String, _) | Shape::Text(_)))
}
