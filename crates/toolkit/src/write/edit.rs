//! A tool that sends one request: its answer is what PagerDuty says of the state after it.

use std::future::Future;

use pagerduty::{Page, Reply, Resource};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::{
    carry_out::{Write, single_reply},
    plan::Plan,
};
use crate::{
    answer::{Answer, include::Include},
    context::Context,
    error::Result,
    info::Info,
    parameters::rules::Rule,
};

/// A tool that sends one request, with what follows it.
pub trait Edit: DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// What is said of it.
    const INFO: Info;
    /// Rules between its parameters.
    const RULES: &'static [Rule] = &[];

    /// What the items of its answer are.
    type Shown: Resource;
    /// Fields that they have beside the default ones.
    const ALSO: &'static [&'static str] = &[];

    /// What is to be sent. Reads only.
    fn plan(&self, cx: &Context) -> impl Future<Output = Result<Plan>> + Send;

    /// The state after the change: as the reply has it, or read where that does not say enough.
    fn answer(&self, reply: Reply, _: &Context) -> impl Future<Output = Result<Answer>> + Send {
        std::future::ready(state::<Self::Shown>(&reply, Self::ALSO))
    }
}

/// The state of what was changed, as the reply has it under its name; nothing is known of it where the reply is empty, as it is
/// where something was deleted.
fn state<T: Resource>(reply: &Reply, also: &[&'static str]) -> Result<Answer> {
    if reply.is_empty() {
        let nothing = Answer::list(&Page::empty(), &Include::<T>::default());
        return Ok(nothing.described("The change was made; PagerDuty answers nothing to it"));
    }
    Ok(Answer::row(&reply.row(T::KIND.singular())?, &Include::<T>::default_and(also)))
}

impl<E: Edit> Write for E {
    const INFO: Info = E::INFO;
    const RULES: &'static [Rule] = E::RULES;

    fn plan(&self, cx: &Context) -> impl Future<Output = Result<Plan>> + Send {
        Edit::plan(self, cx)
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> Result<Answer> {
        Edit::answer(self, single_reply(replies)?, cx).await
    }
}
