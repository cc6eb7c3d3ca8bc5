//! The words of every operation, made from the table when somebody first searches.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::OnceLock,
};

use super::words::{self, is_stop_word, split, stem};
use crate::operation::{access::Access, table::Operation};

/// What each place of a word is worth.
const ID: f32 = 1.6;
const PATH: f32 = 1.0;
const TAG: f32 = 0.8;
const SUMMARY: f32 = 1.5;
const WORDS: f32 = 1.5;

/// What a word is worth more for each further phrase that has it, and for how many.
const AGAIN: f32 = 0.4;
const MOST_AGAIN: usize = 3;

/// What a stop word is worth in a phrase.
const STOP_WORD: f32 = 0.25;

/// A stem that some operation has.
pub(super) type Term = u32;

/// All operations, as their words.
#[derive(Debug, Default)]
pub(super) struct Index {
    terms: HashMap<String, Term>,
    /// The words that were met while it is made, each with its term and whether it is a stop word.
    met: HashMap<String, (Term, bool)>,
    pub(super) stems: Vec<Stem>,
    /// In the order of the table.
    pub(super) documents: Vec<Document>,
    /// The words as they are written, with the number of operations that have them.
    pub(super) written: BTreeMap<String, u32>,
    pub(super) average_length: f32,
}

/// What is known of a term.
#[derive(Debug, Default)]
pub(super) struct Stem {
    pub(super) text: String,
    pub(super) is_general: bool,
    pub(super) is_of_time: bool,
    is_stop_word: bool,
    documents: u32,
    phrases: u32,
    /// How rare it is among the operations.
    pub(super) rarity: f32,
    /// How rare it is among phrases, stop words included.
    pub(super) rarity_in_phrases: f32,
}

/// The words of one operation.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) weights: BTreeMap<Term, f32>,
    pub(super) length: f32,
    pub(super) phrases: Vec<Phrase>,
    /// The terms of its ID that tell it from others, each in the forms in which it stands there.
    pub(super) id: Vec<(Term, Vec<String>)>,
    pub(super) kind: Kind,
}

/// Words that people say together.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) in_order: Vec<Term>,
    pub(super) distinct: Vec<Term>,
    /// The rarities of its terms together.
    pub(super) total: f32,
}

/// What an operation does, as far as verbs tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    List,
    Get,
    Create,
    Update,
    Delete,
}

static INDEX: OnceLock<Index> = OnceLock::new();

