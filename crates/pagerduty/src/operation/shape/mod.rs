//! The shape of a value: what a parameter or a body may be. Written in `facts.jsonl` in a few characters, such as
//! `{name*:string(1..100),tags:[{id*:string}]}`.

mod check;
mod complete;
mod parse;
mod show;

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Anything.
    Any,
    /// Nothing, said as null.
    Null,
    /// A text, number or truth value of this size.
    Scalar(Scalar, Size),
    /// Exactly this text.
    Text(&'static str),
    /// Exactly this number or truth value.
    Literal(&'static str),
    /// A list, and how many values it may have.
    List(Box<Shape>, Size),
    /// An object with these keys; others have the shape of `rest`, or are unknown.
    Object {
        /// The keys that are known.
        fields: Vec<Field>,
        /// The shape of all others.
        rest: Option<Box<Shape>>,
    },
    /// One of several.
    OneOf(Vec<Shape>),
}

/// A key of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// Whether the object needs it.
    pub is_required: bool,
    /// What its value may be.
    pub shape: Shape,
}

/// A value without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Scalar {
    String,
    DateTime,
    Date,
    Email,
    Url,
    TimeZone,
    Integer,
    Number,
    Boolean,
}

/// The least and the greatest size of a value: a number, or the characters or items that it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// The least.
    pub least: Option<i64>,
    /// The greatest.
    pub greatest: Option<i64>,
}

impl Scalar {
    const ALL: [Self; 9] = [
        Self::String,
        Self::DateTime,
        Self::Date,
        Self::Email,
        Self::Url,
        Self::TimeZone,
        Self::Integer,
        Self::Number,
        Self::Boolean,
    ];

    /// The word for it: `date-time`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Email => "email",
            Self::Url => "url",
            Self::TimeZone => "time-zone",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }
}

impl Size {
    /// Whether something of this size fits.
    #[must_use]
    pub fn holds(self, size: i64) -> bool {
        self.least.is_none_or(|least| size >= least) && self.greatest.is_none_or(|greatest| size <= greatest)
    }
}

impl Shape {
    /// The keys of an object; of one of several, those of the first that is an object.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Object { fields, .. } => fields,
            Self::OneOf(shapes) => shapes.iter().map(Self::fields).find(|fields| !fields.is_empty()).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// The shapes that a value may have: itself, where it is not one of several.
    #[must_use]
    pub fn branches(&self) -> &[Shape] {
        match self {
            Self::OneOf(shapes) => shapes,
            shape => std::slice::from_ref(shape),
        }
    }

    /// Whether a value may be null.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        self.branches().iter().any(|shape| matches!(shape, Self::Null | Self::Any))
    }

    /// A text that fits, where texts are listed.
    pub(super) fn first_text(&self) -> Option<&'static str> {
        self.branches().iter().find_map(Self::only_text)
    }

    /// The only text that fits, where there is only one.
    pub(super) fn only_text(&self) -> Option<&'static str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}
