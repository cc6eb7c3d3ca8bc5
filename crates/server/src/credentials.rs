//! As whom PagerDuty is called: the order of the places where a token may stand, in one function.

use std::{fs, io, path::PathBuf};

use http::{HeaderMap, header::AUTHORIZATION};
use pagerduty::{Credential, InvalidCredential};

use crate::environment::{Environment, TOKEN, TOKEN_FILE, USER_API_KEY};

/// The header in which a platform passes on the token of the person behind a request.
const TOKEN_HEADER: &str = "x-pagerduty-token";

/// The scheme of PagerDuty's own API, accepted from clients that talk to it directly.
const TOKEN_SCHEME: &str = "Token token=";

/// The server's own credential, and those that requests bring.
#[derive(Debug, Default)]
pub struct Credentials {
    own: Option<Credential>,
}

impl Credentials {
    /// Finds the server's own credential, if it has one.
    ///
    /// # Errors
    ///
    /// When there is one that cannot be used.
    pub(crate) fn load(environment: &Environment) -> Result<Self, Unusable> {
        let unusable = |place| move |why| Unusable { place, why };
        let file = environment.var(TOKEN_FILE).map(PathBuf::from);
        let text = match (environment.var(TOKEN), environment.var(USER_API_KEY), file) {
            (Some(token), ..) => Some((TOKEN, token)),
            (None, Some(token), _) => Some((USER_API_KEY, token)),
            (None, None, Some(path)) => {
                let text = fs::read_to_string(&path).map_err(Why::File).map_err(unusable(TOKEN_FILE))?;
                Some((TOKEN_FILE, text))
            }
            (None, None, None) => None,
        };
        let own = match text {
            Some((place, text)) => Some(Credential::new(&text).map_err(Why::Token).map_err(unusable(place))?),
            None => None,
        };
        Ok(Self { own })
    }

    /// This one, whatever the environment says.
    #[must_use]
    pub fn of(credential: Credential) -> Self {
        Self { own: Some(credential) }
    }

    /// Whether the server has a credential of its own, which requests could borrow.
    #[must_use]
    pub fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// The credential of a call: that of its HTTP request, if it came with one and brings one, else the server's own.
    ///
    /// # Errors
    ///
    /// When the request brings one that cannot be used; it then never falls back to the server's own.
    pub(crate) fn of_request(&self, headers: Option<&HeaderMap>) -> Result<Option<Credential>, InvalidCredential> {
        let text =
            |value: &http::HeaderValue| value.to_str().map(str::to_owned).map_err(|_| InvalidCredential::Character);
        if let Some(value) = headers.and_then(|headers| headers.get(TOKEN_HEADER)) {
            return Credential::new(&text(value)?).map(Some);
        }
        if let Some(value) = headers.and_then(|headers| headers.get(AUTHORIZATION))
            && let Some(token) = text(value)?.strip_prefix(TOKEN_SCHEME)
        {
            return Credential::new(token).map(Some);
        }
        Ok(self.own.clone())
    }
}

/// A credential that is configured and cannot be used. The token itself is never repeated.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {why}")]
pub struct Unusable {
    place: &'static str,
    why: Why,
}

#[derive(Debug, thiserror::Error)]
enum Why {
    #[error("the file cannot be read: {0}")]
    File(io::Error),
    #[error(transparent)]
    Token(InvalidCredential),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_comes_before_the_environment() {
        let own = || Credentials { own: Some(Credential::new("own").unwrap()) };
        let none = Credentials::default;
        type Case =
            (Credentials, &'static [(&'static str, &'static str)], Result<Option<&'static str>, InvalidCredential>);
        let table: [Case; 8] = [
            (none(), &[], Ok(None)),
            (own(), &[], Ok(Some("own"))),
            (own(), &[("x-pagerduty-token", "theirs")], Ok(Some("theirs"))),
            (own(), &[("authorization", "Token token=theirs")], Ok(Some("theirs"))),
            (own(), &[("x-pagerduty-token", "a"), ("authorization", "Token token=b")], Ok(Some("a"))),
            (own(), &[("authorization", "Bearer for-this-server")], Ok(Some("own"))),
            (own(), &[("x-pagerduty-token", " ")], Err(InvalidCredential::Empty)),
            (own(), &[("authorization", "Token token=")], Err(InvalidCredential::Empty)),
        ];
        for (credentials, headers, expected) in table {
            let headers: HeaderMap =
                headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            let key = |text: &str| Credential::new(text).unwrap().key();
            let found = credentials.of_request(Some(&headers)).map(|found| found.map(|credential| credential.key()));
            assert_eq!(found, expected.map(|text| text.map(key)), "{headers:?}");
        }
        assert!(own().of_request(None).is_ok_and(|found| found.is_some()));
    }
}
