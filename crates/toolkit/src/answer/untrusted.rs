//! Cleaning of text that strangers wrote: titles, notes and alerts can come from anyone who can reach a monitor.
//!
//! Characters that show nothing but steer what is shown, or hide text from people and not from models, are removed, and so are
//! piles of marks on one letter. The words stay as they are.

mod characters;

use serde_json::{Map, Value};

use self::characters::{Class, class, is_keycap_base, joins, shows_style};
use super::secrets;

/// Marks in a row that stay: a vowel and a tone, or a dot and a vowel.
const MAX_MARKS: usize = 2;

/// Removes the characters that have no business in a text, in place.
pub fn clean(text: &mut String) {
    // Most texts are plain, and looking at bytes is ten times faster than looking at characters.
    if is_plain(text) || text.chars().all(|character| class(character) == Class::Shown) {
        return;
    }
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().filter(|character| class(*character) != Class::Hidden).peekable();
    let mut marks = 0;
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let class = class(character);
        marks = if class == Class::Mark { marks + 1 } else { 0 };
        match class {
            Class::LineEnd => clean.push('\n'),
            Class::Joiner if !joins(&clean, next) => {}
            Class::Style if !takes_style(&clean, next) => {}
            Class::Mark if marks > MAX_MARKS => {}
            _ => clean.push(character),
        }
    }
    *text = clean;
}

/// Whether what stands before may be followed by a selector of its style: an emoji, or a digit that becomes a keycap.
fn takes_style(before: &str, next: Option<char>) -> bool {
    const KEYCAP: char = '\u{20e3}';
    let last = before.chars().next_back();
    last.is_some_and(|last| shows_style(last) || is_keycap_base(last) && next == Some(KEYCAP))
}

/// Puts a text on one line.
pub(crate) fn one_line(text: &mut String) {
    if text.contains(['\n', '\t']) {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

/// Whether a text has only characters that are never removed, and none beyond ASCII.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte) || byte == b'\n' || byte == b'\t')
}

/// The same for every text inside of a value, names of fields included; without the secrets that somebody sent.
pub fn clean_all(value: &mut Value) {
    match value {
        Value::String(text) => {
            clean(text);
            secrets::mask(text);
        }
        Value::Array(values) => values.iter_mut().for_each(clean_all),
        Value::Object(fields) => clean_fields(fields),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn clean_fields(fields: &mut Map<String, Value>) {
    if !fields.keys().all(|name| is_plain(name)) {
        let cleaned = std::mem::take(fields).into_iter().map(|(mut name, value)| {
            clean(&mut name);
            (name, value)
        });
        *fields = cleaned.collect();
    }
    secrets::mask_pair(fields);
    for (name, value) in fields.iter_mut() {
        secrets::mask_field(name, value);
        clean_all(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        let mut text = text.to_owned();
        clean(&mut text);
        text
    }

    #[test]
    fn what_steers_goes_and_words_stay() {
        for (before, after) in [
            ("a\u{202e}b\u{2066}c\u{200b}d\u{feff}e", "abcde"),
            ("ok\u{e0049}\u{e0047}", "ok"),
            ("red\u{1b}[31m\r\u{0}", "red[31m"),
            ("ok\u{e0148}\u{e0149} \u{2764}\u{fe0f}\u{fe0e}\u{fe0f} a\u{fe01}b\u{fe0f}", "ok \u{2764}\u{fe0f} ab"),
            ("one\u{2028}two\u{85}three\u{ffff}\u{fdd0}\u{ffa0}", "one\ntwo\nthree"),
            ("a\u{200d}b\u{200c}\u{200c}\u{e9}\u{200d}", "ab\u{e9}"),
            // Bits between letters that do not join.
            ("\u{65e5}\u{200d}\u{672c}\u{200c}\u{8a9e}\u{fe0f} 1\u{fe0f}2\u{fe0e}", "\u{65e5}\u{672c}\u{8a9e} 12"),
            ("a\u{34f}b\u{e0080}\u{e0fff}\u{fff0}\u{1bca0}\u{e000}\u{f0000}\u{378}", "ab"),
            ("\u{2800}\u{1d159}\u{fffc}", ""),
            ("e\u{301}\u{302}\u{303}\u{304}\u{489}x\u{20dd}", "e\u{301}\u{302}x\u{20dd}"),
            ("e\u{301}\u{200b}\u{301}\u{202e}\u{301}", "e\u{301}\u{301}"),
        ] {
            assert_eq!(cleaned(before), after);
        }
    }

    #[test]
    fn what_people_write_stays() {
        for text in [
            "CPU > 90 % on h\u{f6}st \u{1f525}\n\tnow",
            "10\u{a0}% \u{2013} \u{201e}hoch\u{201c} \u{20ac}5 \u{fffd}",
            "\u{65e5}\u{672c}\u{8a9e}\u{3000}\u{d55c}\u{ad6d}\u{c5b4}",
            // A technologist, hearts on fire, a pirate flag, a keycap, a dark thumb, two regional indicators.
            "\u{1f469}\u{200d}\u{1f4bb} \u{2764}\u{fe0f}\u{200d}\u{1f525} \u{1f3f4}\u{200d}\u{2620}\u{fe0f}",
            "1\u{fe0f}\u{20e3} \u{1f44d}\u{1f3ff} \u{1f469}\u{1f3fd}\u{200d}\u{1f4bb} \u{1f1e9}\u{1f1ea}",
            // Persian, Hindi, Malayalam with an old chillu, Bengali.
            "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645} \u{647}\u{200d}",
            "\u{915}\u{94d}\u{200d}\u{937} \u{d05}\u{d35}\u{d28}\u{d4d}\u{200d} \u{9b0}\u{200d}\u{9cd}\u{9af}",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    #[test]
    fn names_of_fields_are_cleaned_too() {
        let mut value = serde_json::json!({"a\u{202e}b": ["c\u{200b}"], "d": {"\u{1b}e": "\u{2800}"}});
        clean_all(&mut value);
        assert_eq!(value, serde_json::json!({"ab": ["c"], "d": {"e": ""}}));
    }
}
