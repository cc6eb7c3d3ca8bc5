//! A shape as people and models read it.

use std::fmt::{self, Display, Write};

use super::{Shape, Size};

impl Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Null => f.write_str("null"),
            Self::Scalar(scalar, size) => write!(f, "{}{size}", scalar.as_str()),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Literal(word) => f.write_str(word),
            Self::List(item, size) => write!(f, "[{item}]{size}"),
            Self::Object { fields, rest: Some(rest) } if fields.is_empty() && **rest == Self::Any => {
                f.write_str("object")
            }
            Self::Object { fields, rest } => {
                f.write_char('{')?;
                let mut comma = "";
                for field in fields {
                    let star = if field.is_required { "*" } else { "" };
                    write!(f, "{comma}{}{star}: {}", field.name, field.shape)?;
                    comma = ", ";
                }
                if let Some(rest) = rest {
                    write!(f, "{comma}...: {rest}")?;
                }
                f.write_char('}')
            }
            Self::OneOf(shapes) => {
                for (index, shape) in shapes.iter().enumerate() {
                    write!(f, "{}{shape}", if index == 0 { "" } else { " | " })?;
                }
                Ok(())
            }
        }
    }
}

impl Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |bound: Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        match self {
            Self { least: None, greatest: None } => Ok(()),
            Self { least, greatest } => write!(f, "({}..{})", text(*least), text(*greatest)),
        }
    }
}
