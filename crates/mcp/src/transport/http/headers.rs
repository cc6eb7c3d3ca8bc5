//! The headers of a request, except those that identify the sender: ambiguous, misspelt or unsupported headers are
//! refused and never ignored.

use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HOST, ORIGIN},
};
use toolkit::phrasing;

use super::refusal::Refusal;
use super::tokens::TOKEN_HEADER;
use crate::handler;

/// Headers that may occur only once, because a second one would contradict the first.
const SINGLE: [HeaderName; 6] = [
    HOST,
    ORIGIN,
    CONTENT_TYPE,
    CONTENT_ENCODING,
    HeaderName::from_static("mcp-protocol-version"),
    HeaderName::from_static("traceparent"),
];

const JSON: &str = "application/json";
const STREAM: &str = "text/event-stream";

/// Longer names are not misspellings.
const LONGEST_NAME: usize = 40;

/// Words in names that people give to a token header.
const SECRETS: [&str; 4] = ["auth", "key", "secret", "token"];

/// Headers of other programs that look like ours: MCP Inspector sends this one to its own proxy.
const FOREIGN: [&str; 1] = ["x-mcp-proxy-auth"];

/// Checks that these headers occur only once.
pub(super) fn check_single(headers: &HeaderMap) -> Result<(), Refusal> {
    match SINGLE.iter().find(|name| headers.get_all(*name).iter().nth(1).is_some()) {
        Some(name) => Err(Refusal::bad(format!("the request has more than one `{name}` header: send one"))),
        None => Ok(()),
    }
}

/// Refuses a header that was meant for this server but is not one of its headers: ignoring it would serve something
/// other than what was asked for, or serve it as somebody else.
pub(super) fn check_spelling(headers: &HeaderMap) -> Result<(), Refusal> {
    match headers.iter().find_map(|(name, value)| wrong(name.as_str(), value)) {
        Some(words) => Err(Refusal::bad(words)),
        None => Ok(()),
    }
}

/// What is wrong with a header.
fn wrong(name: &str, value: &HeaderValue) -> Option<String> {
    let shown = phrasing::short(name);
    match meant(name)? {
        // Proxies leave it empty after removing the token.
        Meant::Header(header) if header == AUTHORIZATION.as_str() && value.is_empty() => None,
        Meant::Header(header) => Some(format!("there is no header `{shown}`: did you mean `{header}`?")),
        Meant::Unknown => {
            let known = handler::HEADERS.into_iter().chain([TOKEN_HEADER]);
            Some(format!(
                "there is no header `{shown}`: the headers of this server are {}",
                phrasing::list(known, "and")
            ))
        }
    }
}

/// What an unknown header was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    Header(&'static str),
    /// One of this server's headers, but it is unclear which.
    Unknown,
}

/// What an unknown header was meant to be; nothing if it belongs to somebody else.
fn meant(name: &str) -> Option<Meant> {
    if name == TOKEN_HEADER
        || name == AUTHORIZATION.as_str()
        || handler::HEADERS.contains(&name)
        || FOREIGN.contains(&name)
    {
        return None;
    }
    let all = plain(name);
    let plain = all.strip_prefix('x').unwrap_or(&all);
    let token = Some(Meant::Header(TOKEN_HEADER));
    let is_secret = |rest: &str| SECRETS.iter().any(|secret| rest.contains(secret));
    if let Some(rest) = plain.strip_prefix("pagerduty") {
        return if is_secret(rest) || is_near_token(plain) { token } else { Some(Meant::Unknown) };
    }
    if plain.strip_prefix("pd").is_some_and(is_secret) {
        return token;
    }
    if let Some(rest) = plain.strip_prefix("mcp") {
        let near = handler::HEADERS.into_iter().find(|known| is_near(rest, known.trim_start_matches("x-mcp-")));
        // Names that begin with `Mcp-` belong to the protocol, which may add others.
        let is_ours = name.starts_with("x-mcp-") || name.starts_with("x_mcp_");
        return near.map(Meant::Header).or(is_ours.then_some(Meant::Unknown));
    }
    if name.len() > LONGEST_NAME {
        return None;
    }
    if let Some(known) = handler::HEADERS.into_iter().find(|known| is_without_prefix(plain, known)) {
        return Some(Meant::Header(known));
    }
    if is_near_token(plain) {
        return token;
    }
    (strsim::osa_distance(plain, "authorization") <= 2).then_some(Meant::Header("authorization"))
}