impl Index {
    pub(super) fn get() -> &'static Self {
        INDEX.get_or_init(|| {
            let mut index = Self::default();
            for operation in Operation::all() {
                let document = index.document(operation);
                index.documents.push(document);
            }
            index.finish();
            index
        })
    }

    pub(super) fn term(&self, stem: &str) -> Option<Term> {
        self.terms.get(stem).copied()
    }

    pub(super) fn stem(&self, term: Term) -> &Stem {
        &self.stems[term as usize]
    }

    /// The term of a stem that some operation has as a word of its own, and not only between others.
    pub(super) fn word(&self, stem: &str) -> Option<Term> {
        self.term(stem).filter(|term| self.stem(*term).documents > 0)
    }

    fn learn(&mut self, stem: String) -> Term {
        let next = self.stems.len() as Term;
        *self.terms.entry(stem).or_insert_with_key(|text| {
            self.stems.push(Stem { text: text.clone(), ..Stem::default() });
            next
        })
    }

    /// The term of a word, and whether it is a stop word.
    fn meet(&mut self, word: &str) -> (Term, bool) {
        if let Some(known) = self.met.get(word) {
            return *known;
        }
        let met = (self.learn(stem(word)), is_stop_word(word));
        self.met.insert(word.to_owned(), met);
        met
    }

    fn document(&mut self, operation: &'static Operation) -> Document {
        let literals = operation.path().split('/').filter(|segment| !segment.starts_with('{'));
        let path = literals.collect::<Vec<_>>().join(" ");
        let mut weights: BTreeMap<Term, f32> = BTreeMap::new();
        let mut written = BTreeSet::new();
        let texts =
            [(operation.id(), ID), (path.as_str(), PATH), (operation.tag(), TAG), (operation.summary(), SUMMARY)];
        for (text, weight) in texts {
            for term in self.words(&split(text), &mut written) {
                *weights.entry(term).or_default() += weight;
            }
        }
        let mut said: HashMap<Term, usize> = HashMap::new();
        let mut phrases = Vec::new();
        for phrase in operation.words() {
            let words = split(phrase);
            for term in self.words(&words, &mut written) {
                *said.entry(term).or_default() += 1;
            }
            phrases.push(self.phrase(&words));
        }
        phrases.push(self.phrase(&split(operation.summary())));
        for (term, count) in said {
            let again = (count - 1).min(MOST_AGAIN) as f32;
            *weights.entry(term).or_default() += WORDS * (1.0 + AGAIN * again);
        }
        for word in written {
            *self.written.entry(word).or_default() += 1;
        }
        let mut id: BTreeMap<Term, Vec<String>> = BTreeMap::new();
        for word in split(operation.id()) {
            if let (term, false) = self.meet(&word) {
                id.entry(term).or_default().push(word);
            }
        }
        for term in weights.keys() {
            self.stems[*term as usize].documents += 1;
        }
        for term in phrases.iter().flat_map(|phrase| &phrase.distinct).collect::<BTreeSet<_>>() {
            self.stems[*term as usize].phrases += 1;
        }
        Document {
            length: weights.values().sum(),
            id: id.into_iter().collect(),
            kind: Kind::of(operation),
            weights,
            phrases,
        }
    }

    /// The terms of words, each once, without stop words.
    fn words(&mut self, words: &[String], written: &mut BTreeSet<String>) -> BTreeSet<Term> {
        let mut terms = BTreeSet::new();
        for word in words {
            if let (term, false) = self.meet(word) {
                terms.insert(term);
                if !written.contains(word) {
                    written.insert(word.clone());
                }
            }
        }
        terms
    }

    fn phrase(&mut self, words: &[String]) -> Phrase {
        let mut in_order = Vec::with_capacity(words.len());
        for word in words {
            let (term, is_stop_word) = self.meet(word);
            self.stems[term as usize].is_stop_word |= is_stop_word;
            in_order.push(term);
        }
        let distinct = in_order.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        Phrase { in_order, distinct, total: 0.0 }
    }

    fn finish(&mut self) {
        self.met = HashMap::new();
        let count = self.documents.len() as f32;
        let rarity = |documents: u32| {
            let documents = documents as f32;
            (1.0 + (count - documents + 0.5) / (documents + 0.5)).ln()
        };
        let (general, of_time) = (words::general_stems(), words::stems_of_time());
        for stem in &mut self.stems {
            stem.is_general = general.contains(&stem.text);
            stem.is_of_time = of_time.contains(&stem.text);
            stem.rarity = rarity(stem.documents);
            let share = if stem.is_stop_word { STOP_WORD } else { 1.0 };
            stem.rarity_in_phrases = share * rarity(stem.phrases);
        }
        for document in &mut self.documents {
            document.id.retain(|(term, _)| !self.stems[*term as usize].is_general);
        }
        for phrase in self.documents.iter_mut().flat_map(|document| &mut document.phrases) {
            phrase.total = phrase.distinct.iter().map(|term| self.stems[*term as usize].rarity_in_phrases).sum();
        }
        let lengths: f32 = self.documents.iter().map(|document| document.length).sum();
        self.average_length = lengths / count.max(1.0);
    }
}

impl Kind {
    fn of(operation: &Operation) -> Self {
        let starts_with =
            |beginnings: &[&str]| beginnings.iter().any(|beginning| operation.id().starts_with(beginning));
        match (operation.access(), operation.method()) {
            (Access::Read, _) if operation.answers_with_rows() => Self::List,
            (Access::Read, _) => Self::Get,
            (Access::Change, "DELETE") => Self::Delete,
            _ if starts_with(&["delete", "remove", "unsubscribe"]) => Self::Delete,
            (Access::Change, "POST") => Self::Create,
            _ => Self::Update,
        }
    }

    pub(super) fn reads(self) -> bool {
        matches!(self, Self::List | Self::Get)
    }
}
