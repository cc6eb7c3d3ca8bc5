//! Where clients of many credentials make their requests, and the connections that they share.

use std::{
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;

use crate::{BaseUrl, Client, Credential, Result, certificates, circuit::Circuit, proxy, rate::Rates};

/// How long making one connection may take.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection of which nothing was heard for so long is asked whether it still is one, and has so long to answer: what is
/// on the way, such as a firewall, forgets connections without a word.
const PING_INTERVAL: Duration = Duration::from_secs(10);
const PING_TIMEOUT: Duration = Duration::from_secs(5);

/// A PagerDuty as many may use it: its address, and the connections that its clients share.
#[derive(Clone, Debug)]
pub struct Endpoint(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    base_url: BaseUrl,
    user_agent: String,
    connections: RwLock<Option<Arc<Connections>>>,
    rates: Rates,
    circuit: Circuit,
}

/// Connections, and when something was last heard of them.
#[derive(Debug)]
pub(crate) struct Connections {
    pub(crate) http: reqwest::Client,
    made: Instant,
    /// Microseconds after that.
    heard: AtomicU64,
}

impl Connections {
    fn new(http: reqwest::Client) -> Self {
        Self { http, made: Instant::now(), heard: AtomicU64::new(0) }
    }

    /// Something came back.
    pub(crate) fn heard(&self) {
        self.heard.fetch_max(self.age(Instant::now()), Ordering::Relaxed);
    }

    fn were_heard_of_after(&self, since: Instant) -> bool {
        self.heard.load(Ordering::Relaxed) > self.age(since)
    }

    fn age(&self, now: Instant) -> u64 {
        u64::try_from(now.saturating_duration_since(self.made).as_micros()).unwrap_or(u64::MAX)
    }
}

impl Endpoint {
    /// No connection is opened and no certificate read before the first request.
    #[must_use]
    pub fn new(base_url: BaseUrl, user_agent: impl Into<String>) -> Self {
        Self(Arc::new(Shared {
            base_url,
            user_agent: user_agent.into(),
            connections: RwLock::default(),
            rates: Rates::default(),
            circuit: Circuit::default(),
        }))
    }

    /// A client that makes its requests as the owner of this credential.
    #[must_use]
    pub fn client(&self, credential: Credential) -> Client {
        Client { endpoint: self.clone(), credential, deadline: None, observer: None, turns: Client::turns() }
    }

    /// What is left of each credential's rate limit.
    pub(crate) fn rates(&self) -> &Rates {
        &self.0.rates
    }

    /// Whether connections can be made.
    pub(crate) fn circuit(&self) -> &Circuit {
        &self.0.circuit
    }

    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.0.base_url
    }

    /// What requests are sent with: connections and certificates, made when first needed, because starting up must not
    /// pay for them.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn http(&self) -> Result<reqwest::Client> {
        Ok(self.connections()?.http.clone())
    }

    /// The current connections, made if there are none yet.
    pub(crate) fn connections(&self) -> Result<Arc<Connections>> {
        if let Some(connections) = &*self.0.connections.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Arc::clone(connections));
        }
        let mut present = self.0.connections.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(connections) = &*present {
            return Ok(Arc::clone(connections));
        }
        let made = Arc::new(Connections::new(self.build()?));
        *present = Some(Arc::clone(&made));
        Ok(made)
    }

    /// Nothing came back from a request that was sent at `since`: unless something else did, the next request is not sent
    /// over these connections. What is under way on them goes on.
    pub(crate) fn give_up(&self, connections: &Arc<Connections>, since: Instant) {
        if connections.were_heard_of_after(since) {
            return;
        }
        let mut present = self.0.connections.write().unwrap_or_else(PoisonError::into_inner);
        if present.as_ref().is_some_and(|present| Arc::ptr_eq(present, connections)) {
            tracing::debug!("nothing came back: the next request gets a new connection");
            *present = None;
        }
    }

    fn build(&self) -> Result<reqwest::Client> {
        // An error here means that a provider is installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(&self.0.user_agent)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            // Whether to send a request again is decided and counted in `client.rs`.
            .retry(reqwest::retry::never())
            .http2_keep_alive_interval(PING_INTERVAL)
            .http2_keep_alive_timeout(PING_TIMEOUT)
            // Connections are idle for a minute and a half at most.
            .http2_keep_alive_while_idle(true);
        if self.0.base_url.is_plain() {
            // This machine only: no proxy could reach it and no certificate is needed.
            builder = builder.no_proxy().tls_certs_only([]);
        } else {
            proxy::check()?;
            for place in certificates::broken_places() {
                tracing::warn!("no certificates from there: {place}");
            }
        }
        builder.build().map_err(|error| certificates::unusable(&error))
    }
}
