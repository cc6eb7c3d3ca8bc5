//! What was asked for, allowed and handed out: clients, codes and tokens, with their ages.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::client::{ACCESS_TOKEN_SECONDS, OauthClient};
use crate::random::Random;

/// How long a code may be exchanged.
const CODE_LIFE: Duration = Duration::from_secs(30);

/// How long a classic refresh token lives.
const REFRESH_TOKEN_LIFE: Duration = Duration::from_secs(210 * 24 * 60 * 60);

/// Everything that the identity provider remembers.
#[derive(Debug)]
pub(super) struct Grants {
    clients: Vec<OauthClient>,
    pending: HashMap<String, Asked>,
    codes: HashMap<String, Code>,
    access_tokens: HashMap<String, Token>,
    refresh_tokens: HashMap<String, Token>,
    secrets: Vec<String>,
    random: Random,
    start: Instant,
    advanced: Duration,
}

/// What an application asked a person for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) scope: String,
    pub(super) state: Option<String>,
    pub(super) code_challenge: Option<String>,
}

#[derive(Debug)]
struct Code {
    asked: Asked,
    expires: Duration,
}

#[derive(Clone, Debug)]
struct Token {
    client_id: String,
    scope: String,
    expires: Duration,
}

/// A pair of tokens as the token endpoint hands it out.
pub(super) struct Issued {
    pub(super) access_token: String,
    pub(super) refresh_token: String,
    pub(super) scope: String,
    pub(super) expires_in: u64,
}

impl Grants {
    pub(super) fn new(seed: u64, clients: Vec<OauthClient>) -> Self {
        Self {
            clients,
            pending: HashMap::new(),
            codes: HashMap::new(),
            access_tokens: HashMap::new(),
            refresh_tokens: HashMap::new(),
            secrets: Vec::new(),
            random: Random::of(seed, "identity"),
            start: Instant::now(),
            advanced: Duration::ZERO,
        }
    }

    fn now(&self) -> Duration {
        self.start.elapsed() + self.advanced
    }

    pub(super) fn advance(&mut self, by: Duration) {
        self.advanced += by;
    }

    pub(super) fn register(&mut self, client: OauthClient) {
        self.clients.retain(|each| each.client_id != client.client_id);
        self.clients.push(client);
    }

    pub(super) fn client(&self, client_id: &str) -> Option<&OauthClient> {
        self.clients.iter().find(|each| each.client_id == client_id)
    }

    pub(super) fn revoke_all(&mut self) {
        self.access_tokens.clear();
        self.refresh_tokens.clear();
    }

    pub(super) fn revoke_access_tokens(&mut self) {
        self.access_tokens.clear();
    }

    pub(super) fn secrets(&self) -> Vec<String> {
        self.secrets.clone()
    }

    pub(super) fn scopes_of(&self, access_token: &str) -> Option<String> {
        let token = self.access_tokens.get(access_token).filter(|token| token.expires > self.now())?;
        Some(token.scope.clone())
    }

    /// Remembers a question until a person answers it; what it is known by.
    pub(super) fn ask(&mut self, asked: Asked) -> String {
        let id = self.text("");
        self.pending.insert(id.clone(), asked);
        id
    }

    /// The question that a person now answers.
    pub(super) fn answered(&mut self, id: &str) -> Option<Asked> {
        self.pending.remove(id)
    }

    /// A code for what a person allowed.
    pub(super) fn allow(&mut self, asked: Asked) -> String {
        let code = self.secret("code_");
        let expires = self.now() + CODE_LIFE;
        self.codes.insert(code.clone(), Code { asked, expires });
        code
    }

    /// What a code stands for; it is used up, also where it then turns out to be of no use.
    pub(super) fn redeem(&mut self, code: &str) -> Option<Asked> {
        let code = self.codes.remove(code)?;
        (code.expires > self.now()).then_some(code.asked)
    }

    /// The client and scope of a refresh token; it is used up.
    pub(super) fn rotate(&mut self, refresh_token: &str, client_id: &str) -> Option<String> {
        let now = self.now();
        self.refresh_tokens.get(refresh_token).filter(|token| token.client_id == client_id && token.expires > now)?;
        self.refresh_tokens.remove(refresh_token).map(|token| token.scope)
    }

    /// Hands out tokens with those of the scopes that exist; those that do not are dropped.
    pub(super) fn issue(&mut self, client_id: &str, asked_scope: &str) -> Issued {
        let registered = self.client(client_id).map(|client| client.scopes.clone()).unwrap_or_default();
        let is_known = |scope: &&str| registered.iter().any(|each| each == scope);
        let known: Vec<&str> = asked_scope.split(' ').filter(is_known).collect();
        let scope = if known.is_empty() { "openid".to_owned() } else { known.join(" ") };
        let expires_in = self.client(client_id).map_or(ACCESS_TOKEN_SECONDS, |client| client.access_token_seconds);
        let (access_token, refresh_token) = (self.secret("pdus+_0SIM000_"), self.secret("pdus+_1SIM000_"));
        let token = |life| Token { client_id: client_id.to_owned(), scope: scope.clone(), expires: self.now() + life };
        let (access, refresh) = (token(Duration::from_secs(expires_in)), token(REFRESH_TOKEN_LIFE));
        self.access_tokens.insert(access_token.clone(), access);
        self.refresh_tokens.insert(refresh_token.clone(), refresh);
        Issued { access_token, refresh_token, scope, expires_in }
    }

    fn secret(&mut self, prefix: &str) -> String {
        let secret = self.text(prefix);
        self.secrets.push(secret.clone());
        secret
    }

    fn text(&mut self, prefix: &str) -> String {
        format!("{prefix}{:016x}{:016x}", self.random.next(), self.random.next())
    }
}
