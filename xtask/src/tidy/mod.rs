//! `cargo xtask tidy`: the conventions that compiler and clippy cannot see.
//!
//! What rustfmt, clippy or the compiler can check is theirs: see the lints of the workspace.

mod circles;
mod documents;
mod floors;
mod imports;
mod layout;
mod names;
mod phrases;
mod repository;
mod seams;
mod snapshots;
mod texts;

use std::{fmt, path::Path};

use crate::{Result, print};
use repository::Repository;

/// A convention, and why it is one.
struct Check {
    name: &'static str,
    reason: &'static str,
    findings: fn(&Repository) -> Vec<Finding>,
}

const fn check(name: &'static str, findings: fn(&Repository) -> Vec<Finding>, reason: &'static str) -> Check {
    Check { name, reason, findings }
}

const CHECKS: [Check; 24] = [
    check("file-length", layout::file_length, "a file that is read in one go is read"),
    check("module-docs", layout::module_docs, "who opens a module wants to know what it is for"),
    check("shared-lints", layout::shared_lints, "a crate without them may use unsafe code, unwrap and print"),
    check("circles", circles::circles, "whoever changes one module of a circle has to know all of them"),
    check("floors", floors::floors, "a floor that knows what stands on it cannot be built, tested or used alone"),
    check("rmcp", seams::rmcp, "a new protocol version changes one module and no tool"),
    check("reqwest", seams::reqwest, "deadlines, credentials and repetition hold for what goes through the client"),
    check("requests", seams::requests, "one place decides what is sent, as whom, and what is sent again"),
    check("brackets", seams::brackets, "PagerDuty ignores a misspelt parameter without a word"),
    check(
        "changes",
        seams::changes,
        "no tool can forget the dry run, the question to the person, the cap or the audit log",
    ),
    check("stdout", seams::stdout, "anything but protocol on standard output breaks the connection to the client"),
    check("snapshots", snapshots::snapshots, "a change of what clients see is read in review"),
    check("white-space", texts::white_space, "it shows in diffs only"),
    check("unfinished", texts::unfinished, "notes to oneself become part of the product"),
    check("machine-paths", texts::machine_paths, "they exist on one machine only"),
    check("phrases", phrases::phrases, "a reader who stumbles over a sentence reads it twice"),
    check("tools-in-readme", names::tools, "a tool that is not listed is not found"),
    check("lists-of-names", names::lists, "a list that lacks a name, or has one too many, misleads"),
    check("tasks", names::tasks, "a task that nobody knows is not run"),
    check("paths", names::paths, "a path that leads nowhere is not trusted"),
    check("standing-files", documents::standing_files, "people look for them by name"),
    check("links", documents::links, "a document that leads nowhere is not trusted"),
    check("variables-in-code", documents::variables_in_code, "what can be set has to be documented"),
    check("variables-in-documents", documents::variables_in_documents, "a variable that nothing reads misleads"),
];

/// Where a convention is broken, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    /// None where the file is missing.
    line: Option<usize>,
    message: String,
}

impl Finding {
    fn at(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: Some(line), message: message.into() }
    }

    fn missing(path: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: None, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.message),
            None => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

/// Prints what is against the conventions, and fails when anything is.
pub(crate) fn run(root: &Path) -> Result<()> {
    let repository = Repository::read(root)?;
    let mut count = 0;
    for check in &CHECKS {
        let findings = (check.findings)(&repository);
        if !findings.is_empty() {
            print(&format!("{}: {}", check.name, check.reason))?;
        }
        for finding in &findings {
            print(&format!("  {finding}"))?;
        }
        count += findings.len();
    }
    match count {
        0 => Ok(print(&format!("{} files keep to {} conventions", repository.paths.len(), CHECKS.len()))?),
        1 => Err("1 place is against the conventions".into()),
        _ => Err(format!("{count} places are against the conventions").into()),
    }
}
