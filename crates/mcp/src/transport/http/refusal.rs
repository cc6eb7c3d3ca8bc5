//! Refused requests: what their sender is told, and what the log and the metrics record.

use std::{
    borrow::Cow,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use http::{
    HeaderValue, Method, Response, StatusCode,
    header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde_json::json;
use toolkit::phrasing;

use super::respond::{self, Body};
use crate::transport::message;

/// Why a request is refused.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    why: Box<message::Refusal>,
    /// The methods that are served.
    allow: Option<&'static str>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, words: impl Into<Cow<'static, str>>) -> Self {
        Self { status, why: Box::new(message::Refusal::of_request(words.into())), allow: None }
    }

    pub(super) fn bad(words: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, words)
    }

    /// `allow` lists the methods that are served, in the form of the `Allow` header.
    pub(super) fn method(method: &Method, allow: &'static str) -> Self {
        let method = phrasing::short(method.as_str());
        let words = format!("`{method}` is not served here: use {}", phrasing::list(allow.split(", "), "or"));
        Self { allow: Some(allow), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, words) }
    }

    pub(super) fn words(&self) -> &str {
        &self.why.message
    }

    /// The answer: a JSON-RPC error at the MCP endpoint; elsewhere an OAuth error, because clients that look for an
    /// authorization server read nothing else.
    pub(super) fn response(&self, is_mcp: bool) -> Response<Body> {
        let body = if is_mcp {
            self.why.answer()
        } else {
            json!({"error": error_code(self.status), "error_description": self.words()}).to_string()
        };
        let mut response = respond::respond(self.status, respond::JSON, body);
        let headers = response.headers_mut();
        if let Some(allow) = self.allow {
            headers.insert(ALLOW, HeaderValue::from_static(allow));
        }
        match self.status {
            StatusCode::UNAUTHORIZED => drop(headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            StatusCode::SERVICE_UNAVAILABLE => drop(headers.insert(RETRY_AFTER, HeaderValue::from_static("1"))),
            _ => {}
        }
        response
    }
}

impl From<message::Refusal> for Refusal {
    fn from(why: message::Refusal) -> Self {
        let status = if why.is_too_large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST };
        Self { status, why: Box::new(why), allow: None }
    }
}

fn error_code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "invalid_token",
        StatusCode::FORBIDDEN => "access_denied",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::SERVICE_UNAVAILABLE => "temporarily_unavailable",
        _ => "invalid_request",
    }
}

/// Most lines about refused requests in a second, so that a flood of requests does not fill the disk.
const MAX_LINES: u32 = 10;

/// The log of refused requests.
#[derive(Debug)]
pub(super) struct RefusalLog(Mutex<Second>);

#[derive(Debug)]
struct Second {
    began: Instant,
    lines: u32,
    left_out: u64,
}

impl Default for RefusalLog {
    fn default() -> Self {
        Self(Mutex::new(Second { began: Instant::now(), lines: 0, left_out: 0 }))
    }
}

impl RefusalLog {
    /// Logs a refused request, or counts it for the next line.
    pub(super) fn tell(&self, status: StatusCode, path: &str, reason: &str) {
        let Some(left_out) = self.room() else { return };
        let (path, reason) = (phrasing::short(path), phrasing::cut(reason, 200));
        tracing::warn!(status = status.as_u16(), path, reason, left_out, "request refused");
    }

    /// If there is room for a line: how many were left out before it.
    fn room(&self) -> Option<u64> {
        let mut second = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if second.began.elapsed() >= Duration::from_secs(1) {
            (second.began, second.lines) = (Instant::now(), 0);
        }
        if second.lines >= MAX_LINES {
            second.left_out += 1;
            return None;
        }
        second.lines += 1;
        Some(std::mem::take(&mut second.left_out))
    }
}
