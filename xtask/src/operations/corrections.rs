//! Where PagerDuty's document is known to be wrong about what a request sends.

use super::shape::{Field, Object, Shape, Size};

/// A word that lists several in one text: `'all, any'`.
const SEVERAL: &str = ", ";

/// A shape as PagerDuty takes it.
pub(super) fn corrected(shape: Shape) -> Shape {
    match shape {
        // `aggregate` has one value in the document, which is two.
        Shape::OneOf(values) => Shape::OneOf(values.into_iter().flat_map(separate).collect()),
        Shape::List(item, size) => Shape::List(Box::new(corrected(*item)), size),
        Shape::Nullable(shape) => corrected(*shape).nullable(),
        // The values of custom fields are wrapped once more in the schema; in its examples, and at PagerDuty, they are not.
        Shape::Union(shapes) if shapes.iter().all(is_wrapped_value) => {
            Shape::union(shapes.into_iter().flat_map(unwrapped).map(corrected).collect())
        }
        Shape::Union(shapes) => Shape::union(shapes.into_iter().map(corrected).collect()),
        Shape::Object(object) => Shape::Object(corrected_object(object)),
        shape @ (Shape::Any | Shape::Scalar(..)) => shape,
    }
}

fn corrected_object(object: Object) -> Object {
    let fields = object.fields.into_iter().map(|field| Field { shape: corrected(field.shape), ..field });
    let mut fields: Vec<Field> = fields.filter(|field| !is_empty(&field.shape)).collect();
    let of_request = |field: &&mut Field| field.name == "responder_request_targets" && !is_complete(&field.shape);
    if let Some(targets) = fields.iter_mut().find(of_request) {
        targets.shape = responder_request_targets();
    }
    // Those of an escalation rule are described as what PagerDuty sends, and have to say whom they mean.
    for field in fields.iter_mut().filter(|field| field.name == "targets") {
        if let Shape::List(item, _) = &mut field.shape
            && let Shape::Object(target) = &mut **item
        {
            target
                .fields
                .iter_mut()
                .for_each(|field| field.is_required |= matches!(field.name.as_str(), "id" | "type"));
        }
    }
    Object { fields, rest: object.rest.map(|rest| Box::new(corrected(*rest))) }
}

/// Whether a list is of objects that require their ID: those of a request to cancel are described as they are sent.
fn is_complete(shape: &Shape) -> bool {
    let Shape::List(item, _) = shape else { return false };
    matches!(&**item, Shape::Object(object) if object.fields.iter().any(|field| field.name == "id" && field.is_required))
}

fn separate(value: String) -> Vec<String> {
    match value.trim_matches('\'') {
        text if text.contains(SEVERAL) => text.split(SEVERAL).map(|text| format!("'{text}'")).collect(),
        _ => vec![value],
    }
}

/// Nothing in it can be sent.
fn is_empty(shape: &Shape) -> bool {
    matches!(shape, Shape::Object(Object { fields, rest: None }) if fields.is_empty())
}

fn is_wrapped_value(shape: &Shape) -> bool {
    matches!(shape, Shape::Object(Object { fields, rest: None }) if matches!(fields.as_slice(), [field] if field.name == "value"))
}

fn unwrapped(shape: Shape) -> Vec<Shape> {
    match shape {
        Shape::Object(object) => object.fields.into_iter().map(|field| field.shape).collect(),
        shape => vec![shape],
    }
}

/// Each is wrapped; so in the document's example and in what clients send, while its schema has them bare.
fn responder_request_targets() -> Shape {
    let types = ["user_reference", "escalation_policy_reference"].map(|name| format!("'{name}'"));
    let target = object([("id", Shape::Scalar("string", Size::default())), ("type", Shape::OneOf(types.to_vec()))]);
    let item = object([("responder_request_target", target)]);
    Shape::List(Box::new(item), Size(Some(1), None))
}

fn object<const N: usize>(fields: [(&str, Shape); N]) -> Shape {
    let fields =
        fields.map(|(name, shape)| Field { name: name.to_owned(), is_required: true, is_read_only: false, shape });
    Shape::Object(Object { fields: fields.to_vec(), rest: None })
}

/// Without the ID of what is only being created, which PagerDuty gives out.
pub(super) fn without_new_id(shape: Shape) -> Shape {
    let Shape::Object(mut root) = shape else { return shape };
    for field in &mut root.fields {
        let of = |object: &mut Object| object.fields.retain(|field| field.name != "id" || field.is_required);
        match &mut field.shape {
            Shape::Object(object) => of(object),
            Shape::Union(shapes) => {
                for shape in shapes {
                    if let Shape::Object(object) = shape {
                        of(object);
                    }
                }
            }
            _ => {}
        }
    }
    Shape::Object(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_document_has_wrong_is_right() {
        let text = || Shape::Scalar("string", Size::default());
        let value = |shape| {
            Shape::Object(Object {
                fields: vec![Field { name: "value".to_owned(), is_required: false, is_read_only: false, shape }],
                rest: None,
            })
        };
        let union = Shape::union(vec![value(text()), value(Shape::Scalar("boolean", Size::default()).nullable())]);
        assert_eq!(corrected(union).to_string(), "string|boolean|null");
        assert_eq!(corrected(Shape::OneOf(vec!["'all, any'".to_owned()])).to_string(), "'all'|'any'");
        let new = object([("service", object([("name", text())]))]);
        assert_eq!(without_new_id(new).to_string(), "{service*:{name*:string}}");
    }
}
