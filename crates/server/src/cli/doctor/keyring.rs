//! The keyring: whether a login with OAuth is set up, stored and still valid.

use tokio::time::{Instant, timeout_at};

use super::{report::Check, started::Started};
use crate::{
    config::settings_table::{CLIENT_ID, CLIENT_SECRET},
    credentials::{
        Credentials, Unusable,
        oauth::{Login, Tokens},
    },
};

const NAME: &str = "keyring";

/// What the keyring contains, and what to do about it.
pub(super) async fn check(credentials: &Result<Credentials, Unusable>, deadline: Instant) -> (Check, Option<Tokens>) {
    let credentials = credentials.as_ref().ok();
    let login = credentials.and_then(Credentials::login);
    match (login, credentials.and_then(Credentials::token)) {
        (Some(login), _) => of_login(login, deadline).await,
        (None, Some(_)) => (Check::skipped(NAME, "a token is set, so no login is needed"), None),
        _ => (Check::skipped(NAME, format!("logging in with OAuth is not set up: {CLIENT_ID} is not set")), None),
    }
}

async fn of_login(login: &Login, deadline: Instant) -> (Check, Option<Tokens>) {
    // A locked keyring asks for its password, and waits while nobody answers.
    let Ok(stored) = timeout_at(deadline, login.stored()).await else {
        let hint = "unlock it if it asks for a password, then try again; or set PAGERDUTY_API_TOKEN";
        return (Check::failed(NAME, "does not answer", hint), None);
    };
    match stored {
        Ok(Some(tokens)) if tokens.is_fresh() => {
            let missing = tokens.missing_scopes();
            let check = match missing.is_empty() {
                true => Check::ok(NAME, "holds a login"),
                false => {
                    let found = format!("holds a login without the scopes {}", missing.join(", "));
                    Check::warning(NAME, found, "allow them in `auth login`, or ask an administrator for them")
                }
            };
            (check.fact("scopes", tokens.scopes.join(" ")), Some(tokens))
        }
        Ok(Some(tokens)) if login.can_refresh() && tokens.refresh_token().is_some() => {
            (Check::ok(NAME, "holds a login that the next call refreshes"), None)
        }
        Ok(Some(_)) => {
            let hint = format!("run `auth login` again, or set {CLIENT_SECRET} to have logins refreshed");
            (Check::warning(NAME, "holds a login that has expired", hint), None)
        }
        Ok(None) => (Check::warning(NAME, "nobody is logged in", "run `auth login`"), None),
        Err(error) => {
            let hint = error.hint_text().unwrap_or_else(|| "set PAGERDUTY_API_TOKEN instead".to_owned());
            (Check::failed(NAME, error.message(), hint), None)
        }
    }
}

impl Started<'_> {
    /// What to do if there is no token.
    pub(super) fn without_token(&self) -> &'static str {
        if self.environment.var(CLIENT_ID).is_some() {
            "run `auth login`, or set PAGERDUTY_API_TOKEN"
        } else {
            "set PAGERDUTY_API_TOKEN to an API key of your user (in PagerDuty: My Profile, User Settings), or try --demo"
        }
    }
}
