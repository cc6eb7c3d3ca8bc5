//! Secrets inside of addresses: passwords before the host, and paths that let in whoever knows them.

/// Bytes before the path of an address that are looked at.
const LONGEST: usize = 512;

/// A shorter user name without a password is one.
const SHORTEST_TOKEN: usize = 16;

/// Slashes, and spellings of them, in a row.
const MAX_SLASHES: usize = 4;

/// Characters of one slash, escaped several times.
const MAX_ESCAPES: usize = 8;

/// What the names of all hosts of [`PATHS`] end with.
const END: &[u8] = b".com";

/// Hosts and the starts of paths after which a secret follows, up to the end of the path.
const PATHS: &[(&[u8], &[&[u8]])] = &[
    (b"pagerduty.com", &[b"integration"]),
    (b"pagerduty.com", &[b"x-ere"]),
    (b"pagerduty.com", &[b"private"]),
    (b"hooks.slack.com", &[b"services"]),
    (b"hooks.slack.com", &[b"triggers"]),
    (b"hooks.slack.com", &[b"workflows"]),
    (b"discord.com", &[b"api", b"webhooks"]),
    (b"discordapp.com", &[b"api", b"webhooks"]),
    (b"webhook.office.com", &[b"webhookb2"]),
    (b"outlook.office.com", &[b"webhook"]),
];

/// Where the password of an address starts and ends; `start` is where its `://` ends.
pub(super) fn password(text: &[u8], start: usize) -> Option<(usize, usize)> {
    let rest = text.get(start..)?;
    let is_of_authority = |byte: &&u8| **byte != b'/' && !ends_path(**byte);
    let length = rest.iter().take(LONGEST).take_while(is_of_authority).count();
    let at = rest[..length].iter().rposition(|byte| *byte == b'@')?;
    let user = &rest[..at];
    let password = user.iter().position(|byte| *byte == b':').map(|colon| colon + 1);
    let from = password.or_else(|| (user.len() >= SHORTEST_TOKEN).then_some(0))?;
    let is_masked = user[from..].starts_with(super::MASKED.as_bytes());
    (from < at && !is_masked).then_some((start + from, start + at))
}

/// Masks the secrets in paths, whatever stands before the host, and however the slashes are spelled: texts quote addresses
/// without a scheme, inside of other addresses, and inside of JSON.
pub(super) fn mask_paths(text: &mut String) {
    let bytes = text.as_bytes();
    let mut masked = String::new();
    let (mut at, mut shown) = (0, 0);
    while let Some(next) = memchr::memchr(END[0], &bytes[at..]) {
        let point = at + next;
        at = point + 1;
        let Some((start, end)) = secret(bytes, point) else { continue };
        masked.push_str(text.get(shown..start).unwrap_or_default());
        masked.push_str(super::MASKED);
        (at, shown) = (end, end);
    }
    if shown > 0 {
        masked.push_str(text.get(shown..).unwrap_or_default());
        *text = masked;
    }
}

/// Where the secret starts and ends after a host whose last point is here.
fn secret(text: &[u8], point: usize) -> Option<(usize, usize)> {
    let host_end = point + END.len();
    if !text.get(point..host_end)?.eq_ignore_ascii_case(END) {
        return None;
    }
    let before = &text[..host_end];
    let is_host =
        |host: &[u8]| before.len() >= host.len() && before[before.len() - host.len()..].eq_ignore_ascii_case(host);
    let path = after_port(text, host_end);
    let start = PATHS.iter().filter(|(host, _)| is_host(host)).find_map(|(_, words)| after_words(text, path, words))?;
    let secret = &text[start..];
    let length = secret.iter().take_while(|byte| !ends_path(**byte)).count();
    (length > 0 && !secret.starts_with(super::MASKED.as_bytes())).then_some((start, start + length))
}

/// Past the point of a full name, and a port.
fn after_port(text: &[u8], mut at: usize) -> usize {
    at += usize::from(text.get(at) == Some(&b'.'));
    let (colon, rest) = match text.get(at..) {
        Some([b':', rest @ ..]) => (1, rest),
        Some([b'%', b'3', b'A' | b'a', rest @ ..]) => (3, rest),
        _ => return at,
    };
    let digits = rest.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 { at } else { at + colon + digits }
}

/// Past these segments of a path, each between slashes.
fn after_words(text: &[u8], mut at: usize, words: &[&[u8]]) -> Option<usize> {
    at = after_slashes(text, at)?;
    for word in words {
        if !text.get(at..at + word.len())?.eq_ignore_ascii_case(word) {
            return None;
        }
        at = after_slashes(text, at + word.len())?;
    }
    Some(at)
}

