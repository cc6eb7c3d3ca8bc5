//! What a tool answers when it cannot do what was asked: a code for programs, a message and a hint for the model that
//! reads it, and for the person behind it.

pub mod code;
pub mod network;
mod upstream;
mod wording;

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value, json};

pub use self::{code::Code, wording::ResourceWording};
use crate::{
    answer::{secrets, untrusted},
    hint::Hint,
    phrasing,
    write::consent::Question,
};

/// The result of a tool.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a tool did not do what was asked.
#[derive(Clone, Debug)]
pub struct Error {
    code: Code,
    message: String,
    hint: Option<Hint>,
    retry_after: Option<Duration>,
    asks: Option<Box<PersonNeeded>>,
    theirs: Option<Box<Theirs>>,
    /// Whether the change may have been made.
    is_fate_unknown: bool,
}

/// What others said or named, apart from our own words.
#[derive(Clone, Debug, Default)]
struct Theirs {
    /// PagerDuty's own code.
    code: Option<i64>,
    /// PagerDuty's own words.
    message: Option<String>,
    /// What a person would be asked, with titles and names in it.
    question: Option<String>,
    /// What the account has that may have been meant.
    candidates: Vec<Candidate>,
}

/// Something of the account that may have been meant, with the names that people gave it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Candidate {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

impl Candidate {
    /// What has this name.
    pub fn new(id: Option<&str>, name: &str, email: Option<&str>) -> Self {
        Self { id: id.map(phrasing::short), name: phrasing::short(name), email: email.map(phrasing::short) }
    }
}

/// A failure whose own words and PagerDuty's stand apart.
pub trait Failure {
    /// What happened, in our words.
    fn message(&self) -> &str;

    /// What PagerDuty said.
    fn upstream_message(&self) -> Option<&str>;
}

impl Failure for Error {
    fn message(&self) -> &str {
        &self.message
    }

    fn upstream_message(&self) -> Option<&str> {
        self.upstream_message()
    }
}

impl Failure for pagerduty::Error {
    fn message(&self) -> &str {
        self.message()
    }

    fn upstream_message(&self) -> Option<&str> {
        self.upstream_message()
    }
}

/// What a call has to ask the person behind it before it can succeed.
#[derive(Clone, Debug)]
pub enum PersonNeeded {
    /// To log in, at this address.
    Login(String),
    /// Whether something may be done.
    Consent(Question),
}

/// Candidates that an error names.
const MAX_CANDIDATES: usize = 10;

/// Characters of a message that a caller is shown.
const LONGEST_MESSAGE: usize = 2000;

