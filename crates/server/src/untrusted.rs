//! Cleaning of text that strangers wrote: titles, notes and alerts can come from anyone who can reach a monitor.
//!
//! Characters that show nothing but steer what is shown, or hide text from people and not from models, are removed.
//! The words stay as they are.

use serde_json::Value;

/// Removes the characters that have no business in a text, in place.
pub(crate) fn clean(text: &mut String) {
    // Most texts are plain, and looking at bytes is ten times faster than looking at characters.
    if is_plain(text) || !text.chars().any(|one| is_steering(one) || is_bound(one) || is_line_end(one)) {
        return;
    }
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().filter(|character| !is_steering(*character)).peekable();
    while let Some(character) = characters.next() {
        let is_letter = |neighbour: char| !neighbour.is_ascii() && !is_bound(neighbour);
        let before = clean.chars().next_back();
        let keeps = match character {
            // The selector of how an emoji looks may stand before.
            _ if is_joiner(character) => {
                before.is_some_and(|one| is_letter(one) || is_style(one))
                    && characters.peek().copied().is_some_and(is_letter)
            }
            _ if is_style(character) => before.is_some_and(|one| is_letter(one) || KEYCAPS.contains(one)),
            _ => true,
        };
        if keeps {
            clean.push(if is_line_end(character) { '\n' } else { character });
        }
    }
    *text = clean;
}

/// Whether a text has only characters that are never removed, and none beyond ASCII.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte) || byte == b'\n' || byte == b'\t')
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

/// The selectors of text and emoji style: one after what it is about, and a hiding place in any other number.
fn is_style(character: char) -> bool {
    matches!(character, '\u{fe0e}' | '\u{fe0f}')
}

/// What may stay only where its neighbours need it.
fn is_bound(character: char) -> bool {
    is_joiner(character) || is_style(character)
}

/// What a style may follow although it is ASCII.
const KEYCAPS: &str = "0123456789#*";

/// Unicode's own ends of lines and paragraphs, which some readers take for the end of a message.
fn is_line_end(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}')
}

fn is_steering(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        // Variation selectors but the two of emoji: each may carry a letter that no screen shows.
        '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}' => true,
        // Khmer inherent vowels, a Hangul filler, the beams of musical notation, and what is no character.
        '\u{17b4}'..='\u{17b5}' | '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}' | '\u{fdd0}'..='\u{fdef}' => true,
        other if u32::from(other) & 0xfffe == 0xfffe => true,
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
            (
                "\u{2764}\u{fe0f}\u{200d}\u{1f525} 1\u{fe0f}\u{20e3}",
                "\u{2764}\u{fe0f}\u{200d}\u{1f525} 1\u{fe0f}\u{20e3}",
            ),
            ("ok\u{e0148}\u{e0149} \u{2764}\u{fe0f}\u{fe0e}\u{fe0f} a\u{fe01}b\u{fe0f}", "ok \u{2764}\u{fe0f} ab"),
            ("one\u{2028}two\u{ffff}\u{fdd0}\u{ffa0}", "one\ntwo"),
            ("a\u{200d}b\u{200c}\u{200c}\u{e9}\u{200d}", "ab\u{e9}"),
        ] {
            let mut text = before.to_owned();
            clean(&mut text);
            assert_eq!(text, after);
        }
    }
}
