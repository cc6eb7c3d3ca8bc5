//! What is set, and where. Values are shown, except those of secrets.

use clap::{ArgMatches, CommandFactory, parser::ValueSource};
use pagerduty::BaseUrl;
use serde_json::{Value, json};

use super::report::Check;
use crate::{
    config::{
        Cli,
        settings_table::{API_HOST, IDENTITY_URL, SETTINGS, Setting, is_ours},
    },
    environment::{Environment, ValueOrigin},
    misplaced,
};

const NAME: &str = "configuration";

/// Something that is set.
#[derive(Debug)]
struct Found {
    name: String,
    source: ValueOrigin,
    /// `None` if it may be a secret.
    value: Option<String>,
}

pub(super) fn check(matches: &ArgMatches, environment: &Environment) -> Check {
    let command = Cli::command();
    let of_arguments = command.get_arguments().filter_map(|argument| of_argument(argument, matches, environment));
    let of_variables = SETTINGS.iter().filter(|setting| setting.flag.is_none());
    let settings: Vec<Found> =
        of_variables.filter_map(|setting| of_variable(setting, environment)).chain(of_arguments).collect();
    let found = match settings.as_slice() {
        [] => "nothing is set: all defaults apply".to_owned(),
        settings => settings.iter().map(Found::to_string).collect::<Vec<_>>().join("; "),
    };
    let warnings = [environment.warnings(), pagerduty::unusable_proxies(), pagerduty::broken_places()].concat();
    let check = if !environment.problems.is_empty() {
        let hint = [&["correct it, or unset it to use the default".to_owned()], warnings.as_slice()].concat();
        Check::failed(NAME, environment.problems.join("; "), hint.join("; "))
    } else if warnings.is_empty() {
        Check::ok(NAME, found)
    } else {
        Check::warning(NAME, found, warnings.join("; "))
    };
    let check = check.fact("settings", settings.iter().map(Found::to_json).collect::<Vec<_>>());
    let (read, ignored) = (environment.taken(), environment.ignored());
    if read.is_empty() && ignored.is_empty() {
        return check;
    }
    let ignored: Vec<_> = ignored.iter().map(|it| json!({ "name": it.name, "why": it.why })).collect();
    check.fact("dotenv", json!({ "read": read, "ignored": ignored }))
}

fn of_variable(setting: &'static Setting, environment: &Environment) -> Option<Found> {
    let name = setting.variable.filter(|name| is_ours(name))?;
    let source = environment.source(name)?;
    Some(Found { name: name.to_owned(), source, value: environment.var(name).filter(|value| is_shown(setting, value)) })
}

fn of_argument(argument: &clap::Arg, matches: &ArgMatches, environment: &Environment) -> Option<Found> {
    let id = argument.get_id().as_str();
    let flag = argument.get_long()?;
    let setting = Setting::of_flag(flag)?;
    let source = match matches.value_source(id)? {
        ValueSource::CommandLine => ValueOrigin::Flag,
        ValueSource::EnvVariable => ValueOrigin::Environment,
        // The values of `.env` were made defaults; a value of the environment that cannot be used is not set.
        _ => environment.source(setting.variable?).filter(|source| *source == ValueOrigin::File)?,
    };
    let name = match (source, setting.variable) {
        (ValueOrigin::Flag, _) | (_, None) => format!("--{flag}"),
        (_, Some(variable)) => variable.to_owned(),
    };
    let values = matches.get_raw(id)?.map(|value| value.to_string_lossy()).collect::<Vec<_>>().join(",");
    let is_shown = argument.get_action().takes_values() && is_shown(setting, &values);
    Some(Found { name, source, value: is_shown.then_some(values) })
}

/// Whether a value is shown: not if it is a secret, nor an address that contains a password, nor a token in the wrong
/// variable.
fn is_shown(setting: &Setting, value: &str) -> bool {
    let is_address = matches!(setting.variable, Some("PAGERDUTY_API_URL" | API_HOST | IDENTITY_URL));
    !setting.is_secret && (!is_address || value.parse::<BaseUrl>().is_ok()) && !misplaced::has_token(value)
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)?;
        if let Some(value) = &self.value {
            write!(f, "={value}")?;
        }
        match self.source {
            ValueOrigin::Flag => Ok(()),
            source => write!(f, " from {}", source.as_str()),
        }
    }
}

impl Found {
    fn to_json(&self) -> Value {
        match &self.value {
            Some(value) => json!({ "name": self.name, "source": self.source.as_str(), "value": value }),
            None => json!({ "name": self.name, "source": self.source.as_str() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_no_secret_is_shown() {
        for (name, value, expected) in [
            ("PAGERDUTY_API_TOKEN", "a", false),
            ("PAGERDUTY_USER_API_KEY", "a", false),
            ("PAGERDUTY_CLIENT_SECRET", "a", false),
            ("PAGERDUTY_CLIENT_ID", "a", true),
            ("PAGERDUTY_API_TOKEN_FILE", "uSECRETPASS-token1234", false),
            ("PAGERDUTY_API_TOKEN_FILE", "/run/secrets/pagerduty-token-1", true),
            ("PAGERDUTY_REGION", "pdus+_0DEMO00_oauth", false),
            ("PAGERDUTY_API_TOKEN_FILE", "a", true),
            ("PAGERDUTY_REGION", "us", true),
            ("PAGERDUTY_API_URL", "https://pd.example", true),
            ("PAGERDUTY_API_URL", "https://me:password@pd.example", false),
            ("PAGERDUTY_API_HOST", "pasted-by-mistake", false),
        ] {
            assert_eq!(is_shown(Setting::of_variable(name).unwrap(), value), expected, "{name}");
        }
        // Whatever there may be one day.
        for setting in SETTINGS {
            let name = setting.variable.unwrap_or_default();
            let is_secret = ["TOKEN", "KEY", "SECRET", "PASSWORD"].iter().any(|word| name.ends_with(word));
            assert_eq!(setting.is_secret, is_secret && !name.contains("_MAX_"), "{name}");
        }
    }
}
