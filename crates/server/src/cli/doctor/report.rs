//! What the checks found: a table for people, JSON for programs, and an exit code for scripts.

use std::{fmt::Write, process::ExitCode};

use serde::Serialize;
use serde_json::{Map, Value};
use toolkit::answer::untrusted;

use crate::misplaced;

/// Widest line of the table.
const WIDTH: usize = 100;

/// The result of a check, from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// It was skipped, because of what another check found.
    Skipped,
    Ok,
    /// Some tools will not do everything.
    Warning,
    Failed,
}

impl Status {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
        }
    }
}

/// One check, and what it found.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    name: &'static str,
    status: Status,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// The same for programs.
    #[serde(skip_serializing_if = "Map::is_empty")]
    facts: Map<String, Value>,
}

impl Check {
    fn new(name: &'static str, status: Status, found: impl Into<String>) -> Self {
        Self { name, status, found: cleaned(found), hint: None, facts: Map::new() }
    }

    pub(super) fn ok(name: &'static str, found: impl Into<String>) -> Self {
        Self::new(name, Status::Ok, found)
    }

    pub(super) fn skipped(name: &'static str, why: impl Into<String>) -> Self {
        Self::new(name, Status::Skipped, why)
    }

    pub(super) fn warning(name: &'static str, found: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { hint: Some(cleaned(hint)), ..Self::new(name, Status::Warning, found) }
    }

    pub(super) fn failed(name: &'static str, found: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { hint: Some(cleaned(hint)), ..Self::new(name, Status::Failed, found) }
    }

    pub(super) fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        let mut value = value.into();
        untrusted::clean_all(&mut value);
        self.facts.insert(name.to_owned(), value);
        self
    }
}

/// Text of a proxy or an account may contain control characters, and text about settings a token in the wrong place.
fn cleaned(text: impl Into<String>) -> String {
    let mut text = text.into();
    untrusted::clean(&mut text);
    misplaced::without_tokens(&text).into_owned()
}

/// All checks, in order.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    status: Status,
    simulated: bool,
    checks: Vec<Check>,
}

impl Report {
    pub(super) fn new(simulated: bool, checks: Vec<Check>) -> Self {
        let status = checks.iter().map(|check| check.status).max().unwrap_or(Status::Ok);
        Self { status: status.max(Status::Ok), simulated, checks }
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        if self.status == Status::Failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    /// The table with aligned columns; what to do is below what was found.
    pub(super) fn table(&self) -> String {
        let column = |head: &str, texts: &mut dyn Iterator<Item = &str>| {
            texts.map(str::len).chain([head.len()]).max().unwrap_or_default()
        };
        let name = column("CHECK", &mut self.checks.iter().map(|check| check.name));
        let status = column("STATUS", &mut self.checks.iter().map(|check| check.status.as_str()));
        let indent = name + status + 4;
        let mut text = format!("{:name$}  {:status$}  WHAT WAS FOUND\n", "CHECK", "STATUS");
        for check in &self.checks {
            let mut left = format!("{:name$}  {:status$}  ", check.name, check.status.as_str());
            let hint = check.hint.iter().flat_map(|hint| wrap("-> ", hint, WIDTH - indent));
            for line in wrap("", &check.found, WIDTH - indent).into_iter().chain(hint) {
                // Writing to a `String` cannot fail.
                let _ = writeln!(text, "{left}{line}");
                left = " ".repeat(indent);
            }
        }
        text.push('\n');
        text.push_str(&self.summary());
        text
    }

    fn summary(&self) -> String {
        let count = |status| self.checks.iter().filter(|check| check.status == status).count();
        let account = if self.simulated { " on a simulated account" } else { "" };
        match (count(Status::Failed), count(Status::Warning)) {
            (0, 0) => format!("All checks passed{account}."),
            (failed, 0) => format!("{failed} failed{account}."),
            (0, warnings) => format!("{warnings} with a warning{account}."),
            (failed, warnings) => format!("{failed} failed, {warnings} with a warning{account}."),
        }
    }
}

/// Wraps the words at this width; the first line follows `start`, the others are indented to it. A word that is longer
/// than a line stays whole, so that addresses can be copied.
fn wrap(start: &str, text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = start.to_owned();
    let indent = " ".repeat(start.len());
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, indent.clone()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_between_words() {
        assert_eq!(wrap("-> ", "one two three", 10), ["-> one two", "   three"]);
        assert_eq!(wrap("", "https://a.long.address is one", 8), ["https://a.long.address", "is one"]);
        assert_eq!(wrap("", "gr\u{fc}n \u{fc}ber", 9), ["gr\u{fc}n \u{fc}ber"]);
        assert_eq!(wrap("", " ", 9), [""]);
    }

    #[test]
    fn the_worst_check_decides() {
        let skipped = || Check::skipped("c", "not made");
        let code = |checks| Report::new(false, checks).exit_code();
        assert_eq!(code(vec![Check::ok("a", ""), skipped()]), ExitCode::SUCCESS);
        assert_eq!(code(vec![Check::warning("a", "", ""), skipped()]), ExitCode::SUCCESS);
        assert_eq!(code(vec![Check::failed("a", "", ""), Check::ok("b", "")]), ExitCode::FAILURE);
        assert_eq!(Report::new(false, vec![skipped()]).status, Status::Ok);
    }
}
