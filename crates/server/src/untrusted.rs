//! Cleaning of text that strangers wrote: titles, notes and alerts can come from anyone who can reach a monitor.
//!
//! Characters that show nothing but steer what is shown, or hide text from people and not from models, are removed.
//! The words stay as they are.

use serde_json::Value;

/// Removes the characters that have no business in a text, in place.
pub(crate) fn clean(text: &mut String) {
    if !text.chars().any(|character| is_steering(character) || is_joiner(character)) {
        return;
    }
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().filter(|character| !is_steering(*character)).peekable();
    while let Some(character) = characters.next() {
        let is_letter = |neighbour: char| !neighbour.is_ascii() && !is_joiner(neighbour);
        let joins =
            clean.chars().next_back().is_some_and(is_letter) && characters.peek().copied().is_some_and(is_letter);
        if joins || !is_joiner(character) {
            clean.push(character);
        }
    }
    *text = clean;
}

/// The same for every text inside of a value.
pub(crate) fn clean_all(value: &mut Value) {
    match value {
        Value::String(text) => clean(text),
        Value::Array(values) => values.iter_mut().for_each(clean_all),
        Value::Object(fields) => fields.values_mut().for_each(clean_all),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The zero-width joiner and non-joiner: part of the spelling between letters of some scripts and between emoji, and a
/// hiding place everywhere else.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

fn is_steering(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        // Soft hyphen, Arabic letter mark, Hangul fillers, Mongolian vowel separator, interlinear annotations.
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{fff9}'..='\u{fffb}' => true,
        // Zero-width space, directional marks, embeddings, overrides and isolates; invisible operators.
        '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        // Tag characters: a second alphabet that no screen shows.
        '\u{e0000}'..='\u{e007f}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_goes_and_words_stay() {
        for (before, after) in [
            ("CPU > 90 % on h\u{f6}st \u{1f525}\n\tnow", "CPU > 90 % on h\u{f6}st \u{1f525}\n\tnow"),
            ("a\u{202e}b\u{2066}c\u{200b}d\u{feff}e", "abcde"),
            ("ok\u{e0049}\u{e0047}", "ok"),
            ("red\u{1b}[31m\r\u{0}", "red[31m"),
            ("\u{65e5}\u{672c}\u{8a9e}", "\u{65e5}\u{672c}\u{8a9e}"),
            ("\u{1f469}\u{200d}\u{1f4bb} \u{6cc}\u{200c}\u{62e}", "\u{1f469}\u{200d}\u{1f4bb} \u{6cc}\u{200c}\u{62e}"),
            ("a\u{200d}b\u{200c}\u{200c}\u{e9}\u{200d}", "ab\u{e9}"),
        ] {
            let mut text = before.to_owned();
            clean(&mut text);
            assert_eq!(text, after);
        }
    }
}
