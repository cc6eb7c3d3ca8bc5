//! What is between a name and its value, and what ends the value: `=`, `:`, the end of a tag, an arrow, or an equals sign as addresses escape it.

/// Times that `%` is itself escaped.
const MAX_ESCAPES: usize = 8;

/// A separator, as far as it goes.
pub(super) struct Separator {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it is spelled as in an address.
    pub(super) is_escaped: bool,
}

/// Finds the separators of a text. What was found and not reached is kept, so no part of the text is searched twice.
pub(super) struct Separators<'t> {
    text: &'t [u8],
    /// The next separator that is not escaped, or the end of the text.
    plain: usize,
    /// The next `%`, or the end of the text.
    percent: usize,
}

impl<'t> Separators<'t> {
    pub(super) fn of(text: &'t [u8]) -> Self {
        Self { text, plain: plain(text, 0), percent: percent(text, 0) }
    }

    /// The next separator from this place on; places must not decrease.
    pub(super) fn next(&mut self, mut from: usize) -> Option<Separator> {
        let text = self.text;
        loop {
            if self.plain < from {
                self.plain = plain(text, from);
            }
            if self.percent < from {
                self.percent = percent(text, from);
            }
            let place = self.plain.min(self.percent);
            from = place + 1;
            match text.get(place)? {
                b'%' => {
                    if let Some((b'=', length)) = escaped(&text[place..]) {
                        return Some(Separator { start: place, end: place + length, is_escaped: true });
                    }
                }
                b'>' if text[..place].ends_with(b"-") => {
                    // Without blanks it is an arrow of a program, and `-->` ends a comment.
                    if text[..place].ends_with(b" -") {
                        return Some(Separator { start: place - 1, end: place + 1, is_escaped: false });
                    }
                }
                _ => return Some(Separator { start: place, end: place + 1, is_escaped: false }),
            }
        }
    }
}

fn plain(text: &[u8], from: usize) -> usize {
    memchr::memchr3(b'=', b':', b'>', &text[from..]).map_or(text.len(), |place| from + place)
}

fn percent(text: &[u8], from: usize) -> usize {
    memchr::memchr(b'%', &text[from..]).map_or(text.len(), |place| from + place)
}

/// Whether a value ends before this byte.
pub(super) fn ends(byte: u8, is_quoted: bool) -> bool {
    match byte {
        b'"' | b'\'' | b'`' | b'\\' | b'\n' | b'\r' => true,
        b' ' | b'\t' | b',' | b';' | b'&' | b'<' | b'>' | b')' | b']' | b'}' | b'|' | b':' => !is_quoted,
        _ => false,
    }
}

/// Whether a value that is spelled as in an address ends here.
pub(super) fn is_escaped_end(text: &[u8]) -> bool {
    escaped(text).is_some_and(|(byte, _)| ends(byte, false) || byte == b'#')
}

/// The character that an escape at the beginning of a text means, and how long the escape is: `%3D`, `%253d`.
fn escaped(text: &[u8]) -> Option<(u8, usize)> {
    let again = text.strip_prefix(b"%")?.chunks_exact(2).take(MAX_ESCAPES).take_while(|pair| pair == b"25").count();
    let end = 3 + 2 * again;
    let digits = str::from_utf8(text.get(end - 2..end)?).ok()?;
    u8::from_str_radix(digits, 16).ok().map(|byte| (byte, end))
}
