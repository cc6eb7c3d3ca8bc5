//! What looks like the beginning or the end of a quotation, and becomes an apostrophe where words of others are quoted.

use icu_properties::{CodePointSetData, CodePointSetDataBorrowed, props::QuotationMark};

const MARKS: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<QuotationMark>();

/// The text without anything that a reader could take for a quotation mark: one apostrophe stands where one or more were, for
/// two of them look like a mark again.
pub(super) fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            // Two strokes above nothing look like a mark as well.
            '\u{30b}' | '\u{30e}' if !plain.ends_with(char::is_alphabetic) => {}
            letter if !looks_like_one(letter) => plain.push(letter),
            _ if plain.ends_with('\'') => {}
            _ => plain.push('\''),
        }
    }
    plain
}

/// Whether a character is a quotation mark by Unicode's own list, or looks like one or half of one.
fn looks_like_one(letter: char) -> bool {
    match letter {
        ' '..='~' => matches!(letter, '"' | '\'' | '`'),
        // Accents, primes and letters that are apostrophes.
        '\u{b4}'
        | '\u{2b9}'..='\u{2bd}'
        | '\u{2c8}'
        | '\u{2ca}'
        | '\u{2cb}'
        | '\u{2dd}'
        | '\u{2ee}'
        | '\u{2f4}'..='\u{2f6}' => true,
        '\u{374}' | '\u{384}' | '\u{55a}'..='\u{55e}' | '\u{5f3}' | '\u{5f4}' | '\u{7f4}' | '\u{7f5}' => true,
        '\u{1fbd}' | '\u{1fbf}' | '\u{1fef}' | '\u{1ffd}' | '\u{1ffe}' | '\u{2032}'..='\u{2037}' | '\u{2057}' => true,
        // Ornaments, the ditto mark, and the wide forms.
        '\u{275b}'..='\u{2760}' | '\u{276e}' | '\u{276f}' | '\u{3003}' | '\u{a78b}' | '\u{a78c}' | '\u{ff40}' => true,
        '\u{1f676}'..='\u{1f678}' => true,
        '\u{226a}' | '\u{226b}' | '\u{300a}' | '\u{300b}' => true,
        letter => MARKS.contains(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_looks_like_a_quotation_mark_is_an_apostrophe() {
        let marks = "\"'`\u{ab}\u{bb}\u{2018}\u{2019}\u{201a}\u{201b}\u{201c}\u{201d}\u{201e}\u{201f}\u{2039}\u{203a}\
             \u{2057}\u{2ba}\u{2ee}\u{2dd}\u{275b}\u{275c}\u{275d}\u{275e}\u{275f}\u{2760}\u{1f676}\u{1f677}\u{1f678}\
             \u{300c}\u{300d}\u{300e}\u{300f}\u{301d}\u{301e}\u{301f}\u{ff02}\u{ff07}\u{2e42}\u{5f4}\u{55e}\u{2033}\u{2036}";
        for mark in marks.chars() {
            assert_eq!(without_marks(&format!("a{mark}b")), "a'b", "U+{:04X}", u32::from(mark));
        }
        assert_eq!(without_marks("x'' y\u{2019}\u{2019} z\u{2032}\u{2032}\u{2032}"), "x' y' z'");
        assert_eq!(without_marks("a \u{30e}b o\u{30b}"), "a b o\u{30b}");
        assert_eq!(without_marks("O'Neil > 5 % (h\u{f6}st)"), "O'Neil > 5 % (h\u{f6}st)");
    }
}
