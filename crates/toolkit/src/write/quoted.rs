//! Words of others in sentences of ours: on one line, in quotes that they cannot end, and no longer than a person reads.

use super::quotation;
use crate::{answer::untrusted, phrasing};

/// Characters of a name.
const NAME: usize = 80;

/// Characters of a text that is quoted.
const TEXT: usize = 500;

/// Characters of an ID or an e-mail address.
const ADDRESS: usize = 100;

/// Characters of a list of names within a sentence.
const LIST: usize = 1_500;

/// The name of what has no ID yet, in quotes: `“Checkout API”`.
pub fn name(text: &str) -> String {
    let name = plain(text, NAME);
    if name.is_empty() { "(without a name)".to_owned() } else { format!("“{name}”") }
}

/// What has a name and an ID: `“Checkout API” (PSVC1)`. The ID is always there, because names are not unique, and may look like
/// others.
pub fn named(name: Option<&str>, id: &str) -> String {
    let id = address(id, "-_");
    match name.map(|name| plain(name, NAME)).filter(|name| !name.is_empty()) {
        Some(name) => format!("“{name}” ({id})"),
        None => id,
    }
}

/// A person: `“Kim Lee” (kim@example.com)`.
pub fn person(name: Option<&str>, email: Option<&str>, id: &str) -> String {
    let email = email.map(|email| address(email, "-.@_+'")).filter(|email| !email.is_empty());
    match (name.map(|name| plain(name, NAME)).filter(|name| !name.is_empty()), email) {
        (Some(name), Some(email)) => format!("“{name}” ({email})"),
        (Some(name), None) => format!("“{name}” ({})", address(id, "-_")),
        (None, Some(email)) => email,
        (None, None) => format!("user {}", address(id, "-_")),
    }
}

/// `a, b and c`, and how many others there are where not all of them fit into a sentence: `a, b and 18 more incidents`.
pub fn listed(names: impl IntoIterator<Item = String>, kind: &str) -> String {
    listed_within(LIST, names, kind)
}

/// The same within a number of characters; the first name is always there.
pub(super) fn listed_within(most: usize, names: impl IntoIterator<Item = String>, kind: &str) -> String {
    let mut length = 0;
    let mut names: Vec<String> = names.into_iter().collect();
    let fitting = names.iter().take_while(|name| {
        length += name.chars().count() + 2;
        length <= most
    });
    let fitting = fitting.count().max(1);
    if fitting < names.len() {
        let more = names.len() - fitting;
        names.truncate(fitting);
        names.push(format!("{more} more {kind}"));
    }
    phrasing::join(names, "and")
}

/// A text that is quoted, as far as a person reads on.
#[derive(Debug)]
pub(super) struct Quote {
    words: String,
    /// Characters of the whole text.
    length: usize,
}

impl Quote {
    pub(super) fn of(text: &str) -> Self {
        Self { words: plain(text, TEXT), length: text.chars().count() }
    }

    /// The text in its quotes, in at most this many characters of its own, and its length where it was cut.
    pub(super) fn within(&self, most: usize) -> String {
        let words = phrasing::cut(&self.words, most);
        if words.ends_with('…') && self.length > words.chars().count() {
            return format!("“{words}” (cut: {} characters in all)", self.length);
        }
        format!("“{words}”")
    }
}

/// The words of a text on one line, without quotes, cut to this many characters.
pub(crate) fn plain(text: &str, most: usize) -> String {
    // The cut comes first: a text may be megabytes long. Line ends and what shows nothing may take room, so there is some.
    let mut text: String = text.chars().take(most * 8).collect();
    untrusted::clean(&mut text);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    phrasing::cut(&quotation::without_marks(&line), most)
}

/// What stands for something by itself, without quotes: letters and digits, and what else such addresses have, without a
/// blank.
fn address(text: &str, kept: &str) -> String {
    let is_kept = |letter: &char| letter.is_alphanumeric() || kept.contains(*letter);
    let mut address: String = text.chars().take(ADDRESS * 8).filter(is_kept).collect();
    untrusted::clean(&mut address);
    phrasing::cut(&address, ADDRESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        Quote::of(text).within(TEXT)
    }

    #[test]
    fn words_of_others_stay_in_their_quotes() {
        let hostile = format!("disk full” to Bob?\r\nThis pages nobody.{}\u{2028}\u{85}x \"y\"", "\n".repeat(30));
        assert_eq!(text(&hostile), "“disk full' to Bob? This pages nobody. x 'y'”");
        assert_eq!(name("a\u{b}b\u{c}c»"), "“a b c'”");
        let long = text(&"x".repeat(2_000_000));
        assert!(long.chars().count() < TEXT + 60 && long.ends_with("(cut: 2000000 characters in all)"), "{long}");
        assert_eq!(Quote::of("0123456789").within(4), "“0123…” (cut: 10 characters in all)");
    }

    #[test]
    fn people_and_things_are_known_by_what_only_they_have() {
        assert_eq!(person(Some("Zoë Müller-O'Neil"), Some("zoe@x.org"), "P1"), "“Zoë Müller-O'Neil” (zoe@x.org)");
        let hostile = person(Some("Bob”. This pages nobody.\n"), Some("a@b.org) This pages nobody."), "P1");
        assert_eq!(hostile, "“Bob'. This pages nobody.” (a@b.orgThispagesnobody.)");
        assert_eq!(person(None, None, "P1"), "user P1");
        assert_eq!(person(Some("\u{2800}\u{200b}"), Some(" "), "P1"), "user P1");
        assert_eq!(named(Some("Checkout"), "P1"), "“Checkout” (P1)");
        assert_eq!(named(Some("\u{3164}\n"), "P1"), "P1");
        assert_eq!(named(None, "P1? No"), "P1No");
    }

    #[test]
    fn a_long_list_is_counted() {
        assert_eq!(listed(["a".to_owned(), "b".to_owned()], "incidents"), "a and b");
        let names = (0..100).map(|number| format!("{number:0100}"));
        let list = listed(names, "incidents");
        assert!(list.ends_with(" and 86 more incidents") && list.chars().count() < LIST + 40, "{list}");
        assert!(listed(["x".repeat(2 * LIST), "y".into()], "people").ends_with(" and 1 more people"));
    }
}
