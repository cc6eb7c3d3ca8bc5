//! What a call is about to change, before anything is sent: it can be shown, asked about, counted and logged.

use std::fmt;

use pagerduty::{Change, Id, Reply, Resource};
use serde_json::{Map, Value, json};

use super::{pages::Pages, question, quoted::Quote, target::Target};
use crate::call::offered::Offered;
use crate::{
    answer::{Answer, strangers::Strangers},
    effect::Effect,
    error::{Code, Error, Result},
    hint::{Hint, ToolName},
};

/// The change that names what has this ID.
type ChangeOf = dyn Fn(&str) -> Result<Change> + Send + Sync;

/// A change that follows another one.
pub(crate) enum FollowUp {
    /// A note on the incident that was changed.
    Note(Change),
    /// A change that needs the ID of what the first one makes.
    Completes(Completes),
}

/// A change that needs the ID of what another one makes.
pub(crate) struct Completes {
    /// What is made: `rotation`.
    kind: &'static str,
    /// What takes it back.
    undo: ToolName,
    /// The change, when that ID is known; before it is, with a word in its place.
    change: Box<ChangeOf>,
    /// The ID in the answer to the other one.
    id: fn(&Reply) -> Result<String>,
}

/// A request that cannot be made.
#[derive(Debug)]
pub(crate) struct Refused {
    /// What it would have been about, by ID or number.
    pub(crate) target: String,
    pub(crate) why: Error,
}

/// One request, and what follows it.
#[derive(Debug)]
pub(crate) struct Step {
    /// The reason, for a request that cannot be made.
    pub(crate) change: std::result::Result<Change, Refused>,
    pub(crate) follow_up: Option<FollowUp>,
}

/// What a call is about to change.
#[derive(Debug)]
pub struct Plan {
    effect: Effect,
    /// What happens, as an order made of facts: `Snooze incident #12 (Q1) for 30 minutes`.
    what: String,
    targets: Vec<Target>,
    /// Texts that others wrote, or that would be sent, each with what it is.
    quotes: Vec<(String, Quote)>,
    /// Who is paged.
    pages: Pages,
    /// What else it does, each as a sentence of facts.
    consequences: Vec<String>,
    /// The names that stood for IDs.
    names: Map<String, Value>,
    steps: Vec<Step>,
}

impl Plan {
    /// Nothing yet; `what` holds facts and no text of strangers.
    pub fn new(effect: Effect, what: impl Into<String>) -> Self {
        let (targets, quotes, pages, consequences, names, steps) = Default::default();
        Self { effect, what: what.into(), targets, quotes, pages, consequences, names, steps }
    }

    /// One request more.
    pub fn change(self, change: Change) -> Self {
        self.step(change, None)
    }

    /// One request more, with a note that follows it.
    pub fn step(mut self, change: Change, note: Option<Change>) -> Self {
        self.steps.push(Step { change: Ok(change), follow_up: note.map(FollowUp::Note) });
        self
    }

    /// Instead of one more request, why it cannot be made. It stops none of the others.
    pub fn refused(mut self, target: &str, why: Error) -> Self {
        let change = Err(Refused { target: target.to_owned(), why });
        self.steps.push(Step { change, follow_up: None });
        self
    }

    /// After the last request another one, which names the `T` that it made; `undo` takes that back where the other one fails.
    pub fn then<T: Resource>(
        mut self,
        undo: ToolName,
        change: impl Fn(&Id<T>) -> Change + Send + Sync + 'static,
    ) -> Self {
        let change = move |id: &str| match id.parse() {
            Ok(id) => Ok(change(&id)),
            Err(problem) => Err(Error::new(Code::InvalidResponse, format!("PagerDuty gave no ID: {problem}"))),
        };
        let id = |reply: &Reply| Ok(reply.row::<T>(T::KIND.singular())?.item.id().unwrap_or_default().to_owned());
        if let Some(last) = self.steps.last_mut() {
            let completes = Completes { kind: T::KIND.singular(), undo, change: Box::new(change), id };
            last.follow_up = Some(FollowUp::Completes(completes));
        }
        self
    }

    /// It is about this.
    pub fn target(self, target: Target) -> Self {
        self.targets([target])
    }

    /// It is about these.
    pub fn targets(mut self, targets: impl IntoIterator<Item = Target>) -> Self {
        self.targets.extend(targets);
        self
    }

    /// A text that belongs to it: somebody else's words, or those that are sent.
    pub fn quote(mut self, label: impl Into<String>, text: Option<&str>) -> Self {
        self.quotes.extend(text.map(|text| (label.into(), Quote::of(text))));
        self
    }

    /// It pages these people.
    pub fn pages(self, pages: Pages) -> Self {
        Self { pages, ..self }
    }

    /// What else it does, in a sentence of facts and without text of strangers: `It silences “Billing” (PSVC1).`
    pub fn consequence(mut self, sentence: impl Into<String>) -> Self {
        self.consequences.push(sentence.into());
        self
    }

