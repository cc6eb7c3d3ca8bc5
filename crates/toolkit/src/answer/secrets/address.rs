//! Secrets inside of addresses: passwords before the host, and paths that let in whoever knows them.

/// Bytes before the path of an address that are looked at.
const LONGEST: usize = 512;

/// A shorter user name without a password is one.
const SHORTEST_TOKEN: usize = 16;

/// Hosts and the starts of paths after which a secret follows, up to the end of the path.
const PATHS: &[(&str, &str)] = &[
    ("pagerduty.com", "/integration/"),
    ("pagerduty.com", "/x-ere/"),
    ("pagerduty.com", "/private/"),
    ("hooks.slack.com", "/services/"),
    ("discord.com", "/api/webhooks/"),
    ("webhook.office.com", "/webhookb2/"),
];

/// Where the secret of an address starts and ends; `start` is where its `://` ends.
pub(super) fn secret(text: &[u8], start: usize) -> Option<(usize, usize)> {
    let rest = text.get(start..)?;
    let is_of_authority = |byte: &&u8| **byte != b'/' && !ends_path(**byte);
    let host = rest.iter().take(LONGEST).take_while(is_of_authority).count();
    let (authority, path) = rest.split_at(host);
    if let Some(at) = authority.iter().rposition(|byte| *byte == b'@') {
        let user = &authority[..at];
        let password = user.iter().position(|byte| *byte == b':').map(|colon| colon + 1);
        let from = password.or_else(|| (user.len() >= SHORTEST_TOKEN).then_some(0))?;
        let is_masked = user[from..].starts_with(super::MASKED.as_bytes());
        return (from < at && !is_masked).then_some((start + from, start + at));
    }
    let ends_with = |host: &str| {
        authority.len() >= host.len() && authority[authority.len() - host.len()..].eq_ignore_ascii_case(host.as_bytes())
    };
    let (_, known) = PATHS.iter().find(|(host, known)| ends_with(host) && path.starts_with(known.as_bytes()))?;
    let secret = &path[known.len()..];
    let length = secret.iter().take_while(|byte| !ends_path(**byte)).count();
    let from = start + host + known.len();
    (length > 0 && !secret.starts_with(super::MASKED.as_bytes())).then_some((from, from + length))
}

fn ends_path(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(byte, b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'\\' | b',' | b';' | b')' | b'|' | b'`')
}
