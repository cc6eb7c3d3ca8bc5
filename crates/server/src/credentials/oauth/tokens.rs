//! The tokens of a login, as they are stored in the keyring.

use std::{fmt, sync::Arc};

use pagerduty::{Credential, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::scopes::SCOPES;

/// A token that expires this soon counts as expired: a call may outlast it.
const LEEWAY_SECONDS: i64 = 60;

/// The result of a login or a refresh.
#[derive(Clone)]
pub(crate) struct Tokens {
    pub(crate) credential: Credential,
    access: Arc<SecretString>,
    refresh: Option<Arc<SecretString>>,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires_at: Option<Timestamp>,
}

/// The entry of the keyring.
#[derive(Deserialize, Serialize)]
struct Entry<'a> {
    access_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    scopes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
}

impl Tokens {
    /// `None` if the access token is not valid in a header.
    pub(crate) fn new(
        access: &str,
        refresh: Option<&str>,
        scopes: Vec<String>,
        expires_at: Option<Timestamp>,
    ) -> Option<Self> {
        Some(Self {
            credential: Credential::access_token(access).ok()?,
            access: Arc::new(access.into()),
            refresh: refresh.map(|token| Arc::new(token.into())),
            scopes,
            expires_at,
        })
    }

    /// Whether the access token can still be used for a call.
    pub(crate) fn is_fresh(&self) -> bool {
        self.expires_at.is_none_or(|end| end > Timestamp::now().plus_seconds(LEEWAY_SECONDS))
    }

    pub(crate) fn refresh_token(&self) -> Option<&str> {
        self.refresh.as_ref().map(|token| token.expose_secret())
    }

    /// Scopes that were requested but not granted.
    pub(crate) fn missing_scopes(&self) -> Vec<&'static str> {
        SCOPES.into_iter().filter(|scope| !self.scopes.iter().any(|granted| granted == scope)).collect()
    }

    /// These tokens, with the old refresh token if a refresh returned no new one (RFC 6749, section 6).
    pub(crate) fn or_refresh_token_of(mut self, old: &Self) -> Self {
        self.refresh = self.refresh.or_else(|| old.refresh.clone());
        self
    }

    /// The entry of the keyring. An unreadable entry counts as no entry.
    pub(crate) fn read(entry: &[u8]) -> Option<Self> {
        let Entry { access_token, refresh_token, scopes, expires_at } = serde_json::from_slice(entry).ok()?;
        Self::new(access_token, refresh_token, scopes, expires_at)
    }

    pub(crate) fn to_entry(&self) -> Vec<u8> {
        let entry = Entry {
            access_token: self.access.expose_secret(),
            refresh_token: self.refresh_token(),
            scopes: self.scopes.clone(),
            expires_at: self.expires_at,
        };
        serde_json::to_vec(&entry).unwrap_or_default()
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("scopes", &self.scopes)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_survive_the_keyring_and_never_show() {
        let expires_at = "2026-06-15T14:00:00Z".parse().ok();
        let tokens = Tokens::new("pdus+_planted", Some("planted-too"), vec!["read".into()], expires_at).unwrap();
        let read = Tokens::read(&tokens.to_entry()).unwrap();
        assert_eq!(read.credential.key(), tokens.credential.key());
        assert_eq!((read.refresh_token(), read.expires_at), (Some("planted-too"), expires_at));
        assert!(!format!("{read:?}").contains("planted"));
        assert!(!read.is_fresh());
        assert!(Tokens::read(b"{}").is_none());
    }
}
