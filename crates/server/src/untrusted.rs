//! Cleaning of text that strangers wrote: titles, notes and alerts can come from anyone who can reach a monitor.
//!
//! Characters that show nothing but steer what is shown, or hide text from people and not from models, are removed.
//! The words stay as they are.

/// Removes the characters that have no business in a text, in place.
pub(crate) fn clean(text: &mut String) {
    if text.chars().any(is_steering) {
        text.retain(|character| !is_steering(character));
    }
}

fn is_steering(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        // Soft hyphen, Arabic letter mark, Hangul fillers, Mongolian vowel separator, interlinear annotations.
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{fff9}'..='\u{fffb}' => true,
        // Zero-width characters and directional marks, embeddings, overrides and isolates; invisible operators.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
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
        ] {
            let mut text = before.to_owned();
            clean(&mut text);
            assert_eq!(text, after);
        }
    }
}
