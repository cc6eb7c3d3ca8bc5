//! Where a list goes on, as one text whatever PagerDuty's way of paging is.

use std::{fmt, str::FromStr};

/// Where the next page of a list starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// After this many rows.
    Offset(u64),
    /// With the cursor that came with the rows before.
    Cursor(String),
    /// With the text that came as `after`.
    After(String),
    /// With the text that came as `last`, in the body.
    StartingAfter(String),
}

/// A text that is not a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a position in a list")]
pub struct InvalidPosition;

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => write!(f, "offset:{offset}"),
            Self::Cursor(text) => write!(f, "cursor:{text}"),
            Self::After(text) => write!(f, "after:{text}"),
            Self::StartingAfter(text) => write!(f, "starting_after:{text}"),
        }
    }
}

impl FromStr for Position {
    type Err = InvalidPosition;

    fn from_str(text: &str) -> Result<Self, InvalidPosition> {
        match text.split_once(':').ok_or(InvalidPosition)? {
            ("offset", offset) => offset.parse().map(Self::Offset).map_err(|_| InvalidPosition),
            (_, "") => Err(InvalidPosition),
            ("cursor", text) => Ok(Self::Cursor(text.to_owned())),
            ("after", text) => Ok(Self::After(text.to_owned())),
            ("starting_after", text) => Ok(Self::StartingAfter(text.to_owned())),
            _ => Err(InvalidPosition),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_what_was_written() {
        for text in ["offset:25", "cursor:a:b==", "after:x", "starting_after:1"] {
            assert_eq!(text.parse::<Position>().unwrap().to_string(), text);
        }
        for text in ["", "offset:", "offset:-1", "cursor:", "page:2", "25"] {
            assert_eq!(text.parse::<Position>(), Err(InvalidPosition), "{text}");
        }
    }
}
