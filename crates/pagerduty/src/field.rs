//! A field of an object that PagerDuty sent: tolerant, so that one odd field never costs a row, nor a row its list.

use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

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

    /// The value, when it has the expected shape, leaving nothing behind.
    pub fn take(&mut self) -> Option<T> {
        match std::mem::take(self) {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Odd(_) => None,
        }
    }
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

impl<'de, T: DeserializeOwned> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A slice of the body that is still to be read, not a copy.
        let raw = <&RawValue>::deserialize(deserializer)?;
        if raw.get() == "null" {
            return Ok(Self::Absent);
        }
        Ok(serde_json::from_str(raw.get()).map_or_else(|_| Self::Odd(raw.to_owned()), Self::Known))
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Known(value) => value.serialize(serializer),
            Self::Odd(raw) => raw.serialize(serializer),
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
        assert!(team.size.get().is_none());
        assert_eq!(serde_json::to_string(&team).unwrap(), r#"{"id":"P1","size":"large","tags":["a",null,{"b":1}]}"#);
    }

    #[test]
    fn null_and_absent_are_the_same() {
        let team: Team = serde_json::from_str(r#"{"id":null}"#).unwrap();
        assert!(matches!(team.id, Field::Absent));
        assert!(matches!(team.size, Field::Absent));
    }
}
