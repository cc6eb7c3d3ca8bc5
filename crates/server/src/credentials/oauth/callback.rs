//! The loopback server that the browser is redirected to (RFC 8252, section 7.3). It lives as long as one login, serves
//! one path, and accepts one answer, which has to carry the login's own state.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http::{HeaderMap, Method, Request, Response, header};
use http_body_util::Full;
use hyper::{body::Bytes, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot, watch},
    task::{AbortHandle, JoinSet},
};
use toolkit::{
    answer::untrusted,
    error::{Code, Error, Result},
    phrasing,
};

use super::{form, page::Page};

/// The path that is registered with PagerDuty.
pub(super) const PATH: &str = "/oauth/pagerduty";

/// Most connections at the same time: a browser opens a few, and may leave them idle. A new one replaces the oldest
/// that has sent no request.
const MAX_CONNECTIONS: usize = 16;

/// How long a connection may last: longer than the exchange of a code.
const LONGEST_CONNECTION: Duration = Duration::from_secs(60);

/// How long the last page may take to reach the browser.
const FAREWELL: Duration = Duration::from_secs(1);

/// A server that waits for the browser; it stops when dropped.
#[derive(Debug)]
pub(super) struct Callback {
    arrivals: mpsc::Receiver<Arrival>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// The browser returned with the right state.
#[derive(Debug)]
pub(super) struct Arrival {
    /// The code to exchange, or why there is no code.
    pub(super) code: Result<String>,
    /// What the browser shows.
    pub(super) page: oneshot::Sender<Page>,
}

impl Callback {
    /// Listens on this port and no other: PagerDuty redirects browsers only to the registered address.
    pub(super) async fn listen(port: u16, state: String) -> Result<Self> {
        let mut listeners = vec![bind(Ipv4Addr::LOCALHOST.into(), port).await?];
        // Browsers that resolve `localhost` to `::1` must not reach another program.
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(listener) => listeners.push(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(busy(port)),
            Err(error) => tracing::debug!(%error, "no IPv6 loopback"),
        }
        let (sender, arrivals) = mpsc::channel(1);
        let (stop, stopped) = watch::channel(false);
        let expected = Arc::new(Expected { state, port, sender });
        let mut tasks = JoinSet::new();
        for listener in listeners {
            tasks.spawn(serve(listener, expected.clone(), stopped.clone()));
        }
        Ok(Self { arrivals, stop, tasks })
    }

    /// Waits for the browser to return.
    pub(super) async fn arrival(&mut self) -> Option<Arrival> {
        self.arrivals.recv().await
    }

    /// Accepts no more connections, and lets the last page reach the browser.
    pub(super) async fn close(mut self) {
        self.stop.send_replace(true);
        let gone = async { while self.tasks.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(FAREWELL, gone).await;
    }
}

async fn bind(address: IpAddr, port: u16) -> Result<TcpListener> {
    TcpListener::bind((address, port)).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => busy(port),
        _ => unusable(port, &error.to_string()),
    })
}

fn busy(port: u16) -> Error {
    unusable(port, "another program uses it")
}

fn unusable(port: u16, cause: &str) -> Error {
    Error::new(Code::AuthRequired, format!("port {port} cannot be used for the login with OAuth: {cause}")).hint(
        format!(
            "free the port, or set PAGERDUTY_OAUTH_CALLBACK_PORT to another one and register \
         `http://localhost:<port>{PATH}` as a redirect address of the PagerDuty application"
        ),
    )
}

/// What the expected request has to contain.
#[derive(Debug)]
struct Expected {
    state: String,
    port: u16,
    sender: mpsc::Sender<Arrival>,
}

