//! Who may use the server: the host name of the request, the origin of a web page, and the server's own token.
//!
//! A page in a browser can send requests to any address, this machine's included, and a name can be made to point to
//! it (DNS rebinding): so both `Host` and `Origin` must be on a list, on every route and before any work (MCP
//! specification, "Transports", security warning).

use http::{
    HeaderMap, StatusCode, Uri,
    header::{HOST, ORIGIN},
};
use pagerduty::Credential;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::tokens::{self, Authorization, Unusable};
use super::{headers::check_single, options::Options, refusal::Refusal};

/// The names of this machine.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Who may speak to the server.
#[derive(Debug)]
pub(super) struct Guard {
    hosts: Vec<String>,
    origins: Vec<String>,
    token: Option<SecretString>,
}

/// A text that is not an origin.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an origin: use scheme and host, such as `https://chat.example.com`")]
pub struct InvalidOrigin(String);

impl Guard {
    pub(super) fn new(options: &Options) -> Result<Self, InvalidOrigin> {
        let mut hosts: Vec<String> = LOOPBACK.map(str::to_owned).into();
        if !options.listen.ip().is_unspecified() {
            hosts.push(options.listen.to_string());
        }
        hosts.extend(options.allowed_hosts.iter().map(|host| host.to_ascii_lowercase()));
        let origins = options.allowed_origins.iter().map(|text| {
            let origin = text.trim_end_matches('/').to_ascii_lowercase();
            let is_origin = origin.split_once("://").is_some_and(|(_, rest)| !rest.is_empty() && !rest.contains('/'));
            if is_origin { Ok(origin) } else { Err(InvalidOrigin(text.clone())) }
        });
        Ok(Self { hosts, origins: origins.collect::<Result<_, _>>()?, token: options.server_token.clone() })
    }

    /// Whether a request has an allowed host name and an allowed origin.
    pub(super) fn check_place(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        check_single(headers)?;
        let host = headers.get(HOST).map(|host| host.to_str().unwrap_or_default());
        // A proxy in front may use the one, and this server the other.
        let named = uri.authority().map(|authority| authority.as_str());
        if let (Some(host), Some(named)) = (host, named)
            && !host.eq_ignore_ascii_case(named)
        {
            return Err(Refusal::bad("the request line and the Host header name different servers"));
        }
        match host.or(named) {
            None => return Err(Refusal::bad("the request has no Host header")),
            Some(host) if !self.is_allowed_host(host) => {
                let words = "this Host is not allowed: name it with --allowed-host";
                return Err(Refusal::new(StatusCode::FORBIDDEN, words));
            }
            Some(_) => {}
        }
        match headers.get(ORIGIN) {
            Some(origin) if !origin.to_str().is_ok_and(|origin| self.is_allowed_origin(origin)) => {
                let words = "this Origin is not allowed: name it with --allowed-origin";
                Err(Refusal::new(StatusCode::FORBIDDEN, words))
            }
            _ => Ok(()),
        }
    }

    /// Whether this server requires a token of its own.
    pub(super) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// Checks the server's own token, if there is one; returns the caller's PagerDuty token.
    pub(super) fn check_tokens(&self, headers: &HeaderMap) -> Result<Option<Credential>, Refusal> {
        let authorization = tokens::authorization(headers);
        if let Some(token) = &self.token {
            self.check_bearer(token, &authorization)?;
        }
        let of_pagerduty = authorization.and_then(|found| tokens::pagerduty_token(headers, found, self.has_token()));
        of_pagerduty.map_err(|unusable| Refusal::bad(unusable.to_string()))
    }

    fn check_bearer(
        &self,
        token: &SecretString,
        sent: &Result<Option<Authorization>, Unusable>,
    ) -> Result<(), Refusal> {
        const ELSEWHERE: &str = "`Authorization: Bearer …` is for the token of this server: send your PagerDuty token beside it, as `X-PagerDuty-Token: …`";
        let words = match sent {
            Ok(Some(Authorization::Bearer(sent))) => {
                let sent = sent.expose_secret();
                // In constant time, so that the time taken does not reveal how much of it was right.
                if bool::from(sent.as_bytes().ct_eq(token.expose_secret().as_bytes())) {
                    return Ok(());
                }
                let is_of_pagerduty = tokens::looks_like_pagerduty(sent);
                if is_of_pagerduty { ELSEWHERE } else { "the Bearer token is not the token of this server" }
            }
            Ok(Some(Authorization::PagerDuty(_))) => ELSEWHERE,
            Err(Unusable::Repeated(_)) => {
                return Err(Refusal::bad("the request has more than one `Authorization` header: send one"));
            }
            Ok(None) | Err(_) => "send the token of this server as `Authorization: Bearer …`",
        };
        Err(Refusal::new(StatusCode::UNAUTHORIZED, words))
    }

    /// An entry with a port allows only that port.
    fn is_allowed_host(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.hosts.iter().any(|allowed| *allowed == host || *allowed == without_port(&host))
    }

