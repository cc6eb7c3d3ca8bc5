//! What a call is about to change, before anything is sent: it can be shown, asked about and counted.

use pagerduty::Change;
use serde_json::{Value, json};

use crate::{answer::Answer, error::Result, untrusted, words};

/// What a call is about to change.
#[derive(Debug)]
pub struct Plan {
    /// What happens, as an order: `Snooze incident Q1 for 30 minutes`.
    what: String,
    /// The requests; in the place of one that cannot be made stands why.
    pub(crate) changes: Vec<Result<Change>>,
    /// Who is paged.
    pages: Vec<String>,
    /// Whether a person is asked before.
    is_grave: bool,
}

impl Plan {
    /// One request.
    pub(crate) fn one(what: impl Into<String>, change: Change) -> Self {
        Self::several(what, vec![Ok(change)])
    }

    /// Several requests, of which each may fail alone.
    pub(crate) fn several(what: impl Into<String>, changes: Vec<Result<Change>>) -> Self {
        Self { what: what.into(), changes, pages: Vec::new(), is_grave: false }
    }

    /// It pages these people, as far as they are known.
    pub(crate) fn pages(self, people: Vec<String>) -> Self {
        Self { pages: people, is_grave: true, ..self }
    }

    /// It pages somebody, or cannot be undone.
    pub(crate) fn grave(self) -> Self {
        Self { is_grave: true, ..self }
    }

    /// What a person is asked before, if they are.
    pub(crate) fn question(&self) -> Option<String> {
        if !self.is_grave {
            return None;
        }
        let pages = match self.pages.as_slice() {
            [] => String::new(),
            people => format!(" This pages {}.", words::join(people.iter().map(|name| words::short(name)), "and")),
        };
        // Titles and names are in it.
        let mut question = json!(format!("{}?{pages}", self.what));
        untrusted::clean_all(&mut question);
        question.as_str().map(str::to_owned)
    }

    /// The requests as people and programs read them.
    pub(crate) fn requests(&self) -> Vec<Value> {
        let shown = |change: &Result<Change>| match change {
            Ok(change) => change.shown(),
            Err(error) => json!({ "error": error.to_json() }),
        };
        self.changes.iter().map(shown).collect()
    }

    /// What would be sent, instead of sending it.
    pub(crate) fn dry_run(&self) -> Answer {
        self.told(Answer::items("requests", self.requests()).metadata("dry_run", true).metadata("would", &*self.what))
    }

    /// The answer, with who is paged.
    pub(crate) fn told(&self, answer: Answer) -> Answer {
        if self.pages.is_empty() { answer } else { answer.metadata("pages", self.pages.clone()) }
    }
}
