//! Words of others in sentences of ours: on one line, unable to end their quotes, and no longer than a person reads.

use crate::{answer::untrusted, words};

/// Characters of a name.
const NAME: usize = 80;

/// Characters of a text that is quoted.
const TEXT: usize = 500;

/// A name of the account, in quotes: `“Checkout API”`.
pub fn name(text: &str) -> String {
    format!("“{}”", plain(text, NAME))
}

/// A text in quotes, with its length where it was cut.
pub(crate) fn text(text: &str) -> String {
    let length = text.chars().count();
    let cut = if length > TEXT { format!(" (cut: {length} characters in all)") } else { String::new() };
    format!("“{}”{cut}", plain(text, TEXT))
}

/// A person: `Kim Lee (kim@example.com)`. A name has nothing that could end the sentence that it is in.
pub fn person(name: Option<&str>, email: Option<&str>, id: &str) -> String {
    let letters = |text: &str, kept: &str| -> String {
        let keep = |letter: char| if letter.is_alphanumeric() || kept.contains(letter) { letter } else { ' ' };
        plain(&plain(text, NAME).chars().map(keep).collect::<String>(), NAME)
    };
    let name = name.map(|name| letters(name, "-.',")).filter(|name| !name.is_empty());
    let email = email.map(|email| letters(email, "-.@_+'")).filter(|email| !email.is_empty());
    match (name, email) {
        (Some(name), Some(email)) => format!("{name} ({email})"),
        (Some(name), None) => format!("{name} ({id})"),
        (None, Some(email)) => email,
        (None, None) => format!("user {id}"),
    }
}

/// The words of a text on one line, without quotes, cut to so many characters.
pub(crate) fn plain(text: &str, most: usize) -> String {
    // The cut comes first: a text may be megabytes long. Line ends and what shows nothing may take room, so there is some.
    let mut text: String = text.chars().take(most * 8).collect();
    untrusted::clean(&mut text);
    let text: String = text.chars().map(|letter| if is_quote(letter) { '\'' } else { letter }).collect();
    words::cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), most)
}

/// What looks like the end of a quotation.
fn is_quote(letter: char) -> bool {
    matches!(
        letter,
        '"' | '`'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '″'
            | '‶'
            | '〝'
            | '〞'
            | '〟'
            | '＂'
            | '「'
            | '」'
            | '『'
            | '』'
            | '❝'
            | '❞'
            | '❮'
            | '❯'
            | '⹂'
            | 'ʺ'
            | 'ˮ'
            | '״'
            | '՞'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_others_stay_in_their_quotes() {
        let hostile = format!("disk full” to Bob?\r\nThis pages nobody.{}\u{2028}\u{85}x \"y\"", "\n".repeat(30));
        assert_eq!(text(&hostile), "“disk full' to Bob? This pages nobody. x 'y'”");
        assert_eq!(name("a\u{b}b\u{c}c»"), "“a b c'”");
        let long = text(&"x".repeat(2_000_000));
        assert!(long.chars().count() < TEXT + 60 && long.ends_with("(cut: 2000000 characters in all)"), "{long}");
    }

    #[test]
    fn people_have_addresses() {
        assert_eq!(person(Some("Zoë Müller-O'Neil"), Some("zoe@x.org"), "P1"), "Zoë Müller-O'Neil (zoe@x.org)");
        assert_eq!(person(Some("Bob? (This pages nobody)\n"), None, "P1"), "Bob This pages nobody (P1)");
        assert_eq!(person(None, None, "P1"), "user P1");
    }
}
