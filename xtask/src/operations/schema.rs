//! The shape of what a request may send, from a schema of the document.

use serde_json::Value;

use super::{
    document::Document,
    merge::both,
    shape::{Field, Object, Shape, Size},
};

/// Schemas inside schemas that are followed at most.
const DEEPEST: usize = 24;

/// What identifies an object is read-only in the document, and has to be sent all the same where the object is a reference.
const IDENTIFYING: [&str; 2] = ["id", "type"];

/// The endings of a `type` that says that only the ID of an object is sent.
const REFERENCE: &str = "_reference'";

/// Reads schemas, and remembers which it is inside of.
pub(super) struct Reader<'d> {
    document: &'d Document,
    inside: Vec<&'d str>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self { document, inside: Vec::new() }
    }

    pub(super) fn shape(&mut self, schema: &'d Value) -> Shape {
        if let Some(reference) = schema["$ref"].as_str() {
            if self.inside.contains(&reference) || self.inside.len() > DEEPEST {
                // It is inside of itself; PagerDuty says what is wrong further down.
                return Shape::Any;
            }
            self.inside.push(reference);
            let shape = self.shape(self.document.resolve(schema));
            self.inside.pop();
            return shape;
        }
        let mut shape = self.own(schema);
        for part in list(schema, "allOf") {
            let part = self.shape(part);
            shape = both(shape, part);
        }
        for keyword in ["oneOf", "anyOf"] {
            let branches: Vec<_> = list(schema, keyword).iter().map(|branch| self.shape(branch)).collect();
            if !branches.is_empty() {
                shape = both(shape, Shape::union(branches));
            }
        }
        if schema["nullable"] == true { shape.nullable() } else { shape }
    }

    /// What a schema says itself, without its parts and branches.
    fn own(&mut self, schema: &'d Value) -> Shape {
        if let Some(values) = schema["enum"].as_array() {
            return one_of(values);
        }
        match schema["type"].as_str() {
            Some("string") => {
                let word = match schema["format"].as_str() {
                    Some("date-time") => "date-time",
                    Some("email") => "email",
                    Some("uri" | "url") => "url",
                    Some("date") => "date",
                    Some("tzinfo" | "activesupport-time-zone") => "time-zone",
                    _ => "string",
                };
                Shape::Scalar(word, size(schema, "minLength", "maxLength"))
            }
            Some("integer") => Shape::Scalar("integer", size(schema, "minimum", "maximum")),
            Some("number") => Shape::Scalar("number", size(schema, "minimum", "maximum")),
            Some("boolean") => Shape::Scalar("boolean", Size::default()),
            Some("array") => {
                let item = schema.get("items").map_or(Shape::Any, |items| self.shape(items));
                Shape::List(Box::new(item), size(schema, "minItems", "maxItems"))
            }
            Some("object") => self.object(schema),
            _ if schema.get("properties").is_some() || schema.get("required").is_some() => self.object(schema),
            _ if schema.get("items").is_some() => Shape::List(Box::new(self.shape(&schema["items"])), Size::default()),
            _ => Shape::Any,
        }
    }

    fn object(&mut self, schema: &'d Value) -> Shape {
        let required: Vec<&str> = list(schema, "required").iter().filter_map(Value::as_str).collect();
        let mut object = Object::default();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let target = self.document.resolve(property);
            let is_read_only = target["readOnly"] == true || property["readOnly"] == true;
            let is_required = required.contains(&name.as_str()) && !is_read_only;
            object.fields.push(Field { name: name.clone(), is_required, is_read_only, shape: self.shape(property) });
        }
        // The document requires some that it then forgets to describe.
        let described = schema["properties"].as_object();
        for name in required.iter().filter(|name| described.is_none_or(|described| !described.contains_key(**name))) {
            object.fields.push(Field {
                name: (*name).to_owned(),
                is_required: true,
                is_read_only: false,
                shape: Shape::Any,
            });
        }
        object.rest = match schema.get("additionalProperties") {
            Some(rest @ Value::Object(_)) => Some(Box::new(self.shape(rest))),
            Some(Value::Bool(true)) => Some(Box::new(Shape::Any)),
            _ => None,
        };
        if described.is_none_or(serde_json::Map::is_empty)
            && required.is_empty()
            && object.rest.is_none()
            && schema["type"] == "object"
            && list(schema, "allOf").is_empty()
            && list(schema, "oneOf").is_empty()
            && list(schema, "anyOf").is_empty()
        {
            object.rest = Some(Box::new(Shape::Any));
        }
        Shape::Object(object)
    }
}

/// A shape without what PagerDuty writes: that may be sent back, and means nothing.
pub(super) fn sendable(shape: Shape) -> Shape {
    match shape {
        Shape::Object(mut object) => {
            object.fields.retain(|field| !field.is_read_only || IDENTIFYING.contains(&field.name.as_str()));
            for field in &mut object.fields {
                field.shape = sendable(std::mem::replace(&mut field.shape, Shape::Any));
            }
            object.rest = object.rest.map(|rest| Box::new(sendable(*rest)));
            require_of_references(&mut object);
            Shape::Object(object)
        }
        Shape::List(item, size) => Shape::List(Box::new(sendable(*item)), size),
        Shape::Union(shapes) => Shape::union(shapes.into_iter().map(sendable).collect()),
        Shape::Nullable(shape) => sendable(*shape).nullable(),
        shape => shape,
    }
}

/// A reference is its ID and its type, whatever the document says of them.
fn require_of_references(object: &mut Object) {
    let is_reference = object.fields.iter().any(|field| {
        let Shape::OneOf(types) = &field.shape else { return false };
        field.name == "type" && types.iter().all(|name| name.ends_with(REFERENCE))
    });
    if is_reference {
        for field in object.fields.iter_mut().filter(|field| IDENTIFYING.contains(&field.name.as_str())) {
            field.is_required = true;
        }
    }
}

fn one_of(values: &[Value]) -> Shape {
    let is_nullable = values.iter().any(Value::is_null);
    let texts = values.iter().filter(|value| !value.is_null()).map(|value| match value {
        Value::String(text) => format!("'{text}'"),
        other => other.to_string(),
    });
    let shape = Shape::OneOf(texts.collect());
    if is_nullable { shape.nullable() } else { shape }
}

fn size(schema: &Value, low: &str, high: &str) -> Size {
    Size(schema[low].as_i64(), schema[high].as_i64())
}

fn list<'d>(schema: &'d Value, keyword: &str) -> &'d [Value] {
    schema[keyword].as_array().map_or(&[], Vec::as_slice)
}
