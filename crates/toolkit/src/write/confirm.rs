//! Asking the person before a change, as the table of effects says.

use futures_util::future::BoxFuture;
use pagerduty::CredentialKey;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::plan::Plan;
use crate::{
    context::Context,
    error::{Code, Error, Result},
    write::consent::{Ask, Confirm, Consent, PlanDigest, Question, Said},
};

/// Asks the person, where that is wanted and possible.
///
/// # Errors
///
/// `NOT_CONFIRMED` when they did not agree, or have to be asked and were not.
pub(super) async fn confirm(plan: &Plan, cx: &Context) -> Result<Consent> {
    let mode = cx.settings.confirm;
    if mode == Confirm::Never {
        return Ok(Consent::Off);
    }
    if !plan.effect().is_asked(mode) {
        return Ok(Consent::NotNeeded);
    }
    let text = plan.question();
    let about = digest(plan, cx.key);
    let said = match &cx.ask {
        Ask::Cannot => Said::Nothing,
        Ask::AgreedBefore => return Ok(Consent::InAdvance),
        Ask::MustAgreeBefore => {
            let message = format!("this needs a yes, and nobody can be asked here: {text}");
            return Err(Error::new(Code::NotConfirmed, message)
                .hint("repeat it with --yes, or at a terminal, which asks; nothing was changed"));
        }
        Ask::Client(ask) => wait(ask(text), cx).await?,
        Ask::Answered(Said::Yes, asked) if *asked != Some(about) => {
            // What they agreed to is not what would be done now.
            return Err(Error::ask(Question { text, about }));
        }
        Ask::Answered(said, _) => *said,
        Ask::Answer => return Err(Error::ask(Question { text, about })),
    };
    match said {
        Said::Yes => Ok(Consent::Agreed),
        Said::No => Err(Error::new(Code::NotConfirmed, "the person did not agree, and nothing was changed").hint(
            "ask them what to do instead; where a client says no by itself, the operator can set --confirm never",
        )),
        Said::Nothing if mode == Confirm::Always => {
            Err(Error::new(Code::NotConfirmed, "this needs the consent of a person, whom this client cannot ask")
                .hint("use a client with elicitation, or do it in PagerDuty; the operator decides with --confirm"))
        }
        Said::Nothing => Ok(Consent::ClientCannotAsk),
    }
}

/// Waits for a person's answer. Their time is their own: the clock of the call starts anew when they have answered.
async fn wait(answer: BoxFuture<'static, Said>, cx: &Context) -> Result<Said> {
    let until = Instant::now() + cx.settings.confirm_timeout;
    cx.deadline.move_to(until);
    cx.observer.waits_for_person(true);
    let said = tokio::time::timeout_at(until, answer).await;
    cx.observer.waits_for_person(false);
    cx.start_clock_anew();
    said.map_err(|_| {
        Error::new(Code::NotConfirmed, "the person did not answer in time, and nothing was changed")
            .hint("ask them in words, and call again; the operator sets the time with --confirm-timeout")
    })
}

fn digest(plan: &Plan, credential: Option<CredentialKey>) -> PlanDigest {
    let mut hash = Sha256::new();
    if let Some(key) = &credential {
        hash.update(key);
    }
    hash.update(json!([plan.question(), plan.requests()]).to_string());
    hash.finalize().into()
}
