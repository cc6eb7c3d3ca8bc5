//! The tokens in a request over HTTP: read in one way, however they are spelled, and refused if it is unclear whose
//! they are. A request with an unusable token is never served as somebody else.

use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use pagerduty::{Credential, InvalidCredential};
use secrecy::SecretString;

/// The header in which callers send their PagerDuty token.
pub(super) const TOKEN_HEADER: &str = "x-pagerduty-token";

/// What `Authorization` holds.
#[derive(Debug)]
pub(super) enum Authorization {
    /// The server's own token or, if it has none, a PagerDuty token.
    Bearer(SecretString),
    /// A PagerDuty token, in the scheme of PagerDuty's own API.
    PagerDuty(Credential),
}

/// Why the tokens of a request cannot be used. They are never repeated.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum Unusable {
    #[error("the request has more than one `{0}` header: send one")]
    Repeated(&'static str),
    #[error("the PagerDuty token in `{0}` cannot be used: {1}")]
    Token(&'static str, InvalidCredential),
    #[error(
        "`Authorization` has an unknown scheme: send your PagerDuty token as `X-PagerDuty-Token: …` or as `Authorization: Token token=…`"
    )]
    Scheme,
    #[error("`Authorization` and `X-PagerDuty-Token` have different PagerDuty tokens: send one of them")]
    Different,
    #[error("the Bearer token is not a PagerDuty token: send yours as `X-PagerDuty-Token: …`")]
    NotPagerDuty,
}

const AUTHORIZATION_HEADER: &str = "Authorization";

/// The only value of a header, if it is there.
fn one(
    headers: &HeaderMap,
    name: impl http::header::AsHeaderName,
    shown: &'static str,
) -> Result<Option<String>, Unusable> {
    let mut values = headers.get_all(name).into_iter();
    let (first, second) = (values.next(), values.next());
    if second.is_some() {
        return Err(Unusable::Repeated(shown));
    }
    let text = |value: &HeaderValue| value.to_str().map(|text| text.trim().to_owned());
    first.map(text).transpose().map_err(|_| Unusable::Token(shown, InvalidCredential::Character))
}

/// What `Authorization` holds, if it is there.
pub(super) fn authorization(headers: &HeaderMap) -> Result<Option<Authorization>, Unusable> {
    let Some(value) = one(headers, AUTHORIZATION, AUTHORIZATION_HEADER)? else { return Ok(None) };
    let (scheme, rest) = value.split_once([' ', '\t']).unwrap_or((&value, ""));
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Ok(Some(Authorization::Bearer(rest.into())));
    }
    if !scheme.eq_ignore_ascii_case("token") {
        return Err(Unusable::Scheme);
    }
    // `token=x`, `token="x"`, or the token alone.
    let token = match rest.split_once('=') {
        Some((name, token)) if name.trim().eq_ignore_ascii_case("token") => token.trim(),
        _ => rest,
    };
    let token = token.strip_prefix('"').and_then(|token| token.strip_suffix('"')).unwrap_or(token);
    credential(token, AUTHORIZATION_HEADER).map(Authorization::PagerDuty).map(Some)
}

/// The PagerDuty token of a request, if it has one. A Bearer token is PagerDuty's only if the server has no token of
/// its own.
pub(super) fn pagerduty_token(
    headers: &HeaderMap,
    authorization: Option<Authorization>,
    bearer_opens_server: bool,
) -> Result<Option<Credential>, Unusable> {
    let named = one(headers, TOKEN_HEADER, "X-PagerDuty-Token")?;
    let named = named.map(|token| credential(&token, "X-PagerDuty-Token")).transpose()?;
    let authorized = match authorization {
        None => None,
        Some(Authorization::Bearer(_)) if bearer_opens_server => None,
        Some(Authorization::Bearer(token)) => Some(of_bearer(secrecy::ExposeSecret::expose_secret(&token))?),
        Some(Authorization::PagerDuty(credential)) => Some(credential),
    };
    match (named, authorized) {
        (Some(named), Some(authorized)) if named.key() != authorized.key() => Err(Unusable::Different),
        (named, authorized) => Ok(named.or(authorized)),
    }
}

/// Other Bearer tokens must not be sent to PagerDuty.
fn of_bearer(token: &str) -> Result<Credential, Unusable> {
    match credential(token, AUTHORIZATION_HEADER) {
        Err(why @ Unusable::Token(_, InvalidCredential::Named | InvalidCredential::Punctuation)) => Err(why),
        _ if !token.bytes().all(is_of_token) => Err(Unusable::NotPagerDuty),
        read => read,
    }
}

