//! As whom PagerDuty is called: the order of the places where a token may stand, in one function.

pub mod oauth;
pub(crate) mod request;

use std::{io, path::PathBuf};

use pagerduty::{Credential, InvalidCredential};
use tokio::time::Instant;

use self::{
    oauth::{Login, Registration, Show},
    request::Brought,
};
use crate::{
    config::{
        Options,
        settings_table::{IDENTITY_URL, Setting, TOKEN, TOKEN_FILE, USER_API_KEY},
    },
    environment::Environment,
    error, regular_file,
};

/// The server's own credential, and those that requests bring.
#[derive(Debug, Default)]
pub struct Credentials {
    own: Own,
}

/// As whom the server calls PagerDuty by itself.
#[derive(Debug, Default)]
enum Own {
    #[default]
    None,
    Token {
        credential: Credential,
        /// Where it was found.
        place: &'static str,
    },
    Login(Login),
}

/// Where the credential of a call comes from.
#[derive(Clone, Debug, Default)]
pub enum Source {
    /// There is none: tools answer `AUTH_REQUIRED`.
    #[default]
    None,
    /// A request over HTTP should have brought one.
    Missing,
    /// It is known.
    Token(Credential),
    /// A request over HTTP brought it; whether PagerDuty accepts it shows when it is used.
    Brought(Credential),
    /// It is that of a person, who may have to log in first.
    Login(Login, Show),
}

impl From<Credential> for Source {
    fn from(credential: Credential) -> Self {
        Self::Token(credential)
    }
}

impl Credentials {
    /// Finds the server's own credential, if it has one.
    ///
    /// # Errors
    ///
    /// When there is one that cannot be used.
    pub(crate) fn load(environment: &Environment, options: &Options, user_agent: &str) -> Result<Self, Unusable> {
        let place = |name| Setting::of_variable(name).map_or_else(|| name.to_owned(), |it| environment.place(it));
        let unusable = |name| move |why| Unusable { place: place(name), why };
        let file = environment.var(TOKEN_FILE).map(PathBuf::from);
        let text = match (environment.var(TOKEN), environment.var(USER_API_KEY), file) {
            (Some(token), ..) => Some((TOKEN, token)),
            (None, Some(token), _) => Some((USER_API_KEY, token)),
            (None, None, Some(path)) => {
                let text = regular_file::read_secret(&path).map_err(Why::File).map_err(unusable(TOKEN_FILE))?;
                Some((TOKEN_FILE, text))
            }
            (None, None, None) => None,
        };
        let own = match text {
            Some((place, text)) => {
                let credential = Credential::new(&text).map_err(Why::Token).map_err(unusable(place))?;
                Own::Token { credential, place }
            }
            None => {
                match Registration::load(environment, options).map_err(Why::Identity).map_err(unusable(IDENTITY_URL))? {
                    Some(registration) => Own::Login(Login::new(registration, user_agent)),
                    None => Own::None,
                }
            }
        };
        Ok(Self { own })
    }

    /// This one, whatever the environment says.
    #[must_use]
    pub fn of(credential: Credential) -> Self {
        Self { own: Own::Token { credential, place: "the simulated account" } }
    }

    /// Whether the server has a token of its own, which HTTP requests could borrow. The login of a person is none: it
    /// is never lent to one.
    #[must_use]
    pub fn has_own(&self) -> bool {
        matches!(self.own, Own::Token { .. })
    }

    /// The server's own token and where it was found, if it has one.
    #[must_use]
    pub fn token(&self) -> Option<(&Credential, &'static str)> {
        match &self.own {
            Own::Token { credential, place } => Some((credential, place)),
            Own::None | Own::Login(_) => None,
        }
    }

    /// The credential of a call: that of its HTTP request, if it came with one and brings one, else the server's own
    /// token, else the login of the person in front of this machine, which is not for requests over HTTP.
    ///
    /// # Errors
    ///
    /// Never at present: the transport refuses requests whose token cannot be used.
    pub(crate) fn of_request(&self, request: Option<&Brought>) -> Result<Source, InvalidCredential> {
        Ok(match (&self.own, request) {
            (_, Some(Brought(Some(credential)))) => Source::Brought(credential.clone()),
            (Own::Token { credential, .. }, _) => Source::Token(credential.clone()),
            (Own::Login(login), None) => Source::Login(login.clone(), Show::default()),
            (Own::Login(_) | Own::None, Some(_)) => Source::Missing,
            (Own::None, None) => Source::None,
        })
    }
}

impl Source {
    /// The credential, if there is one; a person may have until the deadline to log in.
    pub(crate) async fn resolve(&self, deadline: Instant) -> error::Result<Option<Credential>> {
        match self {
            Self::None => Ok(None),
            Self::Missing => Err(error::Error::token_missing()),
            Self::Token(credential) | Self::Brought(credential) => Ok(Some(credential.clone())),
            Self::Login(login, show) => login.credential(deadline, show).await.map(Some),
        }
    }
}

/// A credential that is configured and cannot be used. The token itself is never repeated.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {why}")]
pub struct Unusable {
    place: String,
    why: Why,
}

#[derive(Debug, thiserror::Error)]
enum Why {
    #[error("the file cannot be used: {0}")]
    File(io::Error),
    #[error(transparent)]
    Token(InvalidCredential),
    #[error(transparent)]
    Identity(oauth::NotLoopback),
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_request_comes_before_the_token_and_the_token_before_the_login() {
        let own = || Credentials::of(Credential::new("own").unwrap());
        let none = Credentials::default;
        let login = || {
            let registration = Registration {
                client_id: "client".into(),
                client_secret: None,
                identity: "http://127.0.0.1:1".parse().unwrap(),
                callback_port: 5173,
                login_timeout: Duration::from_secs(1),
            };
            Credentials { own: Own::Login(Login::new(registration, "test")) }
        };
        let theirs = || Some(Brought(Some(Credential::new("theirs").unwrap())));
        let nothing = || Some(Brought::default());
        type Case = (Credentials, Option<Brought>, &'static str);
        let table: [Case; 9] = [
            (none(), None, "nothing"),
            (own(), None, "own"),
            (login(), None, "login"),
            (none(), nothing(), "nothing in the request"),
            (own(), nothing(), "own"),
            (login(), nothing(), "nothing in the request"),
            (none(), theirs(), "theirs"),
            (login(), theirs(), "theirs"),
            (own(), theirs(), "theirs"),
        ];
        for (credentials, request, expected) in table {
            let found = match credentials.of_request(request.as_ref()).unwrap() {
                Source::None => "nothing",
                Source::Missing => "nothing in the request",
                Source::Login(..) => "login",
                Source::Brought(_) => "theirs",
                Source::Token(_) => "own",
            };
            assert_eq!(found, expected, "{request:?}");
        }
    }
}
