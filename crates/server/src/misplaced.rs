//! Tokens in wrong places: a value of the command line or of the environment that looks like one is not repeated, whoever
//! repeats it. What is printed passes through [`without_tokens`] as a whole, because clap, the system and other crates
//! have words of their own for a wrong value.

use std::{borrow::Cow, env, sync::OnceLock};

use pagerduty::operation::Operation;
use toolkit::answer::untrusted;

use crate::config::settings_table::{Setting, is_ours};

/// What is shown instead.
const REDACTED: &str = "[redacted]";

/// What only tokens of PagerDuty begin with.
const PREFIXES: [&str; 3] = ["pdus+_", "pdeu+_", "u+"];

/// Characters after such a beginning that make it a token, and not an example of one.
const FEWEST_AFTER_PREFIX: usize = 8;

/// A shorter word is no token.
const FEWEST: usize = 16;

/// Characters of an API key.
const API_KEY: usize = 20;

/// Whether a value has a part that may be a token.
pub(crate) fn has_token(value: &str) -> bool {
    !tokens_in(value).is_empty()
}

/// The text without what looks like a token in the command line, in our variables, or in the text itself.
pub(crate) fn without_tokens(text: &str) -> Cow<'_, str> {
    static GIVEN: OnceLock<Vec<String>> = OnceLock::new();
    let given = GIVEN.get_or_init(given);
    let known: Vec<&str> = given.iter().map(String::as_str).chain(prefixed(text)).collect();
    if known.is_empty() {
        return Cow::Borrowed(text);
    }
    known.into_iter().fold(Cow::Borrowed(text), |text, token| match without(&text, token) {
        Some(hidden) => Cow::Owned(hidden),
        None => text,
    })
}

/// What looks like a token in what the program was started with.
fn given() -> Vec<String> {
    let is_read = |name: &str| is_ours(name) || Setting::of_variable(name).is_some();
    let variables = env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_read)).map(|(_, value)| value);
    let mut tokens = Vec::new();
    for value in env::args_os().skip(1).chain(variables) {
        let mut value = value.to_string_lossy().into_owned();
        tokens.extend(tokens_in(&value).into_iter().map(str::to_owned));
        // What is printed has no invisible characters either.
        untrusted::clean(&mut value);
        tokens.extend(tokens_in(&value).into_iter().map(str::to_owned));
    }
    tokens.sort_unstable_by_key(|token| std::cmp::Reverse(token.len()));
    tokens.dedup();
    tokens
}

/// The parts of a value that may be tokens.
fn tokens_in(value: &str) -> Vec<&str> {
    let separates = |character: char| character.is_whitespace() || ",;='\"`&?".contains(character);
    let words = value.split(separates).map(|word| word.trim_start_matches('-'));
    words.filter(|word| is_token(word)).chain(prefixed(value)).collect()
}

/// The parts that begin as only tokens of PagerDuty do, wherever they are: in a path, in an address, after a colon.
fn prefixed(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|character: char| !character.is_ascii() || !is_of_token(&(character as u8)));
    words.map(|word| word.trim_start_matches('-')).filter(|word| has_prefix(word))
}

fn has_prefix(word: &str) -> bool {
    PREFIXES.iter().any(|prefix| {
        let start = word.get(..prefix.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            && word.len() >= prefix.len() + FEWEST_AFTER_PREFIX
    })
}

fn is_of_token(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_+-".contains(byte)
}

/// Whether a word may be a token that begins as any word does: long, and no word of a language.
fn is_token(word: &str) -> bool {
    let has = |is_kind: fn(&u8) -> bool| word.bytes().any(|byte| is_kind(&byte));
    let has_both_cases = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    word.len() >= FEWEST
        && word.bytes().all(|byte| is_of_token(&byte))
        && has(u8::is_ascii_alphabetic)
        && (has(u8::is_ascii_digit) || has_both_cases && word.len() == API_KEY)
        && Operation::by_id(word).is_none()
}

/// The text without a token, or without as much of it as the text has: errors cut long values.
fn without(text: &str, token: &str) -> Option<String> {
    let start = &token[..FEWEST.min(token.len())];
    let mut hidden = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(start) {
        let same = rest[at..].bytes().zip(token.bytes()).take_while(|(one, other)| one == other).count();
        hidden.push_str(&rest[..at]);
        hidden.push_str(REDACTED);
        rest = &rest[at + same..];
    }
    if hidden.is_empty() {
        return None;
    }
    hidden.push_str(rest);
    Some(hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_told_from_values() {
        for (value, expected) in [
            ("u+AbCdEfGhIjKlMnOpQr", &["u+AbCdEfGhIjKlMnOpQr"][..]),
            ("incidents,pdus+_AbCdEfGh_x", &["pdus+_AbCdEfGh_x"]),
            ("/run/secrets/u+AbCdEfGhIjKlMnOpQr", &["u+AbCdEfGhIjKlMnOpQr"]),
            ("--y_NbAkKc66ryYTWUXYEu", &["y_NbAkKc66ryYTWUXYEu"]),
            ("yNbAkKcxryYTWUXYEuab", &["yNbAkKcxryYTWUXYEuab"]),
            ("https://a.example/?key=y_NbAkKc66ryYTWUXYEu", &["y_NbAkKc66ryYTWUXYEu"]),
            ("incidents,response", &[]),
            ("/run/secrets/pagerduty-token-1", &[]),
            ("get_escalation_policies", &[]),
            ("pdus+_\u{2026}", &[]),
            ("--oauth-callback-port", &[]),
            ("ana.smith.20260101@example.com", &[]),
            ("https://pagerduty-20260101.example.com:443", &[]),
            ("20260101000000000000", &[]),
        ] {
            let mut found = tokens_in(value);
            found.dedup();
            assert_eq!(found, expected, "{value}");
        }
        let operations = Operation::all().iter().map(|operation| operation.id());
        assert!(operations.clone().any(|id| id.len() == API_KEY));
        operations.for_each(|id| assert!(!has_token(id), "{id}"));
    }

    #[test]
    fn a_token_that_was_cut_is_left_out_too() {
        let token = "y_NbAkKc66ryYTWUXYEu0123456789";
        let without = |text: &str| without(text, token);
        assert_eq!(without(&format!("no `{}\u{2026}`", &token[..20])).unwrap(), "no `[redacted]\u{2026}`");
        assert_eq!(without(&format!("{token} and {token}")).unwrap(), "[redacted] and [redacted]");
        assert_eq!(without("y_NbAkKc"), None);
        assert_eq!(without_tokens("no toolset `u+AbCdEfGhIjKlMnOpQr`"), "no toolset `[redacted]`");
    }
}
