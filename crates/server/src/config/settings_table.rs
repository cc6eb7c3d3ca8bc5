//! Every setting of the program: its flag, its variable, and what a `.env` file in the working directory may set.
//!
//! `.env` may have come with a repository that somebody only opened, so it is not trusted: it may set only what this
//! table allows. `environment` enforces the table; `doctor` and `docs/configuration.md` show it.
//!
//! To add a setting, add its flag to [`Cli`](super::Cli) with `env = "PAGERDUTY_…"` and a row here, most likely
//! `flag("flag-name", "PAGERDUTY_…", Never)`. A flag that makes the server stricter may be
//! `Only("true")`. A test fails if a flag or a variable has no row.

use Dotenv::{Address, AtMostDefault, Credential, Never, OauthClient, Only, Region};

/// The variable of the token.
pub(crate) const TOKEN: &str = "PAGERDUTY_API_TOKEN";

/// The token under the name that PagerDuty's own server gave it.
pub(crate) const USER_API_KEY: &str = "PAGERDUTY_USER_API_KEY";

/// A file with the token, as containers provide secrets.
pub(crate) const TOKEN_FILE: &str = "PAGERDUTY_API_TOKEN_FILE";

/// The PagerDuty application that people log in with.
pub(crate) const CLIENT_ID: &str = "PAGERDUTY_CLIENT_ID";

/// Its secret, with which logins last longer than an access token.
pub(crate) const CLIENT_SECRET: &str = "PAGERDUTY_CLIENT_SECRET";

/// Another identity provider than PagerDuty's, on this machine. It gets the client secret.
pub(crate) const IDENTITY_URL: &str = "PAGERDUTY_IDENTITY_URL";

/// The address of the API under the name that PagerDuty's own server gave it.
pub(crate) const API_HOST: &str = "PAGERDUTY_API_HOST";

/// Variables that bring a token, in order of precedence.
pub(crate) const TOKENS: [&str; 3] = [TOKEN, USER_API_KEY, TOKEN_FILE];

/// What the names of this program's variables start with, all but `RESPONSE_LIMIT`.
pub(crate) const PREFIX: &str = "PAGERDUTY_";

/// What `.env` may set. Flags and the environment always win over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dotenv {
    /// Nothing.
    Never,
    /// A token of its own, if nothing else brings a credential.
    Credential,
    /// Where the token of `.env` goes, and no other.
    Address,
    /// Which of PagerDuty's own addresses the credential of `.env` goes to, and no other.
    Region,
    /// The application that people log in with, if nothing else brings a credential.
    OauthClient,
    /// A limit that is not higher than the default.
    AtMostDefault,
    /// This value, which makes the server stricter.
    Only(&'static str),
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// The name of its flag, without the dashes.
    pub(crate) flag: Option<&'static str>,
    /// Its environment variable.
    pub(crate) variable: Option<&'static str>,
    pub(crate) dotenv: Dotenv,
    /// Whether the value is never shown.
    pub(crate) is_secret: bool,
    /// What a setting without a flag means; a flag has its help.
    pub(crate) meaning: &'static str,
}

const fn flag(name: &'static str, variable: &'static str, dotenv: Dotenv) -> Setting {
    Setting { flag: Some(name), variable: Some(variable), dotenv, is_secret: false, meaning: "" }
}

const fn flag_only(name: &'static str) -> Setting {
    Setting { flag: Some(name), variable: None, dotenv: Never, is_secret: false, meaning: "" }
}

const fn variable(name: &'static str, dotenv: Dotenv, meaning: &'static str) -> Setting {
    Setting { flag: None, variable: Some(name), dotenv, is_secret: false, meaning }
}

const fn secret(name: &'static str, dotenv: Dotenv, meaning: &'static str) -> Setting {
    Setting { is_secret: true, ..variable(name, dotenv, meaning) }
}

