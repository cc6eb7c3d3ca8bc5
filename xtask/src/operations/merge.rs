//! Shapes that hold at the same time, as the parts of an `allOf` do.

use super::shape::{Field, Object, Shape, Size};

/// A shape that both allow.
pub(super) fn both(left: Shape, right: Shape) -> Shape {
    match (left, right) {
        (Shape::Any, other) | (other, Shape::Any) => other,
        // Null has to be allowed by both, but the document says it in one of them.
        (Shape::Nullable(left), Shape::Nullable(right)) => both(*left, *right).nullable(),
        (Shape::Nullable(left), right) => both(*left, right).nullable(),
        (left, Shape::Nullable(right)) => both(left, *right).nullable(),
        (Shape::Object(left), Shape::Object(right)) => Shape::Object(objects(left, right)),
        (Shape::Union(shapes), other) => {
            Shape::union(shapes.into_iter().map(|shape| both(shape, other.clone())).collect())
        }
        (other, Shape::Union(shapes)) => {
            Shape::union(shapes.into_iter().map(|shape| both(other.clone(), shape)).collect())
        }
        (Shape::OneOf(left), Shape::OneOf(right)) => {
            let common: Vec<_> = left.iter().filter(|value| right.contains(value)).cloned().collect();
            Shape::OneOf(if common.is_empty() { right } else { common })
        }
        (Shape::Scalar(..), Shape::OneOf(values)) | (Shape::OneOf(values), Shape::Scalar(..)) => Shape::OneOf(values),
        (Shape::List(left, size), Shape::List(right, other)) => {
            Shape::List(Box::new(both(*left, *right)), sizes(size, other))
        }
        (Shape::Scalar(left, size), Shape::Scalar(right, other)) => {
            // `string` is what the more exact words are too.
            let word = if left == "string" { right } else { left };
            Shape::Scalar(word, sizes(size, other))
        }
        (_, right) => right,
    }
}

fn sizes(left: Size, right: Size) -> Size {
    let low = left.0.into_iter().chain(right.0).max();
    let high = left.1.into_iter().chain(right.1).min();
    Size(low, high)
}

fn objects(mut left: Object, right: Object) -> Object {
    for field in right.fields {
        match left.fields.iter_mut().find(|other| other.name == field.name) {
            Some(other) => {
                let shape = std::mem::replace(&mut other.shape, Shape::Any);
                *other = same_key(Field { shape, ..other.clone() }, field);
            }
            None => left.fields.push(field),
        }
    }
    left.rest = match (left.rest, right.rest) {
        (Some(left), Some(right)) => Some(Box::new(both(*left, *right))),
        (left, right) => left.or(right),
    };
    left
}

/// One key, of which two parts of a schema say something. One that only requires it says nothing else of it.
fn same_key(left: Field, right: Field) -> Field {
    let only_requires = |field: &Field| field.shape == Shape::Any && field.is_required;
    let is_read_only = match (only_requires(&left), only_requires(&right)) {
        (true, false) => right.is_read_only,
        (false, true) => left.is_read_only,
        _ => left.is_read_only && right.is_read_only,
    };
    let is_required = (left.is_required || right.is_required) && !is_read_only;
    Field { is_required, is_read_only, shape: both(left.shape, right.shape), name: right.name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(name: &str, is_required: bool, shape: Shape) -> Shape {
        Shape::Object(Object {
            fields: vec![Field { name: name.to_owned(), is_required, is_read_only: false, shape }],
            rest: None,
        })
    }

    #[test]
    fn parts_say_together_what_an_object_has() {
        let word = Shape::Scalar("string", Size(None, Some(9)));
        let left = object("type", true, word.clone());
        let right = object("type", false, Shape::OneOf(vec!["'a'".to_owned()]));
        assert_eq!(both(left.clone(), right).to_string(), "{type*:'a'}");
        assert_eq!(both(left.clone(), object("id", false, word)).to_string(), "{type*:string(..9),id:string(..9)}");
        let union = Shape::union(vec![object("a", true, Shape::Any), object("b", true, Shape::Any).nullable()]);
        assert_eq!(both(union, left).to_string(), "{a*:any,type*:string(..9)}|{b*:any,type*:string(..9)}|null");
    }
}
