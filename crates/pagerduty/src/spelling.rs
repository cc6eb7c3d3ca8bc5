//! Reading a secret through the escapes of addresses, HTML, JSON and mails.

/// Backslashes that are read as those of one escape: three times escaped.
const MAX_BACKSLASHES: usize = 8;

/// Digits of a number in HTML, zeros before it included.
const MAX_DIGITS: usize = 16;

/// Where the spelling of `secret` ends that begins at `start`, if one does.
///
/// Case does not matter. Between two characters there may be what shows as nothing or as a break, as it is or escaped: a text
/// that is cleaned later would lose it.
pub(crate) fn end(text: &[u8], start: usize, secret: &[u8]) -> Option<usize> {
    let (first, rest) = secret.split_first()?;
    // A secret may itself look like an escape.
    if text.get(start..start + secret.len()).is_some_and(|found| found.eq_ignore_ascii_case(secret)) {
        return Some(start + secret.len());
    }
    let mut at = start + character(text.get(start..)?, *first)?;
    for wanted in rest {
        at = next(text, at, *wanted)?;
    }
    Some(at)
}

/// Where the next character of the secret ends, past what shows nothing before it.
fn next(text: &[u8], at: usize, wanted: u8) -> Option<usize> {
    let mut seen = at;
    while let Some(length) = gap(text.get(seen..)?) {
        seen += length;
    }
    let end = visible(text.get(seen..)?, wanted).map(|length| seen + length);
    // A blank that is itself the spelling of a plus.
    end.or_else(|| character(text.get(at..)?, wanted).map(|length| at + length))
}

/// How long something is, at the beginning of a text, that is no visible character of ASCII: whatever it is, no token has it.
fn gap(text: &[u8]) -> Option<usize> {
    match text {
        // A line that was broken in a mail.
        [b'=', b'\r' | b'\n', ..] | [b'=', b'\\', b'r' | b'n', ..] => Some(1),
        [byte, ..] if !byte.is_ascii_graphic() => Some(1),
        _ => {
            let (value, length) = escaped(text)?;
            let is_visible = u8::try_from(value).is_ok_and(|byte| byte.is_ascii_graphic());
            (!is_visible).then_some(length)
        }
    }
}

/// The character of an escape at the beginning of a text, and how long the escape is.
fn escaped(text: &[u8]) -> Option<(u32, usize)> {
    match text.first()? {
        b'%' => percent(text),
        b'&' => entity(text),
        b'\\' => backslash(text),
        b'=' => digits(&text[1..], 2, 2, 16).map(|(value, length)| (value, length + 1)),
        _ => None,
    }
}

/// Whether a text begins with an escape of this character.
pub(crate) fn is_escape_of(text: &[u8], wanted: u8) -> bool {
    escaped(text).is_some_and(|(value, _)| u8::try_from(value).is_ok_and(|byte| same(byte, wanted)))
}

/// How long the spelling of one character is at the beginning of a text.
fn character(text: &[u8], wanted: u8) -> Option<usize> {
    let first = *text.first()?;
    // Forms write a space as `+`, so a form that is read has a space there.
    visible(text, wanted).or((wanted == b'+' && first == b' ').then_some(1))
}

/// The same for a character that can be seen.
fn visible(text: &[u8], wanted: u8) -> Option<usize> {
    match escaped(text) {
        Some((value, length)) if value < 0x80 && same(value as u8, wanted) => Some(length),
        _ => text.first().is_some_and(|first| same(*first, wanted)).then_some(1),
    }
}

fn same(one: u8, other: u8) -> bool {
    one.eq_ignore_ascii_case(&other)
}

/// `%2B`, `%u002B`, and what encoding that again makes of them.
fn percent(text: &[u8]) -> Option<(u32, usize)> {
    let mut at = 1;
    if let Some(b'u' | b'U') = text.get(at) {
        return digits(&text[2..], 4, 4, 16).map(|(value, length)| (value, 2 + length));
    }
    while text.get(at..at + 2) == Some(b"25") && digits(text.get(at + 2..)?, 2, 2, 16).is_some() {
        at += 2;
    }
    digits(text.get(at..)?, 2, 2, 16).map(|(value, length)| (value, at + length))
}

