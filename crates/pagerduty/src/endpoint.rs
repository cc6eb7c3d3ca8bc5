//! Where clients of many credentials make their requests, and the connections that they share.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use crate::{BaseUrl, Client, Credential, Error, ErrorKind, Result, circuit::Circuit, error::innermost, rate::Rates};

/// How long making one connection may take.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A PagerDuty as many may use it: its address, and the connections that its clients share.
#[derive(Clone, Debug)]
pub struct Endpoint(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    base_url: BaseUrl,
    user_agent: String,
    http: OnceLock<reqwest::Client>,
    rates: Rates,
    circuit: Circuit,
}

impl Endpoint {
    /// No connection is opened and no certificate read before the first request.
    #[must_use]
    pub fn new(base_url: BaseUrl, user_agent: impl Into<String>) -> Self {
        Self(Arc::new(Shared {
            base_url,
            user_agent: user_agent.into(),
            http: OnceLock::new(),
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

    /// The connections and certificates, made when first needed: starting up must not pay for them.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn http(&self) -> Result<&reqwest::Client> {
        if let Some(http) = self.0.http.get() {
            return Ok(http);
        }
        // An error here means that a provider is installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(&self.0.user_agent)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none());
        if self.0.base_url.is_plain() {
            // This machine only: no proxy could reach it and no certificate is needed.
            builder = builder.no_proxy().tls_certs_only([]);
        }
        let http = builder.build().map_err(|error| {
            Error::new(ErrorKind::Unreachable, format!("HTTPS cannot be set up: {}", innermost(&error)))
        })?;
        Ok(self.0.http.get_or_init(|| http))
    }
}