    fn is_allowed_origin(&self, origin: &str) -> bool {
        let origin = origin.to_ascii_lowercase();
        let of_this_machine = ["http://", "https://"]
            .iter()
            .filter_map(|scheme| origin.strip_prefix(scheme))
            .any(|host| LOOPBACK.contains(&without_port(host)));
        of_this_machine || self.origins.contains(&origin)
    }
}

/// `[::1]` for `[::1]:8000`; a malformed text is returned unchanged, and then matches nothing.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::tokens::TOKEN_HEADER;
    use super::*;
    use http::header::AUTHORIZATION;

    fn guard(listen: &str) -> Guard {
        let options = Options {
            listen: listen.parse().unwrap(),
            metrics_listen: None,
            allowed_hosts: vec!["mcp.example.com".into(), "exact.example.com:8443".into()],
            allowed_origins: vec!["https://chat.example.com/".into()],
            server_token: Some("open-sesame".into()),
            grace: Duration::ZERO,
        };
        Guard::new(&options).unwrap()
    }

    fn place(guard: &Guard, host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        guard.check_place(&Uri::from_static("/mcp"), &headers).is_ok()
    }

    #[test]
    fn only_listed_names_and_pages_are_let_in() {
        let guard = guard("10.1.2.3:8000");
        for host in [
            "localhost",
            "LOCALHOST:8000",
            "127.0.0.1:1",
            "[::1]:8000",
            "[::1]",
            "10.1.2.3:8000",
            "mcp.example.com:443",
            "exact.example.com:8443",
        ] {
            assert!(place(&guard, host, None), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "10.1.2.3:8001",
            "exact.example.com",
            "127.0.0.1.evil.example:80",
            "localhost:80:80",
            "",
            "::1",
        ] {
            assert!(!place(&guard, host, None), "{host}");
        }
        for origin in [
            "http://localhost:5173",
            "https://127.0.0.1",
            "http://[::1]:3000",
            "https://chat.example.com",
            "https://CHAT.example.com",
        ] {
            assert!(place(&guard, "localhost", Some(origin)), "{origin}");
        }
        for origin in [
            "null",
            "https://evil.example",
            "http://chat.example.com",
            "https://chat.example.com.evil",
            "http://localhost.evil",
            "file://localhost",
            "",
        ] {
            assert!(!place(&guard, "localhost", Some(origin)), "{origin}");
        }
        assert_eq!(
            guard.check_place(&Uri::from_static("/"), &HeaderMap::new()).unwrap_err().status,
            StatusCode::BAD_REQUEST
        );
    }

    #[test]
    fn the_address_and_the_host_name_the_same_server() {
        let guard = guard("10.1.2.3:8000");
        let check = |uri: &'static str, host: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            host.map(|host| headers.insert(HOST, http::HeaderValue::from_static(host)));
            guard.check_place(&Uri::from_static(uri), &headers).map_err(|refusal| refusal.status.as_u16())
        };
        assert_eq!(check("http://localhost:8000/mcp", Some("LOCALHOST:8000")), Ok(()));
        assert_eq!(check("http://localhost:8000/mcp", None), Ok(()));
        assert_eq!(check("http://evil.example/mcp", Some("localhost")), Err(400));
        assert_eq!(check("http://localhost/mcp", Some("evil.example")), Err(400));
        assert_eq!(check("http://a@localhost/mcp", Some("localhost")), Err(400));
        assert_eq!(check("http://a@localhost/mcp", None), Err(403));
        assert_eq!(check("http://a@localhost/mcp", Some("a@localhost")), Err(403));
    }

    #[test]
    fn the_token_opens_the_server() {
        let guard = guard("127.0.0.1:0");
        let open = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(AUTHORIZATION, value.parse().unwrap());
            }
            guard.check_tokens(&headers).map_err(|refusal| refusal.status.as_u16())
        };
        for value in ["Bearer open-sesame", "bearer open-sesame", "BEARER  open-sesame"] {
            assert!(open(&[value]).is_ok_and(|token| token.is_none()), "{value}");
        }
        for closed in [
            "Bearer open-sesam",
            "Bearer ",
            "open-sesame",
            "Basic open-sesame",
            "Token token=open-sesame",
            "Bearer pdus+_abc",
        ] {
            assert_eq!(open(&[closed]).unwrap_err(), 401, "{closed}");
        }
        assert_eq!(open(&[]).unwrap_err(), 401);
        assert_eq!(open(&["Bearer open-sesame", "Bearer open-sesame"]).unwrap_err(), 400);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, "Bearer pdeu+_abc".parse().unwrap());
        assert!(guard.check_tokens(&headers).unwrap_err().words().contains("`X-PagerDuty-Token"));
        headers.insert(AUTHORIZATION, "Bearer open-sesame".parse().unwrap());
        headers.insert(TOKEN_HEADER, "theirs".parse().unwrap());
        assert!(guard.check_tokens(&headers).unwrap().is_some());
    }
}