/// `&#43;`, `&#x2b;`, `&plus;`, and what escaping those again makes of them.
fn entity(text: &[u8]) -> Option<(u32, usize)> {
    /// Those that show nothing are blanks here.
    const NAMED: [(&[u8], u8); 27] = [
        (b"amp;", b'&'),
        (b"lt;", b'<'),
        (b"gt;", b'>'),
        (b"quot;", b'"'),
        (b"apos;", b'\''),
        (b"plus;", b'+'),
        (b"lowbar;", b'_'),
        (b"UnderBar;", b'_'),
        (b"hyphen;", b'-'),
        (b"dash;", b'-'),
        (b"equals;", b'='),
        (b"sol;", b'/'),
        (b"bsol;", b'\\'),
        (b"period;", b'.'),
        (b"comma;", b','),
        (b"colon;", b':'),
        (b"excl;", b'!'),
        (b"num;", b'#'),
        (b"nbsp;", b' '),
        (b"shy;", b' '),
        (b"zwj;", b' '),
        (b"zwnj;", b' '),
        (b"lrm;", b' '),
        (b"rlm;", b' '),
        (b"Tab;", b' '),
        (b"NewLine;", b' '),
        (b"ZeroWidthSpace;", b' '),
    ];
    let mut at = 1;
    while text.get(at..)?.starts_with(b"amp;")
        && text.get(at + 4).is_some_and(|byte| *byte == b'#' || byte.is_ascii_alphabetic())
    {
        at += 4;
    }
    let rest = text.get(at..)?;
    let number = match rest {
        [b'#', b'x' | b'X', rest @ ..] => digits(rest, 1, MAX_DIGITS, 16).map(|(value, length)| (value, 2 + length)),
        [b'#', rest @ ..] => digits(rest, 1, MAX_DIGITS, 10).map(|(value, length)| (value, 1 + length)),
        _ => None,
    };
    if let Some((value, length)) = number {
        // The semicolon is often forgotten.
        return Some((value, at + length + usize::from(rest.get(length) == Some(&b';'))));
    }
    let named = NAMED.iter().find(|(name, _)| rest.starts_with(name));
    named.map(|(name, value)| (u32::from(*value), at + name.len()))
}

/// `\u002b`, `\U0000002b`, `\u{2b}`, `\x2b`, `\053`, `\/`, `\n`, and what escaping those again makes of them.
fn backslash(text: &[u8]) -> Option<(u32, usize)> {
    let at = text.iter().take(MAX_BACKSLASHES).take_while(|byte| **byte == b'\\').count();
    match text.get(at..)? {
        [b'u', b'{', rest @ ..] => digits(rest, 1, 6, 16).map(|(value, length)| (value, at + 2 + length + 1)),
        [b'u', rest @ ..] => digits(rest, 4, 4, 16).map(|(value, length)| (value, at + 1 + length)),
        [b'U', rest @ ..] => digits(rest, 8, 8, 16).map(|(value, length)| (value, at + 1 + length)),
        [b'x', rest @ ..] => digits(rest, 2, 2, 16).map(|(value, length)| (value, at + 1 + length)),
        [b'0'..=b'3', ..] => digits(&text[at..], 3, 3, 8).map(|(value, length)| (value, at + length)),
        // What breaks a line, or steers a terminal.
        [b'b' | b'e' | b'f' | b'n' | b'r' | b't' | b'v', ..] => Some((u32::from(b' '), at + 1)),
        [byte, ..] if byte.is_ascii_punctuation() => Some((u32::from(*byte), at + 1)),
        _ => None,
    }
}

/// The number at the beginning of a text, and how many digits it has.
fn digits(text: &[u8], fewest: usize, most: usize, radix: u32) -> Option<(u32, usize)> {
    let count = text.iter().take(most).take_while(|byte| char::from(**byte).is_digit(radix)).count();
    let value = || u32::from_str_radix(str::from_utf8(text.get(..count)?).ok()?, radix).ok();
    (count >= fewest).then(value)?.map(|value| (value, count))
}
