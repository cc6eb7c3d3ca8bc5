//! The server's own credential: the order of the places where a token may be, in one function.

pub mod oauth;

use std::{io, path::PathBuf, sync::Arc};

use pagerduty::{Credential, InvalidCredential};
use toolkit::call::caller_credential::OwnCredential;

use self::oauth::{Login, Registration};
use crate::{
    config::{
        Options,
        settings_table::{IDENTITY_URL, Setting, TOKEN, TOKEN_FILE, USER_API_KEY},
    },
    environment::Environment,
    regular_file,
};

/// The server's own credential.
#[derive(Debug, Default)]
pub struct Credentials {
    own: Own,
}

/// The kinds of it.
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

impl Credentials {
    /// Finds the server's own credential, if it has one.
    ///
    /// # Errors
    ///
    /// When a credential is configured that cannot be used.
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

    /// This credential, whatever the environment says.
    #[must_use]
    pub fn of(credential: Credential) -> Self {
        Self { own: Own::Token { credential, place: "the simulated account" } }
    }

    /// The server's own token and where it was found, if it has one.
    #[must_use]
    pub fn token(&self) -> Option<(&Credential, &'static str)> {
        match &self.own {
            Own::Token { credential, place } => Some((credential, place)),
            Own::None | Own::Login(_) => None,
        }
    }

    /// The login of this machine's user, if logging in is set up and no token is set.
    pub(crate) fn login(&self) -> Option<&Login> {
        match &self.own {
            Own::Login(login) => Some(login),
            Own::None | Own::Token { .. } => None,
        }
    }

    /// The same in the form that calls use.
    #[must_use]
    pub fn own(&self) -> OwnCredential {
        match &self.own {
            Own::None => OwnCredential::None,
            Own::Token { credential, .. } => OwnCredential::Token(credential.clone()),
            Own::Login(login) => OwnCredential::Login(Arc::new(login.clone())),
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
