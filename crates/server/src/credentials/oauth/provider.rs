//! Requests to PagerDuty's identity provider, and its answers (RFC 6749, sections 4.1, 5 and 6).

use std::time::Duration;

use pagerduty::{Endpoint, Mask, Timestamp};
use secrecy::ExposeSecret;
use serde::Deserialize;
use toolkit::{
    answer::untrusted,
    error::{Code, Error},
    phrasing,
};

use super::{form, proof::Proof, registration::Registration, scopes::SCOPES, tokens::Tokens};

/// How long to wait before a request is sent again.
const WAITS: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(1)];

/// How long one request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);

/// Longest answer that is read, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// PagerDuty's identity provider, for one registered application.
#[derive(Debug)]
pub(super) struct Provider {
    registration: Registration,
    endpoint: Endpoint,
}

/// One login page for a person.
#[derive(Debug)]
pub(super) struct Attempt {
    /// Where the browser goes.
    pub(super) url: String,
    /// The state that the answer has to carry.
    pub(super) state: String,
    /// The proof, sent with the code, that we asked for it.
    pub(super) proof: Proof,
}

/// Why there are no tokens.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoTokens {
    /// The identity provider refused; the same request would be refused again.
    #[error("PagerDuty's identity provider refused: {0}")]
    Refused(String),
    /// It did not answer, or failed: trying later may help.
    #[error("PagerDuty's identity provider cannot be reached: {0}")]
    Unavailable(String),
}

/// An answer with tokens (RFC 6749, section 5.1).
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    refresh_token: Option<String>,
    expires_in: Option<u64>,
    scope: Option<String>,
}

/// An answer with an error (section 5.2).
#[derive(Deserialize)]
struct Denied {
    error: String,
    error_description: Option<String>,
}

impl Provider {
    pub(super) fn of(registration: Registration, user_agent: &str) -> Self {
        let endpoint = Endpoint::new(registration.identity.clone(), user_agent);
        Self { registration, endpoint }
    }

    /// A login page with its own state and proof key.
    pub(super) fn ask(&self) -> Result<Attempt, Error> {
        let no_chance = |error: getrandom::Error| {
            Error::new(Code::Internal, format!("the system cannot provide random numbers for a login: {error}"))
        };
        let state = super::proof::random::<16>().map_err(no_chance)?;
        let proof = Proof::new().map_err(no_chance)?;
        let query = form::write(&[
            ("response_type", "code"),
            ("client_id", &self.registration.client_id),
            ("redirect_uri", &self.registration.redirect_uri()),
            ("scope", &SCOPES.join(" ")),
            ("state", &state),
            ("code_challenge", &proof.challenge()),
            ("code_challenge_method", "S256"),
        ]);
        let url = format!("{}/oauth/authorize?{query}", self.registration.identity);
        Ok(Attempt { url, state, proof })
    }

