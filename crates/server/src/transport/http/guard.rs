//! Who may speak to the server: the name that it is called by, the page that calls, and the token that opens it.
//!
//! A page in a browser can send requests to any address, this machine's included, and a name can be made to point to
//! it (DNS rebinding): so both `Host` and `Origin` must be on a list, on every route and before any work (MCP
//! specification, "Transports", security warning).

use http::{
    HeaderMap, StatusCode, Uri,
    header::{AUTHORIZATION, HOST, ORIGIN},
};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::Options;

/// The names of this machine.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Who may speak to the server.
#[derive(Debug)]
pub(super) struct Guard {
    hosts: Vec<String>,
    origins: Vec<String>,
    token: Option<SecretString>,
}

/// A text that is no origin.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no origin: use scheme and host, such as `https://chat.example.com`")]
pub struct InvalidOrigin(String);

/// Why a request is not let in.
pub(super) type Refusal = (StatusCode, &'static str);

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

    /// Whether a request comes under an allowed name and from an allowed page.
    pub(super) fn check_place(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let host =
            headers.get(HOST).map(|host| host.to_str().unwrap_or_default()).or(uri.authority().map(|a| a.as_str()));
        match host {
            None => return Err((StatusCode::BAD_REQUEST, "the request has no Host header")),
            Some(host) if !self.is_allowed_host(host) => {
                return Err((StatusCode::FORBIDDEN, "this Host is not allowed: name it with --allowed-host"));
            }
            Some(_) => {}
        }
        match headers.get(ORIGIN) {
            Some(origin) if !origin.to_str().is_ok_and(|origin| self.is_allowed_origin(origin)) => {
                Err((StatusCode::FORBIDDEN, "this Origin is not allowed: name it with --allowed-origin"))
            }
            _ => Ok(()),
        }
    }

    /// Whether a request brings the token that opens this server, where it has one.
    pub(super) fn check_token(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let Some(token) = &self.token else {
            return Ok(());
        };
        let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        // In a time that does not tell how much of it was right.
        match sent {
            Some(sent) if bool::from(sent.trim().as_bytes().ct_eq(token.expose_secret().as_bytes())) => Ok(()),
            _ => Err((StatusCode::UNAUTHORIZED, "send this server's token as `Authorization: Bearer …`")),
        }
    }

    /// An entry with a port allows that port only.
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

/// `[::1]` for `[::1]:8000`; a text with anything strange stays as it is, and then matches nothing.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

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
            guard.check_place(&Uri::from_static("/"), &HeaderMap::new()).unwrap_err().0,
            StatusCode::BAD_REQUEST
        );
    }

    #[test]
    fn the_token_opens_the_server() {
        let guard = guard("127.0.0.1:0");
        let open = |value: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(AUTHORIZATION, value.parse().unwrap());
            }
            guard.check_token(&headers).is_ok()
        };
        assert!(open(Some("Bearer open-sesame")));
        for closed in [None, Some("Bearer open-sesam"), Some("Bearer "), Some("open-sesame"), Some("Basic open-sesame")]
        {
            assert!(!open(closed), "{closed:?}");
        }
    }
}
