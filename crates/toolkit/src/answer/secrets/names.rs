//! The names that say that what follows is secret.

use std::ops::Range;

/// How sure a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// Whatever stands there.
    Any,
    /// One word: these names are also subjects of sentences.
    Word,
    /// One word that is neither a count nor a yes: tests pass, too.
    Pass,
    /// The whole line.
    Line,
    /// What looks like a key: other systems call harmless things so, such as RabbitMQ its routing keys.
    Key,
}

/// What names end with, in lower case and without what joins words.
const ENDINGS: &[(&[u8], Certainty)] = &[
    (b"password", Certainty::Any),
    (b"passwd", Certainty::Any),
    (b"pwd", Certainty::Pass),
    (b"cookie", Certainty::Line),
    (b"passphrase", Certainty::Any),
    (b"servicekey", Certainty::Word),
    (b"integrationkey", Certainty::Word),
    (b"apikey", Certainty::Word),
    (b"accesskey", Certainty::Word),
    (b"accountkey", Certainty::Word),
    (b"secretkey", Certainty::Word),
    (b"privatekey", Certainty::Any),
    (b"privateurlkey", Certainty::Any),
    (b"signingkey", Certainty::Word),
    (b"encryptionkey", Certainty::Word),
    (b"secret", Certainty::Word),
    (b"token", Certainty::Word),
    (b"authorization", Certainty::Any),
    (b"routingkey", Certainty::Key),
];

/// How sure a name is that a secret follows; `None` where it says no such thing.
pub(super) fn certainty(name: &[u8]) -> Option<Certainty> {
    if is_pass(name) {
        return Some(Certainty::Pass);
    }
    let name = name.strip_suffix(b"s").unwrap_or(name);
    // Nearly every name of a field ends otherwise, and all of them are looked at.
    if !may_end_so(name) {
        return None;
    }
    ENDINGS.iter().find(|(ending, _)| ends_with(name, ending)).map(|(_, certainty)| *certainty)
}

/// The same of the name of a field, which may have a number or marks behind it: `service_key_2`, `api_key[]`.
pub(super) fn of_field(name: &str) -> Option<Certainty> {
    let is_mark = |character: char| !character.is_ascii_alphanumeric();
    let name = name.trim_end_matches(is_mark);
    let numbered = name.trim_end_matches(|character: char| character.is_ascii_digit());
    let unnumbered =
        if numbered.len() < name.len() { numbered.strip_suffix(['v', 'V']).unwrap_or(numbered) } else { name };
    certainty(unnumbered.trim_end_matches(is_mark).as_bytes())
}

/// Whether `pass` is the last word of a name, and not the end of a longer one such as `bypass`.
fn is_pass(name: &[u8]) -> bool {
    let Some((before, word)) = name.split_last_chunk::<4>() else { return false };
    let begins_word = before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric())
        || word[0] == b'P' && before.last().is_some_and(u8::is_ascii_lowercase);
    word.eq_ignore_ascii_case(b"pass") && begins_word
}

/// Whether a name has the last two letters of one of the endings, or joins its words so late that this does not tell.
fn may_end_so(name: &[u8]) -> bool {
    let Some(last) = name.last_chunk::<2>() else { return false };
    let last = last.map(|byte| byte.to_ascii_lowercase());
    matches!(&last, b"rd" | b"wd" | b"ie" | b"se" | b"ey" | b"et" | b"en" | b"on")
        || !last.iter().all(u8::is_ascii_alphanumeric)
}

/// The same of names that mean secrets in the query of an address only.
pub(super) fn in_query(text: &[u8], name: Range<usize>) -> Option<Certainty> {
    let before = name.start.checked_sub(1).and_then(|place| text.get(place));
    if !matches!(before, Some(b'?' | b'&')) {
        return None;
    }
    match &text[name] {
        b"sig" | b"signature" => Some(Certainty::Any),
        b"key" => Some(Certainty::Key),
        name if ends_with(name, b"amzsignature") || ends_with(name, b"googsignature") => Some(Certainty::Any),
        _ => None,
    }
}

/// Whether a name ends so, whatever its case, and whatever joins its words.
fn ends_with(name: &[u8], ending: &[u8]) -> bool {
    let mut letters = name.iter().rev().filter(|byte| !matches!(byte, b'_' | b'-' | b'.' | b' ' | b'/'));
    ending.iter().rev().all(|wanted| letters.next().is_some_and(|byte| byte.eq_ignore_ascii_case(wanted)))
}

impl Certainty {
    /// Whether this is the secret, in a field of the name or after an equals sign.
    pub(super) fn covers_field(self, value: &str) -> bool {
        match self {
            Self::Any | Self::Line => !value.is_empty(),
            // `PWD` is also where a shell works.
            Self::Pass => Self::Word.covers_field(value) && !is_count_or_yes(value) && !value.starts_with(['/', '~']),
            Self::Word => !value.is_empty() && !value.contains(char::is_whitespace),
            Self::Key => looks_like_a_key(value),
        }
    }

    /// Whether this is the secret, after a name and a colon in a sentence.
    pub(super) fn covers_words(self, value: &str) -> bool {
        let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
        let has_letter = value.bytes().any(|byte| byte.is_ascii_alphabetic());
        match self {
            Self::Any => has_digit,
            Self::Line => value.contains('='),
            Self::Word | Self::Pass => has_digit && has_letter && value.len() >= 8,
            Self::Key => looks_like_a_key(value),
        }
    }
}

fn is_count_or_yes(value: &str) -> bool {
    const ANSWERS: [&str; 8] = ["true", "false", "yes", "no", "ok", "null", "none", "n/a"];
    value.bytes().all(|byte| byte.is_ascii_digit() || b"./%".contains(&byte))
        || ANSWERS.iter().any(|answer| answer.eq_ignore_ascii_case(value))
}

/// Letters and digits without end, as in the keys of PagerDuty's integrations.
fn looks_like_a_key(value: &str) -> bool {
    value.len() >= 20
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && value.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_ending_is_overlooked() {
        for (ending, certainty_of_it) in ENDINGS {
            for joined in [
                ending.to_vec(),
                ending.to_ascii_uppercase(),
                [ending, b"s".as_slice()].concat(),
                [b"a_", *ending].concat(),
            ] {
                assert_eq!(certainty(&joined), Some(*certainty_of_it), "{}", String::from_utf8_lossy(&joined));
            }
            let (first, last) = ending.split_at(ending.len() - 1);
            let apart = [first, b"_", last].concat();
            assert_eq!(certainty(&apart), Some(*certainty_of_it), "{}", String::from_utf8_lossy(&apart));
        }
        for (name, expected) in [
            ("pass", true),
            ("DB_PASS", true),
            ("smtpPass", true),
            ("bypass", false),
            ("COMPASS", false),
            ("ass", false),
        ] {
            assert_eq!(certainty(name.as_bytes()), expected.then_some(Certainty::Pass), "{name}");
        }
        assert_eq!(certainty(b"summary"), None);
    }
}
