//! The shape of a value in a few characters, as the client's crate reads it: `{name*:string(1..100),tags:[{id*:string}]}`.

use std::fmt::{self, Display, Write};

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// Anything.
    Any,
    /// A text, number or truth value, by its word, with its least and greatest size.
    Scalar(&'static str, Size),
    /// One of these texts or numbers.
    OneOf(Vec<String>),
    List(Box<Shape>, Size),
    Object(Object),
    Union(Vec<Shape>),
    /// The same, or null.
    Nullable(Box<Shape>),
}

/// The least and the greatest size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Size(pub(super) Option<i64>, pub(super) Option<i64>);

/// The keys of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object {
    pub(super) fields: Vec<Field>,
    /// The shape of all other keys.
    pub(super) rest: Option<Box<Shape>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) is_required: bool,
    /// Whether PagerDuty writes it; such a key leaves with `sendable`.
    pub(super) is_read_only: bool,
    pub(super) shape: Shape,
}

impl Shape {
    /// Without a key whose shape says that it is one of several; a union of one is that one.
    pub(super) fn union(shapes: Vec<Self>) -> Self {
        let mut distinct: Vec<Self> = Vec::new();
        let mut is_nullable = false;
        for shape in shapes {
            let shape = match shape {
                Self::Nullable(shape) => {
                    is_nullable = true;
                    *shape
                }
                shape => shape,
            };
            if !distinct.contains(&shape) {
                distinct.push(shape);
            }
        }
        let shape = match distinct.len() {
            0 => Self::Any,
            1 => distinct.remove(0),
            _ => Self::Union(distinct),
        };
        if is_nullable { shape.nullable() } else { shape }
    }

    pub(super) fn nullable(self) -> Self {
        match self {
            Self::Any | Self::Nullable(_) => self,
            shape => Self::Nullable(Box::new(shape)),
        }
    }
}

impl Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Scalar(word, size) => write!(f, "{word}{size}"),
            Self::OneOf(values) => f.write_str(&values.join("|")),
            Self::List(item, size) => write!(f, "[{item}]{size}"),
            Self::Object(object) => object.fmt(f),
            Self::Union(shapes) => {
                let shapes: Vec<_> = shapes.iter().map(ToString::to_string).collect();
                f.write_str(&shapes.join("|"))
            }
            Self::Nullable(shape) => write!(f, "{shape}|null"),
        }
    }
}

impl Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(low, high) = self;
        if low.is_none() && high.is_none() {
            return Ok(());
        }
        let text = |bound: &Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        write!(f, "({}..{})", text(low), text(high))
    }
}

impl Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('{')?;
        for (index, field) in self.fields.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let star = if field.is_required { "*" } else { "" };
            write!(f, "{comma}{}{star}:{}", field.name, field.shape)?;
        }
        if let Some(rest) = &self.rest {
            let comma = if self.fields.is_empty() { "" } else { "," };
            write!(f, "{comma}...:{rest}")?;
        }
        f.write_char('}')
    }
}