/// Past one slash or more, and past segments that mean nothing.
fn after_slashes(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    for _ in 0..MAX_SLASHES {
        let Some(length) = slash(text.get(at..)?) else { break };
        at += length;
        if text[at..].starts_with(b".") && slash(&text[at + 1..]).is_some() {
            at += 1;
        }
    }
    (at > start).then_some(at)
}

/// How long the spelling of a slash is at the beginning of a text: as it is, in an address, in JSON or in HTML.
fn slash(text: &[u8]) -> Option<usize> {
    let ends = |length: usize, spellings: &[&[u8]]| {
        let rest = text.get(length..)?;
        let found =
            spellings.iter().find(|each| rest.get(..each.len()).is_some_and(|all| all.eq_ignore_ascii_case(each)));
        found.map(|found| length + found.len())
    };
    match text.first()? {
        b'/' => Some(1),
        b'\\' => {
            let escapes = text.iter().take(MAX_ESCAPES).take_while(|byte| **byte == b'\\').count();
            ends(escapes, &[b"/", b"u002f", b"x2f"])
        }
        b'%' => {
            let again = text[1..].chunks_exact(2).take(MAX_ESCAPES).take_while(|pair| pair == b"25").count();
            ends(1 + 2 * again, &[b"2f"])
        }
        b'&' => ends(1, &[b"#x2f;", b"#47;", b"sol;"]),
        _ => None,
    }
}

fn ends_path(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(byte, b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'\\' | b',' | b';' | b')' | b'|' | b'`')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_paths_are_masked_however_the_address_is_spelled() {
        for (before, after) in [
            (
                "https://events.pagerduty.com:443/integration/abc/enqueue?x",
                "https://events.pagerduty.com:443/integration/[redacted]?x",
            ),
            ("https://Events.PagerDuty.COM./Integration/abc", "https://Events.PagerDuty.COM./Integration/[redacted]"),
            (
                "https://events.pagerduty.com//./integration/abc",
                "https://events.pagerduty.com//./integration/[redacted]",
            ),
            (
                "to events.eu.pagerduty.com/integration/abc, now",
                "to events.eu.pagerduty.com/integration/[redacted], now",
            ),
            (
                r"https:\/\/events.pagerduty.com\/integration\/abc\/enqueue",
                r"https:\/\/events.pagerduty.com\/integration\/[redacted]\/enqueue",
            ),
            (
                r"https:\u002f\u002fx.pagerduty.com\u002fx-ere\u002fabc",
                r"https:\u002f\u002fx.pagerduty.com\u002fx-ere\u002f[redacted]",
            ),
            (
                "?cid=webcal%3A%2F%2Fx.pagerduty.com%2Fprivate%2Fabc%2Ffeed",
                "?cid=webcal%3A%2F%2Fx.pagerduty.com%2Fprivate%2F[redacted]",
            ),
            ("x.pagerduty.com%3a443%252fprivate%252fabc", "x.pagerduty.com%3a443%252fprivate%252f[redacted]"),
            ("x.pagerduty.com&#x2F;private&#47;abc", "x.pagerduty.com&#x2F;private&#47;[redacted]"),
            ("webcal://a@x.pagerduty.com:443/private/abc/feed", "webcal://a@x.pagerduty.com:443/private/[redacted]"),
            (
                "https://discordapp.com/api/webhooks/1/abc https://hooks.slack.com/triggers/T/abc",
                "https://discordapp.com/api/webhooks/[redacted] https://hooks.slack.com/triggers/[redacted]",
            ),
        ] {
            for _ in 0..2 {
                let mut text = before.to_owned();
                mask_paths(&mut text);
                assert_eq!(text, after);
                mask_paths(&mut text);
                assert_eq!(text, after, "masking twice");
            }
        }
    }

    #[test]
    fn other_addresses_stay() {
        for text in [
            "https://www.pagerduty.com/integrations/nagios",
            "https://support.pagerduty.com/docs/private/x",
            "https://x.pagerduty.com/incidents/Q1",
            "https://x.pagerduty.com/private/",
            "https://pagerduty.company.org/private/x",
            "https://x.pagerduty.com",
            "x.pagerduty.com:/private/x",
            "ana@x.com.",
            ".com",
        ] {
            let mut masked = text.to_owned();
            mask_paths(&mut masked);
            assert_eq!(masked, text);
        }
    }
}
