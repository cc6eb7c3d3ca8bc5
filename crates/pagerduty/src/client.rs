//! The one place that builds, sends and repeats requests.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use reqwest::{
    Method, Url,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, FROM, HeaderValue},
};
use serde::Serialize;
use tokio::{sync::Semaphore, time::Instant};

use crate::{
    Credential, Endpoint, Error, ErrorKind, Resource, Result, Row,
    attempt::Attempt,
    body,
    observe::{Observation, Observer},
    path::Path,
    query,
    rate::Urgency,
    retry::{self, Failure, Repeat, Silence},
};

/// The version of the API (REST documentation, "Versioning"); without it the token decides.
const MEDIA_TYPE: &str = "application/vnd.pagerduty+json;version=2";

/// Requests of one call that are under way at the same time: after the first page of 1,000 rows the nine others, so that
/// these take two round trips. PagerDuty limits requests a minute (960 for a user's token; REST documentation, "Rate limits")
/// and names no limit of those under way; how many a list takes is the same either way, and few are spread out (`rate`).
pub(crate) const REQUESTS_IN_FLIGHT: usize = 9;

/// Characters of an address that are sent at most; servers on the way refuse longer ones.
const LONGEST_ADDRESS: usize = 16 * 1024;

/// The path of the account's abilities, and their key.
pub(crate) const ABILITIES: &str = "abilities";

/// A client with one credential. Cloning is cheap and shares the connections.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) endpoint: Endpoint,
    pub(crate) credential: Credential,
    pub(crate) deadline: Option<Instant>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    /// Whoever has a permit sends.
    pub(crate) turns: Arc<Semaphore>,
}

/// One request, before it is sent.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: Method,
    pub(crate) path: &'a Path,
    pub(crate) query: &'a [(String, String)],
    pub(crate) body: Option<Bytes>,
    pub(crate) from: Option<HeaderValue>,
    /// Another header that the endpoint needs: `NAME: VALUE`.
    pub(crate) header: Option<&'static str>,
    /// Whether the body is a text of comma-separated values, and not JSON.
    pub(crate) is_csv: bool,
    pub(crate) twice: Repeat,
    pub(crate) silence: Silence,
    /// Whether nothing is changed, whatever the method is.
    pub(crate) reads: bool,
}

impl<'a> Request<'a> {
    /// One that reads.
    pub(crate) fn get(path: &'a Path) -> Self {
        Self {
            method: Method::GET,
            path,
            query: &[],
            body: None,
            from: None,
            header: None,
            is_csv: false,
            twice: Repeat::Harmless,
            silence: Silence::Again,
            reads: true,
        }
    }

    fn urgency(&self) -> Urgency {
        if self.reads { Urgency::Read } else { Urgency::Write }
    }
}

/// The method of this name.
pub(crate) fn method(name: &str) -> Method {
    match name {
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        _ => Method::GET,
    }
}

impl Client {
    pub(crate) fn turns() -> Arc<Semaphore> {
        Arc::new(Semaphore::new(REQUESTS_IN_FLIGHT))
    }

    /// The same client for one call: no request, wait or repetition of it goes on after `deadline`, and a few are under
    /// way at the same time.
    #[must_use]
    pub fn with_deadline(&self, deadline: Instant) -> Self {
        Self { deadline: Some(deadline), turns: Self::turns(), ..self.clone() }
    }

    /// The same client with somebody who is told of every request.
    #[must_use]
    pub fn with_observer(self, observer: Arc<dyn Observer>) -> Self {
        Self { observer: Some(observer), ..self }
    }

    /// The object under `key`.
    pub(crate) async fn get_one<T: Resource>(&self, path: &Path, key: &str, query: &impl Serialize) -> Result<Row<T>> {
        body::one(&self.get_body(path, &query::pairs(query)?).await?, key)
    }

    /// The list of texts under `key`.
    pub(crate) async fn get_texts(&self, path: &Path, key: &str) -> Result<Vec<String>> {
        body::texts(&self.get_body(path, &[]).await?, key)
    }

    pub(crate) async fn get_body(&self, path: &Path, query: &[(String, String)]) -> Result<Bytes> {
        self.send(&Request { query, ..Request::get(path) }).await
    }

    /// Sends one request, again where that is safe and in time, and returns the body of its success.
    pub(crate) async fn send(&self, request: &Request<'_>) -> Result<Bytes> {
        let url = self.endpoint.url(request.path, request.query)?;
        if url.as_str().len() > LONGEST_ADDRESS {
            let message = "the filters are longer than an address can be";
            return Err(Error::new(ErrorKind::InvalidRequest, message).unsent());
        }
        let authorization = self.credential.header().ok_or_else(|| {
            Error::new(ErrorKind::Unauthorized, "the token contains a character that no header can carry")
        })?;
        let mask = self.credential.mask();
        let path = request.path.as_str();
        let mut attempts = 0;
        loop {
            attempts += 1;
            let limit = request.silence.limit(self.deadline, attempts);
            let (attempt, elapsed) = self.attempt(request, &url, &authorization, limit).await?;
            self.observe(request, elapsed, attempt.as_ref());
            self.learn(attempt.as_ref());
            let Some(attempt) = attempt else {
                let is_over = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
                if is_over || !request.silence.is_repeated(attempts) {
                    return Err(timeout(request));
                }
                tracing::debug!(method = %request.method, path, attempts, "no answer: asked again");
                continue;
            };
            let (failure, error) = match attempt.result {
                Ok(body) => {
                    tracing::debug!(method = %request.method, path, attempts, bytes = body.len(), "request answered");
                    return Ok(mask.answer(&body).map_or(body, Bytes::from));
                }
                Err((failure, error)) => (failure, error.without(mask)),
            };
            // What comes back may quote what was sent.
            let request_id = attempt.request_id.as_ref().and_then(|id| id.to_str().ok()).map(|id| mask.text(id));
            tracing::debug!(method = %request.method, path, attempts, %error, request_id = request_id.as_deref(), "request failed");
            let Some(failure) = failure else { return Err(error) };
            let error = error.with_fate_unknown(failure == Failure::Broken && !request.reads);
            if request.silence == Silence::Less && error.is_overloaded() {
                return Err(error);
            }
            match retry::wait(request.twice, failure, attempts) {
                Some(wait) if self.deadline.is_none_or(|deadline| Instant::now() + wait < deadline) => {
                    tokio::time::sleep(wait).await;
                }
                _ => return Err(error),
            }
        }
    }

