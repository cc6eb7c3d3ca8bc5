//! JSON Schemas of the types that a tool takes as arguments.
//!
//! The `format` says which check an argument gets; it is no standard format and is not shown to clients.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{Id, Resource, Timestamp};

impl<T: Resource> JsonSchema for Id<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}_id", T::KIND.singular()).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": format!("{}_id", T::KIND.singular()) })
    }
}

impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        "timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "timestamp" })
    }
}
