//! The tool that is meant by a name that none has: the nearest by what it does to what. Who wants to look is never led to a
//! tool that changes something.

use crate::phrasing;

/// First words of names that look at something. Most tools that do begin with the first.
pub const LOOKING: [&str; 18] = [
    "get", "list", "fetch", "show", "read", "find", "search", "view", "describe", "query", "lookup", "retrieve",
    "display", "see", "check", "count", "who", "what",
];

/// First words of the tools that change something, each with what else people call it. A test of the
/// catalogue holds them against it.
const CHANGING: [(&str, &[&str]); 13] = [
    ("acknowledge", &["ack"]),
    ("add", &["append", "request", "write"]),
    ("create", &["new", "open", "trigger", "declare", "raise", "make"]),
    ("delete", &["remove", "cancel", "destroy"]),
    ("merge", &["combine"]),
    ("post", &["send", "publish"]),
    ("reassign", &["assign"]),
    ("resolve", &["close", "finish"]),
    ("set", &[]),
    ("snooze", &["silence", "mute"]),
    ("start", &["run", "launch"]),
    ("swap", &["exchange"]),
    ("update", &["edit", "modify", "change", "escalate", "rename"]),
];

/// Whether the tool of this name changes something.
#[must_use]
pub fn changes(name: &str) -> bool {
    let first = name.split('_').next().unwrap_or_default();
    CHANGING.iter().any(|(verb, others)| *verb == first || others.contains(&first))
}

/// Verbs that say the same of some things: a note is added, and people create one.
const KIN: [&[&str]; 1] = [&["add", "create", "post", "set"]];

/// Words that say nothing about what is meant.
const FILLERS: [&str; 16] =
    ["a", "all", "an", "are", "by", "current", "details", "for", "id", "info", "is", "list", "me", "my", "on", "the"];

/// What is a part of an answer and has no tool of its own, with where it is.
const PARTS: [(&str, &str); 4] =
    [("member", "user"), ("note", "incident"), ("past", "incident"), ("rotation", "schedule")];

/// The one of these tools that is most likely meant, if any is. One that changes something is meant only where what is
/// changed is named too.
pub fn nearest(wrong: &str, names: &[&'static str]) -> Option<&'static str> {
    let wrong = phrasing::cut(&in_snake_case(wrong), 80).replace("on_call", "oncall");
    let (first, rest) = wrong.split_once('_').unwrap_or((&wrong, ""));
    if LOOKING.contains(&first) {
        return looked_at(first, &nouns(rest), names);
    }
    if let Some(verb) = verb(first, |one, other| one == other) {
        return changed(verb, &nouns(rest), names);
    }
    // A slip of the pen in the name of a tool that changes something begins like that tool. Resolved incidents are looked for.
    let slip = verb(first, is_alike).filter(|_| !first.ends_with("ed"));
    slip.and_then(|verb| changed(verb, &nouns(rest), names)).or_else(|| looked_at("get", &nouns(&wrong), names))
}

/// The verb of the tools that change something in this word.
fn verb(word: &str, is_it: impl Fn(&str, &str) -> bool) -> Option<&'static str> {
    let named =
        |(verb, others): &&(&'static str, &[&str])| is_it(verb, word) || others.iter().any(|other| is_it(other, word));
    CHANGING.iter().find(named).map(|(verb, _)| *verb)
}

/// The tool that changes this: the one of this verb for exactly that; else one of its kin; else one for a part of it, such as
/// the note of an incident.
fn changed(verb: &str, wanted: &[String], names: &[&'static str]) -> Option<&'static str> {
    if wanted.is_empty() {
        return None;
    }
    let tools = || {
        names.iter().copied().filter(|name| changes(name)).filter_map(|name| {
            let (own, rest) = name.split_once('_')?;
            Some((name, own, nouns(rest)))
        })
    };
    let is_kin = |own: &str| KIN.iter().any(|kin| kin.contains(&own) && kin.contains(&verb));
    let same = |own: &str| own == verb;
    let find = |is_verb: &dyn Fn(&str) -> bool, is_noun: &dyn Fn(&[String]) -> bool| {
        tools().find(|(_, own, nouns)| is_verb(own) && is_noun(nouns)).map(|(name, ..)| name)
    };
    let exactly = |nouns: &[String]| nouns.len() == wanted.len() && has_all(nouns, wanted);
    let part = |nouns: &[String]| has_all(nouns, wanted);
    find(&same, &exactly)
        .or_else(|| find(&is_kin, &exactly))
        .or_else(|| find(&same, &part))
        .or_else(|| find(&is_kin, &part))
}

/// The tool that shows this: exactly that, or as a part of more, or more than what it shows.
fn looked_at(verb: &str, wanted: &[String], names: &[&'static str]) -> Option<&'static str> {
    if wanted.is_empty() {
        return None;
    }
    let tools = || {
        names.iter().copied().filter(|name| !changes(name)).map(|name| {
            let (own, rest) = name.split_once('_').unwrap_or((name, ""));
            // Such as the first word of `triage_incident`, which is no verb of looking.
            (name, own, nouns(if LOOKING.contains(&own) { rest } else { name }))
        })
    };
    let find = |is_noun: &dyn Fn(&[String]) -> bool| {
        let found = tools().filter(|(.., nouns)| is_noun(nouns));
        found.min_by_key(|(_, own, nouns)| (nouns.len(), *own != verb, *own != "get")).map(|(name, ..)| name)
    };
    let exactly = |nouns: &[String]| nouns.len() == wanted.len() && has_all(nouns, wanted);
    let whole = || {
        let (_, whole) = PARTS.iter().find(|(part, _)| wanted.iter().any(|word| word == part))?;
        find(&|nouns| nouns.len() == 1 && nouns[0] == *whole)
    };
    find(&exactly)
        .or_else(|| find(&|nouns| has_all(nouns, wanted)))
        .or_else(whole)
        .or_else(|| find(&|nouns| has_all(wanted, nouns)))
}

/// Whether each of these words is among others.
fn has_all(words: &[String], wanted: &[String]) -> bool {
    !wanted.is_empty() && wanted.iter().all(|one| words.iter().any(|word| is_alike(word, one)))
}

/// Whether two words are one, but for a slip of the pen.
fn is_alike(one: &str, other: &str) -> bool {
    one == other || one.len().min(other.len()) > 3 && strsim::jaro_winkler(one, other) > 0.9
}

/// What a name is about: its words as one of each, without those that say nothing.
fn nouns(name: &str) -> Vec<String> {
    let plain = name.replace("on_call", "oncall");
    let words = plain.split('_').filter(|word| !word.is_empty() && !FILLERS.contains(word));
    let one = |word: &str| match word.strip_suffix("ies") {
        Some(start) => format!("{start}y"),
        None => word.strip_suffix('s').filter(|word| word.len() > 2).unwrap_or(word).to_owned(),
    };
    words.map(one).collect()
}

/// `listIncidents`, `list-incidents` and `pagerduty.list_incidents` as `list_incidents`.
fn in_snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len());
    for letter in name.trim().chars() {
        match letter {
            '-' | ' ' | '.' | ':' | '/' => snake.push('_'),
            'A'..='Z' => {
                if snake.ends_with(|last: char| last.is_ascii_lowercase()) {
                    snake.push('_');
                }
                snake.push(letter.to_ascii_lowercase());
            }
            _ => snake.push(letter),
        }
    }
    let words: Vec<&str> = snake.split('_').filter(|word| !word.is_empty()).collect();
    let own = words.iter().position(|word| !matches!(*word, "mcp" | "pagerduty" | "pd")).unwrap_or(0);
    words[own..].join("_")
}
