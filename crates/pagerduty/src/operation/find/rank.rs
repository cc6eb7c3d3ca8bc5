//! How well an operation fits a question: its words (BM25), the phrase that is most like the question, how much of its ID was
//! said, and whether it does what the verb says.

use super::{
    index::{Document, Index, Kind, Phrase, Term},
    intent::Intent,
    question::Question,
};
use crate::operation::table::Operation;

/// BM25: how fast a word said again counts less, and how much a long text counts against an operation.
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.5;

/// What a general word, and one of a time, is worth; a time in a phrase is worth more.
const GENERAL: f32 = 0.2;
const TIME: f32 = 0.35;
const TIME_IN_PHRASE: f32 = 0.6;

/// What the best phrase is worth, how much its order counts, and how much its share of the ID.
const PHRASE: f32 = 1.0;
const ORDER: f32 = 0.3;
const NAMED: f32 = 0.5;

/// What a word of the ID is worth that was said in another form, such as one incident where there are several.
const OTHER_FORM: f32 = 0.75;

/// What a verb does to operations of another kind, of its own and of another change.
const READS_WHERE_CHANGED: f32 = 0.8;
const SAME_CHANGE: f32 = 1.4;
const OTHER_CHANGE: f32 = 0.9;
/// Who wants something to be gone does not want it to be made.
const OPPOSITE_CHANGE: f32 = 0.75;
/// What a question does to those that read, and to those that change.
const READS: f32 = 1.12;
const CHANGES_WHERE_READ: f32 = 0.82;
/// The same where something is to happen.
const READS_WHERE_ORDERED: f32 = 0.8;
const CHANGES_WHERE_ORDERED: f32 = 1.05;
/// What a mere noun does to those that read, and what the wish for several does to lists.
const NAMES: f32 = 1.1;
const LISTS: f32 = 1.08;
/// What it does to one of several where the question asks for no details.
const ONE: f32 = 0.96;

/// What people mean more rarely, unless they name it.
const DEPRECATED: f32 = 0.7;
const EARLY_ACCESS: f32 = 0.92;
const V3: f32 = 0.85;
const LEGACY: f32 = 0.85;

/// The score of an operation; 0 where nothing fits.
pub(super) fn score(question: &Question, operation: &Operation, document: &Document, index: &Index) -> f32 {
    let phrases = document.phrases.iter().map(|phrase| of_phrase(question, phrase, index));
    let words = of_words(question, document, index) + PHRASE * phrases.fold(0.0, f32::max);
    if words <= 0.0 {
        return 0.0;
    }
    let is_one = document.kind == Kind::Get && !question.asks_for_one;
    let one = if is_one { ONE } else { 1.0 };
    words
        * one
        * named(question, document, index)
        * of_intent(question.intent, document.kind)
        * rarely_meant(question, operation)
}

fn of_words(question: &Question, document: &Document, index: &Index) -> f32 {
    let length = SATURATION * (1.0 - LENGTH + LENGTH * document.length / index.average_length);
    let of_word = |terms: &[(Term, f32)], is_of_time: bool| {
        let of_term = |(term, sure): &(Term, f32)| {
            let weight = document.weights.get(term)?;
            let stem = index.stem(*term);
            let share = if stem.is_general {
                GENERAL
            } else if is_of_time {
                TIME
            } else {
                1.0
            };
            Some(sure * share * stem.rarity * weight * (SATURATION + 1.0) / (weight + length))
        };
        terms.iter().filter_map(of_term).fold(0.0, f32::max)
    };
    question.words.iter().map(|word| of_word(&word.terms, word.is_of_time)).sum()
}

fn of_phrase(question: &Question, phrase: &Phrase, index: &Index) -> f32 {
    let of_term = |term: &Term| {
        let sure = question.terms.get(term)?;
        let stem = index.stem(*term);
        let share = if stem.is_general {
            GENERAL
        } else if stem.is_of_time {
            TIME_IN_PHRASE
        } else {
            1.0
        };
        Some(sure * share * stem.rarity_in_phrases)
    };
    let said: f32 = phrase.distinct.iter().filter_map(of_term).sum();
    if said == 0.0 {
        return 0.0;
    }
    let share = said / phrase.total;
    let pairs = phrase.in_order.windows(2);
    let count = pairs.len().max(1) as f32;
    let is_said = |pair: &[Term]| question.in_order.windows(2).any(|said| said == [Some(pair[0]), Some(pair[1])]);
    let ordered = pairs.filter(|pair| is_said(pair)).count() as f32 / count;
    said * share * share * (1.0 + ORDER * ordered)
}

/// How much of the ID was said.
fn named(question: &Question, document: &Document, index: &Index) -> f32 {
    let rarity = |term: &Term| index.stem(*term).rarity;
    let all: f32 = document.id.iter().map(|(term, _)| rarity(term)).sum();
    let said = document.id.iter().filter_map(|(term, forms)| {
        let is_said = forms.iter().any(|form| question.written.contains(form));
        Some(question.terms.get(term)? * rarity(term) * if is_said { 1.0 } else { OTHER_FORM })
    });
    if all > 0.0 { 1.0 + NAMED * said.sum::<f32>() / all } else { 1.0 }
}

fn of_intent(intent: Intent, kind: Kind) -> f32 {
    let verb = match kind {
        _ if intent.changes() && kind.reads() => READS_WHERE_CHANGED,
        Kind::Create if intent.creates => SAME_CHANGE,
        Kind::Update if intent.updates => SAME_CHANGE,
        Kind::Delete if intent.deletes => SAME_CHANGE,
        Kind::Create if intent.deletes => OPPOSITE_CHANGE,
        Kind::Delete if intent.creates => OPPOSITE_CHANGE,
        _ if intent.changes() => OTHER_CHANGE,
        _ if intent.reads && kind.reads() => READS,
        _ if intent.reads => CHANGES_WHERE_READ,
        _ if intent.orders && kind.reads() => READS_WHERE_ORDERED,
        _ if intent.orders => CHANGES_WHERE_ORDERED,
        _ if intent.names && kind.reads() => NAMES,
        _ => 1.0,
    };
    let several = if (intent.lists || intent.names) && kind == Kind::List { LISTS } else { 1.0 };
    verb * several
}

fn rarely_meant(question: &Question, operation: &Operation) -> f32 {
    let is_legacy = operation.path().starts_with("/rulesets")
        || operation.path().starts_with("/services/") && operation.path().contains("/rules");
    let factors = [
        (operation.is_deprecated(), DEPRECATED),
        (operation.is_early_access() || operation.summary().contains("early access"), EARLY_ACCESS),
        (operation.path().starts_with("/v3/") && !question.names_v3, V3),
        (is_legacy && !question.names_legacy, LEGACY),
    ];
    factors.into_iter().filter(|(holds, _)| *holds).map(|(_, factor)| factor).product()
}
