//! What a call is about to change, before anything is sent: it can be shown, asked about and counted.

use std::fmt;

use pagerduty::{Change, Id, Reply, Resource};
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    error::{Code, Error, Result},
    strangers::Strangers,
    untrusted, words,
};

/// The change that names what has this ID.
type ChangeOf = dyn Fn(&str) -> Result<Change> + Send + Sync;

/// A change that needs the ID of what another one makes.
pub(crate) struct Then {
    /// What is made: `rotation`.
    kind: &'static str,
    /// The change, when that ID is known; before it is, with a word in its place.
    change: Box<ChangeOf>,
    /// The ID in the answer to the other one.
    id: fn(&Reply) -> Result<String>,
}

/// What a call is about to change.
#[derive(Debug)]
pub struct Plan {
    /// What happens, as an order: `Snooze incident Q1 for 30 minutes`.
    what: String,
    /// The requests; in the place of one that cannot be made stands why.
    pub(crate) changes: Vec<Result<Change>>,
    /// One more, which needs what the first one makes.
    pub(crate) then: Option<Then>,
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
        Self { what: what.into(), changes, then: None, pages: Vec::new(), is_grave: false }
    }

    /// After the one request another one, which names the `T` that it made.
    pub(crate) fn then<T: Resource>(self, change: impl Fn(&Id<T>) -> Change + Send + Sync + 'static) -> Self {
        let change = move |id: &str| match id.parse() {
            Ok(id) => Ok(change(&id)),
            Err(problem) => Err(Error::new(Code::InvalidResponse, format!("PagerDuty gave no ID: {problem}"))),
        };
        let id = |reply: &Reply| Ok(reply.row::<T>(T::KIND.singular())?.item.id().unwrap_or_default().to_owned());
        Self { then: Some(Then { kind: T::KIND.singular(), change: Box::new(change), id }), ..self }
    }

    /// How many requests there are.
    pub(crate) fn count(&self) -> usize {
        self.changes.iter().flatten().count() + usize::from(self.then.is_some())
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
        let then = self.then.iter().map(|then| shown(&then.shown()));
        self.changes.iter().map(shown).chain(then).collect()
    }

    /// What would be sent, instead of sending it.
    pub(crate) fn dry_run(&self) -> Answer {
        // Titles and names are quoted in what is said of it.
        let strangers = Strangers::default().titles(&["metadata.would", "error.upstream_message"]);
        let answer = Answer::composed("requests", self.requests(), strangers);
        self.told(answer.metadata("dry_run", true).metadata("would", &*self.what))
    }

    /// The answer, with who is paged.
    pub(crate) fn told(&self, answer: Answer) -> Answer {
        if self.pages.is_empty() { answer } else { answer.metadata("pages", self.pages.clone()) }
    }
}

impl Then {
    /// With `NEW_ROTATION_ID` in the place of the ID.
    fn shown(&self) -> Result<Change> {
        (self.change)(&format!("NEW_{}_ID", self.kind.to_uppercase()))
    }

    /// With the ID of what was made.
    pub(crate) fn after(&self, reply: &Reply) -> Result<Change> {
        (self.change)(&(self.id)(reply)?)
    }

    /// Says of an error that the first change was made and this one was not.
    pub(crate) fn failed(&self, error: &Error, first: &Reply) -> Error {
        let Self { kind, id, .. } = self;
        let id = id(first).map(|id| format!(" {id}")).unwrap_or_default();
        let message = format!("{kind}{id} was made, but the second request failed: {}", error.message());
        Error::new(error.code(), message)
            .said(error.upstream_message())
            .hint(format!("delete it with `delete_{kind}` before you try again"))
    }
}

impl fmt::Debug for Then {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Then").field(&self.shown()).finish()
    }
}
