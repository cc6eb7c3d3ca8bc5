//! Validated IDs: the only text of a caller that may be part of a path.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::literals::is_literal;

/// The ID of one `T`, such as `PABC123` (or, for an incident, its number).
///
/// Letters, digits, `-` and `_` only, and no literal segment of the API's paths, so an ID can never change the path or the query
/// of a request.
pub struct Id<T> {
    text: Box<str>,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The ID as PagerDuty writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether this is an incident number and not an ID: PagerDuty's IDs start with a letter.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }
}

impl<T> FromStr for Id<T> {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !is_plain(text) || is_literal(text) {
            return Err(InvalidId(text.to_owned()));
        }
        Ok(Self { text: text.into(), of: PhantomData })
    }
}

/// Whether a text can be one segment of a path and nothing else.
pub(crate) fn is_plain(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.bytes().all(allowed)
}

/// A text that cannot be an ID.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not an ID: an ID has letters, digits, `-` and `_` only, and is no word of the API's own paths")]
pub struct InvalidId(String);

impl InvalidId {
    pub(crate) fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

// By hand, because a derive would ask `T` for the same traits.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.text)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_and_numbers() {
        assert!("PABC-12_3".parse::<Id<()>>().is_ok_and(|id| !id.is_number()));
        assert!("1234".parse::<Id<()>>().is_ok_and(|id| id.is_number()));
        for bad in [
            "",
            " ",
            "P1/../teams",
            "P1?x=1",
            "..",
            "P1%2F",
            "P\u{e4}1",
            "P1\n",
            "P1#",
            "'P1'",
            "types",
            "mine",
            "custom_fields",
        ] {
            assert!(bad.parse::<Id<()>>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn words_of_the_api_are_no_ids() {
        for word in ["types", "count", "me", "ME", "Types", "preview", "custom_fields", "merge", "values"] {
            assert!(word.parse::<Id<()>>().is_err(), "{word}");
        }
        assert!("incident_default".parse::<Id<()>>().is_ok());
    }

    #[test]
    fn words_that_this_client_writes_are_no_ids() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
        for file in std::fs::read_dir(directory).unwrap() {
            let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for rest in source.split("literal(\"").skip(1) {
                let word = rest.split('"').next().unwrap();
                assert!(word.parse::<Id<()>>().is_err(), "{word}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_passes_is_one_plain_segment(text in ".*") {
            if let Ok(id) = text.parse::<Id<()>>() {
                prop_assert!(!id.as_str().is_empty());
                prop_assert!(id.as_str().chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)));
            }
        }
    }
}
