//! What is set, and from where. Values are shown, except those of secrets.

use std::{collections::BTreeSet, env};

use clap::{ArgMatches, CommandFactory, parser::ValueSource};
use serde_json::{Value, json};

use super::report::Check;
use crate::{
    config::Cli,
    environment::{Environment, PREFIX, Source, WITHOUT_FLAG},
};

const NAME: &str = "configuration";

/// Something that is set.
#[derive(Debug)]
struct Setting {
    name: String,
    source: Source,
    /// None where it may be a secret.
    value: Option<String>,
}

pub(super) fn check(matches: &ArgMatches, environment: &Environment) -> Check {
    let command = Cli::command();
    let of_arguments = command.get_arguments().filter_map(|argument| of_argument(argument, matches, environment));
    let of_variables = WITHOUT_FLAG.into_iter().filter_map(|name| of_variable(name, environment));
    let settings: Vec<Setting> = of_variables.chain(of_arguments).collect();
    let found = match settings.as_slice() {
        [] => "nothing is set: everything has its default".to_owned(),
        settings => settings.iter().map(Setting::to_string).collect::<Vec<_>>().join("; "),
    };
    let mut problems = environment.warnings.clone();
    problems.extend(misspelt(&command, environment));
    let check =
        if problems.is_empty() { Check::ok(NAME, found) } else { Check::warning(NAME, found, problems.join("; ")) };
    check.fact("settings", settings.iter().map(Setting::to_json).collect::<Vec<_>>())
}

fn of_variable(name: &str, environment: &Environment) -> Option<Setting> {
    let source = environment.source(name)?;
    Some(Setting { name: name.to_owned(), source, value: environment.var(name).filter(|_| !is_secret(name)) })
}

fn of_argument(argument: &clap::Arg, matches: &ArgMatches, environment: &Environment) -> Option<Setting> {
    let id = argument.get_id().as_str();
    let variable = argument.get_env().and_then(|name| name.to_str());
    let source = match matches.value_source(id)? {
        ValueSource::CommandLine => Source::Flag,
        ValueSource::EnvVariable => Source::Environment,
        // What `.env` has was made the default.
        _ => environment.source(variable?)?,
    };
    let name = match (source, variable) {
        (Source::Flag, _) | (_, None) => format!("--{}", argument.get_long()?),
        (_, Some(variable)) => variable.to_owned(),
    };
    let values = matches.get_raw(id)?.map(|value| value.to_string_lossy()).collect::<Vec<_>>().join(",");
    let is_shown = argument.get_action().takes_values() && !is_secret(&name);
    Some(Setting { name, source, value: is_shown.then_some(values) })
}

/// Names of variables that hold a secret, also such as there may be one day; a file with one is none.
fn is_secret(name: &str) -> bool {
    ["TOKEN", "KEY", "SECRET", "PASSWORD"].iter().any(|word| name.ends_with(word))
}

/// Variables that look like one of ours and that nothing reads.
fn misspelt(command: &clap::Command, environment: &Environment) -> Vec<String> {
    let of_arguments = command.get_arguments().filter_map(|argument| argument.get_env()?.to_str());
    let known: Vec<String> = of_arguments
        .chain(WITHOUT_FLAG)
        .filter_map(|name| Some(name.strip_prefix(PREFIX)?.to_ascii_lowercase()))
        .collect();
    let set: BTreeSet<String> =
        env::vars_os().filter_map(|(name, _)| name.into_string().ok()).chain(environment.names_in_file()).collect();
    let unknown = set.iter().filter_map(|name| name.strip_prefix(PREFIX));
    let unknown = unknown.map(str::to_ascii_lowercase).filter(|name| !known.contains(name));
    let nearest = unknown.filter_map(|name| {
        // Those of other programs are none of our business.
        let alike = known.iter().map(|known| (strsim::normalized_levenshtein(&name, known), known));
        let (_, nearest) = alike.filter(|(alike, _)| *alike > 0.5).max_by(|(a, _), (b, _)| a.total_cmp(b))?;
        let [name, nearest] = [name.as_str(), nearest].map(str::to_ascii_uppercase);
        Some(format!("nothing reads {PREFIX}{name}: did you mean {PREFIX}{nearest}?"))
    });
    nearest.collect()
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)?;
        if let Some(value) = &self.value {
            write!(f, "={value}")?;
        }
        match self.source {
            Source::Flag => Ok(()),
            source => write!(f, " from {}", source.as_str()),
        }
    }
}

impl Setting {
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
        for (name, expected) in [
            ("PAGERDUTY_API_TOKEN", true),
            ("PAGERDUTY_USER_API_KEY", true),
            ("PAGERDUTY_API_TOKEN_FILE", false),
            ("PAGERDUTY_REGION", false),
            ("--region", false),
        ] {
            assert_eq!(is_secret(name), expected, "{name}");
        }
    }
}
