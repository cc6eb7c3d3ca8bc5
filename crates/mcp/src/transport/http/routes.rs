//! The routes: MCP at `/mcp`, and the state of the process at `/healthz`, `/readyz` and `/metrics`.

use std::borrow::Cow;

use http::{
    HeaderValue, Method, Response, StatusCode,
    header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, ORIGIN, TRANSFER_ENCODING},
};
use http_body_util::BodyExt;
use hyper::{Request, body::Incoming};
use rmcp::{
    ServerHandler,
    transport::streamable_http_server::{SessionManager, StreamableHttpServerConfig, StreamableHttpService},
};
use toolkit::call::caller_credential::Brought;

use super::{
    behind::Behind,
    body::{Message, Room},
    cors,
    guard::Guard,
    headers,
    refusal::{Refusal, RefusalLog},
    respond::{Body, JSON, respond},
    sessions::Sessions,
    tokens::TOKEN_HEADER,
};
use crate::{
    handler::NoStream,
    transport::{
        errors,
        message::{self, Answers},
    },
};

/// The path of MCP, also with a trailing slash.
const MCP: &str = "/mcp";

/// All routes: the handler `H` serves `/mcp`, `B` is what the server knows about its callers, `S` keeps sessions, if
/// there are any.
pub(super) struct Routes<H, B, S: SessionManager> {
    guard: Guard,
    behind: B,
    mcp: StreamableHttpService<H, S>,
    has_sessions: bool,
    room: Room,
    log: RefusalLog,
}

impl<H: ServerHandler + Clone, B: Behind, S: SessionManager> Routes<H, B, S> {
    pub(super) fn new(handler: H, behind: B, guard: Guard, sessions: Sessions<S>) -> Self {
        let has_sessions = sessions.in_the_legacy_era;
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(has_sessions)
            .with_json_response(true)
            // The guard checks every route, not only this one.
            .disable_allowed_hosts()
            .disable_allowed_origins();
        let mcp = StreamableHttpService::new(move || Ok(handler.clone()), sessions.manager, config);
        Self { guard, behind, mcp, has_sessions, room: Room::default(), log: RefusalLog::default() }
    }

    /// The answer to any request.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        // The library hides a `Content-Length` next to it, which a proxy in front may have used. So nothing else is
        // read from this connection.
        let is_last = request.headers().contains_key(TRANSFER_ENCODING);
        let mut response = self.answered(request).await;
        if is_last {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    async fn answered(&self, request: Request<Incoming>) -> Response<Body> {
        let uri = request.uri().clone();
        let is_mcp = is_mcp(uri.path());
        if let Err(refusal) = self.guard.check_place(&uri, request.headers()) {
            return self.refuse(&refusal, uri.path());
        }
        let origin = request.headers().get(ORIGIN).cloned();
        let answer = if cors::is_preflight(request.method(), request.headers()) {
            Ok(cors::preflight(request.headers()))
        } else if is_mcp {
            self.mcp(request).await
        } else {
            self.main_probe(&request)
        };
        let mut response = match answer {
            Ok(response) => response,
            Err(refusal) => self.refuse(&refusal, uri.path()),
        };
        cors::let_read(origin, &mut response);
        response
    }

    /// The answer to a request at the address for probes and metrics.
    pub(super) fn probe(&self, request: &Request<Incoming>) -> Response<Body> {
        let answer = self.guard.check_place(request.uri(), request.headers()).and_then(|()| self.health(request));
        answer.unwrap_or_else(|refusal| self.refuse(&refusal, request.uri().path()))
    }

    /// The same at the main address, where metrics are only for those who may call.
    fn main_probe(&self, request: &Request<Incoming>) -> Result<Response<Body>, Refusal> {
        if self.guard.has_token() && request.uri().path() == "/metrics" {
            self.guard.check_tokens(request.headers())?;
        }
        self.health(request)
    }

    fn health(&self, request: &Request<Incoming>) -> Result<Response<Body>, Refusal> {
        const TEXT: &str = "text/plain; charset=utf-8";
        let path = request.uri().path();
        if !matches!(path, "/healthz" | "/readyz" | "/metrics") {
            let words = "there is /mcp, /healthz, /readyz and /metrics; this is not an OAuth server";
            return Err(Refusal::new(StatusCode::NOT_FOUND, words));
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Refusal::method(request.method(), "GET, HEAD"));
        }
        let (content_type, text) = match path {
            // The process is there and answers.
            "/healthz" => (TEXT, "ok\n".to_owned()),
            // It can serve requests: nothing has to be prepared first.
            "/readyz" => (TEXT, "ready\n".to_owned()),
            _ => ("application/openmetrics-text; version=1.0.0; charset=utf-8", self.behind.metrics()),
        };
        Ok(respond(StatusCode::OK, content_type, text))
    }

