//! Environment variables, and the `.env` file of the working directory behind them.
//!
//! The file may have come with a checked-out repository, so it is trusted less than the environment: only variables
//! that this program knows are read, and it cannot send a token that it did not bring to another address.

use std::{collections::BTreeMap, env, fs, path::Path};

use clap::{Arg, Command, builder::Resettable};

/// The variable of the token.
pub(crate) const TOKEN: &str = "PAGERDUTY_API_TOKEN";

/// The token under the name that PagerDuty's own server gave it.
pub(crate) const USER_API_KEY: &str = "PAGERDUTY_USER_API_KEY";

/// A file with the token, as containers get their secrets.
pub(crate) const TOKEN_FILE: &str = "PAGERDUTY_API_TOKEN_FILE";

/// The PagerDuty application that people log in with.
pub(crate) const CLIENT_ID: &str = "PAGERDUTY_CLIENT_ID";

/// Its secret, with which logins last longer than an access token.
pub(crate) const CLIENT_SECRET: &str = "PAGERDUTY_CLIENT_SECRET";

/// Another identity provider than PagerDuty's, on this machine. It gets the client secret.
pub(crate) const IDENTITY_URL: &str = "PAGERDUTY_IDENTITY_URL";

/// Variables that bring a token, the first that is set before the others.
pub(crate) const TOKENS: [&str; 3] = [TOKEN, USER_API_KEY, TOKEN_FILE];

/// The address of the API under the name that PagerDuty's own server gave it.
pub(crate) const API_HOST: &str = "PAGERDUTY_API_HOST";

/// What the names of this program's variables start with, all but `RESPONSE_LIMIT`.
pub(crate) const PREFIX: &str = "PAGERDUTY_";

/// Variables that no flag has.
pub(crate) const WITHOUT_FLAG: [&str; 4] = [TOKEN, USER_API_KEY, TOKEN_FILE, API_HOST];

/// Variables that say where the token is sent.
const ADDRESSES: [&str; 2] = ["PAGERDUTY_API_URL", API_HOST];

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The command line.
    Flag,
    /// The environment of the process.
    Environment,
    /// The file of the working directory.
    File,
}

impl Source {
    /// The source by its name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::File => ".env",
        }
    }
}

/// The variables of the environment and of `.env`.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    file: BTreeMap<String, String>,
    /// What was wrong with the file.
    pub(crate) warnings: Vec<String>,
}

impl Environment {
    /// Reads `.env` of a directory, if there is one.
    pub(crate) fn load(directory: &Path) -> Self {
        let mut environment = Self::default();
        let path = directory.join(".env");
        // A virtual environment may be a directory of this name, and reading a pipe would wait for ever.
        if !path.is_file() {
            return environment;
        }
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                environment.warnings.push(format!("`.env` cannot be read: {error}"));
                return environment;
            }
        };
        // Some editors begin a file with a byte order mark, which would become part of the first name.
        for line in dotenvy::from_read_iter(text.trim_start_matches('\u{feff}').as_bytes()) {
            match line {
                Ok((name, value)) => {
                    environment.file.insert(name, value);
                }
                // The line may hold a secret, so it is not repeated.
                Err(_) => {
                    environment.warnings.push("`.env` has a line that is not `NAME=value`: it was left out".into())
                }
            }
        }
        // The tokens of a login stand in the keyring, which is outside of the file too.
        let outside = TOKENS.into_iter().find(|name| from_process(name).is_some());
        if let Some(secret) = outside.or_else(|| environment.var(CLIENT_ID).map(|_| CLIENT_ID)) {
            for name in ADDRESSES {
                environment.ignore(name, &format!("{secret} is set and its token stays with its own address"));
            }
        }
        environment.ignore(IDENTITY_URL, "it is read from the environment only");
        environment
    }

    fn ignore(&mut self, name: &str, reason: &str) {
        if self.file.remove(name).is_some() {
            self.warnings.push(format!("{name} in `.env` is ignored: {reason}"));
        }
    }

    /// A variable that is set and not empty; the environment wins over the file.
    pub(crate) fn var(&self, name: &str) -> Option<String> {
        from_process(name).or_else(|| self.file.get(name).filter(|value| !value.is_empty()).cloned())
    }

    /// Where [`var`](Self::var) finds a variable.
    pub(crate) fn source(&self, name: &str) -> Option<Source> {
        match from_process(name) {
            Some(_) => Some(Source::Environment),
            None => self.var(name).map(|_| Source::File),
        }
    }

    /// The names of the variables of the file.
    pub(crate) fn names_in_file(&self) -> impl Iterator<Item = String> {
        self.file.keys().cloned()
    }

    /// The command with the variables of the file as defaults, below flags and the environment. A variable that is set
    /// and empty, as templates of client configurations leave it, is as good as unset.
    pub(crate) fn as_defaults(&self, command: Command) -> Command {
        command.mut_args(|argument| {
            let Some(name) = argument.get_env().and_then(|name| name.to_str()).map(str::to_owned) else {
                return argument;
            };
            let of_file = self.file.get(&name).filter(|value| !value.is_empty()).cloned();
            match (env::var_os(&name).is_some_and(|value| value.is_empty()), of_file) {
                (true, Some(value)) => without_variable(argument).default_value(value),
                (true, None) => without_variable(argument),
                (false, Some(value)) => argument.default_value(value),
                (false, None) => argument,
            }
        })
    }
}

fn without_variable(argument: Arg) -> Arg {
    argument.env(Resettable::<clap::builder::OsStr>::Reset)
}

fn from_process(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
