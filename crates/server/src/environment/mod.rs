//! Environment variables, and what is used from the `.env` file of the working directory.
//!
//! The file may have come with a checked-out repository, so it is not trusted: `config::settings_table` says what it
//! may set, and `file` decides, given the command line and the environment.

mod dotenv;
mod file;
mod misspelt;
mod started;

use std::{env, path::Path};

use crate::config::settings_table::Setting;
use file::File;
pub(crate) use file::Ignored;
pub(crate) use started::{Started, is_set};

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueOrigin {
    /// The command line.
    Flag,
    /// The environment of the process.
    Environment,
    /// The file of the working directory.
    File,
}

impl ValueOrigin {
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
    file: File,
    started: Started,
    /// Variables that look like one of ours but that nothing reads.
    misspelt: Vec<String>,
    /// Values of the environment that cannot be used, and why.
    pub(crate) problems: Vec<String>,
}

impl Environment {
    /// Reads `.env` of a directory, if there is one. `default_of` knows the defaults of flags that are limits.
    pub(crate) fn load(directory: &Path, started: Started, default_of: &dyn Fn(&str) -> Option<u64>) -> Self {
        let file = File::load(directory, &started, default_of);
        let misspelt = misspelt::find(file.unknown());
        Self { file, started, misspelt, problems: Vec::new() }
    }

    /// A variable that is set and not empty; the environment wins over the file.
    pub(crate) fn var(&self, name: &str) -> Option<String> {
        from_process(name).or_else(|| self.file.get(name).map(str::to_owned))
    }

    /// Where [`var`](Self::var) finds a variable.
    pub(crate) fn source(&self, name: &str) -> Option<ValueOrigin> {
        match is_set(name) {
            true => Some(ValueOrigin::Environment),
            false => self.file.get(name).map(|_| ValueOrigin::File),
        }
    }

    /// A setting by the name under which the person set it, with its source.
    pub(crate) fn place(&self, setting: &Setting) -> String {
        let variable = setting.variable.and_then(|name| Some((name, self.source(name)?)));
        match (setting.flag, variable) {
            (Some(flag), _) if self.started.flags.contains(flag) => format!("--{flag}"),
            (_, Some((name, source))) => place(name, source),
            (Some(flag), None) => format!("--{flag}"),
            (None, None) => setting.variable.unwrap_or_default().to_owned(),
        }
    }

    /// The flags that `.env` sets, with their values.
    pub(crate) fn flags_of_file(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.file.taken().filter_map(|(setting, value)| Some((setting.flag?, value)))
    }

    /// Ignores what `.env` sets, because it cannot be used.
    pub(crate) fn ignore(&mut self, setting: &'static Setting, why: String) {
        self.file.ignore(setting, why);
    }

    /// The names of the variables that were used from `.env`.
    pub(crate) fn taken(&self) -> Vec<&'static str> {
        self.file.taken().filter_map(|(setting, _)| setting.variable).collect()
    }

    /// What is ignored in `.env`.
    pub(crate) fn ignored(&self) -> &[Ignored] {
        self.file.ignored()
    }

    /// What was used from `.env` and what was ignored, in one line. Names only: a value may be a secret.
    pub(crate) fn told(&self) -> Option<String> {
        self.file.told()
    }

    /// What somebody should look at: settings in `.env` that are ignored, and names that nothing reads.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.file.told_ignored().into_iter().chain(self.misspelt.iter().cloned()).collect()
    }

    /// Names that look like one of ours but that nothing reads.
    pub(crate) fn misspelt(&self) -> &[String] {
        &self.misspelt
    }
}

/// A variable and its source, for messages.
pub(crate) fn place(variable: &str, source: ValueOrigin) -> String {
    match source {
        ValueOrigin::File => format!("{variable} (`.env`)"),
        source => format!("{variable} ({})", source.as_str()),
    }
}

fn from_process(name: &str) -> Option<String> {
    env::var_os(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
}
