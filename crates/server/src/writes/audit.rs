//! The audit log: one JSON line for each call that may change something, whatever came of it.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
};

use pagerduty::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::untrusted;

/// A file that lines are added to.
#[derive(Debug)]
pub struct Audit(Mutex<File>);

/// A call that may change something.
#[derive(Debug, Serialize)]
pub(crate) struct Record<'a> {
    pub(crate) at: Timestamp,
    /// The first bytes of the hash of the credential.
    pub(crate) credential: Option<String>,
    pub(crate) tool: &'a str,
    /// What it was about, as the caller named it.
    pub(crate) target: &'a Map<String, Value>,
    pub(crate) dry_run: bool,
    /// `ok`, or the code of the error.
    pub(crate) outcome: &'a str,
    pub(crate) request_id: &'a str,
}

impl Audit {
    /// The file of this name, made where there is none; only its owner can then read it.
    ///
    /// # Errors
    ///
    /// When it cannot be opened for writing.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self(Mutex::new(options.open(path)?)))
    }

    /// Adds a line, in one write, so that lines of several processes do not mix.
    pub(crate) fn add(&self, record: &Record<'_>) {
        let line = serde_json::to_string(record).map(|line| line + "\n").map_err(io::Error::from);
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = line.and_then(|line| file.write_all(line.as_bytes())) {
            tracing::error!(%error, tool = record.tool, "the audit log cannot be written");
        }
    }
}

/// What a call is about: the arguments that name something, cleaned; never the texts that it writes.
pub(crate) fn target(arguments: &Map<String, Value>) -> Map<String, Value> {
    let names = arguments.iter().filter(|(name, _)| name.ends_with("_id") || name.ends_with("_ids"));
    let mut target = Value::Object(names.map(|(name, value)| (name.clone(), value.clone())).collect());
    untrusted::clean_all(&mut target);
    match target {
        Value::Object(target) => target,
        _ => Map::new(),
    }
}
