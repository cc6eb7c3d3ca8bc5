//! A tool that changes something: it says what it would send, and everything else follows for each of them alike.

use std::{future::Future, sync::Arc};

use pagerduty::Reply;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::{
    cap,
    confirm::{Refused, confirm},
    journal::Journal,
    plan::{FollowUp, Plan},
    send::{self, Sent},
};
use crate::{
    answer::Answer,
    context::Context,
    error::{Code, Error, Result},
    hint::{Hint, tool},
    info::Info,
    parameters::rules::Rule,
};

/// A tool that changes something: one call of a client, with its arguments as fields.
pub trait Write: DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// What is said of it.
    const INFO: Info;
    /// Rules between its parameters.
    const RULES: &'static [Rule] = &[];
    /// PagerDuty's code where what is wanted was so before.
    const DONE_BEFORE: Option<i64> = None;

    /// What is to be sent. Reads only.
    fn plan(&self, cx: &Context) -> impl Future<Output = Result<Plan>> + Send;

    /// What the caller is told, from what PagerDuty answered to each change of the plan.
    fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> impl Future<Output = Result<Answer>> + Send;
}

/// What every tool that changes something takes beside its own parameters.
#[derive(Debug, Default, JsonSchema)]
#[schemars(default)]
pub(crate) struct WriteOptions {
    /// Only say what would be sent.
    pub dry_run: bool,
}

/// The name of its parameter.
pub(crate) const DRY_RUN: &str = "dry_run";

/// Does what a call asks for, or says what that would be.
pub(crate) async fn carry_out<W: Write>(write: W, options: WriteOptions, cx: &Context) -> Result<Answer> {
    let plan = Arc::new(write.plan(cx).await?.offering(&cx.offered));
    let journal = Journal::of(W::INFO.name, &plan, cx).await?;
    if options.dry_run {
        journal.shown();
        return Ok(plan.dry_run());
    }
    let asking = journal.asks();
    let confirmed = confirm(&plan, cx).await;
    asking.ends();
    let consent = confirmed.map_err(|Refused { error, consent }| {
        journal.refused(&error, consent);
        error
    })?;
    let counted = cap::count(&cx.settings, cx.key, plan.count()).await;
    counted.inspect_err(|error| journal.refused(error, Some(consent)))?;
    let intent = journal.intend(consent)?;
    let sent = send::all(Arc::clone(&plan), intent, W::DONE_BEFORE, cx).await?;
    let notes = told_of_notes(&sent, cx);
    let mut replies = Vec::with_capacity(sent.len());
    for (Sent { reply, follow_up }, step) in sent.into_iter().zip(plan.steps()) {
        if let (Ok(first), Some(Err(error)), Some(FollowUp::Completes(one))) = (&reply, &follow_up, &step.follow_up) {
            return Err(one.failed(error, first));
        }
        replies.push(reply);
    }
    let is_done = replies.iter().any(Result::is_ok);
    let answer = write.answer(replies, cx).await.map_err(|error| match error.code() {
        // What PagerDuty refused inside of a success.
        Code::InvalidParameter => error,
        _ if is_done => error.after_change(),
        _ => error,
    })?;
    let answer = if notes > 0 { answer.metadata("notes_written", notes) } else { answer };
    Ok(plan.told(answer))
}

/// How many notes were written; those that were not are a warning, because what they are about was changed.
fn told_of_notes(sent: &[Sent], cx: &Context) -> usize {
    let mut written = 0;
    for follow_up in sent.iter().filter_map(|one| one.follow_up.as_ref()) {
        match follow_up {
            Ok(_) => written += 1,
            Err(error) if error.is_fate_unknown() => {
                let message = error.message();
                cx.warn(format!(
                    "the state was changed, and a note may have been written: {message}; look at the notes before you add it"
                ));
            }
            Err(error) => {
                let message = error.message();
                let warning = format!("a note was not written, though the state was changed: {message}");
                cx.warn(Hint::from(warning).with("; see ", tool("add_incident_note"), ""));
            }
        }
    }
    written
}

/// The reply of a plan with one change.
pub fn single_reply(replies: Vec<Result<Reply>>) -> Result<Reply> {
    let nothing = || Error::new(Code::Internal, "nothing was sent");
    replies.into_iter().next().unwrap_or_else(|| Err(nothing()))
}
