//! `auth`: log in with OAuth, see whose token is in use, log out. No token is ever printed.

use std::process::ExitCode;

use pagerduty::{Client, Credential, Endpoint, ErrorKind};
use serde_json::{Value, json};
use tokio::sync::watch;
use toolkit::error::Error;

use super::{Failure, USER_AGENT, print, tell};
use crate::{
    config::{
        AuthAction, AuthCommand, Options,
        settings_table::{CLIENT_ID, CLIENT_SECRET, IDENTITY_URL},
    },
    credentials::{
        Credentials,
        oauth::{Login, Progress, Registration, Tokens},
    },
    environment::Environment,
};

pub(super) async fn run(
    options: &Options,
    environment: &Environment,
    command: AuthCommand,
) -> Result<ExitCode, Failure> {
    if options.demo {
        return Err("the simulated account of --demo needs no login".into());
    }
    let endpoint = Endpoint::new(options.base_url(environment)?, USER_AGENT);
    match command.action {
        AuthAction::Login => login(options, environment, &endpoint).await,
        AuthAction::Logout => logout(options, environment).await,
        AuthAction::Status { json } => {
            let credentials = Credentials::load(environment, options, USER_AGENT)?;
            let status = Status::of(&credentials, &endpoint).await;
            print(&if json { status.to_json().to_string() } else { status.to_text() });
            Ok(if status.problem.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
        }
    }
}

async fn login(options: &Options, environment: &Environment, endpoint: &Endpoint) -> Result<ExitCode, Failure> {
    let login = registered(options, environment)?;
    let tokens = wait(login.anew()).await?;
    let status = Status::of_login(&login, tokens, endpoint).await;
    print(&format!("Logged in to PagerDuty.\n{}", status.to_text()));
    if let Some((_, place)) = Credentials::load(environment, options, USER_AGENT)?.token() {
        tell(&format!("{place} is set and comes before this login: unset it to use the login"));
    }
    Ok(ExitCode::SUCCESS)
}

async fn logout(options: &Options, environment: &Environment) -> Result<ExitCode, Failure> {
    let was_logged_in = registered(options, environment)?.forget().await.map_err(|error| told(&error))?;
    print(match was_logged_in {
        // PagerDuty documents no way for a program to revoke tokens.
        true => {
            "Logged out: the tokens were removed from the keyring. PagerDuty accepts them until they expire; a person \
             can withdraw them in PagerDuty."
        }
        false => "Nobody was logged in.",
    });
    Ok(ExitCode::SUCCESS)
}

fn registered(options: &Options, environment: &Environment) -> Result<Login, Failure> {
    let registration = Registration::load(environment, options).map_err(|error| format!("{IDENTITY_URL}: {error}"))?;
    let registration = registration.ok_or_else(|| {
        format!("{CLIENT_ID} is not set: register an OAuth application with PagerDuty and set it to its client ID")
    })?;
    Ok(Login::new(registration, USER_AGENT))
}

/// Waits for a person to log in, and says on standard error what to do.
pub(super) async fn wait(mut progress: watch::Receiver<Progress>) -> Result<Tokens, Failure> {
    let mut told_of = String::new();
    loop {
        let present = progress.borrow_and_update().clone();
        let words = match present {
            Progress::Done(tokens) => return Ok(tokens),
            Progress::Failed(error) => return Err(told(&error)),
            Progress::Working => String::new(),
            Progress::Elsewhere => "Another process is logging in: waiting for it.".to_owned(),
            Progress::Asked { url, .. } => format!("Log in to PagerDuty in your browser:\n{url}"),
        };
        if !words.is_empty() && words != told_of {
            tell(&words);
            told_of = words;
        }
        progress.changed().await?;
    }
}

/// An error in the form that people read.
fn told(error: &Error) -> Failure {
    match error.hint_text().filter(|hint| !hint.is_empty()) {
        Some(hint) => format!("{}\n{hint}", error.message()).into(),
        None => error.message().into(),
    }
}

/// Whose token is in use, where it comes from, and what it may do.
#[derive(Debug, Default)]
struct Status {
    source: Option<String>,
    kind: Option<&'static str>,
    user: Option<(String, String)>,
    scopes: Option<Vec<String>>,
    missing_scopes: Vec<&'static str>,
    expires_at: Option<pagerduty::Timestamp>,
    is_refreshed: Option<bool>,
    /// Why the token cannot be used, or that there is no token.
    problem: Option<String>,
}

impl Status {
    async fn of(credentials: &Credentials, endpoint: &Endpoint) -> Self {
        if let Some((credential, place)) = credentials.token() {
            let status = Self { source: Some(place.to_owned()), ..Self::default() };
            return status.ask(credential, endpoint).await;
        }
        let problem = match credentials.login() {
            Some(login) => match login.stored().await {
                Ok(Some(tokens)) => return Self::of_login(login, tokens, endpoint).await,
                Ok(None) => "nobody is logged in: `auth login` starts a login".to_owned(),
                Err(error) => told(&error).to_string(),
            },
            None => format!("no token is configured: set PAGERDUTY_API_TOKEN, or {CLIENT_ID} to log in with OAuth"),
        };
        Self { problem: Some(problem), ..Self::default() }
    }

    async fn of_login(login: &Login, tokens: Tokens, endpoint: &Endpoint) -> Self {
        let can_refresh = login.can_refresh() && tokens.refresh_token().is_some();
        let status = Self {
            source: Some(format!("OAuth login in the keyring, of the application {}", login.registration().client_id)),
            kind: Some("OAuth access token"),
            missing_scopes: tokens.missing_scopes(),
            scopes: Some(tokens.scopes.clone()),
            expires_at: tokens.expires_at,
            is_refreshed: Some(can_refresh),
            ..Self::default()
        };
        if tokens.is_fresh() {
            return status.ask(&tokens.credential, endpoint).await;
        }
        let problem = match can_refresh {
            true => return status,
            false => format!("the access token has expired: log in again, or set {CLIENT_SECRET} to have it refreshed"),
        };
        Self { problem: Some(problem), ..status }
    }

    /// Asks PagerDuty whose token it is.
    async fn ask(mut self, credential: &Credential, endpoint: &Endpoint) -> Self {
        let client: Client = endpoint.client(credential.clone());
        let is_key = !credential.is_access_token();
        match client.current_user().await {
            Ok(row) => {
                let mut user = row.item;
                self.user = Some((user.name.take().unwrap_or_default(), user.email.take().unwrap_or_default()));
                self.kind = Some(if is_key { "API key of a user" } else { "OAuth access token" });
            }
            Err(error) if error.kind() == ErrorKind::NoUser => {
                self.kind =
                    Some(if is_key { "API key of the account" } else { "OAuth access token of an application" });
            }
            Err(error) => {
                let error = Error::from(error);
                self.problem = Some(told(&error).to_string());
            }
        }
        self
    }

    fn to_json(&self) -> Value {
        json!({
            "ok": self.problem.is_none(),
            "problem": self.problem,
            "source": self.source,
            "kind": self.kind,
            "user": self.user.as_ref().map(|(name, email)| json!({"name": name, "email": email})),
            "scopes": self.scopes,
            "missing_scopes": self.missing_scopes,
            "expires_at": self.expires_at,
            "is_refreshed": self.is_refreshed,
        })
    }

    fn to_text(&self) -> String {
        let mut lines = Vec::new();
        let mut line = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                lines.push(format!("{name:8} {value}"));
            }
        };
        line("Token", self.kind.map(str::to_owned));
        line("From", self.source.clone());
        line("User", self.user.as_ref().map(|(name, email)| format!("{name} <{email}>")));
        line("Scopes", self.scopes.as_ref().map(|scopes| scopes.join(" ")));
        let missing = (!self.missing_scopes.is_empty()).then(|| self.missing_scopes.join(" "));
        line("Missing", missing.map(|scopes| format!("{scopes}: some tools will be refused")));
        let refreshed = match self.is_refreshed {
            Some(true) => "; it is refreshed automatically",
            Some(false) => "; after that, you have to log in again",
            None => "",
        };
        line("Expires", self.expires_at.map(|time| format!("{time}{refreshed}")));
        line("Problem", self.problem.clone());
        lines.join("\n")
    }
}