/// Every setting.
pub(crate) const SETTINGS: &[Setting] = &[
    secret(TOKEN, Credential, "A PagerDuty API key or OAuth access token (`pdus+_…`, `pdeu+_…`)."),
    secret(USER_API_KEY, Credential, "The same, under the name that PagerDuty's own server uses."),
    variable(TOKEN_FILE, Never, "A file with the token on one line, 64 KiB at most."),
    variable(API_HOST, Address, "Another name for `PAGERDUTY_API_URL`, which wins."),
    variable(
        CLIENT_ID,
        OauthClient,
        "The client ID of an OAuth application that is registered with PagerDuty, with the scopes `read write` and the \
         redirect address `http://localhost:5173/oauth/pagerduty`.",
    ),
    secret(
        CLIENT_SECRET,
        OauthClient,
        "Its secret, if it has one. With it, an expired access token is refreshed; without it, people log in again.",
    ),
    variable(IDENTITY_URL, Never, "A loopback address that replaces `https://identity.pagerduty.com`, for simulators."),
    variable(
        "BROWSER",
        Never,
        "The command that opens the login page, with `%s` where the address goes. Default: the desktop's browser.",
    ),
    variable(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        Never,
        "Where traces are exported to, in builds with the feature `otlp`. The other `OTEL_` variables work too.",
    ),
    flag_only("demo"),
    flag("region", "PAGERDUTY_REGION", Region),
    flag("api-url", "PAGERDUTY_API_URL", Address),
    flag("user-email", "PAGERDUTY_USER_EMAIL", Never),
    flag("response-limit", "RESPONSE_LIMIT", AtMostDefault),
    flag("max-response-bytes", "PAGERDUTY_MAX_RESPONSE_BYTES", AtMostDefault),
    flag("call-timeout", "PAGERDUTY_CALL_TIMEOUT", AtMostDefault),
    flag("max-writes-per-minute", "PAGERDUTY_MAX_WRITES_PER_MINUTE", AtMostDefault),
    flag("confirm", "PAGERDUTY_CONFIRM", Only("always")),
    flag("confirm-timeout", "PAGERDUTY_CONFIRM_TIMEOUT", Never),
    flag("audit-log", "PAGERDUTY_AUDIT_LOG", Never),
    flag("oauth-callback-port", "PAGERDUTY_OAUTH_CALLBACK_PORT", OauthClient),
    flag("login-timeout", "PAGERDUTY_LOGIN_TIMEOUT", Never),
    flag("log", "PAGERDUTY_LOG", Never),
    flag("log-format", "PAGERDUTY_LOG_FORMAT", Never),
    flag("toolsets", "PAGERDUTY_TOOLSETS", Never),
    flag("tools", "PAGERDUTY_TOOLS", Never),
    flag("exclude-tools", "PAGERDUTY_EXCLUDE_TOOLS", Never),
    flag("read-only", "PAGERDUTY_READ_ONLY", Only("true")),
    flag("allow-operations", "PAGERDUTY_ALLOW_OPERATIONS", Never),
    flag("lockdown", "PAGERDUTY_LOCKDOWN", Only("true")),
    flag("transport", "PAGERDUTY_TRANSPORT", Never),
    flag("listen", "PAGERDUTY_LISTEN", Never),
    flag("metrics-listen", "PAGERDUTY_METRICS_LISTEN", Never),
    flag("allowed-host", "PAGERDUTY_ALLOWED_HOSTS", Never),
    flag("allowed-origin", "PAGERDUTY_ALLOWED_ORIGINS", Never),
    flag("server-token-file", "PAGERDUTY_SERVER_TOKEN_FILE", Never),
    flag("state-key-file", "PAGERDUTY_STATE_KEY_FILE", Never),
    flag("max-calls", "PAGERDUTY_MAX_CALLS", Never),
    flag("max-calls-per-token", "PAGERDUTY_MAX_CALLS_PER_TOKEN", Never),
    flag("shutdown-grace", "PAGERDUTY_SHUTDOWN_GRACE", Never),
];

impl Setting {
    /// The setting that this variable sets.
    pub(crate) fn of_variable(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.variable == Some(name))
    }

    /// The setting that this flag sets.
    pub(crate) fn of_flag(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.flag == Some(name))
    }
}

/// Whether a variable belongs to this program by its name, known or not. Other programs read `BROWSER` and `OTEL_…`
/// too.
pub(crate) fn is_ours(variable: &str) -> bool {
    variable.starts_with(PREFIX) || variable == "RESPONSE_LIMIT"
}

impl Dotenv {
    /// What `.env` may set, as `docs/configuration.md` says it.
    pub(crate) fn description(self) -> String {
        match self {
            Never => "no".to_owned(),
            Address => "for a token of `.env`".to_owned(),
            Region => "for a credential of `.env`".to_owned(),
            Credential | OauthClient => "if nothing else sets a credential".to_owned(),
            AtMostDefault => "up to the default".to_owned(),
            Only(value) => format!("`{value}` only"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use clap::{Command, CommandFactory};

    use super::*;
    use crate::config::Cli;

    /// Flags with their variables, those of every command too.
    fn arguments(command: &Command, found: &mut Vec<(Option<String>, Option<String>)>, is_root: bool) {
        for argument in command.get_arguments() {
            let flag = argument.get_long().map(str::to_owned);
            let variable = argument.get_env().map(|name| name.to_str().unwrap().to_owned());
            // A flag of one command that has no variable can come from the command line only.
            if variable.is_some() || is_root && flag.is_some() {
                found.push((flag, variable));
            }
        }
        command.get_subcommands().for_each(|command| arguments(command, found, false));
    }

    #[test]
    fn every_flag_has_a_row_and_every_row_its_flag() {
        let mut found = Vec::new();
        arguments(&Cli::command(), &mut found, true);
        for (flag, variable) in &found {
            let row = Setting::of_flag(flag.as_deref().unwrap());
            let row = row.unwrap_or_else(|| panic!("--{flag:?} has no row in SETTINGS"));
            assert_eq!(row.variable, variable.as_deref(), "{flag:?}");
        }
        for row in SETTINGS {
            let is_known = found.iter().any(|(flag, _)| flag.as_deref() == row.flag);
            assert_eq!(is_known, row.flag.is_some(), "{row:?}");
            assert_eq!(row.meaning.is_empty(), row.flag.is_some(), "{row:?}");
        }
    }

    fn sources(directory: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => sources(&path, found),
                false => found.push(fs::read_to_string(path).unwrap()),
            }
        }
    }

    #[test]
    fn every_variable_that_the_code_names_has_a_row() {
        let mut texts = Vec::new();
        for floor in ["mcp", "pagerduty", "server", "toolkit", "tools"] {
            sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(floor).join("src"), &mut texts);
        }
        let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let names: BTreeSet<_> = texts
            .iter()
            .flat_map(|text| text.split(|character| !is_part(character)))
            .filter(|word| word.strip_prefix(PREFIX).is_some_and(|rest| !rest.is_empty()))
            .collect();
        assert!(names.len() > 20, "{names:?}");
        for name in names {
            assert!(Setting::of_variable(name).is_some(), "{name} has no row in SETTINGS");
        }
    }

    #[test]
    fn no_row_is_there_twice() {
        let count = |names: Vec<&str>| (names.len(), names.into_iter().collect::<BTreeSet<_>>().len());
        for (all, different) in [
            count(SETTINGS.iter().filter_map(|row| row.flag).collect()),
            count(SETTINGS.iter().filter_map(|row| row.variable).collect()),
        ] {
            assert_eq!(all, different);
        }
    }
}
