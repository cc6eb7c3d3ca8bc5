//! A field of an object that PagerDuty sent: tolerant, so that one odd field never costs a row, nor a row its list.

use std::{
    any::{Any, TypeId},
    ops::Deref,
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

/// What PagerDuty sent for one field: nothing, a value of the expected shape, or one of another shape, which is kept
/// and handed on as it came.
#[derive(Clone, Debug, Default)]
pub enum Field<T> {
    /// Absent or null.
    #[default]
    Absent,
    /// Of the expected shape.
    Known(T),
    /// Of another shape.
    Odd(Box<RawValue>),
}

impl<T> Field<T> {
    /// The value, when it has the expected shape.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Odd(_) => None,
        }
    }

    /// The value to change, when it has the expected shape.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Odd(_) => None,
        }
    }

    /// The value, when it has the expected shape, leaving nothing behind.
    pub fn take(&mut self) -> Option<T> {
        match std::mem::take(self) {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Odd(_) => None,
        }
    }
}

impl Field<Value> {
    /// The value, whatever its shape.
    pub fn into_value(self) -> Option<Value> {
        match self {
            Self::Absent => None,
            Self::Known(value) => Some(value),
            Self::Odd(raw) => Some(readable(&raw)),
        }
    }
}

/// The value of any JSON: as it is, and where it cannot be read (half a character, a number beyond all bounds, too
/// deep), as near to it as can be.
pub(crate) fn readable(raw: &RawValue) -> Value {
    serde_json::from_str(raw.get())
        .or_else(|_| serde_json::from_str(&without_half_characters(raw.get())))
        .unwrap_or_else(|_| Value::String(raw.get().chars().take(LONGEST_UNREADABLE).collect()))
}

/// Characters of a value that cannot be read which are handed on as text.
const LONGEST_UNREADABLE: usize = 1_000;

/// JSON in which each half of a pair of UTF-16 surrogates is U+FFFD: monitors and clients cut texts in the middle of a pair,
/// and the half that is left stands for nothing and cannot be read.
#[must_use]
pub fn without_half_characters(json: &str) -> String {
    let unit = |rest: &str| {
        let digits = rest.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut whole = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        // How much of the text is one escape, and whether it is half of a character.
        let (length, is_half) = match unit(rest) {
            Some(0xd800..=0xdbff) => match unit(rest.get(6..).unwrap_or_default()) {
                Some(0xdc00..=0xdfff) => (12, false),
                _ => (6, true),
            },
            Some(0xdc00..=0xdfff) => (6, true),
            Some(_) => (6, false),
            None => (rest.chars().take(2).map(char::len_utf8).sum(), false),
        };
        whole.push_str(if is_half { "\\ufffd" } else { &rest[..length] });
        rest = &rest[length..];
    }
    whole + rest
}

impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Known)
    }
}

impl<T: Deref> Field<T> {
    /// What the value dereferences to, when it has the expected shape: `&str` for text.
    pub fn as_deref(&self) -> Option<&T::Target> {
        self.get().map(Deref::deref)
    }
}

impl Field<String> {
    /// What the text says, such as an ID or a time; nothing where it says no such thing.
    pub fn parsed<T: FromStr>(&self) -> Option<T> {
        self.as_deref()?.parse().ok()
    }
}

/// The value of a text in which nothing is escaped: most fields are one, and it need not be read again.
fn plain_text<T: 'static>(json: &str) -> Option<T> {
    if TypeId::of::<T>() != TypeId::of::<String>() {
        return None;
    }
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = (!inside.as_bytes().contains(&b'\\')).then(|| inside.to_owned());
    (&mut text as &mut dyn Any).downcast_mut::<Option<T>>()?.take()
}

impl<'de, T: DeserializeOwned + 'static> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A slice of the body that is still to be read, not a copy.
        let raw = <&RawValue>::deserialize(deserializer)?;
        if raw.get() == "null" {
            return Ok(Self::Absent);
        }
        if let Some(text) = plain_text(raw.get()) {
            return Ok(Self::Known(text));
        }
        Ok(serde_json::from_str(raw.get()).map_or_else(|_| Self::Odd(raw.to_owned()), Self::Known))
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Known(value) => value.serialize(serializer),
            Self::Odd(raw) => readable(raw).serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default, Deserialize, Serialize)]
    #[serde(default)]
    struct Team {
        id: Field<String>,
        size: Field<u32>,
        tags: Field<Vec<Field<String>>>,
    }

    #[test]
    fn an_odd_field_is_handed_on_as_it_came() {
        let team: Team =
            serde_json::from_str(r#"{"id":"P1","size":"large","tags":["a",null,{"b":1}],"new":true}"#).unwrap();
        assert_eq!(team.id.as_deref(), Some("P1"));
        let escaped: Team = serde_json::from_str(r#"{"id":"a \"b\" \u00e9"}"#).unwrap();
        assert_eq!(escaped.id.as_deref(), Some("a \"b\" \u{e9}"));
        assert!(team.size.get().is_none());
        assert_eq!(serde_json::to_string(&team).unwrap(), r#"{"id":"P1","size":"large","tags":["a",null,{"b":1}]}"#);
    }

    #[test]
    fn what_cannot_be_read_costs_nothing_else() {
        let json = format!(
            r#"{{"id":"cut \ud83d","size":1e999,"tags":["\ud83d\ude00 \\ud83d",{}1{}]}}"#,
            "[".repeat(200),
            "]".repeat(200)
        );
        let value = serde_json::to_value(serde_json::from_str::<Team>(&json).unwrap()).unwrap();
        assert_eq!((&value["id"], &value["size"]), (&"cut \u{fffd}".into(), &"1e999".into()));
        assert_eq!(value["tags"][0], "\u{1f600} \\ud83d");
        assert!(value["tags"][1].as_str().unwrap().starts_with("[[["));
    }

    #[test]
    fn null_and_absent_are_the_same() {
        let team: Team = serde_json::from_str(r#"{"id":null}"#).unwrap();
        assert!(matches!(team.id, Field::Absent));
        assert!(matches!(team.size, Field::Absent));
    }
}
