//! What has to be said and can be said in one way only: the `type` of an object, most of all.

use serde_json::Value;

use super::Shape;

impl Shape {
    /// Adds the keys that are required and have a single possible text.
    pub(in crate::operation) fn complete(&self, value: &mut Value) {
        match (self, value) {
            (Self::Object { fields, .. }, Value::Object(object)) => {
                for field in fields {
                    match (object.get_mut(field.name), field.shape.only_text()) {
                        (Some(value), _) => field.shape.complete(value),
                        (None, Some(text)) if field.is_required => {
                            object.insert(field.name.to_owned(), text.into());
                        }
                        (None, _) => {}
                    }
                }
            }
            (Self::List(item, _), Value::Array(values)) => values.iter_mut().for_each(|value| item.complete(value)),
            (Self::OneOf(shapes), value) => {
                // Which one is meant has to be plain.
                let mut of_its_kind = shapes.iter().filter(|shape| shape.is_of_its_kind(value));
                if let (Some(shape), None) = (of_its_kind.next(), of_its_kind.next()) {
                    shape.complete(value);
                }
            }
            _ => {}
        }
    }

    fn is_of_its_kind(&self, value: &Value) -> bool {
        match self {
            Self::Object { .. } => value.is_object(),
            Self::List(..) => value.is_array(),
            _ => false,
        }
    }
}
