//! What went wrong with a request: a kind to act on, our words, and PagerDuty's own apart from them.

use std::{borrow::Cow, fmt, ops::RangeInclusive, time::Duration};

use crate::{Mask, ResourceKind, Stage, error_body::ErrorBody, path::Path};

/// The result of a request.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request has no answer.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    /// PagerDuty's own words.
    upstream_message: Option<String>,
    subject: Option<ResourceKind>,
    code: Option<i64>,
    required_scopes: Option<String>,
    token_scopes: Option<String>,
    retry_after: Option<Duration>,
    stage: Option<Stage>,
    fate_unknown: bool,
    unsent: bool,
    lasting: bool,
    not_from_api: bool,
    overloaded: bool,
}

/// The answers of gateways behind which something took too long, or broke down: less may be possible.
const OVERLOADED: RangeInclusive<u16> = 502..=504;

/// What sort of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// 400 and other refusals of what was sent: repeating it is useless.
    InvalidRequest,
    /// 400 on `/users/me`: the token belongs to an account and to no user.
    NoUser,
    /// 401: the token is wrong, expired, or of the other region.
    Unauthorized,
    /// 402: the account's plan lacks what was asked for.
    PlanRequired,
    /// 403: the token may not do this.
    Forbidden,
    /// 404
    NotFound,
    /// 409
    Conflict,
    /// 429, and waiting would have taken too long.
    RateLimited,
    /// 5xx, also after repeating.
    Upstream,
    /// No answer in time.
    Timeout,
    /// No connection, or one that broke.
    Unreachable,
    /// An answer that cannot be read.
    InvalidResponse,
    /// An answer that is longer than any that is read.
    TooLarge,
}

impl Error {
    /// What sort of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What happened, without a word of anybody else's.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What PagerDuty said about it, or whatever answered in its place: text that is not to be trusted.
    #[must_use]
    pub fn upstream_message(&self) -> Option<&str> {
        self.0.upstream_message.as_deref()
    }

    /// The resource that the request named by its ID: what a 404 is about.
    #[must_use]
    pub fn subject(&self) -> Option<ResourceKind> {
        self.0.subject
    }

