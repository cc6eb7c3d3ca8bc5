//! Reading a secret through the escapes of addresses, HTML, JSON and mails.

/// Backslashes that are read as those of one escape: three times escaped.
const MOST_BACKSLASHES: usize = 8;

/// Where the spelling of `secret` ends that begins at `start`, if one does.
///
/// Case does not matter. Between two characters there may be what shows as nothing or as a break: a text that is cleaned
/// later would lose it.
pub(crate) fn end(text: &[u8], start: usize, secret: &[u8]) -> Option<usize> {
    let (first, rest) = secret.split_first()?;
    // A secret may itself look like an escape.
    if text.get(start..start + secret.len()).is_some_and(|found| found.eq_ignore_ascii_case(secret)) {
        return Some(start + secret.len());
    }
    let mut at = start + character(text.get(start..)?, *first)?;
    for wanted in rest {
        loop {
            let left = text.get(at..)?;
            if let Some(length) = character(left, *wanted) {
                at += length;
                break;
            }
            match left.first() {
                Some(byte) if !byte.is_ascii_graphic() => at += 1,
                _ => return None,
            }
        }
    }
    Some(at)
}

/// How long the spelling of one character is at the beginning of a text.
fn character(text: &[u8], wanted: u8) -> Option<usize> {
    let first = *text.first()?;
    let escaped = match first {
        b'%' => percent(text),
        b'&' => entity(text),
        b'\\' => backslash(text),
        b'=' => digits(&text[1..], 2, 2, 16).map(|(value, length)| (value, length + 1)),
        _ => None,
    };
    match escaped {
        Some((value, length)) if value < 0x80 && same(value as u8, wanted) => Some(length),
        // Forms write a space as `+`, so a form that is read has a space there.
        _ => (same(first, wanted) || wanted == b'+' && first == b' ').then_some(1),
    }
}

fn same(one: u8, other: u8) -> bool {
    one.eq_ignore_ascii_case(&other)
}

/// `%2B`, and what encoding that again makes of it.
fn percent(text: &[u8]) -> Option<(u32, usize)> {
    let mut at = 1;
    while text.get(at..at + 2) == Some(b"25") && digits(text.get(at + 2..)?, 2, 2, 16).is_some() {
        at += 2;
    }
    digits(text.get(at..)?, 2, 2, 16).map(|(value, length)| (value, at + length))
}

/// `&#43;`, `&#x2b;`, `&plus;`, and what escaping those again makes of them.
fn entity(text: &[u8]) -> Option<(u32, usize)> {
    const NAMED: [(&[u8], u8); 17] = [
        (b"amp;", b'&'),
        (b"lt;", b'<'),
        (b"gt;", b'>'),
        (b"quot;", b'"'),
        (b"apos;", b'\''),
        (b"plus;", b'+'),
        (b"lowbar;", b'_'),
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
    ];
    let mut at = 1;
    while text.get(at..)?.starts_with(b"amp;")
        && text.get(at + 4).is_some_and(|byte| *byte == b'#' || byte.is_ascii_alphabetic())
    {
        at += 4;
    }
    let rest = text.get(at..)?;
    let number = match rest {
        [b'#', b'x' | b'X', rest @ ..] => digits(rest, 1, 8, 16).map(|(value, length)| (value, 2 + length)),
        [b'#', rest @ ..] => digits(rest, 1, 8, 10).map(|(value, length)| (value, 1 + length)),
        _ => None,
    };
    if let Some((value, length)) = number {
        // The semicolon is often forgotten.
        return Some((value, at + length + usize::from(rest.get(length) == Some(&b';'))));
    }
    let named = NAMED.iter().find(|(name, _)| rest.starts_with(name));
    named.map(|(name, value)| (u32::from(*value), at + name.len()))
}

/// `\u002b`, `\u{2b}`, `\x2b`, `\/`, and what escaping those again makes of them.
fn backslash(text: &[u8]) -> Option<(u32, usize)> {
    let at = text.iter().take(MOST_BACKSLASHES).take_while(|byte| **byte == b'\\').count();
    match text.get(at..)? {
        [b'u', b'{', rest @ ..] => digits(rest, 1, 6, 16).map(|(value, length)| (value, at + 2 + length + 1)),
        [b'u', rest @ ..] => digits(rest, 4, 4, 16).map(|(value, length)| (value, at + 1 + length)),
        [b'x', rest @ ..] => digits(rest, 2, 2, 16).map(|(value, length)| (value, at + 1 + length)),
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
