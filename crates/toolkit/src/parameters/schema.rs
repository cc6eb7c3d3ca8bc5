//! The parameters of a tool, read from the JSON Schema of its struct: what arguments are checked against, and what
//! clients are shown.
//!
//! The shown schema is made from the parameters and not from schemars' output, so it has none of what clients stumble
//! over: no `$ref`, no `$schema`, no null types, no formats.

use pagerduty::{Lookup, ResourceKind};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// A parameter of a tool.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// What values it takes.
    pub kind: Kind,
    /// Whether a call must have it.
    pub required: bool,
    /// Its value where a call does not have it, if that is not simply nothing.
    pub default: Option<Value>,
}

/// What values a parameter takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A place in a list, from an earlier answer.
    Cursor,
    /// The ID of a resource.
    Id(ResourceKind),
    /// A time: ISO 8601, or one of a few words.
    Timestamp,
    /// The name of a time zone; times without an offset are on its clock.
    TimeZone,
    /// `name=value`, or an object of names with their values.
    NameValue,
    /// An object of any shape, which the tool checks.
    Object,
    /// A path to a field of the answer: `name`, `teams[].summary`.
    Path,
    /// A whole number.
    Integer {
        /// The least that it can be.
        minimum: u64,
        /// The most that it can be, if there is such a limit.
        maximum: Option<u64>,
    },
    /// True or false.
    Boolean,
    /// One of these texts.
    OneOf(Vec<String>),
    /// A field of the items of the answer.
    Field {
        /// The fields that an item has by default.
        default: Vec<String>,
        /// The fields that it has when asked for.
        on_request: Vec<String>,
        /// Those of them that lockdown leaves out.
        details: Vec<String>,
    },
    /// A list of such values.
    List(Box<Self>),
}

fn schema_of<T: JsonSchema>() -> schemars::Schema {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    settings.into_generator().into_root_schema_for::<T>()
}

/// The doc comment of a struct.
pub fn description<T: JsonSchema>() -> String {
    schema_of::<T>().get("description").and_then(Value::as_str).map(one_line).unwrap_or_default()
}

/// A doc comment without the line breaks of the source.
fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

/// The parameters of a struct, in the order of its fields.
pub fn parameters<T: JsonSchema>() -> Vec<Parameter> {
    let schema = schema_of::<T>();
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).map(|values| texts(values)).unwrap_or_default();
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    properties
        .map(|(name, property)| Parameter {
            name: name.clone(),
            description: property["description"].as_str().map(one_line).unwrap_or_default(),
            kind: kind(property),
            required: required.contains(&name.as_str()),
            default: property.get("default").filter(|value| !value.is_null() && **value != json!([])).cloned(),
        })
        .collect()
}

fn texts(values: &[Value]) -> Vec<&str> {
    values.iter().filter_map(Value::as_str).collect()
}

fn owned(values: &Value) -> Vec<String> {
    values.as_array().map(|values| texts(values)).unwrap_or_default().into_iter().map(str::to_owned).collect()
}

fn kind(schema: &Value) -> Kind {
    // `Option<T>` is spelled `["T", "null"]`, or `anyOf` with a null for enums.
    let schema = schema["anyOf"].get(0).unwrap_or(schema);
    let r#type = schema["type"].get(0).unwrap_or(&schema["type"]).as_str().unwrap_or_default();
    let format = schema["format"].as_str();
    match r#type {
        "array" => Kind::List(Box::new(kind(&schema["items"]))),
        "integer" => {
            // The type of the number has a maximum too, which says nothing to a caller.
            let maximum = schema["maximum"].as_u64().filter(|most| *most < u32::MAX.into());
            Kind::Integer { minimum: schema["minimum"].as_u64().unwrap_or(0), maximum }
        }
        "boolean" => Kind::Boolean,
        "object" => Kind::Object,
        _ if format == Some("field") => {
            let fields = |list| owned(&schema[list]);
            Kind::Field { default: fields("default"), on_request: fields("on_request"), details: fields("details") }
        }
        _ if format == Some("timestamp") => Kind::Timestamp,
        _ if format == Some("time_zone") => Kind::TimeZone,
        _ if format == Some("name_value") => Kind::NameValue,
        _ if format == Some("cursor") => Kind::Cursor,
        _ if format == Some("path") => Kind::Path,
        _ => match (format.and_then(resource_of), schema.get("enum")) {
            (Some(resource), _) => Kind::Id(resource),
            (None, Some(values)) => Kind::OneOf(owned(values)),
            (None, None) => Kind::Text,
        },
    }
}

fn resource_of(format: &str) -> Option<ResourceKind> {
    let kind = ResourceKind::of_singular(format.strip_suffix("_id")?)?;
    (kind.lookup() != Lookup::None).then_some(kind)
}

/// The input schema as clients see it.
pub(crate) fn published(parameters: &[Parameter]) -> Map<String, Value> {
    let mut properties = Map::new();
    for parameter in parameters {
        let mut property = parameter.kind.published();
        property.insert("description".into(), parameter.description.clone().into());
        if let Some(default) = &parameter.default {
            property.insert("default".into(), default.clone());
        }
        properties.insert(parameter.name.clone(), property.into());
    }
    let required: Vec<&str> = parameters.iter().filter(|one| one.required).map(|one| one.name.as_str()).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema.insert("additionalProperties".into(), false.into());
    schema
}

impl Kind {
    fn published(&self) -> Map<String, Value> {
        let mut schema = Map::new();
        schema.insert("type".into(), self.json_type().into());
        match self {
            Self::Integer { minimum, maximum } => {
                schema.insert("minimum".into(), (*minimum).into());
                if let Some(maximum) = maximum {
                    schema.insert("maximum".into(), (*maximum).into());
                }
            }
            Self::OneOf(values) => {
                schema.insert("enum".into(), json!(values));
            }
            Self::List(items) => {
                schema.insert("items".into(), items.published().into());
            }
            Self::Object => {
                // Clients that take a schema without it for an empty object drop what is in it.
                schema.insert("additionalProperties".into(), true.into());
            }
            Self::Text
            | Self::Cursor
            | Self::Id(_)
            | Self::Timestamp
            | Self::TimeZone
            | Self::NameValue
            | Self::Path
            | Self::Boolean
            | Self::Field { .. } => {}
        }
        schema
    }

    /// What the values of a list are; of anything else, itself.
    #[must_use]
    pub fn item(&self) -> &Self {
        match self {
            Self::List(kind) => kind,
            kind => kind,
        }
    }

    /// The JSON type of the values.
    #[must_use]
    pub fn json_type(&self) -> &'static str {
        match self {
            Self::Text
            | Self::Cursor
            | Self::Id(_)
            | Self::Timestamp
            | Self::TimeZone
            | Self::NameValue
            | Self::Path
            | Self::OneOf(_)
            | Self::Field { .. } => "string",
            Self::Integer { .. } => "integer",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::List(_) => "array",
        }
    }
}
