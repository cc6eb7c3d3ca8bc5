//! Passwords of logins that `curl` is given: `curl -u name:password`.

use super::separator::{Separator, ends};

/// Bytes before a colon that can be a name.
const LONGEST_NAME: usize = 64;

/// Bytes before the name in which the command is.
const LONGEST_COMMAND: usize = 256;

/// Options before the name.
const OPTIONS: [&[u8]; 4] = [b"-u", b"--user", b"-U", b"--proxy-user"];

/// Where the password after this colon starts and ends, if there is one.
pub(super) fn password(text: &[u8], colon: &Separator) -> Option<(usize, usize)> {
    if text[colon.start] != b':' {
        return None;
    }
    let before = &text[..colon.start];
    let of_name = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(**byte, b'"' | b'\'' | b'=' | b':');
    let length = before.iter().rev().take(LONGEST_NAME).take_while(of_name).count();
    let (before, name) = before.split_at(before.len() - length);
    let is_quoted = before.last().is_some_and(|byte| matches!(byte, b'"' | b'\''));
    let between = |byte: &&u8| matches!(**byte, b' ' | b'=' | b'"' | b'\'' | b'\\');
    let gap = before.iter().rev().take(4).take_while(between).count();
    let options = &before[..before.len() - gap];
    let is_option = OPTIONS.iter().any(|option| options.ends_with(option));
    let is_attached = name.len() > 2 && name[..2].eq_ignore_ascii_case(b"-u");
    if !(is_attached || gap > 0 && is_option) {
        return None;
    }
    let command = &before[before.len().saturating_sub(LONGEST_COMMAND)..];
    memchr::memmem::find(command, b"curl")?;
    let password = &text[colon.end..];
    if password.starts_with(super::MASKED.as_bytes()) || password.starts_with(b"$") {
        return None;
    }
    let length = password.iter().take_while(|byte| !ends(**byte, is_quoted) || **byte == b':').count();
    (length > 0).then_some((colon.end, colon.end + length))
}
