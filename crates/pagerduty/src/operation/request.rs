//! A request of an operation, built from parameters and a body that were checked.

use serde_json::{Map, Value};

use super::{
    access::Access,
    address,
    effect::Effect,
    facts::Author,
    parameter::{Parameter, Place},
    problem::Problem,
    segments::{self, Segment},
    shape::{Scalar, Shape},
    table::Operation,
};
use crate::{
    Change,
    path::Path,
    query::{self, Spelling},
    retry::Repeat,
};

/// A request that fits its operation, and was not sent yet.
#[derive(Clone, Debug)]
pub struct OperationRequest {
    pub(super) operation: &'static Operation,
    pub(super) path: Path,
    pub(super) pairs: Vec<(String, String)>,
    pub(super) body: Option<Value>,
    /// The key of the rows or the object in the answer.
    pub(super) answer_key: Option<String>,
}

impl Operation {
    /// The request with these parameters, by their names with or without brackets, and this body. What has to be in the
    /// body and can be said in one way only, such as the `type` of an object, is added.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them, with its place.
    pub fn build(
        &'static self,
        parameters: &Map<String, Value>,
        body: Option<&Value>,
    ) -> Result<OperationRequest, Vec<Problem>> {
        let mut problems = Vec::new();
        let given = self.given(parameters, &mut problems);
        let body = self.checked_body(body, &mut problems);
        let mut path = Path::default();
        for segment in segments::of(self.path()) {
            match segment {
                Segment::Literal(literal) => path = path.literal(literal),
                Segment::Parameter(name) => {
                    let found = given.iter().find(|(parameter, _)| parameter.name == name);
                    let text = found.and_then(|(_, values)| values.first());
                    let Some(text) = text else { continue };
                    let subject = found.and_then(|(parameter, _)| parameter.resource);
                    match address::check(self, name, text) {
                        Ok(()) => path = path.checked(text, subject),
                        Err(problem) => problems.push(problem),
                    }
                }
            }
        }
        let pairs = given.iter().filter(|(parameter, _)| parameter.place == Place::Query);
        let pairs = pairs.flat_map(|(parameter, values)| match parameter.shape {
            Shape::List(..) => query::list(parameter.name, values, parameter.spelling),
            _ => query::list(parameter.name, values, Spelling::Repeated),
        });
        let pairs = pairs.collect();
        let answer_key =
            self.answer_key().map(|key| match key.strip_prefix('{').and_then(|key| key.strip_suffix('}')) {
                Some(name) => given
                    .iter()
                    .find(|(parameter, _)| parameter.name == name)
                    .and_then(|(_, values)| values.first().cloned())
                    .unwrap_or_default(),
                None => key.to_owned(),
            });
        if problems.is_empty() {
            Ok(OperationRequest { operation: self, path, pairs, body, answer_key })
        } else {
            Err(problems)
        }
    }

    /// The parameters that were given, each with its values as texts.
    fn given(&self, given: &Map<String, Value>, problems: &mut Vec<Problem>) -> Vec<(&Parameter, Vec<String>)> {
        let mut found: Vec<(&Parameter, Vec<String>)> = Vec::new();
        for (name, value) in given.iter().filter(|(_, value)| !value.is_null()) {
            let plain = query::without_brackets(name);
            let Some(parameter) = self.parameters().iter().find(|parameter| parameter.name == plain) else {
                let known = self.parameters().iter().map(|parameter| parameter.name);
                problems.push(Problem::unknown(name, "parameter", plain, known));
                continue;
            };
            let value = readable(&parameter.shape, value);
            problems.extend(parameter.shape.problems(plain, &value));
            let values: Vec<String> = match &value {
                Value::Array(values) => values.iter().filter_map(text).collect(),
                value => text(value).into_iter().collect(),
            };
            if values.iter().any(String::is_empty) {
                problems.push(Problem::new(plain, "it is empty"));
            }
            found.push((parameter, values));
        }
        let is_given = |parameter: &Parameter| found.iter().any(|(other, _)| other.name == parameter.name);
        for parameter in self.parameters().iter().filter(|parameter| parameter.is_required && !is_given(parameter)) {
            problems.push(Problem::new(parameter.name, format!("it is missing: {}", parameter.shape)));
        }
        found
    }