    async fn mcp(&self, request: Request<Incoming>) -> Result<Response<Body>, Refusal> {
        let is_post = *request.method() == Method::POST;
        if !is_post && !self.has_sessions {
            return Err(Refusal::method(request.method(), "POST"));
        }
        let path = request.uri().path().to_owned();
        let (mut parts, body) = request.into_parts();
        let token = self.guard.check_tokens(&parts.headers)?;
        headers::check_spelling(&parts.headers)?;
        if is_post {
            headers::check_content(&parts.headers)?;
            // With sessions, answers are always streams.
            if !self.has_sessions && headers::settle_accept(&mut parts.headers)? {
                parts.extensions.insert(NoStream);
            }
        }
        // Callers who know the server's token, or whose token PagerDuty has accepted, get the larger limits.
        let is_known =
            self.guard.has_token() || token.as_ref().is_some_and(|token| self.behind.has_accepted(token.key()));
        parts.headers.remove(AUTHORIZATION);
        parts.headers.remove(TOKEN_HEADER);
        parts.extensions.insert(Brought(token));
        let (arrived, limits) = self.room.read(&parts.headers, body, is_known).await?;
        let turn = self.room.turn(&arrived).await;
        let bytes = match is_post {
            true => match message::read(&arrived.bytes, &limits, self.answers())? {
                // Possibly without its byte order mark.
                Cow::Borrowed(text) => arrived.bytes.slice_ref(text.as_bytes()),
                Cow::Owned(repaired) => repaired.into(),
            },
            false => arrived.bytes.clone(),
        };
        let message = Message::new(bytes, arrived, turn);
        let response = errors::cleaned(self.mcp.handle(Request::from_parts(parts, message)).await).await;
        if response.status().is_success() { Ok(response) } else { Ok(self.refused_by_library(response, &path).await) }
    }

    /// Without sessions, this server sends no requests that could be answered.
    fn answers(&self) -> Answers {
        if self.has_sessions { Answers::Expected } else { Answers::Refused }
    }

    /// The library refuses some requests in plain text, which some clients do not show.
    async fn refused_by_library(&self, response: Response<Body>, path: &str) -> Response<Body> {
        let status = response.status();
        let is_json = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == JSON);
        if is_json {
            self.count(status, path, "");
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let Ok(body) = body.collect().await;
        let refusal = match status {
            // The body was read as JSON before, so this is not a valid message.
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Refusal::bad("this is not a message of the Model Context Protocol"),
            _ => Refusal::new(status, String::from_utf8_lossy(&body.to_bytes()).into_owned()),
        };
        parts.status = refusal.status;
        self.count(refusal.status, path, refusal.words());
        parts.headers.remove(http::header::CONTENT_LENGTH);
        let mut answer = refusal.response(true);
        parts
            .headers
            .extend(std::mem::take(answer.headers_mut()).into_iter().filter_map(|(name, value)| Some((name?, value))));
        Response::from_parts(parts, answer.into_body())
    }

    fn refuse(&self, refusal: &Refusal, path: &str) -> Response<Body> {
        self.count(refusal.status, path, refusal.words());
        refusal.response(is_mcp(path))
    }

    fn count(&self, status: StatusCode, path: &str, reason: &str) {
        self.behind.refused(status);
        self.log.tell(status, path, reason);
    }
}

fn is_mcp(path: &str) -> bool {
    path.strip_suffix('/').unwrap_or(path) == MCP
}
