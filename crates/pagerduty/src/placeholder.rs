//! Texts that stand where a token should: what documents and templates have in its place, and what was copied with it:
//! quotes, its name, the scheme of a header.
//!
//! PagerDuty answers all of them with 401, which looks like a token that was revoked.

/// Words that placeholders are made of.
const WORDS: [&str; 20] = [
    "access",
    "actual",
    "api",
    "auth",
    "go",
    "goes",
    "here",
    "key",
    "my",
    "oauth",
    "of",
    "own",
    "pagerduty",
    "pd",
    "personal",
    "rest",
    "secret",
    "the",
    "token",
    "user",
];

/// Words that ask for a token. One of them and words of the list above are no token.
const REQUESTS: [&str; 12] =
    ["add", "change", "changeme", "enter", "example", "fill", "in", "insert", "paste", "put", "replace", "your"];

/// What a template leaves where it had no value.
const NOTHINGS: [&str; 7] = ["changeme", "none", "null", "placeholder", "redacted", "replaceme", "undefined"];

/// Words of what comes before a token in a header, a file or a shell, beside [`WORDS`].
const NAMES: [&str; 5] = ["authorization", "bearer", "export", "set", "x"];

/// Whether a text is a token with its name or scheme before it, such as `token=…`, `PAGERDUTY_API_TOKEN=…` or `Bearer …`.
pub(crate) fn has_name(text: &str) -> bool {
    let is_name = |text: &str| {
        let text = text.to_lowercase();
        let mut words =
            text.split(|character: char| !character.is_alphanumeric()).filter(|it| !it.is_empty()).peekable();
        words.peek().is_some() && words.all(|word| WORDS.contains(&word) || NAMES.contains(&word))
    };
    let is_scheme = |text: &str| ["bearer", "token"].iter().any(|scheme| text.eq_ignore_ascii_case(scheme));
    text.split_once(['=', ':']).is_some_and(|(name, _)| is_name(name))
        || text.split_once(char::is_whitespace).is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.contains(' '))
}

/// Whether a token is still in the quotes of a file or a shell.
pub(crate) fn is_quoted(text: &str) -> bool {
    let quotes = ['"', '\'', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'];
    text.starts_with(quotes) || text.ends_with(quotes)
}

/// Whether a text is a variable that was not replaced, a reference to a secret elsewhere, or an instruction to put the
/// token here. No PagerDuty token has any of the characters, or is made of those words alone.
pub(crate) fn is_placeholder(text: &str) -> bool {
    if text.contains(['$', '{', '}', '<', '>', '%', '[', ']', '(', ')']) || text.contains("://") || text.contains("...")
    {
        return true;
    }
    let text = text.to_lowercase();
    if text.len() >= 3 && text.chars().all(|character| ['x', '*', '.', '-', '_', '\u{2026}'].contains(&character)) {
        return true;
    }
    let words: Vec<&str> =
        text.split(|character: char| !character.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let is_known = |word: &&str| WORDS.contains(word) || REQUESTS.contains(word);
    let asks = words.iter().any(|word| REQUESTS.contains(word));
    NOTHINGS.contains(&words.concat().as_str()) || text == "pagerduty_api_token" || (words.iter().all(is_known) && asks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_copied_with_a_token_is_told_from_it() {
        for text in [
            "token=abc",
            "Token token=abc",
            "token: abc",
            "Bearer abc",
            "bearer\tabc",
            "Token abc",
            "PAGERDUTY_API_TOKEN=abc",
            "export PAGERDUTY_API_TOKEN=abc",
            "api_key=abc",
            "Authorization: Token token=abc",
            "X-PagerDuty-Token: abc",
            "PAGERDUTY_USER_API_KEY = abc",
        ] {
            assert!(has_name(text), "{text}");
        }
        for text in [
            "y_NbAkKc66ryYTWUXYEu",
            "token",
            "u+token",
            "pdus+_0DEMO00_a=",
            "abc=def",
            "=",
            "insert your token here",
            "a b",
        ] {
            assert!(!has_name(text), "{text}");
        }
    }

    #[test]
    fn what_stands_for_a_token_is_told_from_one() {
        for text in [
            "your-token",
            "YOUR_API_TOKEN",
            "your_api_token_here",
            "your-pagerduty-api-key",
            "<PAGERDUTY_API_TOKEN>",
            "${input:pagerduty-token}",
            "${PAGERDUTY_API_TOKEN}",
            "$PAGERDUTY_API_TOKEN",
            "$(pass pagerduty)",
            "{{ pagerduty.token }}",
            "%PAGERDUTY_API_TOKEN%",
            "[token]",
            "op://vault/pagerduty/token",
            "insert your token here",
            "paste-token-here",
            "changeme",
            "change-me",
            "replace_me",
            "undefined",
            "null",
            "PAGERDUTY_API_TOKEN",
            "xxxx-xxxx",
            "****",
            "...",
            "\u{2026}",
            "pdus+_...",
        ] {
            assert!(is_placeholder(text), "{text}");
            assert!(!is_quoted(text), "{text}");
        }
        for text in [
            "y_NbAkKc66ryYTWUXYEu",
            "u+demo-user-token-01",
            "account-token-full-1",
            "pdus+_0DEMO00_oauth-classic-read",
            "planted-secret",
            "nobody-knows-this-1",
            "own",
            "x",
            "token",
            "yourself-1234567890",
            "-xYz_1",
        ] {
            assert!(!is_placeholder(text), "{text}");
            assert!(!is_quoted(text), "{text}");
        }
        for text in ["\"abc\"", "'abc'", "\"abc", "abc'", "\u{201c}abc\u{201d}"] {
            assert!(is_quoted(text), "{text}");
        }
    }
}