    /// PagerDuty's own code, such as 2001, where it gave one.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.0.code
    }

    /// The OAuth scopes that the token lacks, where PagerDuty names them.
    #[must_use]
    pub fn required_scopes(&self) -> Option<&str> {
        self.0.required_scopes.as_deref()
    }

    /// The OAuth scopes that the token has, where PagerDuty names them beside those that it lacks.
    #[must_use]
    pub fn token_scopes(&self) -> Option<&str> {
        self.0.token_scopes.as_deref()
    }

    /// How long to wait before the same request may succeed.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What the request did not get past, where there was no answer.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        self.0.stage
    }

    /// Whether the request may have been carried out although there is no answer: look before repeating it.
    #[must_use]
    pub fn is_fate_unknown(&self) -> bool {
        self.0.fate_unknown
    }

    /// Whether the request may have been too much for PagerDuty, or for a gateway in front of it.
    pub(crate) fn is_overloaded(&self) -> bool {
        self.0.overloaded
    }

    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            upstream_message: None,
            subject: None,
            code: None,
            required_scopes: None,
            token_scopes: None,
            retry_after: None,
            stage: None,
            fate_unknown: false,
            unsent: false,
            lasting: false,
            not_from_api: false,
            overloaded: false,
        }))
    }

    pub(crate) fn unsendable(what: &str, cause: &dyn std::error::Error) -> Self {
        Self::new(ErrorKind::InvalidRequest, format!("the {what} cannot be sent: {cause}")).unsent()
    }

    /// A body that is not what the documentation says; `path` is where in the JSON. The problem is told without what it
    /// quotes of the body.
    pub(crate) fn unreadable(path: &str, problem: impl fmt::Display) -> Self {
        let problem = without_quotes(&problem.to_string());
        Self::new(ErrorKind::InvalidResponse, format!("PagerDuty's answer cannot be read at `{path}`: {problem}"))
    }

    /// A status of a proxy on the way, which wants to know who asks.
    pub(crate) fn proxy_login() -> Self {
        let error = Self::new(ErrorKind::Unreachable, "no connection to PagerDuty: the proxy wants a login (HTTP 407)");
        error.with_stage(Stage::ProxyLogin).lasting()
    }

    /// An answer with a status other than 2xx.
    pub(crate) fn status(status: u16, body: &[u8], retry_after: Option<Duration>, path: &Path) -> Self {
        if status == 407 {
            return Self::proxy_login();
        }
        let body = ErrorBody::read(body);
        let not_from_api = (300..400).contains(&status) || body.message.is_none() && body.code.is_none();
        let kind = match kind_of(status, &body, path) {
            // PagerDuty's API says in JSON what it did not find; a page says nothing about what was asked for.
            ErrorKind::NotFound | ErrorKind::NoUser if not_from_api => ErrorKind::InvalidResponse,
            kind => kind,
        };
        let what = match status {
            300..400 => ", a redirect, which is not followed: check the address",
            _ if not_from_api => " without a readable message, which is not how its API answers",
            _ => "",
        };
        let code = body.code.map(|code| format!(" (code {code})")).unwrap_or_default();
        let mut error = Self::new(kind, format!("PagerDuty answered {status}{what}{code}"));
        error.0.upstream_message = body.message;
        error.0.not_from_api = not_from_api;
        error.0.overloaded = OVERLOADED.contains(&status);
        error.0.subject = path.subject();
        error.0.code = body.code;
        error.0.required_scopes = body.required_scopes;
        error.0.token_scopes = body.token_scopes;
        error.0.retry_after = retry_after;
        error
    }

    /// Without a secret that it may quote.
    pub(crate) fn without(mut self, mask: &Mask) -> Self {
        let Inner { message, upstream_message, required_scopes, token_scopes, .. } = &mut *self.0;
        let others = [upstream_message, required_scopes, token_scopes].into_iter().filter_map(Option::as_mut);
        for text in std::iter::once(message).chain(others) {
            if let Cow::Owned(masked) = mask.text(text) {
                *text = masked;
            }
        }
        self
    }

    /// With what was said instead of an answer.
    pub(crate) fn with_upstream_message(mut self, said: impl Into<String>) -> Self {
        self.0.upstream_message = Some(said.into());
        self
    }

    /// Whether trying again does not help before something is set right on this machine or on the way to PagerDuty.
    #[must_use]
    pub fn is_lasting(&self) -> bool {
        self.0.lasting
    }

    pub(crate) fn lasting(mut self) -> Self {
        self.0.lasting = true;
        self
    }

    /// Whether the request was refused here, before anything was sent.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        self.0.unsent
    }

    pub(crate) fn unsent(mut self) -> Self {
        self.0.unsent = true;
        self
    }

    /// Whether something answered that is not PagerDuty's API: a page of HTML, a redirect, nothing at all. It says nothing
    /// about what was asked for.
    #[must_use]
    pub fn is_not_from_api(&self) -> bool {
        self.0.not_from_api
    }

    pub(crate) fn not_from_api(mut self) -> Self {
        self.0.not_from_api = true;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    pub(crate) fn with_stage(mut self, stage: Stage) -> Self {
        self.0.stage = Some(stage);
        self
    }

    pub(crate) fn with_fate_unknown(mut self, fate_unknown: bool) -> Self {
        self.0.fate_unknown = fate_unknown;
        self
    }
}

/// What a parser says, without the text that it quotes.
pub(crate) fn without_quotes(problem: &str) -> String {
    match (problem.find('"'), problem.rfind('"')) {
        (Some(start), Some(end)) if start < end => format!("{}…{}", &problem[..=start], &problem[end..]),
        _ => problem.to_owned(),
    }
}

fn kind_of(status: u16, body: &ErrorBody, path: &Path) -> ErrorKind {
    match status {
        // The one 400 that is about the token and not about what was sent.
        400 if path.as_str() == "/users/me" => ErrorKind::NoUser,
        401 => ErrorKind::Unauthorized,
        402 => ErrorKind::PlanRequired,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        // Redirects are not followed: they would take the token to another host.
        300..=399 => ErrorKind::InvalidResponse,
        // Code 2014 is a missing ability, also where the status says otherwise.
        400..=499 if body.code == Some(2014) => ErrorKind::PlanRequired,
        400..=499 => ErrorKind::InvalidRequest,
        _ => ErrorKind::Upstream,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        self.0.upstream_message.iter().try_for_each(|said| write!(f, ": {said}"))
    }
}

impl std::error::Error for Error {}

/// The cause at the bottom: the layers above it say only that something failed.
pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
