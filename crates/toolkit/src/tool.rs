//! What a tool is: a struct of parameters that knows how to call PagerDuty.
//!
//! Everything else follows from the struct: its doc comment is the description, its fields and their comments are the
//! input schema, its rules are checked before it runs and written into the documentation.

use std::{future::Future, pin::Pin, sync::OnceLock};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{
    answer::Answer,
    browse::{self, Browse},
    context::{Context, InZone},
    error::{Code, Error, Result},
    info::Info,
    parameters::{
        rules::{self, Rule},
        schema::{self, Parameter},
    },
    write::{self, DRY_RUN, Write, WriteOptions},
};

/// A tool: one call of a client, with its arguments as fields.
pub trait Tool: DeserializeOwned + JsonSchema + Send + 'static {
    /// What is said of it.
    const INFO: Info;
    /// Rules between its parameters.
    const RULES: &'static [Rule] = &[];
    /// The zone where a call with such a parameter does not say, in a few words.
    const DEFAULT_ZONE: &'static str = "UTC";

    /// Does what was asked.
    fn call(self, cx: &Context) -> impl Future<Output = Result<Answer>> + Send;
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<Answer>> + Send + 'a>>;

/// A tool in the catalogue.
#[derive(Debug)]
pub struct Entry {
    /// What is said of it.
    pub info: Info,
    /// Rules between its parameters.
    pub rules: &'static [Rule],
    /// Made when it is first needed: a tool that is off costs nothing at start.
    definition: OnceLock<Definition>,
    define: fn() -> Definition,
    start: for<'a> fn(Map<String, Value>, &'a Context) -> Running<'a>,
}

/// What follows from the struct of a tool.
#[derive(Debug)]
struct Definition {
    description: String,
    parameters: Vec<Parameter>,
}

impl Definition {
    fn of<T: Tool>() -> Self {
        let parameters = with_zone(schema::parameters::<T>(), &T::INFO, T::DEFAULT_ZONE);
        Self { description: schema::description::<T>(), parameters }
    }

    fn of_browse<B: Browse>() -> Self {
        let parameters = browse::parameters::<B>();
        Self { description: schema::description::<B>(), parameters: with_zone(parameters, &B::INFO, "UTC") }
    }

    fn of_write<W: Write>() -> Self {
        let mut parameters = with_zone(schema::parameters::<W>(), &W::INFO, "yours");
        parameters.extend(schema::parameters::<WriteOptions>());
        Self { description: schema::description::<W>(), parameters }
    }
}

/// The parameters, and the zone of its times where a tool has one.
fn with_zone(mut parameters: Vec<Parameter>, info: &Info, default: &str) -> Vec<Parameter> {
    if info.has_zone {
        let in_zone = schema::parameters::<InZone>().into_iter();
        let described = |parameter: Parameter| Parameter {
            description: format!("{} default {default}.", parameter.description),
            ..parameter
        };
        parameters.extend(in_zone.map(described));
    }
    parameters
}

impl Entry {
    /// The entry of a tool.
    #[must_use]
    pub fn of<T: Tool>() -> Self {
        Self {
            info: T::INFO,
            rules: T::RULES,
            definition: OnceLock::new(),
            define: Definition::of::<T>,
            start: |arguments, cx| Box::pin(start::<T>(arguments, cx)),
        }
    }

    /// The entry of a tool that lists what is of one kind.
    #[must_use]
    pub fn of_browse<B: Browse>() -> Self {
        Self {
            info: B::INFO,
            rules: B::RULES,
            definition: OnceLock::new(),
            define: Definition::of_browse::<B>,
            start: |arguments, cx| Box::pin(start_browse::<B>(arguments, cx)),
        }
    }

    /// The entry of a tool that changes something.
    #[must_use]
    pub fn of_write<W: Write>() -> Self {
        Self {
            info: W::INFO,
            rules: W::RULES,
            definition: OnceLock::new(),
            define: Definition::of_write::<W>,
            start: |arguments, cx| Box::pin(start_write::<W>(arguments, cx)),
        }
    }

    fn definition(&self) -> &Definition {
        self.definition.get_or_init(self.define)
    }

    /// What it is for: the first sentence says what it does.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.definition().description
    }

    /// Its parameters.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.definition().parameters
    }

    /// The first sentence of the description.
    #[must_use]
    pub fn summary(&self) -> &str {
        self.description().split_inclusive('.').next().unwrap_or_default()
    }

    /// The parameters that do not go with this one, which names one item.
    pub fn excluded_by(&self, id: &str) -> Vec<&str> {
        rules::filters(id, self.rules, self.parameters())
    }

    /// Its rules as sentences.
    pub fn rule_sentences(&self) -> impl Iterator<Item = String> {
        self.rules.iter().map(|rule| rule.sentence(self.rules, self.parameters()))
    }

    /// The input schema as clients see it.
    #[must_use]
    pub fn input_schema(&self) -> Map<String, Value> {
        schema::published(self.parameters())
    }

    /// Calls the tool with arguments that were checked.
    pub fn start<'a>(&self, arguments: Map<String, Value>, cx: &'a Context) -> Running<'a> {
        (self.start)(arguments, cx)
    }
}

async fn start<T: Tool>(arguments: Map<String, Value>, cx: &Context) -> Result<Answer> {
    read::<T>(arguments)?.call(cx).await
}

async fn start_browse<B: Browse>(arguments: Map<String, Value>, cx: &Context) -> Result<Answer> {
    browse::answer::<B>(read(arguments.clone())?, read(arguments)?, cx).await
}

async fn start_write<W: Write>(mut arguments: Map<String, Value>, cx: &Context) -> Result<Answer> {
    arguments.shift_remove(DRY_RUN);
    write::carry_out::<W>(read(arguments)?, WriteOptions { dry_run: cx.dry_run }, cx).await
}

/// The arguments have the types that the schema of `T` asks for, so this fails only where the two disagree.
fn read<T: DeserializeOwned>(arguments: Map<String, Value>) -> Result<T> {
    serde_json::from_value(arguments.into())
        .map_err(|error| Error::new(Code::InvalidParameter, format!("the arguments cannot be read: {error}")))
}
