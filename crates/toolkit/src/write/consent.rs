//! What a person is asked before a change, how, and what they said: plain values, for whoever asks and whoever is asked.

use std::{fmt, sync::Arc};

use futures_util::future::BoxFuture;
use serde::Serialize;

/// When a person is asked before a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Confirm {
    /// Before what is more than everyday work, where the client can ask.
    #[default]
    Auto,
    /// Before every change: where the client cannot ask, it is refused.
    Always,
    /// Never.
    Never,
}

impl Confirm {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Always, Self::Never];

    /// Its name, as the operator writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }

    /// When a person is asked, in one line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Auto => "Before what is more than everyday work, where the client can ask",
            Self::Always => "Before every change: where the client cannot ask, it is refused",
            Self::Never => "Never",
        }
    }
}

/// How the person behind a client is asked.
#[derive(Clone, Default)]
pub enum ConsentChannel {
    /// Not at all.
    #[default]
    Cannot,
    /// Not at all, and what is more than everyday work needs their yes in advance.
    MustAgreeBefore,
    /// They said yes in advance.
    AgreedBefore,
    /// By a request to the client, while the call waits.
    Client(Arc<dyn Fn(String) -> BoxFuture<'static, ConsentReply> + Send + Sync>),
    /// In the answer of the call, which is then repeated.
    Answer,
    /// In the answer of an earlier call, with what the client brought back of the question.
    Answered(ConsentReply, Option<Sealed>),
}

impl fmt::Debug for ConsentChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cannot => "Cannot",
            Self::MustAgreeBefore => "MustAgreeBefore",
            Self::AgreedBefore => "AgreedBefore",
            Self::Client(_) => "Client",
            Self::Answer => "Answer",
            Self::Answered(..) => "Answered",
        })
    }
}

/// What a question was about, as the client brought it back.
#[derive(Clone)]
pub struct Sealed {
    /// The plan, and as whom it is carried out.
    pub about: PlanDigest,
    /// Takes it out of use; whether it was not used before. A state that is about something else is not spent by whoever
    /// brings it.
    pub spend: Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>,
}

/// What came back for a question. Only a yes is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentReply {
    /// Do it.
    Yes,
    /// Do not.
    No,
    /// They closed the question.
    Cancelled,
    /// The client answered with an error of JSON-RPC, of this code.
    Failed(i32),
    /// What came is no answer to a question.
    Unusable,
    /// The client went away.
    Gone,
}

/// Why a change may be made, or may not, for the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// A person was asked and agreed.
    Agreed,
    /// They agreed before the call.
    InAdvance,
    /// Nobody has to be asked.
    NotNeeded,
    /// The operator wants nobody to be asked.
    Off,
    /// The client cannot ask.
    ClientCannotAsk,
    /// A person was asked and said no.
    Declined,
    /// They closed the question.
    Cancelled,
    /// They did not answer in time.
    NoAnswer,
    /// The client answered the question with an error.
    ClientFailed,
    /// The client answered with something that is no answer.
    Unusable,
    /// The client went away before it answered.
    ClientGone,
}

/// The hash of a plan and of as whom it is carried out: a yes to one is no yes to another.
pub type PlanDigest = [u8; 32];

/// A question in the answer of a call.
#[derive(Clone, Debug)]
pub struct Question {
    /// The words.
    pub text: String,
    /// What it is about.
    pub about: PlanDigest,
}