    /// The tokens that a person has granted.
    pub(super) async fn exchange(&self, code: &str, proof: &Proof) -> Result<Tokens, Error> {
        let redirect_uri = self.registration.redirect_uri();
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &redirect_uri),
            ("code_verifier", proof.verifier()),
        ];
        self.tokens(&grant)
            .await
            .map_err(|error| error.into_error("start a new login; if it fails again, check PAGERDUTY_CLIENT_SECRET"))
    }

    /// Whether expired tokens can be refreshed.
    pub(super) fn can_refresh(&self) -> bool {
        self.registration.client_secret.is_some()
    }

    /// New tokens for old ones.
    pub(super) async fn refresh(&self, token: &str) -> Result<Tokens, NoTokens> {
        self.tokens(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// The answer to a request for tokens.
    async fn tokens(&self, grant: &[(&str, &str)]) -> Result<Tokens, NoTokens> {
        let Registration { client_id, client_secret, .. } = &self.registration;
        // PagerDuty documents client ID and secret as fields of the form.
        let mut fields = grant.to_vec();
        fields.push(("client_id", client_id));
        let secret = client_secret.as_ref().map(|secret| secret.expose_secret());
        fields.extend(secret.map(|secret| ("client_secret", secret)));
        let (is_success, body) = self.send(&form::write(&fields)).await?;
        if is_success {
            // The answer may contain tokens, so it is not repeated.
            return serde_json::from_slice(&body).map_err(|_| unreadable()).and_then(read);
        }
        let Denied { error, error_description } = serde_json::from_slice(&body).map_err(|_| unreadable())?;
        let mut said = phrasing::short(&error);
        if let Some(description) = error_description {
            said = format!("{said} ({})", phrasing::short(&description));
        }
        // The answer may quote what was sent.
        const SECRET: [&str; 4] = ["code", "code_verifier", "refresh_token", "client_secret"];
        for (_, secret) in fields.iter().filter(|(name, _)| SECRET.contains(name)) {
            said = Mask::of(secret).text(&said).into_owned();
        }
        untrusted::clean(&mut said);
        Err(NoTokens::Refused(said))
    }

    /// Sends a form, again if the identity provider is unavailable; returns whether it was accepted, and the answer.
    /// Repeating is safe: a code and a refresh token are valid once, so a request that was carried out is refused the
    /// second time.
    async fn send(&self, form: &str) -> Result<(bool, Vec<u8>), NoTokens> {
        for wait in WAITS {
            match self.attempt(form).await {
                Ok(answer) => return Ok(answer),
                Err(error) => tracing::debug!(%error, "the identity provider is unavailable"),
            }
            tokio::time::sleep(wait).await;
        }
        self.attempt(form).await
    }

    async fn attempt(&self, form: &str) -> Result<(bool, Vec<u8>), NoTokens> {
        let unavailable = |error: &dyn std::error::Error| NoTokens::Unavailable(innermost(error));
        let http = self.endpoint.http().map_err(|error| unavailable(&error))?;
        let request = http
            .post(format!("{}/oauth/token", self.registration.identity))
            .header(http::header::ACCEPT, "application/json")
            .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .timeout(REQUEST_TIMEOUT)
            .body(form.to_owned());
        let mut answer = request.send().await.map_err(|error| unavailable(&error.without_url()))?;
        let status = answer.status();
        if status.is_server_error() || [408, 429].contains(&status.as_u16()) {
            return Err(NoTokens::Unavailable(format!("it answered {status}")));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| unavailable(&error.without_url()))? {
            if body.len() + chunk.len() > LARGEST_BODY {
                return Err(NoTokens::Unavailable("its answer is too long".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((status.is_success(), body))
    }
}

fn unreadable() -> NoTokens {
    NoTokens::Refused("its answer cannot be read".to_owned())
}

impl NoTokens {
    pub(super) fn into_error(self, hint: &str) -> Error {
        let message = self.to_string();
        match self {
            Self::Refused(_) => Error::new(Code::AuthRequired, message).hint(hint),
            Self::Unavailable(_) => Error::new(Code::UpstreamUnreachable, message)
                .hint("check the network of this server and try again")
                .retry_after(Duration::from_secs(5)),
        }
    }
}

/// The tokens of an answer. PagerDuty silently drops scopes that it does not know (developer documentation, "OAuth
/// Functionality"), so the granted scopes are compared with the requested ones.
fn read(answer: Granted) -> Result<Tokens, NoTokens> {
    let granted = match &answer.scope {
        Some(scopes) => scopes.split_ascii_whitespace().map(str::to_owned).collect(),
        None => SCOPES.map(str::to_owned).to_vec(),
    };
    let expires_at =
        answer.expires_in.map(|seconds| Timestamp::now().plus_seconds(i64::try_from(seconds).unwrap_or(i64::MAX)));
    let tokens = Tokens::new(&answer.access_token, answer.refresh_token.as_deref(), granted, expires_at)
        .ok_or_else(|| NoTokens::Refused("its access token is not valid in a header".to_owned()))?;
    let missing = tokens.missing_scopes();
    if !missing.is_empty() {
        tracing::warn!(
            "PagerDuty granted the scopes `{}` and not `{}`: some tools will be refused; register the application with \
             the scopes `read write`",
            tokens.scopes.join(" "),
            missing.join(" ")
        );
    }
    Ok(tokens)
}

fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
