//! A request that is valid, made from shapes: what is required, and one key where nothing is.

use serde_json::{Map, Value, json};

use super::{
    parameter::{Parameter, Place},
    shape::{Field, Scalar, Shape},
    table::Operation,
};
use crate::ResourceKind;

/// How one operation may be called.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The parameters of the path, and those of the query that are required.
    pub parameters: Map<String, Value>,
    /// The body.
    pub body: Option<Value>,
}

impl Operation {
    /// A request that PagerDuty's document allows.
    #[must_use]
    pub fn example(&self) -> Example {
        let required = self.parameters().iter().filter(|parameter| parameter.is_required);
        let parameters = required.map(|parameter| (parameter.name.to_owned(), of_parameter(parameter))).collect();
        let body = self.body().map(|shape| if self.takes_csv() { "id,name\n1,web".into() } else { value("", shape) });
        Example { parameters, body }
    }
}

fn of_parameter(parameter: &Parameter) -> Value {
    match (parameter.place, &parameter.shape) {
        (Place::Path, Shape::Scalar(..)) => id(parameter.resource).into(),
        (_, shape) => value(parameter.name, shape),
    }
}

/// IDs of different resources look different, so that nobody takes one for another.
fn id(resource: Option<ResourceKind>) -> String {
    let letter = resource.and_then(|resource| resource.singular().chars().next()).unwrap_or('x');
    format!("P{}12345", letter.to_ascii_uppercase())
}

fn value(name: &str, shape: &Shape) -> Value {
    match shape {
        Shape::Any => any(name),
        Shape::Null => Value::Null,
        Shape::Text(text) => (*text).into(),
        Shape::Literal(word) => serde_json::from_str(word).unwrap_or_default(),
        Shape::Scalar(scalar, size) => of_scalar(name, *scalar, size.least, size.greatest),
        Shape::List(item, size) => {
            let count = size.least.unwrap_or(1).clamp(1, 3);
            (0..count).map(|_| value(name, item)).collect()
        }
        Shape::Object { fields, .. } => object(fields),
        Shape::OneOf(shapes) => {
            // A text is what most values are.
            let text = shapes.iter().find(|shape| name == "value" && matches!(shape, Shape::Scalar(Scalar::String, _)));
            text.or(shapes.first()).map_or(Value::Null, |shape| value(name, shape))
        }
    }
}

/// What has to be there; where nothing has to, what says most.
fn object(fields: &[Field]) -> Value {
    let is_sent = |field: &&Field| field.is_required;
    let mut sent: Vec<&Field> = fields.iter().filter(is_sent).collect();
    let says_something = |field: &&&Field| !matches!(field.name, "id" | "type");
    if !sent.iter().any(|field| says_something(&field)) {
        // A reference is complete with its ID and type.
        let is_complete = sent.iter().any(|field| field.name == "id");
        let preferred = ["name", "title", "value", "status"];
        let optional =
            || fields.iter().filter(|field| !field.is_required).filter(|field| !matches!(field.name, "id" | "type"));
        let named = optional().find(|field| preferred.contains(&field.name));
        if let Some(field) = named.or_else(|| optional().next()).filter(|_| !is_complete) {
            sent.push(field);
            if field.name == "name"
                && let Some(value) = optional().find(|field| field.name == "value")
            {
                sent.push(value);
            }
        }
    }
    let value = |field: &Field| match field.name {
        "id" => {
            let kind = fields.iter().find(|field| field.name == "type").and_then(|field| field.shape.first_text());
            id(kind.and_then(|kind| ResourceKind::of_reference(kind.trim_end_matches("_reference")))).into()
        }
        name if ResourceKind::of_id(name).is_some() => match &field.shape {
            Shape::List(..) => json!([id(ResourceKind::of_id(name))]),
            _ => id(ResourceKind::of_id(name)).into(),
        },
        name => value(name, &field.shape),
    };
    Value::Object(sent.into_iter().map(|field| (field.name.to_owned(), value(field))).collect())
}

fn of_scalar(name: &str, scalar: Scalar, least: Option<i64>, greatest: Option<i64>) -> Value {
    match scalar {
        Scalar::Boolean => true.into(),
        Scalar::Integer | Scalar::Number => {
            let number = least.unwrap_or(1).max(1);
            greatest.map_or(number, |greatest| number.min(greatest)).into()
        }
        Scalar::DateTime => if is_end(name) { "2026-02-01T17:00:00Z" } else { "2026-02-01T09:00:00Z" }.into(),
        Scalar::Date => "2026-02-01".into(),
        Scalar::Email => "ana@example.com".into(),
        Scalar::Url => "https://example.com/".into(),
        Scalar::TimeZone => "Europe/London".into(),
        Scalar::String => match name {
            name if is_end(name) => "2026-02-01T17:00:00Z".into(),
            "since" | "start" | "start_time" | "from" => "2026-02-01T09:00:00Z".into(),
            name if name == "id" || name.ends_with("_id") || name.ends_with("_ids") => {
                id(ResourceKind::of_id(name)).into()
            }
            name => sized(name, least, greatest).into(),
        },
    }
}

fn is_end(name: &str) -> bool {
    matches!(name, "until" | "end" | "end_time" | "to")
}

/// A text of the right length.
fn sized(name: &str, least: Option<i64>, greatest: Option<i64>) -> String {
    let words = if name.is_empty() { "text".to_owned() } else { name.replace('_', " ") };
    let [least, greatest] =
        [least.unwrap_or(0), greatest.unwrap_or(i64::MAX)].map(|bound| usize::try_from(bound).unwrap_or(usize::MAX));
    let text: String = words.chars().take(greatest).collect();
    if text.chars().count() < least { text.chars().cycle().take(least).collect() } else { text }
}

fn any(name: &str) -> Value {
    match name {
        "type" => "incident_body".into(),
        name => name.into(),
    }
}
