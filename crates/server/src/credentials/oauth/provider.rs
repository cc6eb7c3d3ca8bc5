//! What is sent to PagerDuty's identity provider, by the `oauth2` crate over this program's own HTTP.

use std::time::Duration;

use futures_util::future::BoxFuture;
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken,
    RequestTokenError, Scope, StandardErrorResponse, TokenResponse, TokenUrl,
    basic::{BasicClient, BasicErrorResponseType, BasicTokenResponse},
};
use pagerduty::{Endpoint, Timestamp};
use secrecy::ExposeSecret;

use super::{SCOPES, registration::Registration, tokens::Tokens};
use crate::{
    error::{Code, Error},
    untrusted, words,
};

/// How long to wait before a request is sent again.
const WAITS: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(1)];

/// How long one request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);

/// Bytes of an answer that are read at most.
const LARGEST_BODY: usize = 64 * 1024;

type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// PagerDuty's identity provider, as one registered application sees it.
#[derive(Debug)]
pub(super) struct Provider {
    registration: Registration,
    http: Http,
}

/// One question to a person.
#[derive(Debug)]
pub(super) struct Attempt {
    /// Where the browser goes.
    pub(super) url: String,
    /// What the answer must carry.
    pub(super) state: String,
    /// What proves, with the answer, that we asked.
    pub(super) verifier: PkceCodeVerifier,
}

/// Why there are no tokens.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoTokens {
    /// The identity provider answered, and the same request would be answered in the same way again.
    #[error("PagerDuty's identity provider refused: {0}")]
    Refused(String),
    /// It did not answer, or failed: later it may work.
    #[error("PagerDuty's identity provider cannot be reached: {0}")]
    Unavailable(String),
}

impl Provider {
    pub(super) fn of(registration: Registration, user_agent: &str) -> Self {
        let http = Http(Endpoint::new(registration.identity.clone(), user_agent));
        Self { registration, http }
    }

    /// A question with its own state and proof key.
    pub(super) fn ask(&self) -> Result<Attempt, Error> {
        let client = self.client()?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = client
            .authorize_url(CsrfToken::new_random)
            .add_scopes(SCOPES.map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Attempt { url: url.into(), state: state.into_secret(), verifier })
    }

    /// The tokens that a person allowed.
    pub(super) async fn exchange(&self, code: String, verifier: PkceCodeVerifier) -> Result<Tokens, Error> {
        let client = self.client()?;
        let code = AuthorizationCode::new(code);
        let answer = client.exchange_code(code).set_pkce_verifier(verifier).request_async(&self.http).await;
        answer
            .map_err(NoTokens::from)
            .and_then(|answer| read(&answer))
            .map_err(|error| error.into_error("start a new login; where it fails again, check PAGERDUTY_CLIENT_SECRET"))
    }

    /// Whether expired tokens can be refreshed.
    pub(super) fn can_refresh(&self) -> bool {
        self.registration.client_secret.is_some()
    }

    /// New tokens for old ones.
    pub(super) async fn refresh(&self, token: &str) -> Result<Tokens, NoTokens> {
        let client = self.client().map_err(|error| NoTokens::Refused(error.message().to_owned()))?;
        let token = RefreshToken::new(token.to_owned());
        read(&client.exchange_refresh_token(&token).request_async(&self.http).await?)
    }

    fn client(&self) -> Result<Client, Error> {
        let Registration { client_id, client_secret, identity, .. } = &self.registration;
        let invalid = |error: oauth2::url::ParseError| {
            Error::new(Code::Internal, format!("the address of the identity provider cannot be used: {error}"))
        };
        let client = BasicClient::new(ClientId::new(client_id.clone()))
            // PagerDuty documents client ID and secret as fields of the form.
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(AuthUrl::new(format!("{identity}/oauth/authorize")).map_err(invalid)?)
            .set_token_uri(TokenUrl::new(format!("{identity}/oauth/token")).map_err(invalid)?)
            .set_redirect_uri(RedirectUrl::new(self.registration.redirect_uri()).map_err(invalid)?);
        Ok(match client_secret {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned())),
            None => client,
        })
    }
}

/// No answer, or none that counts.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unavailable(String);

type RequestError = RequestTokenError<Unavailable, StandardErrorResponse<BasicErrorResponseType>>;

impl From<RequestError> for NoTokens {
    fn from(error: RequestError) -> Self {
        match error {
            RequestTokenError::Request(Unavailable(cause)) => Self::Unavailable(cause),
            RequestTokenError::ServerResponse(answer) => {
                let mut said = words::short(answer.error().as_ref());
                if let Some(description) = answer.error_description() {
                    said = format!("{said} ({})", words::short(description));
                }
                untrusted::clean(&mut said);
                Self::Refused(said)
            }
            // The answer itself may hold tokens, so it is not repeated.
            RequestTokenError::Parse(..) => Self::Refused("its answer cannot be read".to_owned()),
            RequestTokenError::Other(cause) => Self::Refused(cause),
        }
    }
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

/// The tokens of an answer. Scopes that PagerDuty does not know it drops without an error (developer documentation,
/// "OAuth Functionality"), so what was granted is compared with what was asked for.
fn read(answer: &BasicTokenResponse) -> Result<Tokens, NoTokens> {
    let granted = match answer.scopes() {
        Some(scopes) => scopes.iter().map(|scope| scope.to_string()).collect(),
        None => SCOPES.map(str::to_owned).to_vec(),
    };
    let expires_at = answer
        .expires_in()
        .map(|lifetime| Timestamp::now().plus_seconds(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX)));
    let refresh = answer.refresh_token().map(|token| token.secret().as_str());
    let tokens = Tokens::new(answer.access_token().secret(), refresh, granted, expires_at)
        .ok_or_else(|| NoTokens::Refused("its access token cannot stand in a header".to_owned()))?;
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

/// This program's own HTTP, as the `oauth2` crate uses it: no second TLS comes in.
#[derive(Debug)]
struct Http(Endpoint);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = Unavailable;
    type Future = BoxFuture<'c, Result<HttpResponse, Unavailable>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

impl Http {
    /// Sends a request, again while the identity provider is not to be had. Repeating is safe: a code and a refresh
    /// token are good once, so a request that was carried out is refused the second time.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Unavailable> {
        for wait in WAITS {
            match self.attempt(request.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => tracing::debug!(%error, "the identity provider is not to be had"),
            }
            tokio::time::sleep(wait).await;
        }
        self.attempt(request).await
    }

    async fn attempt(&self, request: HttpRequest) -> Result<HttpResponse, Unavailable> {
        let unavailable = |error: &dyn std::error::Error| Unavailable(innermost(error));
        let http = self.0.http().map_err(|error| unavailable(&error))?;
        let (parts, body) = request.into_parts();
        let request = http
            .request(parts.method, parts.uri.to_string())
            .headers(parts.headers)
            .timeout(REQUEST_TIMEOUT)
            .body(body);
        let mut answer = request.send().await.map_err(|error| unavailable(&error.without_url()))?;
        let status = answer.status();
        if status.is_server_error() || [408, 429].contains(&status.as_u16()) {
            return Err(Unavailable(format!("it answered {status}")));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| unavailable(&error.without_url()))? {
            if body.len() + chunk.len() > LARGEST_BODY {
                return Err(Unavailable("its answer is too long".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = answer.headers().clone();
        Ok(response)
    }
}
