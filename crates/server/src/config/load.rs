//! Reads the command line, the environment and `.env`, in that order: earlier sources win, and decide what is read from
//! later ones.

use std::{collections::BTreeSet, env, error::Error as _, num::ParseIntError, path::Path};

use clap::{
    Arg, ArgMatches, Command as ClapCommand, CommandFactory, FromArgMatches,
    builder::{OsStr, Resettable},
    error::{ContextKind, ContextValue, ErrorKind},
    parser::ValueSource,
};
use toolkit::{answer::untrusted, phrasing};

use super::{Cli, Command, Transport, settings_table::Setting};
use crate::environment::{self, Environment, Started, ValueOrigin};

/// What the program is started with.
pub(crate) struct Loaded {
    pub(crate) cli: Cli,
    pub(crate) matches: ArgMatches,
    pub(crate) environment: Environment,
}

/// Reads everything. A value of the environment that cannot be used is reported in `environment.problems` and replaced
/// by its default, so that `doctor` can go on.
///
/// # Errors
///
/// When the command line cannot be used, or asks for help or the version.
pub(crate) fn load(directory: &Path) -> Result<Loaded, clap::Error> {
    let mut problems = Vec::new();
    let mut left_out = BTreeSet::new();
    let (command, matches) = loop {
        let mut command = command(&left_out);
        match command.try_get_matches_from_mut(env::args_os()) {
            Ok(matches) => break (command, matches),
            Err(error) => match blamed(&command, &error, &left_out) {
                Some((variable, why)) => {
                    problems.push(format!("{}: {why}", environment::place(&variable, ValueOrigin::Environment)));
                    left_out.insert(variable);
                }
                None => return Err(error),
            },
        }
    };
    let cli = Cli::from_arg_matches(&matches)?;
    let default_of = |flag: &str| {
        let argument = command.get_arguments().find(|argument| argument.get_long() == Some(flag))?;
        argument.get_default_values().first()?.to_str()?.parse().ok()
    };
    let mut environment = Environment::load(directory, started(&cli, &command, &matches), &default_of);
    environment.problems = problems;
    let (cli, matches) = with_file(&mut environment, &left_out)?.unwrap_or((cli, matches));
    Ok(Loaded { cli, matches, environment })
}

fn started(cli: &Cli, command: &ClapCommand, matches: &ArgMatches) -> Started {
    let is_given = |argument: &&Arg| matches.value_source(argument.get_id().as_str()) == Some(ValueSource::CommandLine);
    let flags = command.get_arguments().filter(is_given);
    Started {
        flags: flags.filter_map(|argument| Setting::of_flag(argument.get_long()?)?.flag).collect(),
        is_http: matches!(cli.command, None | Some(Command::Doctor(_))) && cli.serve.transport == Transport::Http,
        is_demo: cli.options.demo,
    }
}

/// The same again, with the flags that `.env` sets as defaults; nothing if it sets none.
fn with_file(
    environment: &mut Environment,
    left_out: &BTreeSet<String>,
) -> Result<Option<(Cli, ArgMatches)>, clap::Error> {
    while environment.flags_of_file().next().is_some() {
        let mut command = command(left_out);
        for (flag, value) in environment.flags_of_file() {
            let value = value.to_owned();
            command = command.mut_args(|argument| match argument.get_long() == Some(flag) {
                true => argument.default_value(value.clone()),
                false => argument,
            });
        }
        let error = match command.try_get_matches_from_mut(env::args_os()) {
            Ok(matches) => return Ok(Some((Cli::from_arg_matches(&matches)?, matches))),
            Err(error) => error,
        };
        let flag = refused(&command, &error).and_then(Arg::get_long);
        let is_of_file = |flag: &&str| environment.flags_of_file().any(|(of_file, _)| of_file == *flag);
        match flag.filter(is_of_file).and_then(Setting::of_flag) {
            // Without the value: it may be a secret.
            Some(setting) => environment.ignore(setting, reason(&error)),
            None => return Err(error),
        }
    }
    Ok(None)
}

/// The command without the variables that are empty, which count as unset, and without those in `left_out`.
fn command(left_out: &BTreeSet<String>) -> ClapCommand {
    Cli::command().mut_args(|argument| match argument.get_env().and_then(|name| name.to_str()) {
        Some(name) if !environment::is_set(name) || left_out.contains(name) => without_variable(argument),
        _ => argument,
    })
}

fn without_variable(argument: Arg) -> Arg {
    argument.env(Resettable::<OsStr>::Reset)
}

/// The argument whose value was refused.
fn refused<'a>(command: &'a ClapCommand, error: &clap::Error) -> Option<&'a Arg> {
    if !matches!(error.kind(), ErrorKind::ValueValidation | ErrorKind::InvalidValue) {
        return None;
    }
    match error.get(ContextKind::InvalidArg)? {
        ContextValue::String(name) => command.get_arguments().find(|argument| argument.to_string() == *name),
        _ => None,
    }
}

/// The variable that may have caused an error, and what is wrong with it. If the flag caused it, the same error occurs
/// again without the variable.
fn blamed(command: &ClapCommand, error: &clap::Error, left_out: &BTreeSet<String>) -> Option<(String, String)> {
    let variable = |argument: &Arg| {
        let name = argument.get_env()?.to_str()?.to_owned();
        (environment::is_set(&name) && !left_out.contains(&name)).then_some(name)
    };
    if error.kind() == ErrorKind::InvalidUtf8 {
        let is_no_text = |name: &String| env::var_os(name).is_some_and(|value| value.to_str().is_none());
        let name = command.get_arguments().filter_map(variable).find(is_no_text)?;
        return Some((name, "it is not UTF-8 text".to_owned()));
    }
    Some((variable(refused(command, error)?)?, why(error)))
}

/// Longest value that an error repeats, in characters.
const LONGEST_SHOWN: usize = 15;

/// What is wrong with a value.
fn why(error: &clap::Error) -> String {
    let mut value = match error.get(ContextKind::InvalidValue) {
        Some(ContextValue::String(value)) => value.chars().take(100).collect(),
        _ => String::new(),
    };
    untrusted::clean(&mut value);
    // A short wrong word is worth showing; anything longer may be a secret in the wrong place.
    if value.chars().count() > LONGEST_SHOWN {
        return format!("the value cannot be used: {}", reason(error));
    }
    format!("`{value}` cannot be used: {}", reason(error))
}

/// The same without the value.
fn reason(error: &clap::Error) -> String {
    match (error.get(ContextKind::ValidValue), error.source()) {
        (Some(ContextValue::Strings(values)), _) => {
            format!("use {}", phrasing::list(values.iter().map(String::as_str), "or"))
        }
        (_, Some(source)) if source.is::<ParseIntError>() => "use a whole number".to_owned(),
        (_, Some(source)) => source.to_string(),
        _ => "it has no such value".to_owned(),
    }
}
