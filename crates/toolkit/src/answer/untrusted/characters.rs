//! What a character is good for in a text, by Unicode's own properties: so a new version of the tables needs no new list.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_properties::{
    CodePointMapData, CodePointMapDataBorrowed, CodePointSetData, CodePointSetDataBorrowed,
    props::{DefaultIgnorableCodePoint, Emoji, EmojiModifier, ExtendedPictographic, GeneralCategory, JoiningType},
};

const CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::<GeneralCategory>::new();
const IGNORABLE: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<DefaultIgnorableCodePoint>();
const EMOJI: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<Emoji>();
const MODIFIERS: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<EmojiModifier>();
const PICTOGRAPHS: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<ExtendedPictographic>();
const JOINING: CodePointMapDataBorrowed<'static, JoiningType> = CodePointMapData::<JoiningType>::new();
const COMBINING: CanonicalCombiningClassMapBorrowed<'static> = CanonicalCombiningClassMapBorrowed::new();

/// The combining class of the signs that silence a vowel and bind consonants in the scripts of India.
const VIRAMA: u8 = 9;

/// Marks on a letter that are looked past to find the letter.
const MAX_MARKS: usize = 8;

/// What becomes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// It shows something, or is the space between what does.
    Shown,
    /// It ends a line in some readers.
    LineEnd,
    /// The zero-width joiner and non-joiner: part of the spelling in some scripts and between emoji, and a hiding place
    /// everywhere else.
    Joiner,
    /// The selectors of text and emoji style: one after what it is about, and a hiding place anywhere else.
    Style,
    /// It stands on or under the character before it, and takes no room: a few belong to a letter, and a pile of them covers the
    /// lines around.
    Mark,
    /// It shows nothing.
    Hidden,
}

/// What a character is.
pub(super) fn class(character: char) -> Class {
    match character {
        ' '..='~' | '\n' | '\t' => Class::Shown,
        '\u{b}' | '\u{c}' | '\u{85}' => Class::LineEnd,
        '\u{200c}' | '\u{200d}' => Class::Joiner,
        '\u{fe0e}' | '\u{fe0f}' => Class::Style,
        // Blanks that Unicode counts as symbols or marks: an empty Braille pattern, a musical note without a head, a place
        // where something was, and a filler.
        '\u{2800}' | '\u{1d159}' | '\u{fffc}' | '\u{16fe4}' => Class::Hidden,
        _ => match CATEGORIES.get(character) {
            GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::PrivateUse
            | GeneralCategory::Surrogate
            | GeneralCategory::Unassigned => Class::Hidden,
            GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator => Class::LineEnd,
            // No other category has ignorable characters; a test knows.
            GeneralCategory::OtherLetter | GeneralCategory::NonspacingMark if IGNORABLE.contains(character) => {
                Class::Hidden
            }
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark => Class::Mark,
            _ => Class::Shown,
        },
    }
}

/// Whether a character beyond ASCII has a style of text and one of emoji.
pub(super) fn shows_style(character: char) -> bool {
    !character.is_ascii() && EMOJI.contains(character)
}

/// Whether a keycap can stand around a character.
pub(super) fn is_keycap_base(character: char) -> bool {
    character.is_ascii() && EMOJI.contains(character)
}

/// Whether a joiner does something between these: it binds emoji, or decides how letters join that do.
pub(super) fn joins(before: &str, next: Option<char>) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    let is_emoji = PICTOGRAPHS.contains(last) || MODIFIERS.contains(last) || class(last) == Class::Style;
    if is_emoji {
        return next.is_some_and(|next| PICTOGRAPHS.contains(next));
    }
    let is_virama = |character| COMBINING.get_u8(character) == VIRAMA;
    if is_virama(last) || next.is_some_and(is_virama) {
        return true;
    }
    let joining = |character| JOINING.get(character);
    let letter = before.chars().rev().take(MAX_MARKS).map(joining).find(|one| *one != JoiningType::Transparent);
    match letter {
        Some(JoiningType::DualJoining | JoiningType::LeftJoining) => true,
        Some(JoiningType::RightJoining) => {
            next.is_some_and(|next| matches!(joining(next), JoiningType::DualJoining | JoiningType::RightJoining))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_unicode_calls_invisible_is_not_shown() {
        use GeneralCategory::{Control, Format, PrivateUse, Unassigned};
        // Between the third plane and the fourteenth, nothing is assigned.
        let all = ('\0'..'\u{40000}').chain('\u{e0000}'..'\u{e1100}').chain(['\u{50000}', '\u{ffffd}', char::MAX]);
        for character in all.filter(|one| !matches!(one, '\n' | '\t')) {
            let category = CATEGORIES.get(character);
            let is_invisible = IGNORABLE.contains(character)
                || matches!(category, Control | Format | PrivateUse | Unassigned)
                || matches!(category, GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator);
            assert!(!is_invisible || class(character) != Class::Shown, "U+{:04X} {category:?}", u32::from(character));
        }
    }
}