impl Error {
    /// An error that says what happened.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            retry_after: None,
            asks: None,
            theirs: None,
            is_fate_unknown: false,
        }
    }

    /// Adds what PagerDuty said.
    pub fn said(mut self, upstream_message: Option<&str>) -> Self {
        self.theirs.get_or_insert_default().message = upstream_message.map(str::to_owned);
        self
    }

    /// Adds what a person would be asked.
    pub(crate) fn question(mut self, question: String) -> Self {
        self.theirs.get_or_insert_default().question = Some(question);
        self
    }

    /// Adds what may have been meant.
    pub fn candidates(mut self, candidates: impl IntoIterator<Item = Candidate>) -> Self {
        self.theirs.get_or_insert_default().candidates = candidates.into_iter().take(MAX_CANDIDATES).collect();
        self
    }

    /// Adds what to do about it.
    pub fn hint(mut self, hint: impl Into<Hint>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with another hint instead of its own, or with none.
    pub(crate) fn with_hint(mut self, change: impl FnOnce(Hint) -> Option<Hint>) -> Self {
        self.hint = self.hint.and_then(change);
        self
    }

    /// Says which of several it is about.
    pub fn about(self, name: &str) -> Self {
        Self { message: format!("`{}`: {}", phrasing::short(name), self.message), ..self }
    }

    /// The change was made, but its result cannot be shown: nobody should make it again.
    pub(crate) fn after_change(self) -> Self {
        Self {
            message: format!("the change was made, but its result cannot be read: {}", self.message),
            retry_after: None,
            ..self
        }
        .hint("do not repeat it: read the present state instead")
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// PagerDuty's own code, where it refused something and gave one.
    pub fn said_code(&self) -> Option<i64> {
        self.theirs.as_ref()?.code
    }

    /// Whether a change was sent, and may have been made.
    pub fn is_fate_unknown(&self) -> bool {
        self.is_fate_unknown
    }

    /// What happened.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What PagerDuty said about it.
    pub fn upstream_message(&self) -> Option<&str> {
        self.theirs.as_ref()?.message.as_deref()
    }

    /// What to do about it.
    pub fn hint_text(&self) -> Option<String> {
        self.hint.as_ref().map(Hint::text)
    }

    /// What the person has to be asked first.
    pub fn asks(&self) -> Option<&PersonNeeded> {
        self.asks.as_deref()
    }

    /// A text that cannot be the ID of such a resource.
    pub(crate) fn malformed_id(parameter: &str, text: &str, resource: ResourceWording) -> Self {
        let shown = phrasing::short(text);
        Self::new(resource.code(), format!("`{shown}` in `{parameter}` is not the ID of {}", resource.noun()))
            .hint(Hint::from("an ID has letters, digits, `-` and `_` only; ").and(resource.how_to_find()))
    }

    /// No credential.
    pub(crate) fn auth_required() -> Self {
        Self::new(Code::AuthRequired, "no PagerDuty token is configured")
            .hint("set PAGERDUTY_API_TOKEN in the environment of this server, or PAGERDUTY_CLIENT_ID to log in with OAuth, or start it with --demo to try it on simulated data")
    }

    /// No credential came with a request over HTTP.
    pub(crate) fn token_missing() -> Self {
        Self::new(Code::AuthRequired, "the request brings no PagerDuty token")
            .hint("send your PagerDuty token in the header `X-PagerDuty-Token` of every request")
    }

    /// Somebody has to log in first.
    pub fn log_in(url: String) -> Self {
        let hint = format!("show this address to the person and call again when they have logged in: {url}");
        let error = Self::new(Code::AuthRequired, "nobody has logged in to PagerDuty yet").hint(hint);
        Self { asks: Some(Box::new(PersonNeeded::Login(url))), ..error }
    }

    /// A person has to agree first.
    pub fn ask(question: Question) -> Self {
        let error = Self::new(Code::NotConfirmed, "a person has to agree first to what `question` says");
        let error = error.question(question.text.clone());
        Self { asks: Some(Box::new(PersonNeeded::Consent(question))), ..error }
    }

    /// The whole call took longer than it may.
    pub fn deadline(limit: Duration) -> Self {
        Self::new(Code::UpstreamTimeout, format!("PagerDuty did not answer within {} seconds", limit.as_secs()))
            .hint("ask for less, for example with a smaller `limit`, or try again")
            .retry_after(Duration::from_secs(5))
    }

    /// Says when trying again may help.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The error object of the envelope.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut error = Map::new();
        error.insert("message".into(), shown(&self.message));
        error.insert("code".into(), self.code.as_str().into());
        error.extend(self.hint_text().map(|hint| ("hint".into(), shown(&hint))));
        error.extend(self.upstream_message().map(|said| {
            let mut said = said.to_owned();
            secrets::mask(&mut said);
            ("upstream_message".into(), shown(&said))
        }));
        if let Some(question) = self.theirs.as_ref().and_then(|theirs| theirs.question.as_deref()) {
            error.insert("question".into(), question.into());
        }
        if let Some(theirs) = self.theirs.as_ref().filter(|theirs| !theirs.candidates.is_empty()) {
            error.insert("candidates".into(), json!(theirs.candidates));
        }
        if let Some(wait) = self.retry_after {
            // Rounded up: whoever comes a moment too early is refused again.
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            error.insert("retry_after_seconds".into(), seconds.max(1).into());
        }
        json!(error)
    }
}

/// A text as callers are shown it: it may quote what somebody outside wrote, at any length.
fn shown(text: &str) -> Value {
    let mut text = phrasing::cut(text, LONGEST_MESSAGE);
    untrusted::clean(&mut text);
    text.into()
}
