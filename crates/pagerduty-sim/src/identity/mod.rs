//! PagerDuty's identity provider: where people let an application act for them (OAuth 2.0, code grant with PKCE).
//!
//! Source: PagerDuty developer documentation, "OAuth Functionality": codes live 30 seconds; classic access tokens 30
//! days and refresh tokens 210; refreshing needs the client secret and returns a new refresh token; unknown scopes are
//! dropped without an error. Errors of the token endpoint have the shape of RFC 6749, section 5.2.
//!
//! Deliberately not in it: signing in (everybody is the demo user), client credentials, OpenID Connect's ID tokens.

mod authorize;
mod client;
mod grants;
mod page;
mod token;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use self::client::OauthClient;
use self::grants::Grants;
use crate::http::{Reply, Request};

pub(crate) const PATH: &str = "/oauth/";

/// The registered application that needs no secret.
pub const PUBLIC_CLIENT: &str = "demo-client";
/// The registered application that has one.
pub const CONFIDENTIAL_CLIENT: &str = "demo-client-with-secret";
/// The secret of [`CONFIDENTIAL_CLIENT`].
pub const CLIENT_SECRET: &str = "demo-client-secret";
/// Where both expect the browser back.
pub const REDIRECT_URI: &str = "http://localhost:5173/oauth/pagerduty";

/// The identity provider of a simulator, as tests reach it.
#[derive(Debug)]
pub struct Identity {
    grants: Mutex<Grants>,
}

impl Identity {
    pub(crate) fn new(seed: u64) -> Self {
        let clients = [
            OauthClient::new(PUBLIC_CLIENT, None, REDIRECT_URI),
            OauthClient::new(CONFIDENTIAL_CLIENT, Some(CLIENT_SECRET), REDIRECT_URI),
        ];
        Self { grants: Mutex::new(Grants::new(seed, clients.into())) }
    }

    /// Registers an application, in place of one with the same ID.
    pub fn register(&self, client: OauthClient) {
        self.grants().register(client);
    }

    /// Lets time pass: codes and tokens grow older by this much.
    pub fn advance(&self, by: Duration) {
        self.grants().advance(by);
    }

    /// Withdraws every access and refresh token.
    pub fn revoke_all(&self) {
        self.grants().revoke_all();
    }

    /// Withdraws every access token; refresh tokens stay good.
    pub fn revoke_access_tokens(&self) {
        self.grants().revoke_access_tokens();
    }

    /// Every code, access token and refresh token so far: what must not be in any log.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        self.grants().secrets()
    }

    /// The scopes of an access token that is good.
    pub(crate) fn scopes_of(&self, access_token: &str) -> Option<String> {
        self.grants().scopes_of(access_token)
    }

    /// Answers a request below `/oauth/`.
    pub(crate) fn answer(&self, request: &Request) -> Reply {
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", "/oauth/authorize") => authorize::show(&mut self.grants(), request),
            ("POST", "/oauth/authorize") => authorize::decide(&mut self.grants(), request),
            ("POST", "/oauth/token") => token::answer(&mut self.grants(), request),
            _ => page::problem(404, "There is no such page"),
        }
    }

    fn grants(&self) -> MutexGuard<'_, Grants> {
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
