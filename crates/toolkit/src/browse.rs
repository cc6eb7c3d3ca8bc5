//! A tool that lists what is of one kind, or gets one of it: what all such tools have in common is here.
//!
//! Beside its own parameters it takes `limit`, `cursor` and `include`. What only goes with one that is asked for by its ID comes
//! behind those of the list.

use std::future::Future;

use pagerduty::{ById, Id, ListQuery, Page};
use schemars::JsonSchema;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    answer::{Answer, include::Include},
    context::{Context, Paging},
    error::Result,
    info::Info,
    parameters::{
        rules::Rule,
        schema::{self, Parameter},
    },
};

/// What the items of a [`Browse`] are.
pub type RowOf<B> = <<B as Browse>::Query as ListQuery>::Row;

/// A tool that lists what is of one kind, or gets one of it by its ID.
pub trait Browse: DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// What is said of it.
    const INFO: Info;
    /// Rules between its parameters.
    const RULES: &'static [Rule] = &[];

    /// What PagerDuty is asked for.
    type Query: ListQuery + Clone + Send;

    /// The fields of an item, where the tool has a say in them.
    fn include(&self, include: Include<RowOf<Self>>, _: &Context) -> Include<RowOf<Self>> {
        include
    }

    /// The one that is asked for by its ID; nothing where a list is asked for. Called first.
    fn one(&self, _: &Include<RowOf<Self>>, _: &Context) -> impl Future<Output = Result<Option<Answer>>> + Send {
        std::future::ready(Ok(None))
    }

    /// The filters of the list; nothing if they are about what belongs to the caller and nothing does, because no filter would mean
    /// the whole account.
    fn query(
        &self,
        include: &Include<RowOf<Self>>,
        cx: &Context,
    ) -> impl Future<Output = Result<Option<Self::Query>>> + Send;

    /// The list, searched by name where its query can be.
    fn list(
        &self,
        query: Self::Query,
        shape: &Shape<RowOf<Self>>,
        cx: &Context,
    ) -> impl Future<Output = Result<Answer>> + Send {
        async move { Ok(Answer::listing(cx.search(&shape.paging, &shape.include, query).await?)) }
    }
}

/// How many items a list has, from where on, and with which fields.
#[derive(Debug, Deserialize)]
#[serde(bound = "")]
pub struct Shape<T> {
    /// How many, and from where on.
    #[serde(flatten)]
    pub paging: Paging,
    /// With which fields.
    #[serde(default)]
    pub include: Include<T>,
}

/// The parameter of its own; only its schema is used.
#[derive(JsonSchema)]
#[schemars(bound = "Include<T>: JsonSchema")]
struct Fields<T> {
    #[expect(dead_code, reason = "only its schema is used")]
    #[schemars(default)]
    include: Include<T>,
}

/// The parameters of such a tool.
pub(crate) fn parameters<B: Browse>() -> Vec<Parameter> {
    let is_of_one = |parameter: &Parameter| {
        B::RULES.iter().any(|rule| matches!(rule, Rule::Needs(names, _) if names.contains(&parameter.name.as_str())))
    };
    let (of_one, filters): (Vec<_>, Vec<_>) = schema::parameters::<B>().into_iter().partition(is_of_one);
    let paging = schema::parameters::<Paging>();
    let fields = schema::parameters::<Fields<RowOf<B>>>();
    [filters, paging, of_one, fields].concat()
}

/// Answers a call.
pub(crate) async fn answer<B: Browse>(browse: B, shape: Shape<RowOf<B>>, cx: &Context) -> Result<Answer> {
    let shape = Shape { include: browse.include(shape.include, cx), ..shape };
    if let Some(answer) = browse.one(&shape.include, cx).await? {
        return Ok(answer);
    }
    match browse.query(&shape.include, cx).await? {
        Some(query) => browse.list(query, &shape, cx).await,
        None => Ok(Answer::list(&Page::empty(), &shape.include)),
    }
}

impl Context {
    /// The answer with what has this ID, if one is asked for.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub async fn one<T: ById>(&self, id: Option<&Id<T>>, include: &Include<T>) -> Result<Option<Answer>> {
        let Some(id) = id else { return Ok(None) };
        Ok(Some(Answer::row(&self.pagerduty()?.get(id).await?, include)))
    }
}
