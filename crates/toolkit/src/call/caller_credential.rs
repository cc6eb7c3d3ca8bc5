//! As whom a call asks PagerDuty: the order of the places where its credential may come from, in one function.

use std::{fmt, sync::Arc};

use futures_util::future::BoxFuture;
use pagerduty::Credential;
use tokio::time::Instant;

use crate::{
    call::login_prompt::LoginPrompt,
    error::{Error, Result},
};

/// Where the credential of a call comes from.
#[derive(Clone, Debug, Default)]
pub enum CallerCredential {
    /// No credential: tools answer `AUTH_REQUIRED`.
    #[default]
    None,
    /// A request over HTTP should have brought one.
    Missing,
    /// It is known.
    Token(Credential),
    /// A request over HTTP brought it; whether PagerDuty accepts it shows when it is used.
    Brought(Credential),
    /// It is that of a person, who may have to log in first.
    Login(Arc<dyn PersonalLogin>, LoginPrompt),
}

/// The login of the person in front of this machine.
pub trait PersonalLogin: fmt::Debug + Send + Sync {
    /// The access token, from a refresh or a login where that is needed. Both go on when the deadline has passed.
    ///
    /// # Errors
    ///
    /// `AUTH_REQUIRED` when somebody has to do something first.
    fn credential<'a>(&'a self, deadline: Instant, prompt: &'a LoginPrompt) -> BoxFuture<'a, Result<Credential>>;

    /// Says that PagerDuty does not accept this access token, so that it is not used again.
    fn reject(&self, credential: &Credential);
}

/// As whom the server itself calls PagerDuty.
#[derive(Clone, Debug, Default)]
pub enum OwnCredential {
    /// As nobody.
    #[default]
    None,
    /// With a token, which requests over HTTP may borrow.
    Token(Credential),
    /// As the person in front of this machine.
    Login(Arc<dyn PersonalLogin>),
}

/// The PagerDuty token that a request over HTTP brought, if it did.
#[derive(Clone, Debug, Default)]
pub struct Brought(pub Option<Credential>);

impl OwnCredential {
    /// Whether the server has a token of its own, which HTTP requests could borrow. A person's login is not one: it
    /// is never lent to one.
    #[must_use]
    pub fn can_be_lent(&self) -> bool {
        matches!(self, Self::Token(_))
    }

    /// The credential of a call: that of its HTTP request, if it came with one and brings one, else the server's own
    /// token, else the login of the person in front of this machine, which is not for requests over HTTP.
    #[must_use]
    pub fn for_request(&self, request: Option<&Brought>) -> CallerCredential {
        match (self, request) {
            (_, Some(Brought(Some(credential)))) => CallerCredential::Brought(credential.clone()),
            (Self::Token(credential), _) => CallerCredential::Token(credential.clone()),
            (Self::Login(login), None) => CallerCredential::Login(Arc::clone(login), LoginPrompt::default()),
            (Self::Login(_) | Self::None, Some(_)) => CallerCredential::Missing,
            (Self::None, None) => CallerCredential::None,
        }
    }
}

impl From<Credential> for CallerCredential {
    fn from(credential: Credential) -> Self {
        Self::Token(credential)
    }
}

impl CallerCredential {
    /// The credential, if there is one; a person may have until the deadline to log in.
    pub async fn resolve(&self, deadline: Instant) -> Result<Option<Credential>> {
        match self {
            Self::None => Ok(None),
            Self::Missing => Err(Error::token_missing()),
            Self::Token(credential) | Self::Brought(credential) => Ok(Some(credential.clone())),
            Self::Login(login, prompt) => login.credential(deadline, prompt).await.map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Somebody;

    impl PersonalLogin for Somebody {
        fn credential<'a>(&'a self, _: Instant, _: &'a LoginPrompt) -> BoxFuture<'a, Result<Credential>> {
            Box::pin(async { Err(Error::auth_required()) })
        }

        fn reject(&self, _: &Credential) {}
    }

    #[test]
    fn the_request_comes_before_the_token_and_the_token_before_the_login() {
        let own = || OwnCredential::Token(Credential::new("own").unwrap());
        let none = OwnCredential::default;
        let login = || OwnCredential::Login(Arc::new(Somebody));
        let theirs = || Some(Brought(Some(Credential::new("theirs").unwrap())));
        let nothing = || Some(Brought::default());
        type Case = (OwnCredential, Option<Brought>, &'static str);
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
        for (credential, request, expected) in table {
            let found = match credential.for_request(request.as_ref()) {
                CallerCredential::None => "nothing",
                CallerCredential::Missing => "nothing in the request",
                CallerCredential::Login(..) => "login",
                CallerCredential::Brought(_) => "theirs",
                CallerCredential::Token(_) => "own",
            };
            assert_eq!(found, expected, "{request:?}");
        }
    }
}
