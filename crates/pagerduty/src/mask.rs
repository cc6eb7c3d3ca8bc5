//! Keeping a secret out of what is shown, however it is spelled: servers and proxies quote what they were sent as it
//! came, in capitals, percent-encoded, escaped for HTML or JSON, in base64 or in hexadecimal digits.

use std::{borrow::Cow, fmt};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use memchr::memmem::Finder;

use crate::spelling;

/// What is shown instead of a secret.
const REDACTED: &str = "[redacted]";

/// A shorter secret is looked for as it is and nowhere else: every text has it somewhere in some spelling.
const SHORT: usize = 8;

/// Characters of it that are looked for before an answer is looked at closely.
const CORE: usize = 6;

/// Keeps one secret out of texts. It never shows in `Debug`.
#[derive(Clone)]
pub struct Mask {
    secret: String,
    /// Base64 of the secret, wherever in the encoded text it begins: what does not depend on its neighbours.
    base64: Vec<String>,
    hexadecimal: String,
    /// Bytes that a spelling can begin with: most places of a text need no closer look.
    starts: [bool; 256],
    screen: Option<Screen>,
}

/// Tells at the speed of memory whether an answer may hold the secret at all.
#[derive(Clone)]
struct Screen {
    /// A part of the secret that most encodings leave as it is, but for its case and for what may stand between its letters. It
    /// begins with a letter that texts have few of.
    core: Vec<u8>,
    encoded: Vec<Finder<'static>>,
}

impl Mask {
    /// Of a secret; an empty one is never found.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        let is_short = secret.len() < SHORT;
        let (base64, hexadecimal) = if is_short { Default::default() } else { (base64(secret), hexadecimal(secret)) };
        let screen = (!is_short).then(|| Screen::of(secret, &base64, &hexadecimal));
        let spelled = base64.iter().map(String::as_str).chain([secret, &hexadecimal]);
        let starts = starts(spelled.filter_map(|text| text.bytes().next()));
        Self { secret: secret.to_owned(), base64, hexadecimal, starts, screen }
    }

    /// The text without the secret.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.secret.is_empty() {
            return Cow::Borrowed(text);
        }
        if self.screen.is_none() {
            return if text.contains(&self.secret) {
                Cow::Owned(text.replace(&self.secret, REDACTED))
            } else {
                Cow::Borrowed(text)
            };
        }
        let mut masked = String::new();
        let (mut at, mut shown) = (0, 0);
        let bytes = text.as_bytes();
        while let Some(next) = bytes[at..].iter().position(|byte| self.starts[usize::from(*byte)]) {
            at += next;
            let Some((start, end)) = self.found(bytes, at, shown) else {
                at += 1;
                continue;
            };
            masked.push_str(text.get(shown..start).unwrap_or_default());
            masked.push_str(REDACTED);
            (at, shown) = (end, end);
        }
        if shown == 0 {
            return Cow::Borrowed(text);
        }
        masked.push_str(text.get(shown..).unwrap_or_default());
        Cow::Owned(masked)
    }

    /// An answer without the secret, where it has it; this costs answers that have not next to nothing.
    pub(crate) fn answer(&self, body: &[u8]) -> Option<String> {
        let screen = self.screen.as_ref()?;
        if !screen.lets_through(body) {
            return None;
        }
        match self.text(str::from_utf8(body).ok()?) {
            Cow::Owned(masked) => Some(masked),
            Cow::Borrowed(_) => None,
        }
    }

    /// The spelling of the secret that begins here: where it begins, no sooner than `from`, and where it ends.
    fn found(&self, text: &[u8], at: usize, from: usize) -> Option<(usize, usize)> {
        if let Some(end) = spelling::end(text, at, self.secret.as_bytes()) {
            return Some((at, end));
        }
        if let Some(end) = spelling::end(text, at, self.hexadecimal.as_bytes()) {
            return Some((at, end));
        }
        let end = self.base64.iter().find_map(|encoded| spelling::end(text, at, encoded.as_bytes()))?;
        // Its neighbours hold the ends of the secret.
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(byte);
        let before = text[from..at].iter().rev().take_while(|byte| is_base64(byte)).count();
        let after = text[end..].iter().take_while(|byte| is_base64(byte)).count();
        Some((at - before, end + after))
    }
}