    /// The same where there is something to say.
    pub fn consequences(self, sentences: impl IntoIterator<Item = String>) -> Self {
        sentences.into_iter().fold(self, Self::consequence)
    }

    /// The names that stood for IDs in what was asked for.
    pub fn names_read_as(self, names: Map<String, Value>) -> Self {
        Self { names, ..self }
    }

    /// What it does, at its worst.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub(crate) fn audited_targets(&self) -> &[Target] {
        &self.targets
    }

    pub(crate) fn paged(&self) -> Vec<String> {
        self.pages.known()
    }

    /// How many requests there are.
    pub fn count(&self) -> usize {
        let of_step = |step: &Step| usize::from(step.change.is_ok()) + usize::from(step.follow_up.is_some());
        self.steps.iter().map(of_step).sum()
    }

    /// What a person is asked: the facts, whom it pages, and what others wrote, each on a line of its own.
    pub fn question(&self) -> String {
        question::asked(&self.what, &self.sentences(true), &self.quotes)
    }

    /// The same as an order, on one line. If everybody is known, the people whom it pages are in the metadata.
    fn would(&self) -> String {
        question::told(&self.what, &self.sentences(!self.pages.is_known()), &self.quotes)
    }

    /// What it does beside what it is for: whom it pages comes first.
    fn sentences(&self, says_pages: bool) -> Vec<String> {
        let pages = (self.effect == Effect::Pages && says_pages).then(|| self.pages.sentence());
        pages.into_iter().chain(self.consequences.iter().cloned()).collect()
    }

    /// The same with hints that name only tools that can be called.
    pub(crate) fn offering(mut self, offered: &Offered) -> Self {
        for step in &mut self.steps {
            if let Err(refused) = &mut step.change {
                refused.why = refused.why.clone().offering(offered);
            }
        }
        self
    }

    /// The requests as people and programs read them.
    pub fn requests(&self) -> Vec<Value> {
        let shown = |change: &Result<Change>| match change {
            Ok(change) => change.shown(),
            Err(error) => json!({ "error": error.to_json() }),
        };
        let of_step = |step: &Step| {
            let first = match &step.change {
                Ok(change) => change.shown(),
                Err(Refused { target, why }) => json!({ "target": target, "error": why.to_json() }),
            };
            let follow_up = step.follow_up.as_ref().map(|follow_up| shown(&follow_up.before()));
            std::iter::once(first).chain(follow_up)
        };
        self.steps.iter().flat_map(of_step).collect()
    }

    /// What would be sent, instead of sending it.
    pub fn dry_run(&self) -> Answer {
        // Titles and names are quoted in what is said of it.
        let strangers = Strangers::default().titles(&["metadata.would", "error.upstream_message"]);
        let requests = self.requests();
        let description = match requests.len() {
            1 => "Nothing was sent; this is the request that would be".to_owned(),
            several => format!("Nothing was sent; these are the {several} requests that would be"),
        };
        let answer = Answer::composed("requests", requests, strangers).described(description);
        self.told(answer.metadata("dry_run", true).metadata("would", self.would()))
    }

    /// The answer, with who is paged and which names stood for IDs.
    pub fn told(&self, answer: Answer) -> Answer {
        let people = self.pages.known();
        let answer = if people.is_empty() { answer } else { answer.metadata("pages", people) };
        if self.names.is_empty() { answer } else { answer.metadata("names_read_as", self.names.clone()) }
    }
}

impl FollowUp {
    /// The change before the first one was made: with `NEW_ROTATION_ID` instead of an ID.
    pub(crate) fn before(&self) -> Result<Change> {
        match self {
            Self::Note(change) => Ok(change.clone()),
            Self::Completes(Completes { kind, change, .. }) => change(&format!("NEW_{}_ID", kind.to_uppercase())),
        }
    }

    /// The change after the first one: nothing is known of that where it was so before.
    pub(crate) fn after(&self, reply: Option<&Reply>) -> Option<Result<Change>> {
        match (self, reply) {
            (Self::Note(change), _) => Some(Ok(change.clone())),
            (Self::Completes(one), Some(reply)) => Some((one.id)(reply).and_then(|id| (one.change)(&id))),
            (Self::Completes(_), None) => None,
        }
    }
}

impl Completes {
    /// Says of an error that the first change was made and this one was not.
    pub(crate) fn failed(&self, error: &Error, first: &Reply) -> Error {
        let Self { kind, undo, id, .. } = self;
        let id = id(first).map(|id| format!(" {id}")).unwrap_or_default();
        let message = format!("{kind}{id} was made, but the second request failed: {}", error.message());
        Error::new(error.code(), message).said(error.upstream_message()).hint(Hint::naming(
            "delete it with ",
            *undo,
            " before you try again",
        ))
    }
}

impl fmt::Debug for FollowUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FollowUp").field(&self.before()).finish()
    }
}
