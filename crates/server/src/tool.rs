//! What a tool is: a struct of parameters that knows how to call PagerDuty.
//!
//! Everything else follows from the struct: its doc comment is the description, its fields and their comments are the
//! input schema, its rules are checked before it runs and written into the documentation.

use std::{future::Future, pin::Pin};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{
    answer::Answer,
    context::{Context, InZone},
    error::{Code, Error, Result},
    rules::Rule,
    schema::{self, Parameter},
    toolset::Toolset,
    writes::{self, DRY_RUN, Write, WriteOptions},
};

/// A tool: one call of a client, with its arguments as fields.
pub trait Tool: DeserializeOwned + JsonSchema + Send + 'static {
    /// The name that clients call.
    const NAME: &'static str;
    /// The name that people read.
    const TITLE: &'static str;
    /// What a call may do.
    const ACCESS: Access;
    /// The toolset that it is in.
    const TOOLSET: Toolset;
    /// Whether it is on where nobody chose: the few that most people need.
    const ON_BY_DEFAULT: bool = false;
    /// Rules between its parameters.
    const RULES: &'static [Rule] = &[];
    /// Whether a call may say in which zone its times are: those that it gives without an offset, and those of the answer.
    const IN_ZONE: bool = false;
    /// The zone where a call with such a parameter does not say, in a few words.
    const DEFAULT_ZONE: &'static str = "UTC";

    /// Does what was asked.
    fn call(self, cx: &Context) -> impl Future<Output = Result<Answer>> + Send;
}

/// What a call may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Changes nothing.
    Read,
    /// Adds something: doing it twice adds it twice.
    Add,
    /// Changes something; doing it twice does no further harm.
    Update,
    /// More than everyday work: pages people, deletes, cannot be undone, is public, or changes several things.
    Destructive,
}

impl Access {
    /// One word for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Add => "add",
            Self::Update => "update",
            Self::Destructive => "destructive",
        }
    }
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<Answer>> + Send + 'a>>;

/// A tool in the catalogue.
#[derive(Debug)]
pub struct Entry {
    /// The name that clients call.
    pub name: &'static str,
    /// The name that people read.
    pub title: &'static str,
    /// What it is for: the first sentence says what it does.
    pub description: String,
    /// What a call may do.
    pub access: Access,
    /// The toolset that it is in.
    pub toolset: Toolset,
    /// Whether it is on where nobody chose.
    pub on_by_default: bool,
    /// Rules between its parameters.
    pub rules: &'static [Rule],
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    start: for<'a> fn(Map<String, Value>, &'a Context) -> Running<'a>,
}

impl Entry {
    /// The entry of a tool.
    #[must_use]
    pub fn of<T: Tool>() -> Self {
        let mut parameters = schema::parameters::<T>();
        if T::IN_ZONE {
            let in_zone = schema::parameters::<InZone>().into_iter();
            let described = |parameter: Parameter| Parameter {
                description: format!("{} default {}.", parameter.description, T::DEFAULT_ZONE),
                ..parameter
            };
            parameters.extend(in_zone.map(described));
        }
        Self {
            name: T::NAME,
            title: T::TITLE,
            description: schema::description::<T>(),
            access: T::ACCESS,
            toolset: T::TOOLSET,
            on_by_default: T::ON_BY_DEFAULT,
            rules: T::RULES,
            parameters,
            start: |arguments, cx| Box::pin(start::<T>(arguments, cx)),
        }
    }

    /// The entry of a tool that changes something.
    #[must_use]
    pub fn of_write<W: Write>() -> Self {
        let mut parameters = schema::parameters::<W>();
        parameters.extend(schema::parameters::<WriteOptions>());
        Self {
            name: W::NAME,
            title: W::TITLE,
            description: schema::description::<W>(),
            access: W::EFFECT.access(W::ADDS),
            toolset: W::TOOLSET,
            on_by_default: W::ON_BY_DEFAULT,
            rules: W::RULES,
            parameters,
            start: |arguments, cx| Box::pin(start_write::<W>(arguments, cx)),
        }
    }

    /// The first sentence of the description.
    #[must_use]
    pub fn summary(&self) -> &str {
        self.description.split_inclusive('.').next().unwrap_or_default()
    }

    /// The input schema as clients see it.
    #[must_use]
    pub fn input_schema(&self) -> Map<String, Value> {
        schema::published(&self.parameters)
    }

    /// Calls the tool with arguments that were checked.
    pub(crate) fn start<'a>(&self, arguments: Map<String, Value>, cx: &'a Context) -> Running<'a> {
        (self.start)(arguments, cx)
    }
}

async fn start<T: Tool>(arguments: Map<String, Value>, cx: &Context) -> Result<Answer> {
    read::<T>(arguments)?.call(cx).await
}

async fn start_write<W: Write>(mut arguments: Map<String, Value>, cx: &Context) -> Result<Answer> {
    arguments.shift_remove(DRY_RUN);
    writes::carry_out::<W>(read(arguments)?, WriteOptions { dry_run: cx.dry_run }, cx).await
}

/// The arguments have the types that the schema of `T` asks for, so this fails only where the two disagree.
fn read<T: DeserializeOwned>(arguments: Map<String, Value>) -> Result<T> {
    serde_json::from_value(arguments.into())
        .map_err(|error| Error::new(Code::InvalidParameter, format!("the arguments cannot be read: {error}")))
}
