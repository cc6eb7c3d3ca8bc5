//! Which fields an item of an answer has: the default ones, or those that `include` names.

use std::{borrow::Cow, marker::PhantomData};

use pagerduty::Resource;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de, de::DeserializeOwned};

/// The fields of a `T` that a caller gets without asking, in their documented order.
pub(crate) fn default_fields<T: Resource>() -> impl Iterator<Item = &'static str> {
    declared_fields::<T>().iter().copied().filter(|name| !T::ON_REQUEST.contains(name))
}

/// Every field of a `T` that `include` may name, in their documented order.
pub(crate) fn all_fields<T: Resource>() -> Vec<&'static str> {
    default_fields::<T>().chain(T::ON_REQUEST.iter().copied()).collect()
}

/// The `include` parameter of a tool that answers with `T`s.
#[derive(Debug)]
pub struct Include<T> {
    names: Option<Vec<String>>,
    /// Whether the caller wants the object as PagerDuty sends it.
    pub is_raw: bool,
    /// Fields that an item does not have although it would by default.
    without: &'static [&'static str],
    of: PhantomData<fn() -> T>,
}

impl<T: Resource> Include<T> {
    /// The wanted fields in their documented order.
    pub fn fields(&self) -> Vec<&'static str> {
        let fields = match &self.names {
            None => default_fields::<T>().collect(),
            Some(names) => {
                all_fields::<T>().into_iter().filter(|field| names.iter().any(|name| name == field)).collect::<Vec<_>>()
            }
        };
        fields.into_iter().filter(|field| !self.without.contains(field)).collect()
    }

    /// Whether the caller left the choice to the tool.
    pub(crate) fn is_default(&self) -> bool {
        self.names.is_none()
    }

    /// Whether an item has this field where nobody chose.
    pub(crate) fn has_by_default(&self, field: &str) -> bool {
        !T::ON_REQUEST.contains(&field) && !self.without.contains(&field)
    }

    /// The same without these fields, which make no sense in this call.
    pub fn without(mut self, fields: &'static [&'static str]) -> Self {
        self.without = fields;
        self
    }

    /// The object as PagerDuty sends it.
    pub fn raw() -> Self {
        Self { is_raw: true, ..Self::default() }
    }

    /// The same without these fields, unless the caller asked for them by name.
    pub fn without_by_default(self, fields: &'static [&'static str]) -> Self {
        if self.names.is_none() { self.without(fields) } else { self }
    }

    /// The fields that an item has by default, and these.
    pub fn default_and(fields: &[&'static str]) -> Self {
        if fields.is_empty() {
            return Self::default();
        }
        let names = default_fields::<T>().chain(fields.iter().copied()).map(str::to_owned).collect();
        Self { names: Some(names), ..Self::default() }
    }

    /// Whether the caller asked for this field by name.
    pub fn names(&self, field: &str) -> bool {
        self.names.as_ref().is_some_and(|names| names.iter().any(|name| name == field))
    }

    /// Whether an item has this field, asked for or by default.
    pub fn wants(&self, field: &str) -> bool {
        self.names.is_none() && default_fields::<T>().any(|name| name == field) || self.names(field)
    }
}

impl<T> Default for Include<T> {
    fn default() -> Self {
        Self { names: None, is_raw: false, without: &[], of: PhantomData }
    }
}

impl<'de, T> Deserialize<'de> for Include<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { names: Some(Vec::deserialize(deserializer)?), ..Self::default() })
    }
}

impl<T: Resource> JsonSchema for Include<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("include_{}", T::KIND.singular()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    /// `default` and `on_request` are for checks and documents; clients are shown the description.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // Models read the list with every call they consider, so a long one is cut; docs://tools has it whole.
        const SHOWN: usize = 11;
        let further = match T::ON_REQUEST {
            [] => String::new(),
            few if few.len() <= SHOWN => format!(" Also possible: {}.", few.join(", ")),
            many => format!(" Also possible: {}, and any other field of the object.", many[..SHOWN].join(", ")),
        };
        let description = format!("Return only these fields.{further}");
        let details = [T::UNTRUSTED.details, T::UNTRUSTED.channels].concat();
        json_schema!({
            "type": "array",
            "description": description,
            "items": {
                "type": "string",
                "format": "field",
                "default": default_fields::<T>().collect::<Vec<_>>(),
                "on_request": T::ON_REQUEST,
                "details": details,
            },
        })
    }
}

/// The names of a struct's fields in the order of their declaration, as its derived `Deserialize` knows them: so no
/// list of names can differ from the struct.
fn declared_fields<T: DeserializeOwned>() -> &'static [&'static str] {
    struct Names<'a>(&'a mut &'static [&'static str]);

    impl<'de> Deserializer<'de> for Names<'_> {
        type Error = de::value::Error;

        fn deserialize_any<V: de::Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(de::Error::custom("only the names are wanted"))
        }

        fn deserialize_struct<V: de::Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            *self.0 = fields;
            self.deserialize_any(visitor)
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }

    let mut fields: &'static [&'static str] = &[];
    // The error is the way out once the names are known.
    let _ = T::deserialize(Names(&mut fields));
    fields
}

#[cfg(test)]
mod tests {
    use pagerduty::model::{Incident, Schedule, Team};

    use super::*;

    #[test]
    fn fields_stand_in_their_documented_order() {
        assert_eq!(all_fields::<Team>(), ["id", "name", "description", "parent", "default_role", "html_url"]);
        assert!(default_fields::<Incident>().all(|name| name != "body"));
        assert!(default_fields::<Schedule>().all(|name| name != "users"));
        assert!(all_fields::<Schedule>().contains(&"users"));
    }

    #[test]
    fn include_keeps_the_documented_order() {
        let include: Include<Team> = serde_json::from_str(r#"["html_url","id"]"#).unwrap();
        assert_eq!(include.fields(), ["id", "html_url"]);
        assert!(include.wants("id") && !include.wants("name"));
        assert!(Include::<Team>::default().wants("name") && !Include::<Team>::default().wants("html_url"));
    }
}
