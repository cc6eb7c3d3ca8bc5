//! What is served where: MCP at `/mcp`, and how the process is at `/healthz`, `/readyz` and `/metrics`.

use std::borrow::Cow;

use bytes::Bytes;
use http::{
    Method, Response, StatusCode,
    header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE},
};
use http_body_util::Full;
use hyper::{Request, body::Incoming};
use rmcp::{
    ServerHandler,
    transport::streamable_http_server::{SessionManager, StreamableHttpServerConfig, StreamableHttpService},
};

use super::{
    body::{self, Body},
    guard::{Guard, Refusal},
    sessions::Sessions,
};
use crate::transport::{errors, message};

/// Where MCP is served.
const MCP: &str = "/mcp";

/// Every route of the server: `H` answers at `/mcp`, `M` writes the text of `/metrics`, `S` keeps sessions where there are any.
pub(super) struct Routes<H, M, S: SessionManager> {
    guard: Guard,
    metrics: M,
    mcp: StreamableHttpService<H, S>,
}

impl<H: ServerHandler + Clone, M: Fn() -> String, S: SessionManager> Routes<H, M, S> {
    pub(super) fn new(handler: H, metrics: M, guard: Guard, sessions: Sessions<S>) -> Self {
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(sessions.in_the_legacy_era)
            .with_json_response(true)
            // The guard looks at every route, not only at this one.
            .disable_allowed_hosts()
            .disable_allowed_origins();
        Self { guard, metrics, mcp: StreamableHttpService::new(move || Ok(handler.clone()), sessions.manager, config) }
    }

    /// The answer to any request.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        if let Err(refusal) = self.guard.check_place(request.uri(), request.headers()) {
            return refuse(refusal);
        }
        if request.uri().path() != MCP {
            return self.probe(&request);
        }
        if let Err(refusal) = self.guard.check_token(request.headers()) {
            let mut response = refuse(refusal);
            response.headers_mut().insert(WWW_AUTHENTICATE, http::HeaderValue::from_static("Bearer"));
            return response;
        }
        match body::read(request).await.map(checked) {
            Ok(Ok(request)) => errors::cleaned(self.mcp.handle(request).await).await,
            Ok(Err(refusal)) => respond(StatusCode::BAD_REQUEST, "application/json", refusal.answer()),
            Err(refusal) => refuse(refusal),
        }
    }

    /// The answer to a request for anything but MCP.
    pub(super) fn probe(&self, request: &Request<Incoming>) -> Response<Body> {
        if let Err(refusal) = self.guard.check_place(request.uri(), request.headers()) {
            return refuse(refusal);
        }
        let (content_type, text) = match request.uri().path() {
            // The process is there and answers.
            "/healthz" => ("text/plain; charset=utf-8", "ok\n".to_owned()),
            // It can take work: nothing has to be made ready first.
            "/readyz" => ("text/plain; charset=utf-8", "ready\n".to_owned()),
            "/metrics" => ("application/openmetrics-text; version=1.0.0; charset=utf-8", (self.metrics)()),
            _ => return refuse((StatusCode::NOT_FOUND, "there is /mcp, /healthz, /readyz and /metrics")),
        };
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut response = refuse((StatusCode::METHOD_NOT_ALLOWED, "use GET"));
            response.headers_mut().insert(ALLOW, http::HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        respond(StatusCode::OK, content_type, text)
    }
}

/// The request with a message that can be read, if it brings one as JSON; of others the library says what is wrong.
fn checked(request: Request<Bytes>) -> Result<Request<Full<Bytes>>, message::Refusal> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_json = content_type.is_some_and(|value| value.trim_start().starts_with("application/json"));
    let (parts, mut bytes) = request.into_parts();
    if is_json
        && parts.method == Method::POST
        && let Cow::Owned(repaired) = message::read(&bytes)?
    {
        bytes = repaired.into();
    }
    Ok(Request::from_parts(parts, Full::new(bytes)))
}

fn refuse((status, words): Refusal) -> Response<Body> {
    respond(status, "text/plain; charset=utf-8", format!("{words}\n"))
}

fn respond(status: StatusCode, content_type: &'static str, text: String) -> Response<Body> {
    let mut response = Response::new(body::text(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    response.headers_mut().insert(CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response
}