impl Screen {
    fn of(secret: &str, base64: &[String], hexadecimal: &str) -> Self {
        // A short part is a word that many answers have, and a close look at each of them takes time.
        let core = [plain(secret), unreserved(secret)].into_iter().find(|core| core.len() >= SHORT).unwrap_or(secret);
        // Letters that texts and IDs have least of.
        let rarity = |byte: &u8| b"etaoinsrhldcupm0123fgwybvkxjqz".iter().position(|each| each == byte);
        let starts = ..=core.len().saturating_sub(CORE);
        let rare = core.as_bytes().get(starts).into_iter().flatten().enumerate();
        let start = rare.max_by_key(|(_, byte)| rarity(&byte.to_ascii_lowercase())).map_or(0, |(place, _)| place);
        let capitals = hexadecimal.to_uppercase();
        let encoded = base64.iter().map(|encoded| plain(encoded)).chain([hexadecimal, &capitals]);
        Self {
            core: core.bytes().skip(start).take(CORE).collect(),
            encoded: encoded.map(|encoded| Finder::new(encoded).into_owned()).collect(),
        }
    }

    fn lets_through(&self, body: &[u8]) -> bool {
        let Some(rare) = self.core.first() else { return false };
        // Most letters are followed by another one that shows at once that this is not it.
        let may_go_on = |place: usize| match (self.core.get(1), body.get(place + 1)) {
            (Some(wanted), Some(next)) if next.is_ascii_graphic() && !matches!(next, b'%' | b'&' | b'\\' | b'=') => {
                next.eq_ignore_ascii_case(wanted)
            }
            _ => true,
        };
        let has_core = |place: usize| may_go_on(place) && spelling::end(body, place, &self.core).is_some();
        // Where the first letter of its core is escaped. Quotes and breaks of lines are escaped all over some answers, so
        // that letter comes first.
        let has_escaped_core = |place: usize| {
            spelling::is_escape_of(&body[place..], *rare) && spelling::end(body, place, &self.core).is_some()
        };
        memchr::memchr2_iter(rare.to_ascii_lowercase(), rare.to_ascii_uppercase(), body).any(has_core)
            || memchr::memchr3_iter(b'%', b'&', b'\\', body).any(has_escaped_core)
            || memchr::memchr_iter(b'=', body).any(has_escaped_core)
            || self.encoded.iter().any(|encoded| encoded.find(body).is_some())
    }
}

/// The bytes that a spelling of a text with one of these first characters can begin with: the character in either case, or
/// an escape of it.
fn starts(firsts: impl Iterator<Item = u8>) -> [bool; 256] {
    let mut starts = [false; 256];
    for first in firsts {
        // Forms write a space as `+`.
        let space = if first == b'+' { b' ' } else { first };
        for byte in [first.to_ascii_lowercase(), first.to_ascii_uppercase(), space, b'%', b'&', b'\\', b'='] {
            starts[usize::from(byte)] = true;
        }
    }
    starts
}

/// The longest run of what addresses, HTML and JSON leave as it is (RFC 3986, section 2.3).
fn unreserved(text: &str) -> &str {
    let is_reserved = |char: char| !(char.is_ascii_alphanumeric() || "-._~".contains(char));
    text.split(is_reserved).max_by_key(|run| run.len()).unwrap_or_default()
}

/// The longest run of letters and digits.
fn plain(text: &str) -> &str {
    text.split(|char: char| !char.is_ascii_alphanumeric()).max_by_key(|run| run.len()).unwrap_or_default()
}

