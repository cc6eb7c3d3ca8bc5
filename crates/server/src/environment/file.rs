//! What is used from `.env`: `config::settings_table` says what it may set, and this module whether it does.

use std::{collections::BTreeMap, fs, io, path::Path};

use super::{
    dotenv,
    started::{Started, is_set},
};
use crate::{
    config::settings_table::{CLIENT_ID, CLIENT_SECRET, Dotenv, SETTINGS, Setting, TOKENS, is_ours},
    regular_file,
};

/// The file of the working directory.
#[derive(Debug, Default)]
pub(super) struct File {
    taken: BTreeMap<&'static str, (&'static Setting, String)>,
    ignored: Vec<Ignored>,
    unknown: Vec<String>,
    /// Why the file is ignored as a whole.
    unusable: Option<String>,
}

/// A setting in `.env` that is ignored.
#[derive(Debug)]
pub(crate) struct Ignored {
    pub(crate) name: &'static str,
    pub(crate) why: String,
}

/// The last value of each name.
type Values = BTreeMap<&'static str, (&'static Setting, Result<String, &'static str>)>;

impl File {
    pub(super) fn load(directory: &Path, started: &Started, default_of: &dyn Fn(&str) -> Option<u64>) -> Self {
        let path = directory.join(".env");
        let text = match fs::metadata(&path) {
            // A virtual environment may be a directory of this name.
            Ok(metadata) if metadata.is_dir() => return Self::default(),
            Ok(_) => regular_file::read(&path),
            Err(error) => Err(error),
        };
        match text {
            Ok((text, _)) => Self::of_text(&text, started, default_of),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::default(),
            Err(error) => Self { unusable: Some(error.to_string()), ..Self::default() },
        }
    }

    fn of_text(text: &str, started: &Started, default_of: &dyn Fn(&str) -> Option<u64>) -> Self {
        let mut values = Values::new();
        let mut file = Self::default();
        for dotenv::Line { name, value } in dotenv::lines(text).filter(|line| is_ours(line.name)) {
            match Setting::of_variable(name) {
                // A variable that is set but empty counts as unset.
                Some(Setting { variable: Some(name), .. }) if value.as_ref().is_ok_and(String::is_empty) => {
                    values.remove(name);
                }
                Some(setting @ Setting { variable: Some(name), .. }) => {
                    values.insert(name, (setting, value));
                }
                _ => file.unknown.push(name.to_owned()),
            }
        }
        let judge = Judge { outside: Outside::new(started), started, values: &values, default_of };
        // In the order of the table, so that related settings are reported together.
        for setting in SETTINGS {
            let Some((name, value)) = setting.variable.and_then(|name| Some((name, values.get(name)?.1.as_ref())))
            else {
                continue;
            };
            match judge.verdict(setting, value) {
                Verdict::Taken(value) => {
                    file.taken.insert(name, (setting, value.to_owned()));
                }
                Verdict::Ignored(why) => file.ignored.push(Ignored { name, why }),
                Verdict::Pointless => {}
            }
        }
        file
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.taken.get(name).map(|(_, value)| value.as_str())
    }

    pub(super) fn taken(&self) -> impl Iterator<Item = (&'static Setting, &str)> {
        self.taken.values().map(|(setting, value)| (*setting, value.as_str()))
    }

    pub(super) fn ignored(&self) -> &[Ignored] {
        &self.ignored
    }

    pub(super) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(String::as_str)
    }

    pub(super) fn ignore(&mut self, setting: &'static Setting, why: String) {
        if let Some(name) = setting.variable
            && self.taken.remove(name).is_some()
        {
            self.ignored.push(Ignored { name, why });
        }
    }

    /// What was used and what was ignored, in one line.
    pub(super) fn told(&self) -> Option<String> {
        let taken: Vec<_> = self.taken.keys().copied().collect();
        let taken = (!taken.is_empty()).then(|| format!("`.env` sets {}", taken.join(", ")));
        match (taken, self.told_ignored()) {
            (Some(taken), Some(ignored)) => Some(format!("{taken}; {ignored}")),
            (taken, ignored) => taken.or(ignored),
        }
    }

    /// What was ignored, with names grouped by reason.
    pub(super) fn told_ignored(&self) -> Option<String> {
        if let Some(why) = &self.unusable {
            return Some(format!("`.env` is ignored: {why}"));
        }
        let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
        for Ignored { name, why } in &self.ignored {
            match reasons.iter_mut().find(|(known, _)| known == why) {
                Some((_, names)) => names.push(name),
                None => reasons.push((why, vec![name])),
            }
        }
        let parts: Vec<_> = reasons.iter().map(|(why, names)| format!("{} ({why})", names.join(", "))).collect();
        (!parts.is_empty()).then(|| format!("ignored in `.env`: {}", parts.join("; ")))
    }
}

enum Verdict<'a> {
    Taken(&'a str),
    Ignored(String),
    /// It would change nothing, so it is not reported.
    Pointless,
}

/// What flags and the environment set, under any name.
struct Outside {
    credential: Option<&'static str>,
    client_secret: Option<&'static str>,
    /// What sets an address or a region.
    address: Option<String>,
}