    fn checked_body(&self, body: Option<&Value>, problems: &mut Vec<Problem>) -> Option<Value> {
        match (self.body(), body.filter(|body| !body.is_null())) {
            (None, None) => None,
            (None, Some(Value::Object(body))) if body.is_empty() => None,
            (None, Some(_)) => {
                problems.push(Problem::new("body", format!("{} takes none", self.id())));
                None
            }
            (Some(_), None) if self.is_body_optional() => None,
            (Some(shape), body) => {
                // What needs nothing can be asked for with nothing.
                let is_required = shape.fields().iter().any(|field| field.is_required) || self.takes_csv();
                let Some(mut body) = body.cloned().or_else(|| (!is_required).then(|| Map::new().into())) else {
                    problems.push(Problem::new("body", format!("it is missing: {shape}")));
                    return None;
                };
                shape.complete(&mut body);
                let found = shape.problems("", &body);
                problems.extend(found.into_iter().map(Problem::of_body));
                Some(body)
            }
        }
    }
}

impl OperationRequest {
    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The key of the rows or the object in the answer.
    #[must_use]
    pub fn answer_key(&self) -> Option<&str> {
        self.answer_key.as_deref()
    }

    /// The method, path and query as people read them: `GET /incidents?statuses[]=triggered`.
    #[must_use]
    pub fn line(&self) -> String {
        let pairs: Vec<_> = self.pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mark = if pairs.is_empty() { "" } else { "?" };
        format!("{} {}{mark}{}", self.operation.method(), self.path.as_str(), pairs.join("&"))
    }

    /// The path with its IDs in place.
    #[must_use]
    pub fn path(&self) -> &str {
        self.path.as_str()
    }

    /// The query, decoded, in the order in which it is sent.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The body that is sent.
    #[must_use]
    pub fn body(&self) -> Option<&Value> {
        self.body.as_ref()
    }

    /// What this request does besides changing its object.
    #[must_use]
    pub fn effects(&self) -> Vec<Effect> {
        let effects = self.operation.judgement.effects.iter();
        effects.filter(|(_, condition)| condition.holds(self.body.as_ref())).map(|(effect, _)| *effect).collect()
    }

    /// Whether doing it twice does what doing it once does. A POST makes something twice; what pages somebody, or leaves,
    /// does so twice.
    pub(super) fn repeat(&self) -> Repeat {
        let reaches_somebody = |effect: &Effect| matches!(effect, Effect::Pages | Effect::Leaves);
        match (self.operation.access(), self.operation.method()) {
            (Access::Read, _) => Repeat::Harmless,
            (Access::Change, "PUT" | "DELETE") if !self.effects().iter().any(reaches_somebody) => Repeat::Harmless,
            (Access::Change, _) => Repeat::Harmful,
        }
    }

    /// The request as a change, made by the user whose e-mail address is `from`; nothing where it only reads. The address is
    /// sent only where the operation asks for one.
    #[must_use]
    pub fn change(&self, from: Option<&str>) -> Option<Change> {
        if self.operation.access() == Access::Read {
            return None;
        }
        let change = Change::of(self.operation.method(), self.path.clone(), self.body.clone(), self.repeat());
        let change = change.with_query(self.pairs.clone()).with_header(self.operation.facts.header);
        let change = if self.operation.takes_csv() { change.with_csv() } else { change };
        Some(match (self.operation.author(), from) {
            (Some(Author::Required | Author::Optional), Some(from)) => change.from(from),
            _ => change,
        })
    }
}

/// A value as its parameter has it: queries are texts anyway, so `"5"` is 5, and one value is a list of one.
fn readable(shape: &Shape, value: &Value) -> Value {
    match (shape, value) {
        (Shape::List(item, _), Value::Array(values)) => values.iter().map(|value| readable(item, value)).collect(),
        (Shape::List(item, _), value) => vec![readable(item, value)].into(),
        (Shape::Scalar(Scalar::Integer | Scalar::Number | Scalar::Boolean, _), Value::String(text)) => {
            let read = serde_json::from_str::<Value>(text.trim()).ok();
            read.filter(|read| read.is_number() || read.is_boolean()).unwrap_or_else(|| value.clone())
        }
        (Shape::Scalar(Scalar::String, _), Value::Number(number)) => number.to_string().into(),
        (_, value) => value.clone(),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
