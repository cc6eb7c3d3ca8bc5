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
pub enum Ask {
    /// Not at all.
    #[default]
    Cannot,
    /// Not at all, and what is more than everyday work needs their yes in advance.
    MustAgreeBefore,
    /// They said yes in advance.
    AgreedBefore,
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
            Self::MustAgreeBefore => "MustAgreeBefore",
            Self::AgreedBefore => "AgreedBefore",
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

/// Why a change may be made, for the audit log.
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