fn is_near_token(name: &str) -> bool {
    name.len() <= LONGEST_NAME && strsim::osa_distance(name, "pagerdutytoken") <= 3
}

/// Whether a name is one of this server's without the `X-MCP-`; no other server has such headers.
fn is_without_prefix(name: &str, known: &str) -> bool {
    self::plain(known.trim_start_matches("x-mcp-")) == name
}

/// Without case and punctuation.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn is_near(wrong: &str, known: &str) -> bool {
    let known = plain(known);
    let slips = if known.len() <= 5 { 1 } else { 2 };
    strsim::osa_distance(wrong, &known) <= slips || strsim::jaro_winkler(wrong, &known) > 0.9
}

/// Whether the headers say that the body is JSON.
pub(super) fn check_content(headers: &HeaderMap) -> Result<(), Refusal> {
    let unsupported = |words: &'static str| Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, words);
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or("?").to_ascii_lowercase());
    let content_type = text(CONTENT_TYPE).unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    if parts.next() != Some(JSON) {
        return Err(unsupported("send JSON, as `Content-Type: application/json`"));
    }
    let charset = parts.find_map(|parameter| parameter.strip_prefix("charset=")).map(|text| text.trim_matches('"'));
    if charset.is_some_and(|charset| !matches!(charset, "utf-8" | "utf8" | "us-ascii")) {
        return Err(unsupported("JSON is read as UTF-8: send no other `charset`"));
    }
    if text(CONTENT_ENCODING).is_some_and(|encoding| encoding.trim() != "identity") {
        return Err(unsupported("encoded bodies are not supported: send no `Content-Encoding`"));
    }
    Ok(())
}

/// Rewrites `Accept` for the library, which insists on both kinds of answers. Returns whether the client reads only a
/// JSON object and no event stream.
pub(super) fn settle_accept(headers: &mut HeaderMap) -> Result<bool, Refusal> {
    let accepted = accepted(headers);
    let has = |wanted: &[&str]| accepted.iter().any(|kind| wanted.contains(&kind.as_str()));
    let reads_streams = has(&[STREAM]);
    // An empty header means the same as no header.
    let is_blank = |value: &HeaderValue| value.as_bytes().iter().all(|byte| b" \t,".contains(byte));
    if !headers.get_all(ACCEPT).iter().all(is_blank) && !has(&[JSON, "application/*", "*/*"]) {
        let words = "answers are JSON: send `Accept: application/json, text/event-stream`";
        return Err(Refusal::new(StatusCode::NOT_ACCEPTABLE, words));
    }
    headers.insert(ACCEPT, HeaderValue::from_static("application/json, text/event-stream"));
    Ok(!reads_streams)
}

