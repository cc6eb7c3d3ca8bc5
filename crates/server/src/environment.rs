//! Environment variables, and the `.env` file of the working directory behind them.
//!
//! The file may have come with a checked-out repository, so it is trusted less than the environment: only variables
//! that this program knows are read, and it cannot send a token that it did not bring to another address.

use std::{collections::BTreeMap, env, path::Path};

use clap::Command;

/// The variable of the token.
pub(crate) const TOKEN: &str = "PAGERDUTY_API_TOKEN";

/// The token under the name that PagerDuty's own server gave it.
pub(crate) const USER_API_KEY: &str = "PAGERDUTY_USER_API_KEY";

/// A file with the token, as containers get their secrets.
pub(crate) const TOKEN_FILE: &str = "PAGERDUTY_API_TOKEN_FILE";

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
        let lines = match dotenvy::from_path_iter(&path) {
            Ok(lines) => lines,
            Err(error) if error.not_found() => return environment,
            Err(error) => {
                environment.warnings.push(format!("`.env` cannot be read: {error}"));
                return environment;
            }
        };
        for line in lines {
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
        if let Some(token) = TOKENS.into_iter().find(|name| from_process(name).is_some()) {
            for name in ADDRESSES {
                if environment.file.remove(name).is_some() {
                    environment.warnings.push(format!(
                        "{name} in `.env` is ignored: {token} is set outside of it and stays with its own address"
                    ));
                }
            }
        }
        environment
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

    /// The command with the variables of the file as defaults, below flags and the environment.
    pub(crate) fn as_defaults(&self, command: Command) -> Command {
        command.mut_args(|argument| {
            let value =
                argument.get_env().and_then(|name| self.file.get(name.to_str()?)).filter(|value| !value.is_empty());
            match value {
                Some(value) => argument.default_value(value.clone()),
                None => argument,
            }
        })
    }
}

fn from_process(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