/// What base64 makes of a secret inside of a longer text: three bytes are four characters, so there are three ways to begin.
fn base64(secret: &str) -> Vec<String> {
    let inside = |skipped: usize| {
        let mut bytes = vec![0; skipped];
        bytes.extend_from_slice(secret.as_bytes());
        let encoded = STANDARD_NO_PAD.encode(&bytes);
        // Characters that hold bits of a neighbour are left out.
        let start = (skipped * 8).div_ceil(6);
        let end = bytes.len() * 8 / 6;
        encoded.get(start..end).unwrap_or_default().to_owned()
    };
    let standard = [0, 1, 2].map(inside);
    let for_addresses = standard.iter().filter(|encoded| encoded.contains(['+', '/']));
    let for_addresses: Vec<_> = for_addresses.map(|encoded| encoded.replace('+', "-").replace('/', "_")).collect();
    standard.into_iter().chain(for_addresses).collect()
}

fn hexadecimal(secret: &str) -> String {
    secret.bytes().map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mask([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::URL_SAFE;
    use proptest::prelude::*;

    use super::*;

    const SECRET: &str = "u+AbCd_efGH-1jkLmn0z";

    fn every(spell: impl Fn(u8) -> String) -> String {
        SECRET.bytes().map(spell).collect()
    }

    fn spellings() -> Vec<String> {
        let mut spellings = vec![
            SECRET.to_owned(),
            SECRET.to_uppercase(),
            SECRET.to_lowercase(),
            SECRET.replace('+', "%2B"),
            SECRET.replace('+', "%2b"),
            SECRET.replace('+', "%252B"),
            SECRET.replace('+', " "),
            SECRET.replace('+', "&#43;"),
            SECRET.replace('+', "&#x2B;"),
            SECRET.replace('+', "&plus;"),
            SECRET.replace('+', "&amp;#43;"),
            SECRET.replace('+', "\\u002b"),
            SECRET.replace('+', "\\\\u002B"),
            SECRET.replace('-', "\\-"),
            SECRET.replace("Cd", "C\u{200b}d"),
            SECRET.replace('+', "%u002B"),
            SECRET.replace('+', "\\053"),
            SECRET.replace('_', "&UnderBar;"),
            every(|byte| format!("%u{byte:04x}")),
            every(|byte| format!("\\{byte:03o}")),
            every(|byte| format!("={byte:02X}")),
            hexadecimal(SECRET).to_uppercase(),
            every(|byte| format!("%{byte:02X}")),
            every(|byte| format!("&#{byte};")),
            every(|byte| format!("&#x{byte:x};")),
            every(|byte| format!("\\u{byte:04x}")),
            every(|byte| format!("\\x{byte:02x}")),
            every(|byte| format!("%25{byte:02x}")),
            every(|byte| format!("&#{byte:012};")),
            every(|byte| format!("\\U{byte:08x}")),
        ];
        for before in ["", "a", "ab", "Token token=", "Bearer ", "user:"] {
            let encoded = STANDARD_NO_PAD.encode(format!("{before}{SECRET}"));
            spellings.extend([encoded.replace('+', "%2B"), encoded.replace('/', "\\/"), encoded]);
            spellings.push(URL_SAFE.encode(format!("{before}{SECRET}:password")));
        }
        spellings
    }

    #[test]
    fn a_secret_shows_in_no_spelling() {
        let mask = Mask::of(SECRET);
        for spelled in spellings() {
            for text in [spelled.clone(), format!("Token token={spelled}, sent"), format!("\u{e9}({spelled})\u{e9}")] {
                let masked = mask.text(&text);
                assert!(masked.contains(REDACTED) && masked.len() < text.len() + REDACTED.len(), "{text}: {masked}");
                assert!(!masked.contains(&spelled) && !masked.to_lowercase().contains("jklm"), "{text}: {masked}");
                let answer = format!(r#"{{"teams": [{{"name": "a \u0041 & 5% {text}"}}], "more": false}}"#);
                assert_eq!(mask.answer(answer.as_bytes()).as_deref(), Some(&*mask.text(&answer)), "{answer}");
            }
        }
        assert!(!format!("{mask:?}").contains("AbCd"));
    }

    #[test]
    fn one_letter_that_is_escaped_hides_nothing() {
        let mask = Mask::of(SECRET);
        let spell: [fn(u8) -> String; 6] = [
            |byte| format!("\\u{byte:04x}"),
            |byte| format!("\\{byte:03o}"),
            |byte| format!("%{byte:02x}"),
            |byte| format!("%u{byte:04x}"),
            |byte| format!("&#{byte};"),
            |byte| format!("={byte:02X}"),
        ];
        for (place, byte) in SECRET.bytes().enumerate() {
            for spell in spell {
                let spelled = [&SECRET[..place], &spell(byte), &SECRET[place + 1..]].concat();
                let answer = format!(r#"{{"teams": [{{"name": "a {spelled} b"}}]}}"#);
                let masked = mask.answer(answer.as_bytes()).unwrap_or_else(|| panic!("{answer}"));
                assert_eq!(masked, format!(r#"{{"teams": [{{"name": "a {REDACTED} b"}}]}}"#));
            }
        }
    }

    #[test]
    fn what_shows_nothing_between_the_letters_hides_nothing() {
        let mask = Mask::of(SECRET);
        let gaps = [
            " ",
            "\n",
            "\t ",
            "\u{200b}",
            "\u{ad}",
            "\u{301}",
            "\u{202e}",
            "\u{e0041}",
            "\u{2028}",
            "\u{0}",
            "\\n",
            "\\u200b",
            "\\udb40\\udc41",
            "%20",
            "%E2%80%8B",
            "&#8203;",
            "&shy;",
            "&ZeroWidthSpace;",
            "=\r\n",
            "=\\r\\n",
            "=E2=80=8B",
        ];
        for gap in gaps {
            let between = |many: usize| -> String {
                let letters = SECRET.chars().map(|letter| format!("{letter}{}", gap.repeat(many)));
                letters.collect()
            };
            let halves = format!("{}{gap}{}", &SECRET[..10], &SECRET[10..]);
            for spelled in [between(1), between(3), halves] {
                let answer = format!(r#"{{"teams": [{{"name": "a {spelled} b"}}]}}"#);
                let masked = mask.answer(answer.as_bytes()).unwrap_or_else(|| panic!("{answer}"));
                assert!(masked.contains(REDACTED) && masked.len() < 90, "{gap:?}: {masked}");
                assert!(mask.text(&spelled).contains(REDACTED), "{spelled}");
            }
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        let mask = Mask::of(SECRET);
        for text in
            ["", "u+", "u+AbCd_", "Token token=u+AbCd", "100 % \\u002b &amp; \u{fffd}", "%", "\\u00", "&#;", "&#x"]
        {
            assert!(matches!(mask.text(text), Cow::Borrowed(_)), "{text}");
            assert_eq!(mask.answer(text.as_bytes()), None, "{text}");
        }
        assert_eq!(Mask::of("").text("abc"), "abc");
        assert_eq!(Mask::of("abc").text("ABC abc"), "ABC [redacted]");
        assert_eq!(Mask::of("abc").answer(b"abc"), None, "it may be a word");
    }

    proptest! {
        #[test]
        fn any_secret_is_found_anywhere(secret in "[!-~]{8,40}", before in ".{0,20}", after in ".{0,20}") {
            let mask = Mask::of(&secret);
            let text = format!("{before}{secret}{after}");
            prop_assert!(mask.text(&text).contains(REDACTED));
            prop_assert!(mask.answer(text.as_bytes()).is_some());
            let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
            prop_assert!(mask.answer(percent.as_bytes()).is_some());
        }

        #[test]
        fn any_text_can_be_looked_through(text in ".{0,200}") {
            let _ = Mask::of(SECRET).text(&text);
        }
    }
}
