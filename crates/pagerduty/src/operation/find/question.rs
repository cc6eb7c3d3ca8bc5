//! A question as terms of the index: what was written, what may have been meant, and what that is at PagerDuty.

use std::collections::{HashMap, HashSet};

use super::{
    index::{Index, Term},
    intent::Intent,
    meanings, misspelling,
    words::{is_of_time, is_stop_word, split, stem},
};

/// How sure a meaning of an everyday word is.
const MEANT: f32 = 0.5;

/// How sure it is that somebody who asks who did something wants a record of it.
const AUDITED: f32 = 0.8;

/// How sure a longer or a shorter word is, and the shortest for which that is asked, and how many.
const BEGINNING: f32 = 0.5;
const SHORTEST_BEGINNING: usize = 5;
const MOST_BEGINNINGS: usize = 3;

/// A question.
#[derive(Debug)]
pub(super) struct Question {
    /// Each word that says something.
    pub(super) words: Vec<Word>,
    /// Every term that it has or means, with how sure that is; stop words, too.
    pub(super) terms: HashMap<Term, f32>,
    /// The terms of its words, one after another; none where no operation has the word.
    pub(super) in_order: Vec<Option<Term>>,
    /// The words as they were written, or as they may have been meant.
    pub(super) written: HashSet<String>,
    pub(super) intent: Intent,
    pub(super) asks_for_one: bool,
    /// Whether it names the newer kind of schedule, or the older kinds of rules.
    pub(super) names_v3: bool,
    pub(super) names_legacy: bool,
}

/// One word: the terms that it may be.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) terms: Vec<(Term, f32)>,
    pub(super) is_of_time: bool,
}

impl Question {
    pub(super) fn read(text: &str, index: &Index) -> Self {
        let written = split(text);
        let intent = Intent::of(&written, text);
        let has = |words: &[&str]| written.iter().any(|word| words.contains(&word.as_str()));
        let mut question = Self {
            words: Vec::new(),
            terms: HashMap::new(),
            in_order: Vec::new(),
            written: HashSet::new(),
            intent,
            asks_for_one: has(&["one", "detail", "details"]),
            names_v3: has(&["v3"]),
            names_legacy: has(&["legacy", "ruleset", "rulesets"]),
        };
        for word in &written {
            let stem = stem(word);
            if is_stop_word(word) {
                let term = index.term(&stem);
                question.terms.extend(term.map(|term| (term, 1.0)));
                question.in_order.push(term);
                continue;
            }
            let meant = if index.word(&stem).is_some() { Vec::new() } else { misspelling::of(word, index) };
            question.written.insert(word.clone());
            question.written.extend(meant.iter().map(|(meant, _)| (*meant).to_owned()));
            let terms = terms(&stem, &meant, index);
            question.in_order.push(index.term(&stem).or_else(|| terms.first().map(|(term, _)| *term)));
            question.add(Word { terms, is_of_time: is_of_time(&stem) });
        }
        let said: Vec<_> = written.iter().filter(|word| !is_stop_word(word)).collect();
        for pair in said.windows(2) {
            // Some write as two words what others write as one.
            let together = format!("{}{}", pair[0], pair[1]);
            if let Some(term) = index.word(&stem(&together)) {
                question.add(Word { terms: vec![(term, 1.0)], is_of_time: false });
            }
        }
        if intent.audits
            && let Some(term) = index.word("audit")
        {
            question.add(Word { terms: vec![(term, AUDITED)], is_of_time: false });
        }
        question
    }

    fn add(&mut self, word: Word) {
        for (term, sure) in &word.terms {
            let known = self.terms.entry(*term).or_default();
            *known = known.max(*sure);
        }
        self.words.push(word);
    }
}

/// The terms that a word may be, the surest first.
fn terms(stem: &str, meant: &[(&str, f32)], index: &Index) -> Vec<(Term, f32)> {
    let mut terms: Vec<(Term, f32)> = Vec::new();
    let mut add = |term: Option<Term>, sure: f32| {
        let Some(term) = term else { return };
        match terms.iter_mut().find(|(other, _)| *other == term) {
            Some((_, known)) => *known = known.max(sure),
            None => terms.push((term, sure)),
        }
    };
    if let Some(term) = index.word(stem) {
        add(Some(term), 1.0);
    } else {
        if meant.is_empty() && stem.len() >= SHORTEST_BEGINNING {
            let long = index.stems.iter().filter(|other| other.text.len() >= SHORTEST_BEGINNING);
            let begins = long.filter(|other| other.text.starts_with(stem) || stem.starts_with(&other.text));
            for other in begins.take(MOST_BEGINNINGS) {
                add(index.word(&other.text), BEGINNING);
            }
        }
        for (meant, sure) in meant {
            add(index.word(&self::stem(meant)), *sure);
        }
    }
    let said: Vec<_> = terms.clone();
    let mut add = |term: Option<Term>, sure: f32| {
        let Some(term) = term else { return };
        match terms.iter_mut().find(|(other, _)| *other == term) {
            Some((_, known)) => *known = known.max(sure),
            None => terms.push((term, sure)),
        }
    };
    for meant in meanings::of(stem) {
        add(index.word(meant), MEANT);
    }
    for (term, sure) in said {
        for meant in meanings::of(&index.stem(term).text) {
            add(index.word(meant), MEANT * sure);
        }
    }
    terms
}