async fn serve(listener: TcpListener, expected: Arc<Expected>, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    let mut open: Vec<Open> = Vec::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    open.retain(|connection| !connection.task.is_finished());
                    if open.len() >= MAX_CONNECTIONS
                        && let Some(idle) = open.iter().position(Open::is_idle)
                    {
                        open.remove(idle).task.abort();
                    }
                    if open.len() < MAX_CONNECTIONS {
                        let is_answered = Arc::<AtomicBool>::default();
                        let serving = serve_connection(stream, expected.clone(), is_answered.clone(), stopped.clone());
                        open.push(Open { task: connections.spawn(serving), is_answered });
                    }
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
            () = stopping(&mut stopped) => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// A connection that is served.
struct Open {
    task: AbortHandle,
    /// Whether a request has come.
    is_answered: Arc<AtomicBool>,
}

impl Open {
    fn is_idle(&self) -> bool {
        !self.is_answered.load(Ordering::Relaxed)
    }
}

async fn stopping(stopped: &mut watch::Receiver<bool>) {
    // An error means that the login has ended, which stops this server too.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn serve_connection(
    stream: TcpStream,
    expected: Arc<Expected>,
    is_answered: Arc<AtomicBool>,
    mut stopped: watch::Receiver<bool>,
) {
    let answer = service_fn(|request| {
        is_answered.store(true, Ordering::Relaxed);
        let expected = expected.clone();
        async move { answer::<Incoming>(&request, &expected).await.map(response) }
    });
    let connection = http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), answer);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        // Idle connections must not keep others out.
        () = tokio::time::sleep(LONGEST_CONNECTION) => return,
        () = stopping(&mut stopped) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection of the browser ended early");
    }
}

async fn answer<B>(request: &Request<B>, expected: &Expected) -> io::Result<Page> {
    // Another host name means that a page elsewhere made it point here (DNS rebinding).
    if !is_local(request.headers(), expected.port) || request.uri().path() != PATH {
        return Ok(Page::new(404, "Nothing here", "This address only accepts the answer from PagerDuty's login page."));
    }
    if request.method() != Method::GET {
        return Ok(Page::new(405, "Not this way", "PagerDuty's login page returns with a GET request."));
    }
    let query = Query::read(request.uri().query().unwrap_or_default());
    if query.one("state") != Some(expected.state.as_str()) {
        return Ok(Page::new(
            400,
            "Not the current login",
            "This address belongs to another login, or to no login. Use the address that was shown last.",
        ));
    }
    let (page, shown) = oneshot::channel();
    let arrival = Arrival { code: query.code(), page };
    if expected.sender.try_send(arrival).is_err() {
        return Ok(Page::new(400, "Already used", "This answer was used before: see the first page."));
    }
    shown.await.map_err(io::Error::other)
}

fn is_local(headers: &HeaderMap, port: u16) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host == format!("{name}:{port}"))
}

fn response(page: Page) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(page.html().into()));
    *response.status_mut() = http::StatusCode::from_u16(page.status).unwrap_or_default();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    ] {
        headers.insert(name, http::HeaderValue::from_static(value));
    }
    response
}

/// The parameters of the callback.
struct Query(Vec<(String, String)>);

impl Query {
    fn read(query: &str) -> Self {
        Self(form::read(query))
    }

    /// A parameter that may occur only once.
    fn one(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(each, _)| each == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() { None } else { first }
    }

    fn code(&self) -> Result<String> {
        if let Some(code) = self.one("code") {
            return Ok(code.to_owned());
        }
        let said = |name| {
            let mut text = phrasing::short(self.one(name).unwrap_or_default());
            untrusted::clean(&mut text);
            text
        };
        Err(match self.one("error") {
            Some("access_denied") => Error::new(Code::AuthRequired, "access was denied on PagerDuty's login page")
                .hint("ask the person before another attempt; the next call starts a new login"),
            _ => Error::new(
                Code::AuthRequired,
                format!("PagerDuty's login page answered `{}`: {}", said("error"), said("error_description")),
            )
            .hint("check the registration of the PagerDuty application: scopes `read write` and the redirect address"),
        })
    }
}

/// The status of a request to the callback of a login with this state, and whether it was accepted as the expected
/// answer.
#[cfg(feature = "fuzzing")]
pub(crate) async fn fuzz(request: Request<()>, state: &str) -> (u16, bool) {
    let (sender, mut arrivals) = mpsc::channel(1);
    let expected = Expected { state: state.to_owned(), port: 5173, sender };
    let arrival = async {
        let arrival: Option<Arrival> = arrivals.recv().await;
        let page = arrival.map(|arrival| arrival.page.send(Page::new(200, "Taken", "It was taken.")));
        page.is_some()
    };
    let status = async move {
        let page = answer(&request, &expected).await;
        page.map_or(500, |page| response(page).status().as_u16())
    };
    tokio::join!(status, arrival)
}
