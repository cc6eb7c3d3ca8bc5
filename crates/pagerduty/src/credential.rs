//! As whom requests are made: an API key (`Token token=…`) or an OAuth access token (`Bearer …`).
//!
//! Which of the two a text is can be read off its prefix; whether a key belongs to an account or to a user cannot
//! (PagerDuty developer documentation, "Authentication"), so that is not decided here.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::{Mask, placeholder};

/// A PagerDuty API key or OAuth access token. It never shows in `Debug`.
#[derive(Clone)]
pub struct Credential {
    scheme: Scheme,
    secret: SecretString,
    mask: Arc<OnceLock<Mask>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    ApiKey,
    Bearer,
}

impl Credential {
    /// Reads a key or access token; surrounding white space, as files and shells leave it, is dropped.
    ///
    /// # Errors
    ///
    /// When nothing is left, or when a character is not valid in an HTTP header.
    pub fn new(text: &str) -> Result<Self, InvalidCredential> {
        let text = text.trim();
        let is_access_token = ["pdus+_", "pdeu+_"].iter().any(|prefix| text.starts_with(prefix));
        Self::with_scheme(if is_access_token { Scheme::Bearer } else { Scheme::ApiKey }, text)
    }

    /// An OAuth access token, known to be one by where it comes from.
    ///
    /// # Errors
    ///
    /// As for [`Credential::new`].
    pub fn access_token(text: &str) -> Result<Self, InvalidCredential> {
        Self::with_scheme(Scheme::Bearer, text)
    }

    fn with_scheme(scheme: Scheme, text: &str) -> Result<Self, InvalidCredential> {
        if text.is_empty() {
            return Err(InvalidCredential::Empty);
        }
        if placeholder::is_quoted(text) {
            return Err(InvalidCredential::Quoted);
        }
        if placeholder::has_name(text) {
            return Err(InvalidCredential::Named);
        }
        if placeholder::is_placeholder(text) {
            return Err(InvalidCredential::Placeholder);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidCredential::Character);
        }
        if text.ends_with([',', ';']) {
            return Err(InvalidCredential::Punctuation);
        }
        Ok(Self { scheme, secret: text.into(), mask: Arc::default() })
    }

    /// Whether this is an OAuth access token, which has scopes, and not an API key.
    #[must_use]
    pub fn is_access_token(&self) -> bool {
        self.scheme == Scheme::Bearer
    }

    /// The value of the `Authorization` header, marked sensitive so that no log of headers shows it.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let secret = self.secret.expose_secret();
        let text = match self.scheme {
            Scheme::ApiKey => format!("Token token={secret}"),
            Scheme::Bearer => format!("Bearer {secret}"),
        };
        let mut value = HeaderValue::try_from(text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// What keeps the token out of what is shown.
    pub(crate) fn mask(&self) -> &Mask {
        self.mask.get_or_init(|| Mask::of(self.secret.expose_secret()))
    }

    /// What this credential is known by where it must be told from others.
    #[must_use]
    pub fn key(&self) -> CredentialKey {
        CredentialKey(Sha256::digest(self.secret.expose_secret().as_bytes()).into())
    }
}

/// What a credential is known by in the keys of caches and limits, and in logs: its SHA-256, which cannot be turned back
/// into the token. It shows as its first eight digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CredentialKey([u8; 32]);

impl AsRef<[u8]> for CredentialKey {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for CredentialKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for CredentialKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialKey({self})")
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential({:?}, [redacted])", self.scheme)
    }
}

/// Why a text cannot be a credential. The text itself is never repeated.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidCredential {
    /// Nothing but white space.
    #[error("the token is empty")]
    Empty,
    /// Quotes that belong to a file or a shell, and not to the token.
    #[error("the token is in quotes: remove them")]
    Quoted,
    /// The name of a setting, or the scheme of a header.
    #[error("there is something before the token, such as `token=` or `Bearer`: keep only the token itself")]
    Named,
    /// What separates the token from something else.
    #[error("there is a comma or semicolon after the token: remove it")]
    Punctuation,
    /// What documents and templates have instead of a token.
    #[error("this is a placeholder and not a token: put the token itself in its place")]
    Placeholder,
    /// White space, a control character or a letter outside ASCII inside the token.
    #[error("the token contains a character that no PagerDuty token has, such as a space or a line break")]
    Character,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_decides_the_scheme() {
        for (text, header) in [
            ("y_NbAkKc66ryYTWUXYEu", "Token token=y_NbAkKc66ryYTWUXYEu"),
            (" u+abc\n", "Token token=u+abc"),
            ("pdus+_0XBPWQQ_x", "Bearer pdus+_0XBPWQQ_x"),
            ("pdeu+_0XBPWQQ_x", "Bearer pdeu+_0XBPWQQ_x"),
        ] {
            let value = Credential::new(text).unwrap().header().unwrap();
            assert_eq!(value.to_str().unwrap(), header);
            assert!(value.is_sensitive());
        }
    }

    #[test]
    fn a_secret_is_never_shown() {
        let credential = Credential::new("planted-secret").unwrap();
        let key = credential.key();
        assert!(!format!("{credential:?} {key:?} {key}").contains("planted"));
        assert_eq!(key, Credential::new("planted-secret\n").unwrap().key());
        assert_ne!(key, Credential::new("planted-secre").unwrap().key());
        assert_eq!(Credential::new(" \n").unwrap_err(), InvalidCredential::Empty);
        for bad in ["a b", "a\nb", "gr\u{fc}n"] {
            assert_eq!(Credential::new(bad).unwrap_err(), InvalidCredential::Character);
        }
    }
}
