//! A tool that changes something: it says what it would send, and everything else follows for each of them alike.

use std::future::Future;

use futures_util::{StreamExt, stream};
use pagerduty::{Change, Reply};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::{Plan, confirm::confirm};
use crate::{
    answer::Answer,
    context::Context,
    error::{Code, Error, Result},
    rules::Rule,
    tool::Access,
    toolset::Toolset,
};

/// Changes of one call that are made at the same time.
const AT_ONCE: usize = 4;

/// A tool that changes something: one call of a client, with its arguments as fields.
pub trait Write: DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// The name that clients call.
    const NAME: &'static str;
    /// The name that people read.
    const TITLE: &'static str;
    /// What a call may do.
    const ACCESS: Access;
    /// The toolset that it is in.
    const TOOLSET: Toolset;
    /// Whether it is on where nobody chose.
    const ON_BY_DEFAULT: bool = false;
    /// Rules between its parameters.
    const RULES: &'static [Rule] = &[];

    /// What is to be sent. Reads only.
    fn plan(&self, cx: &Context) -> impl Future<Output = Result<Plan>> + Send;

    /// What the caller is told, from what PagerDuty answered to each change of the plan.
    fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> impl Future<Output = Result<Answer>> + Send;
}

/// What every tool that changes something takes beside its own parameters.
#[derive(Debug, Default, JsonSchema)]
#[schemars(default)]
pub(crate) struct Manner {
    /// Only say what would be sent.
    pub(crate) dry_run: bool,
}

/// Does what a call asks for, or says what that would be.
pub(crate) async fn carry_out<W: Write>(write: W, manner: Manner, cx: &Context) -> Result<Answer> {
    let plan = write.plan(cx).await?;
    if manner.dry_run {
        return Ok(plan.dry_run());
    }
    confirm(&plan, cx).await?;
    let most = cx.settings.max_writes_per_minute;
    cx.known.writes.count(plan.count(), most)?;
    let mut replies: Vec<_> =
        stream::iter(plan.changes.clone()).map(|change| send(change, cx)).buffered(AT_ONCE).collect().await;
    if let (Some(then), Some(Ok(first))) = (&plan.then, replies.first()) {
        let second = send(then.after(first), cx).await.map_err(|error| then.failed(&error, first))?;
        replies.push(Ok(second));
    }
    let is_done = replies.iter().any(Result::is_ok);
    let answer = write.answer(replies, cx).await.map_err(|error| match error.code() {
        // What PagerDuty refused inside of a success.
        Code::InvalidParameter => error,
        _ if is_done => error.after_change(),
        _ => error,
    })?;
    Ok(plan.told(answer))
}

async fn send(change: Result<Change>, cx: &Context) -> Result<Reply> {
    Ok(cx.pagerduty()?.carry_out(&change?).await?)
}

/// The reply of a plan with one change.
pub(crate) fn only(replies: Vec<Result<Reply>>) -> Result<Reply> {
    let nothing = || Error::new(Code::Internal, "nothing was sent");
    replies.into_iter().next().unwrap_or_else(|| Err(nothing()))
}
