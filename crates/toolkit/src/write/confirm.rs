//! Asking the person before a change, as the table of effects says.

use futures_util::future::BoxFuture;
use pagerduty::CredentialKey;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::plan::Plan;
use crate::{
    context::Context,
    error::{Code, Error},
    write::consent::{Confirm, Consent, ConsentChannel, ConsentReply, PlanDigest, Question},
};

/// Why a change may not be made.
pub(super) struct Refused {
    pub(super) error: Error,
    /// What the audit log says of it; nothing where the question goes out in the answer, and the call comes again.
    pub(super) consent: Option<Consent>,
}

/// Asks the person, where that is wanted and possible. Whoever was asked has to say yes: whatever else comes back is a no.
///
/// # Errors
///
/// `NOT_CONFIRMED` when they did not agree, or have to be asked and were not.
pub(super) async fn confirm(plan: &Plan, cx: &Context) -> Result<Consent, Refused> {
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
        ConsentChannel::Cannot if mode == Confirm::Always => return Err(Refused::nobody_to_ask()),
        ConsentChannel::Cannot => return Ok(Consent::ClientCannotAsk),
        ConsentChannel::AgreedBefore => return Ok(Consent::InAdvance),
        ConsentChannel::MustAgreeBefore => return Err(Refused::must_agree_before(text)),
        ConsentChannel::Client(ask) => wait(ask(text), cx).await?,
        ConsentChannel::Answer => return Err(Refused::to_ask(text, about)),
        ConsentChannel::Answered(said, state) => {
            // The first answer counts, whatever it is: no yes follows a no.
            let is_first = match state {
                Some(state) if state.about == about => (state.spend)().await,
                _ => false,
            };
            if *said == ConsentReply::Yes && !is_first {
                // What they agreed to is not what would be done now.
                return Err(Refused::to_ask(text, about));
            }
            *said
        }
    };
    if said == ConsentReply::Yes { Ok(Consent::Agreed) } else { Err(Refused::because(said)) }
}

impl Refused {
    fn new(consent: Consent, message: impl Into<String>, hint: &'static str) -> Self {
        Self { error: Error::new(Code::NotConfirmed, message).hint(hint), consent: Some(consent) }
    }

    /// What came back was no yes.
    fn because(said: ConsentReply) -> Self {
        const OTHERWISE: &str = "ask them what to do instead; do not try again without a new instruction";
        const BROKEN: &str = "nobody said yes: ask the person in words, or use a client that shows such questions; the operator decides with --confirm";
        match said {
            ConsentReply::Failed(code) => {
                let message = format!(
                    "the client answered the question to the person with error {code}, which is no yes, and nothing was changed"
                );
                Self::new(Consent::ClientFailed, message, BROKEN)
            }
            ConsentReply::Unusable => Self::new(
                Consent::Unusable,
                "the client's answer to the question says neither `accept` nor `decline`, and nothing was changed",
                BROKEN,
            ),
            ConsentReply::Gone => {
                let message = "the client went away before the person answered, and nothing was changed";
                Self::new(Consent::ClientGone, message, BROKEN)
            }
            ConsentReply::Cancelled => Self::new(
                Consent::Cancelled,
                "the person closed the question without an answer, and nothing was changed",
                OTHERWISE,
            ),
            // A yes never comes here.
            ConsentReply::No | ConsentReply::Yes => {
                Self::new(Consent::Declined, "the person did not agree, and nothing was changed", OTHERWISE)
            }
        }
    }

    fn nobody_to_ask() -> Self {
        Self::new(
            Consent::ClientCannotAsk,
            "this needs the consent of a person, whom this client cannot ask",
            "use a client with elicitation, or do it in PagerDuty; the operator decides with --confirm",
        )
    }

    fn must_agree_before(question: String) -> Self {
        let refused = Self::new(
            Consent::ClientCannotAsk,
            "this needs a yes to what `question` says, and nobody can be asked here",
            "repeat it with --yes, or at a terminal, which asks; nothing was changed",
        );
        Self { error: refused.error.question(question), ..refused }
    }

    fn to_ask(text: String, about: PlanDigest) -> Self {
        Self { error: Error::ask(Question { text, about }), consent: None }
    }
}

/// Waits for a person's answer. Their time is their own: the clock of the call starts anew when they have answered.
async fn wait(answer: BoxFuture<'static, ConsentReply>, cx: &Context) -> Result<ConsentReply, Refused> {
    let until = Instant::now() + cx.settings.confirm_timeout;
    cx.deadline.move_to(until);
    cx.observer.waits_for_person(true);
    let said = tokio::time::timeout_at(until, answer).await;
    cx.observer.waits_for_person(false);
    cx.start_clock_anew();
    said.map_err(|_| {
        Refused::new(
            Consent::NoAnswer,
            "the person did not answer in time, and nothing was changed",
            "ask them in words, and call again; the operator sets the time with --confirm-timeout",
        )
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
