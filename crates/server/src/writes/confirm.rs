//! Asking the person before a change that pages people or cannot be undone.

use std::{fmt, sync::Arc, time::Duration};

use clap::ValueEnum;
use futures_util::future::BoxFuture;
use pagerduty::CredentialKey;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::Plan;
use crate::{
    context::Context,
    error::{Code, Error, Result},
};

/// The least time that is left for the change itself when the person has answered.
const TIME_TO_SEND: Duration = Duration::from_secs(5);

/// When a person is asked before a change that pages people or cannot be undone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Confirm {
    /// Where the client can ask.
    #[default]
    Auto,
    /// Always: where the client cannot ask, the change is refused.
    Always,
    /// Never.
    Never,
}

/// How the person behind a client is asked.
#[derive(Clone, Default)]
pub enum Ask {
    /// Not at all.
    #[default]
    Cannot,
    /// By a request to the client, while the call waits.
    Client(Arc<dyn Fn(String) -> BoxFuture<'static, Said> + Send + Sync>),
    /// In the answer of the call, which is then repeated.
    Answer,
    /// In the answer of an earlier call, about these changes.
    Answered(Said, Option<PlanDigest>),
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cannot => "Cannot",
            Self::Client(_) => "Client",
            Self::Answer => "Answer",
            Self::Answered(..) => "Answered",
        })
    }
}

/// What a person said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Do it.
    Yes,
    /// Do not.
    No,
    /// Nothing: they could not be asked after all.
    Nothing,
}

/// The hash of a plan and of as whom it is carried out: a yes to one is no yes to another.
pub type PlanDigest = [u8; 32];

/// A question that stands in the answer of a call.
#[derive(Clone, Debug)]
pub struct Question {
    /// The words.
    pub text: String,
    /// What it is about.
    pub about: PlanDigest,
}

/// Asks the person, where that is wanted and possible.
///
/// # Errors
///
/// `NOT_CONFIRMED` when they did not agree, or have to be asked and were not.
pub(super) async fn confirm(plan: &Plan, cx: &Context) -> Result<()> {
    let mode = cx.settings.confirm;
    let Some(text) = plan.question().filter(|_| mode != Confirm::Never) else { return Ok(()) };
    let about = digest(plan, cx.key);
    let said = match &cx.ask {
        Ask::Cannot => Said::Nothing,
        Ask::Client(ask) => {
            // Somebody who says yes must not see the call end before anything is sent.
            let until = cx.deadline - TIME_TO_SEND.min(cx.settings.call_timeout / 4);
            tokio::time::timeout_at(until, ask(text)).await.map_err(|_| {
                Error::new(Code::NotConfirmed, "the person did not answer in time, and nothing was changed")
                    .hint("ask them in words, and call again; the operator sets the time with --call-timeout")
            })?
        }
        Ask::Answered(Said::Yes, asked) if *asked != Some(about) => {
            // What they agreed to is not what would be done now.
            return Err(Error::ask(Question { text, about }));
        }
        Ask::Answered(said, _) => *said,
        Ask::Answer => return Err(Error::ask(Question { text, about })),
    };
    match said {
        Said::Yes => Ok(()),
        Said::No => Err(Error::new(Code::NotConfirmed, "the person did not agree, and nothing was changed").hint(
            "ask them what to do instead; where a client says no by itself, the operator can set --confirm never",
        )),
        Said::Nothing if mode == Confirm::Always => {
            Err(Error::new(Code::NotConfirmed, "this needs the consent of a person, whom this client cannot ask")
                .hint("use a client with elicitation, or do it in PagerDuty; the operator decides with --confirm"))
        }
        Said::Nothing => Ok(()),
    }
}

fn digest(plan: &Plan, credential: Option<CredentialKey>) -> PlanDigest {
    let mut hash = Sha256::new();
    if let Some(key) = &credential {
        hash.update(key);
    }
    hash.update(json!([plan.question(), plan.requests()]).to_string());
    hash.finalize().into()
}