/// The media types that a client accepts, in lower case, without those of weight 0.
fn accepted(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let kinds = values.flat_map(|value| value.split(',')).filter_map(|kind| {
        let mut parts = kind.split(';').map(str::trim);
        let name = parts.next()?.to_ascii_lowercase();
        let weight = parts.find_map(|parameter| parameter.strip_prefix("q=").or(parameter.strip_prefix("Q=")));
        let is_refused = weight.and_then(|weight| weight.parse().ok()).is_some_and(|weight: f32| weight <= 0.0);
        (!is_refused).then_some(name)
    });
    kinds.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_header_that_is_nearly_ours_is_told_the_right_name() {
        for (wrong, right) in [
            ("x-mcp-toolset", "x-mcp-toolsets"),
            ("x-mcp-tool-sets", "x-mcp-toolsets"),
            ("x_mcp_toolsets", "x-mcp-toolsets"),
            ("mcp-toolsets", "x-mcp-toolsets"),
            ("x-mcp-tool", "x-mcp-tools"),
            ("x-mcp-excluded-tools", "x-mcp-exclude-tools"),
            ("x-mcp-exclude-toolsets", "x-mcp-exclude-tools"),
            ("x-mcp-read_only", "x-mcp-readonly"),
            ("x-mcp-readonly-mode", "x-mcp-readonly"),
            ("x-mcp-readony", "x-mcp-readonly"),
            ("x-pagerduty-api-key", TOKEN_HEADER),
            ("x-pagerduty-authorization", TOKEN_HEADER),
            ("x-pager-duty-token", TOKEN_HEADER),
            ("pagerduty-token", TOKEN_HEADER),
            ("x-pagerdutty-token", TOKEN_HEADER),
            ("x-pagerdty-token", TOKEN_HEADER),
            ("x-pagerduty-tokn", TOKEN_HEADER),
            ("x-pd-token", TOKEN_HEADER),
            ("pd-api-key", TOKEN_HEADER),
            ("x-read-only", "x-mcp-readonly"),
            ("x-readonly", "x-mcp-readonly"),
            ("read-only", "x-mcp-readonly"),
            ("x-lockdown", "x-mcp-lockdown"),
            ("x-toolsets", "x-mcp-toolsets"),
            ("x-exclude-tools", "x-mcp-exclude-tools"),
            ("x-authorization", "authorization"),
            ("authorisation", "authorization"),
            ("autorization", "authorization"),
            ("x-authorizaton", "authorization"),
        ] {
            assert_eq!(meant(wrong), Some(Meant::Header(right)), "{wrong}");
        }
        let long = format!("x-pagerduty-{}", "a".repeat(500));
        for unknown in ["x-mcp-client", "x-mcp-foo", "x-pagerduty-signature", "x-pagerduty-region", "pagerduty", &long]
        {
            assert_eq!(meant(unknown), Some(Meant::Unknown), "{unknown}");
        }
        for other in handler::HEADERS.into_iter().chain([
            TOKEN_HEADER,
            "mcp-protocol-version",
            "mcp-method",
            "mcp-name",
            "mcp-session-id",
            "mcp-param-tools",
            "mcp-param-read_only",
            "mcp-anything-new",
            "x-mcp-proxy-auth",
            "x-request-id",
            "x-forwarded-for",
            "x-forwarded-access-token",
            "proxy-authorization",
            "www-authenticate",
            "x-api-key",
            "authorization",
            "accept",
            "x-trace",
        ]) {
            assert_eq!(meant(other), None, "{other}");
        }
    }

    #[test]
    fn json_is_json_in_any_spelling() {
        let check = |value: &'static str| check_content(&headers(&[("content-type", value)])).is_ok();
        for json in [
            "application/json",
            "APPLICATION/JSON",
            "application/json; charset=utf-8",
            "Application/Json ;Charset=\"UTF-8\"",
            "application/json; profile=x",
        ] {
            assert!(check(json), "{json}");
        }
        for other in
            ["", "text/plain", "application/jsonx", "application/json, text/plain", "application/json;charset=utf-16"]
        {
            assert!(!check(other), "{other}");
        }
        assert!(check_content(&headers(&[("content-type", JSON), ("content-encoding", "gzip")])).is_err());
    }

    #[test]
    fn whoever_takes_json_is_served() {
        let settle = |values: &[&'static str]| {
            let pairs: Vec<_> = values.iter().map(|value| ("accept", *value)).collect();
            settle_accept(&mut headers(&pairs)).ok()
        };
        for (values, reads_one_answer) in [
            ([].as_slice(), Some(true)),
            (&[""], Some(true)),
            (&[" , "], Some(true)),
            (&["", "text/html"], None),
            (&["*/*"], Some(true)),
            (&["Application/JSON"], Some(true)),
            (&["application/*;q=0.5"], Some(true)),
            (&["application/json, text/event-stream"], Some(false)),
            (&["application/json", "text/event-stream;q=0.9"], Some(false)),
            (&["application/json, text/event-stream;q=0"], Some(true)),
            (&["text/event-stream"], None),
            (&["application/json;q=0"], None),
            (&["text/html"], None),
        ] {
            assert_eq!(settle(values), reads_one_answer, "{values:?}");
        }
    }

    #[test]
    fn what_may_come_once_comes_once() {
        assert!(check_single(&headers(&[("content-type", JSON), ("accept", JSON), ("accept", STREAM)])).is_ok());
        for name in ["content-type", "host", "origin", "mcp-protocol-version"] {
            assert!(check_single(&headers(&[(name, "a"), (name, "a")])).is_err(), "{name}");
        }
    }
}
