//! Where parameters and a body have IDs, and of which resource: names can be looked up and put in their place.

use serde_json::{Map, Value};

use super::{parameter::Parameter, shape::Shape, table::Operation, trees};
use crate::ResourceKind;

/// The ending of the type of an object that has nothing but its ID.
const REFERENCE: &str = "_reference";

/// One ID of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdPlace {
    /// Where it stands, as people read it: `maintenance_window.services[0].id`.
    pub place: String,
    /// The resource that it names.
    pub resource: ResourceKind,
    /// What stands there.
    pub text: String,
    /// Whether it is in the body, and not in a parameter.
    pub is_in_body: bool,
    /// The same place as a JSON pointer into the parameters or the body.
    pointer: String,
}

impl IdPlace {
    /// Puts an ID there.
    pub fn replace(&self, id: &str, parameters: &mut Map<String, Value>, body: Option<&mut Value>) {
        let target = if self.is_in_body {
            body.and_then(|body| body.pointer_mut(&self.pointer))
        } else {
            let (name, rest) = self.pointer[1..]
                .split_once('/')
                .map_or((&self.pointer[1..], None), |(name, rest)| (name, Some(format!("/{rest}"))));
            let value = parameters.get_mut(name);
            match rest {
                Some(rest) => value.and_then(|value| value.pointer_mut(&rest)),
                None => value,
            }
        };
        if let Some(target) = target {
            *target = id.into();
        }
    }
}

impl Operation {
    /// The IDs in parameters and a body that name resources of the table.
    #[must_use]
    pub fn id_places(&self, parameters: &Map<String, Value>, body: Option<&Value>) -> Vec<IdPlace> {
        let mut found = Vec::new();
        for (name, value) in parameters {
            let plain = crate::query::without_brackets(name);
            let parameter = self.parameters().iter().find(|parameter| parameter.name == plain);
            if let Some(resource) = parameter.and_then(Parameter::resource) {
                texts(plain, &format!("/{name}"), resource, value, false, &mut found);
            }
        }
        if let (Some(shape), Some(body)) = (self.body(), body) {
            walk(Some(shape), "", "", body, &mut found);
        }
        found
    }
}

/// A text, or each of a list.
fn texts(
    place: &str,
    pointer: &str,
    resource: ResourceKind,
    value: &Value,
    is_in_body: bool,
    found: &mut Vec<IdPlace>,
) {
    let mut add = |place: String, pointer: String, value: &Value| {
        if let Value::String(text) = value {
            found.push(IdPlace { place, resource, text: text.clone(), is_in_body, pointer });
        }
    };
    match value {
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                add(trees::item(place, index), format!("{pointer}/{index}"), value);
            }
        }
        value => add(place.to_owned(), pointer.to_owned(), value),
    }
}

fn walk(shape: Option<&Shape>, place: &str, pointer: &str, value: &Value, found: &mut Vec<IdPlace>) {
    match value {
        Value::Object(object) => {
            let reference = referenced(shape, object);
            for (name, value) in object {
                let place = trees::key(place, name);
                let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                let resource = if name == "id" { reference } else { ResourceKind::of_id(name) };
                match resource {
                    Some(resource) if !value.is_object() => texts(&place, &pointer, resource, value, true, found),
                    _ => walk(shape.and_then(|shape| field(shape, name)), &place, &pointer, value, found),
                }
            }
        }
        Value::Array(values) => {
            let item = shape.and_then(|shape| {
                let mut branches = shape.branches().iter();
                branches.find_map(|shape| if let Shape::List(item, _) = shape { Some(&**item) } else { None })
            });
            for (index, value) in values.iter().enumerate() {
                walk(item, &trees::item(place, index), &format!("{pointer}/{index}"), value, found);
            }
        }
        _ => {}
    }
}

/// The resource that an object refers to: by its own type, or by the only one that its shape allows.
fn referenced(shape: Option<&Shape>, object: &Map<String, Value>) -> Option<ResourceKind> {
    let own = object.get("type").and_then(Value::as_str);
    let documented = || shape.and_then(|shape| field(shape, "type")).and_then(Shape::only_text);
    own.or_else(documented)?.strip_suffix(REFERENCE).and_then(ResourceKind::of_reference)
}

fn field<'s>(shape: &'s Shape, name: &str) -> Option<&'s Shape> {
    let mut branches = shape.branches().iter();
    branches.find_map(|shape| shape.fields().iter().find(|field| field.name == name)).map(|field| &field.shape)
}
