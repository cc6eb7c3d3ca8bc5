//! CORS: what browsers ask before a page may call, and the headers that let the page read the answer (Fetch standard,
//! "CORS protocol"). Only pages that the guard lets in get here. Tokens come in headers, so cookies play no part.

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
        ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
    },
};

use super::respond::{self, Body};
use super::tokens::TOKEN_HEADER;
use crate::handler;

/// Headers that a page may send, in addition to those that browsers always allow: those of HTTP, MCP and W3C.
const HEADERS: [&str; 10] = [
    "accept",
    "authorization",
    "content-type",
    "last-event-id",
    "mcp-method",
    "mcp-name",
    "mcp-protocol-version",
    "mcp-session-id",
    "traceparent",
    "tracestate",
];

/// Prefix of the headers in which MCP repeats arguments of a call.
const PARAMETER_HEADERS: &str = "mcp-param-";

/// A browser sends this before a page from the internet may reach this machine or its network (WICG, "Private Network
/// Access").
const ASKS_FOR_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOWS_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

const METHODS: &str = "GET, POST, DELETE, OPTIONS";

/// Headers of an answer that a page may read.
const EXPOSED: &str = "mcp-protocol-version, mcp-session-id, retry-after, www-authenticate";

/// How long a browser may cache the answer, in seconds; no browser caches it for longer.
const MAX_AGE: &str = "7200";

/// Whether this is a browser's preflight request.
pub(super) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS && headers.contains_key(ORIGIN) && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to a preflight request.
pub(super) fn preflight(request: &HeaderMap) -> Response<Body> {
    let mut allowed: Vec<&str> = HEADERS.into_iter().chain([TOKEN_HEADER]).chain(handler::HEADERS).collect();
    let asked = request.get_all(ACCESS_CONTROL_REQUEST_HEADERS).into_iter().filter_map(|value| value.to_str().ok());
    let asked = asked.flat_map(|value| value.split(',').map(str::trim));
    allowed.extend(asked.filter(|name| {
        name.get(..PARAMETER_HEADERS.len()).is_some_and(|start| start.eq_ignore_ascii_case(PARAMETER_HEADERS))
            && HeaderName::try_from(*name).is_ok()
    }));
    let mut response = Response::new(respond::text(""));
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
    if let Ok(allowed) = allowed.join(", ").try_into() {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    }
    if request.get(ASKS_FOR_NETWORK).is_some_and(|value| value == "true") {
        headers.insert(ALLOWS_NETWORK, HeaderValue::from_static("true"));
    }
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
    response
}

/// If the request came from a page, lets that page read the answer.
pub(super) fn let_read(origin: Option<HeaderValue>, response: &mut Response<Body>) {
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
}