impl Outside {
    fn new(started: &Started) -> Self {
        let is_address = |setting: &&Setting| matches!(setting.dotenv, Dotenv::Address | Dotenv::Region);
        Self {
            // The token of a login is in the keyring, and so outside the file too.
            credential: TOKENS.into_iter().chain([CLIENT_ID]).find(|name| is_set(name)),
            client_secret: Some(CLIENT_SECRET).filter(|name| is_set(name)),
            address: SETTINGS.iter().filter(is_address).find_map(|setting| said(setting, started)),
        }
    }
}

/// Which flag or variable of the environment sets this.
fn said(setting: &Setting, started: &Started) -> Option<String> {
    match setting.flag.filter(|flag| started.flags.contains(flag)) {
        Some(flag) => Some(format!("--{flag} is given")),
        None => setting.variable.filter(|name| is_set(name)).map(environment_sets),
    }
}

fn environment_sets(name: &str) -> String {
    format!("the environment sets {name}")
}

struct Judge<'a> {
    outside: Outside,
    started: &'a Started,
    values: &'a Values,
    /// The defaults of flags that are limits.
    default_of: &'a dyn Fn(&str) -> Option<u64>,
}

impl Judge<'_> {
    fn verdict<'a>(&self, setting: &Setting, value: Result<&'a String, &&'static str>) -> Verdict<'a> {
        let is_about_credentials = !matches!(setting.dotenv, Dotenv::Never | Dotenv::AtMostDefault | Dotenv::Only(_));
        if is_about_credentials && self.started.is_demo {
            return Verdict::Pointless;
        }
        if setting.dotenv == Dotenv::Never {
            return Verdict::Ignored("never read from `.env`".to_owned());
        }
        let value = match value {
            Ok(value) => value,
            Err(why) => return Verdict::Ignored((*why).to_owned()),
        };
        if let Some(why) = said(setting, self.started) {
            return Verdict::Ignored(why);
        }
        let why = match setting.dotenv {
            Dotenv::Never => None,
            Dotenv::Credential => self.no_credential(),
            Dotenv::OauthClient => self.no_client(),
            Dotenv::Address => self.no_address(),
            Dotenv::Region => self.no_region(),
            Dotenv::AtMostDefault => self.too_high(setting, value),
            Dotenv::Only(wanted) => (!is_same(value, wanted)).then(|| format!("only `{wanted}` is read from `.env`")),
        };
        why.map_or(Verdict::Taken(value), Verdict::Ignored)
    }

    /// Why the credential of `.env` is ignored.
    fn no_credential(&self) -> Option<String> {
        if let Some(name) = self.outside.credential {
            return Some(environment_sets(name));
        }
        // It would be used for every caller who has no token.
        let why = "over HTTP, callers bring their tokens, and the server's own comes from the environment";
        self.started.is_http.then(|| why.to_owned())
    }

    fn has(&self, mut names: impl Iterator<Item = &'static str>) -> bool {
        names.any(|name| self.values.get(name).is_some_and(|(_, value)| value.is_ok()))
    }

    fn has_token(&self) -> bool {
        self.has(
            TOKENS
                .into_iter()
                .filter(|name| Setting::of_variable(name).is_some_and(|setting| setting.dotenv == Dotenv::Credential)),
        )
    }

    /// Why the OAuth application of `.env` is ignored. Next to a token, the file's address would hold for the login as
    /// well.
    fn no_client(&self) -> Option<String> {
        self.no_credential().or_else(|| {
            if let Some(name) = self.outside.client_secret {
                Some(environment_sets(name))
            } else if self.has_token() {
                Some("the token of `.env` comes first".to_owned())
            } else {
                (!self.has([CLIENT_ID].into_iter())).then(|| format!("`.env` has no {CLIENT_ID}"))
            }
        })
    }

    /// Why the address of `.env` is ignored.
    fn no_address(&self) -> Option<String> {
        self.no_credential()
            .or_else(|| self.outside.address.clone())
            .or_else(|| (!self.has_token()).then(|| "an address in `.env` is only for a token in `.env`".to_owned()))
    }

    /// Why the region of `.env` is ignored.
    fn no_region(&self) -> Option<String> {
        self.no_credential().or_else(|| self.outside.address.clone()).or_else(|| {
            let has_credential = self.has_token() || self.no_client().is_none();
            (!has_credential).then(|| "a region in `.env` is only for a credential in `.env`".to_owned())
        })
    }

    /// Why a limit of `.env` is ignored.
    fn too_high(&self, setting: &Setting, value: &str) -> Option<String> {
        let most = setting.flag.and_then(self.default_of)?;
        match value.parse::<u64>() {
            Ok(number) if number <= most => None,
            Ok(_) => Some(format!("at most {most}, its default, is read from `.env`")),
            Err(_) => Some("not a whole number".to_owned()),
        }
    }
}

/// Whether a value is the wanted one; accepts every spelling of `true` that flags accept.
fn is_same(value: &str, wanted: &str) -> bool {
    let spellings: &[&str] = if wanted == "true" { &["true", "t", "yes", "y", "on", "1"] } else { &[wanted] };
    spellings.iter().any(|spelling| spelling.eq_ignore_ascii_case(value))
}