    /// Sends a request once, when its turn comes: what came of it, if that was in time, and how long it took.
    async fn attempt(
        &self,
        request: &Request<'_>,
        url: &Url,
        authorization: &HeaderValue,
        limit: Option<Duration>,
    ) -> Result<(Option<Attempt>, Duration)> {
        self.keep_to_the_budget(request.urgency()).await?;
        let turn = self.within_deadline(self.turns.acquire()).await;
        // Nothing was sent, so nothing can have been done.
        let Some(Ok(_turn)) = turn else { return Err(Error::new(ErrorKind::Timeout, NO_ANSWER)) };
        self.endpoint.circuit().enter()?;
        let connections = self.endpoint.connections()?;
        let mut sent = connections
            .http
            .request(request.method.clone(), url.clone())
            .header(ACCEPT, MEDIA_TYPE)
            // PagerDuty's OpenAPI asks for it on every request, also without a body.
            .header(CONTENT_TYPE, if request.is_csv { "text/csv" } else { "application/json" })
            .header(AUTHORIZATION, authorization.clone());
        if let Some(body) = request.body.clone() {
            sent = sent.body(body);
        }
        if let Some(from) = request.from.clone() {
            sent = sent.header(FROM, from);
        }
        if let Some((name, value)) = request.header.and_then(|header| header.split_once(": ")) {
            sent = sent.header(name, value);
        }
        let started = Instant::now();
        let made = Attempt::make(sent, request.path);
        let attempt = match limit {
            Some(limit) => tokio::time::timeout(limit, made).await.ok(),
            None => self.within_deadline(made).await,
        };
        match &attempt {
            Some(attempt) if attempt.status.is_some() => connections.heard(),
            Some(_) => {}
            None => self.endpoint.give_up(&connections, started),
        }
        Ok((attempt, started.elapsed()))
    }

    /// Waits for the rate budget, where there is time for that.
    ///
    /// # Errors
    ///
    /// `RateLimited` where there is not: asking all the same would take what others wait for.
    async fn keep_to_the_budget(&self, urgency: Urgency) -> Result<()> {
        match self.endpoint.rates().wait(self.credential.key(), self.deadline, urgency) {
            Ok(wait) if wait.is_zero() => Ok(()),
            Ok(wait) => {
                tracing::debug!(?wait, "waiting for the rate budget");
                tokio::time::sleep(wait).await;
                Ok(())
            }
            Err(wait) => {
                let message = "not sent, because hardly any requests are left of the account's rate limit";
                Err(Error::new(ErrorKind::RateLimited, message).with_retry_after(wait))
            }
        }
    }

    /// Remembers what an attempt says about those that follow.
    fn learn(&self, attempt: Option<&Attempt>) {
        let Some(attempt) = attempt else { return };
        if let Some(budget) = attempt.budget {
            self.endpoint.rates().record(self.credential.key(), budget);
        }
        match &attempt.result {
            Err((Some(Failure::NotConnected), error)) => self.endpoint.circuit().failed(error),
            // Every call that comes finds the same, at once, and it is not the network's.
            Err((_, error)) if error.is_lasting() => {}
            _ => self.endpoint.circuit().connected(),
        }
    }

    fn observe(&self, request: &Request<'_>, elapsed: Duration, attempt: Option<&Attempt>) {
        if let Some(observer) = &self.observer {
            observer.observed(&Observation {
                method: request.method.as_str(),
                endpoint: request.path.template(),
                status: attempt.and_then(|attempt| attempt.status),
                elapsed,
                budget: attempt.and_then(|attempt| attempt.budget),
            });
        }
    }

    /// Tells the observer how many requests are still to come.
    pub(crate) fn plan(&self, requests: usize) {
        if let Some(observer) = &self.observer {
            observer.planned(requests);
        }
    }

    async fn within_deadline<F: Future>(&self, future: F) -> Option<F::Output> {
        match self.deadline {
            Some(deadline) => tokio::time::timeout_at(deadline, future).await.ok(),
            None => Some(future.await),
        }
    }
}

impl Endpoint {
    /// Sends one request without a credential, once: with which status it is answered, whatever that is. PagerDuty
    /// answers 401.
    pub async fn reach(&self, deadline: Instant) -> Result<u16> {
        let path = Path::root(ABILITIES);
        let request = self.http()?.request(Method::GET, self.url(&path, &[])?).header(ACCEPT, MEDIA_TYPE);
        match tokio::time::timeout_at(deadline, Attempt::make(request, &path)).await {
            Ok(attempt) => attempt.into_status(),
            Err(_) => Err(timeout(&Request::get(&path))),
        }
    }

    fn url(&self, path: &Path, query: &[(String, String)]) -> Result<Url> {
        self.base_url().join(path.as_str(), query).map_err(|error| Error::unsendable("address", &error))
    }
}

const NO_ANSWER: &str = "PagerDuty did not answer in time";

fn timeout(request: &Request<'_>) -> Error {
    let error = Error::new(ErrorKind::Timeout, NO_ANSWER);
    error.with_fate_unknown(!request.reads)
}