fn credential(token: &str, header: &'static str) -> Result<Credential, Unusable> {
    // Two headers that were joined on the way: it is unclear which one is meant.
    let is_list = || token.trim_end_matches([',', ';']).contains([',', ';', '"']);
    let read = Credential::new(token);
    let read = if read.is_ok() && is_list() { Err(InvalidCredential::Character) } else { read };
    read.map_err(|why| Unusable::Token(header, why))
}

/// Whether a text looks like a PagerDuty token: an OAuth access token by its prefix, a key by its length.
pub(super) fn looks_like_pagerduty(text: &str) -> bool {
    const KEY_LENGTH: usize = 20;
    let is_access_token = ["pdus+_", "pdeu+_"].iter().any(|prefix| text.starts_with(prefix));
    is_access_token || text.len() == KEY_LENGTH && text.bytes().all(is_of_token)
}

/// Whether a character occurs in PagerDuty's tokens.
fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headers: &[(&str, &str)], bearer_opens_server: bool) -> Result<Option<Credential>, Unusable> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap());
        }
        pagerduty_token(&map, authorization(&map)?, bearer_opens_server)
    }

    #[test]
    fn one_token_is_read_however_it_is_spelled() {
        for headers in [
            [("x-pagerduty-token", "theirs")].as_slice(),
            &[("X-PagerDuty-Token", " theirs ")],
            &[("authorization", "Token token=theirs")],
            &[("authorization", "token token=\"theirs\"")],
            &[("authorization", "TOKEN  Token = theirs")],
            &[("authorization", "Token theirs")],
            &[("authorization", "Bearer theirs")],
            &[("authorization", "bearer   theirs")],
            &[("authorization", "Bearer theirs"), ("x-pagerduty-token", "theirs")],
        ] {
            let token = read(headers, false).unwrap().unwrap_or_else(|| panic!("{headers:?}"));
            assert_eq!(token.key(), Credential::new("theirs").unwrap().key(), "{headers:?}");
        }
        let token = read(&[("authorization", "bearer pdus+_x")], false).unwrap().unwrap();
        assert!(token.is_access_token());
        assert!(read(&[], false).unwrap().is_none());
        assert!(read(&[("authorization", "Bearer of-the-server")], true).unwrap().is_none());
    }

    #[test]
    fn what_is_not_clear_is_refused() {
        let empty = |header| Unusable::Token(header, InvalidCredential::Empty);
        let named = |header| Unusable::Token(header, InvalidCredential::Named);
        let odd = |header| Unusable::Token(header, InvalidCredential::Character);
        for (headers, why) in [
            ([("authorization", "Basic dTpw")].as_slice(), Unusable::Scheme),
            (&[("authorization", "theirs")], Unusable::Scheme),
            (&[("authorization", "")], Unusable::Scheme),
            (&[("authorization", "Bearer")], empty("Authorization")),
            (&[("authorization", "Token token=")], empty("Authorization")),
            (&[("authorization", "Token token=a, Token token=b")], odd("Authorization")),
            (&[("authorization", "Bearer aaa.bbb.ccc")], Unusable::NotPagerDuty),
            (&[("x-pagerduty-token", " ")], empty("X-PagerDuty-Token")),
            (&[("x-pagerduty-token", "a b")], odd("X-PagerDuty-Token")),
            (&[("x-pagerduty-token", "a,b")], odd("X-PagerDuty-Token")),
            (&[("x-pagerduty-token", "token=a")], named("X-PagerDuty-Token")),
            (&[("x-pagerduty-token", "Bearer a")], named("X-PagerDuty-Token")),
            (&[("x-pagerduty-token", "a;")], Unusable::Token("X-PagerDuty-Token", InvalidCredential::Punctuation)),
            (&[("authorization", "Bearer token=a")], named("Authorization")),
            (&[("authorization", "Bearer a,")], Unusable::Token("Authorization", InvalidCredential::Punctuation)),
            (&[("x-pagerduty-token", "a"), ("x-pagerduty-token", "a")], Unusable::Repeated("X-PagerDuty-Token")),
            (&[("authorization", "Bearer a"), ("authorization", "Bearer a")], Unusable::Repeated("Authorization")),
            (&[("x-pagerduty-token", "a"), ("authorization", "Token token=b")], Unusable::Different),
            (&[("x-pagerduty-token", "a"), ("authorization", "Bearer b")], Unusable::Different),
        ] {
            assert_eq!(read(headers, false).unwrap_err(), why, "{headers:?}");
        }
        assert!(looks_like_pagerduty("pdeu+_abc") && looks_like_pagerduty("y_NbAkKc66ryYTWUXYEu"));
        assert!(!looks_like_pagerduty("open-sesame"));
    }
}
