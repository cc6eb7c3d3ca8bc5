//! The one place that builds, sends and repeats requests.

use std::{ops::Range, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::{
    Method, Url,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, FROM, HeaderValue},
};
use serde::Serialize;
use tokio::{sync::Semaphore, time::Instant};

use crate::{
    Credential, Endpoint, Error, ErrorKind, Page, Resource, Result, Row, Window,
    attempt::Attempt,
    body::{self, Asked, Rows},
    observe::{Observation, Observer},
    page::{Count, PageQuery},
    path::Path,
    query,
    rate::Urgency,
    retry::{self, Failure, Twice},
};

/// The version of the API (REST documentation, "Versioning"); without it the token decides.
const MEDIA_TYPE: &str = "application/vnd.pagerduty+json;version=2";

/// Requests of one call that are under way at the same time.
const REQUESTS_IN_FLIGHT: usize = 6;

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
    pub(crate) twice: Twice,
}

impl<'a> Request<'a> {
    /// One that reads.
    pub(crate) fn get(path: &'a Path) -> Self {
        Self { method: Method::GET, path, query: &[], body: None, from: None, twice: Twice::Harmless }
    }

    fn urgency(&self) -> Urgency {
        if self.method == Method::GET { Urgency::Read } else { Urgency::Write }
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

    /// The list under `key` of an endpoint that does not page.
    pub(crate) async fn get_all<T: Resource>(&self, path: &Path, key: &str, query: &impl Serialize) -> Result<Page<T>> {
        let body = self.get_body(path, &query::pairs(query)?).await?;
        let Rows { rows, unreadable, total, .. } = body::list(&body, key, Asked::ALL)?;
        Ok(Page { rows, unreadable, next: None, total })
    }

    /// The list of texts under `key`.
    pub(crate) async fn get_texts(&self, path: &Path, key: &str) -> Result<Vec<String>> {
        body::texts(&self.get_body(path, &[]).await?, key)
    }

    async fn get_body(&self, path: &Path, query: &[(String, String)]) -> Result<Bytes> {
        self.send(&Request { query, ..Request::get(path) }).await
    }

    /// The rows of `window` under `key`: the first page, then the rest at the same time, in order, each row once.
    pub(crate) async fn get_list<T: Resource>(
        &self,
        path: &Path,
        key: &str,
        query: &impl Serialize,
        window: Window,
    ) -> Result<Page<T>> {
        let query = query::pairs(query)?;
        let get = |rows, counting| self.get_range(path, key, &query, rows, counting);
        let mut wanted = window.offset..window.end();
        let mut list = Rows::at(wanted.start);
        if let Count::Known(total) = window.count {
            list.total = Some(total);
        } else {
            let Some(first) = Window::pages(wanted.clone()).next() else {
                return Ok(Page::empty());
            };
            let is_one_page = first.end == wanted.end;
            let is_counted = match window.count {
                Count::WhereNeeded => !is_one_page,
                Count::Always => true,
                Count::Known(_) | Count::Unknown => false,
            };
            list.append(get(first.clone(), Counting::Here(is_counted)).await?);
            wanted.start = first.end;
            if !list.more || wanted.is_empty() {
                return Ok(list.into_page(window));
            }
        }
        if let Some(total) = list.total {
            wanted.end = wanted.end.min(total.max(wanted.start));
            let pages = Window::pages(wanted);
            self.plan(pages.len());
            let pages = stream::iter(pages.map(|rows| get(rows, Counting::Done(total))));
            let pages: Vec<Rows<T>> = pages.buffered(REQUESTS_IN_FLIGHT).try_collect().await?;
            pages.into_iter().for_each(|page| list.append(page));
        } else {
            // Without a total the end shows only when it is reached.
            for rows in Window::pages(wanted) {
                list.append(get(rows, Counting::Here(false)).await?);
                if !list.more {
                    break;
                }
            }
        }
        Ok(list.into_page(window))
    }

    /// The rows of one page, in one request unless PagerDuty sends fewer than were asked for: it then goes on after
    /// the last that came.
    async fn get_range<T: Resource>(
        &self,
        path: &Path,
        key: &str,
        query: &[(String, String)],
        rows: Range<u64>,
        counting: Counting,
    ) -> Result<Rows<T>> {
        let mut list = Rows::at(rows.start);
        loop {
            // Counting costs PagerDuty time, so it is asked for only where more than one page is wanted.
            let (total, known) = match counting {
                Counting::Here(wanted) => (wanted.then_some(true), list.total),
                Counting::Done(total) => (None, Some(total)),
            };
            let asked = Asked { offset: list.end, limit: rows.end - list.end, total: known };
            let page = PageQuery { limit: asked.limit, offset: asked.offset, total };
            let body = self.get_body(path, &[query, &query::pairs(&page)?].concat()).await?;
            let page = body::list(&body, key, asked)?;
            let is_empty = page.end == list.end;
            list.append(page);
            if is_empty && list.more {
                // Asking again from the same place would go on for ever.
                list.more = false;
                list.unreadable
                    .push(format!("PagerDuty says that there are more `{key}` and sends none: some may be missing"));
            }
            if !list.more || list.end >= rows.end {
                return Ok(list);
            }
        }
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
        let mut attempts = 0;
        loop {
            attempts += 1;
            let (attempt, elapsed) = self.attempt(request, &url, &authorization).await?;
            self.observe(request, elapsed, attempt.as_ref());
            self.learn(attempt.as_ref());
            let path = request.path.as_str();
            let (failure, error) = match attempt.map(|attempt| attempt.result) {
                None => return Err(timeout(request)),
                Some(Ok(body)) => {
                    tracing::debug!(method = %request.method, path, attempts, bytes = body.len(), "request answered");
                    return Ok(body);
                }
                // What comes back may quote what was sent.
                Some(Err((None, error))) => return Err(error.without(self.credential.secret())),
                Some(Err((Some(failure), error))) => (failure, error.without(self.credential.secret())),
            };
            tracing::debug!(method = %request.method, path, attempts, %error, "request failed");
            let error = error.with_fate_unknown(failure == Failure::Broken && request.method != Method::GET);
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
    ) -> Result<(Option<Attempt>, Duration)> {
        self.keep_to_the_budget(request.urgency()).await?;
        let turn = self.within_deadline(self.turns.acquire()).await;
        // Nothing was sent, so nothing can have been done.
        let Some(Ok(_turn)) = turn else { return Err(Error::new(ErrorKind::Timeout, NO_ANSWER)) };
        self.endpoint.circuit().enter()?;
        let mut sent = self
            .endpoint
            .http()?
            .request(request.method.clone(), url.clone())
            .header(ACCEPT, MEDIA_TYPE)
            // PagerDuty's OpenAPI asks for it on every request, also without a body.
            .header(CONTENT_TYPE, "application/json")
            .header(AUTHORIZATION, authorization.clone());
        if let Some(body) = request.body.clone() {
            sent = sent.body(body);
        }
        if let Some(from) = request.from.clone() {
            sent = sent.header(FROM, from);
        }
        let started = Instant::now();
        let attempt = self.within_deadline(Attempt::make(sent, request.path)).await;
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

    /// Tells whoever counts that so many requests are to come.
    fn plan(&self, requests: usize) {
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

/// How many rows a list has: to be asked for with its pages, or known.
#[derive(Clone, Copy, Debug)]
enum Counting {
    Here(bool),
    Done(u64),
}

const NO_ANSWER: &str = "PagerDuty did not answer in time";

fn timeout(request: &Request<'_>) -> Error {
    let error = Error::new(ErrorKind::Timeout, NO_ANSWER);
    error.with_fate_unknown(request.method != Method::GET)
}

impl<T: Resource> Rows<T> {
    fn append(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.unreadable.extend(other.unreadable);
        self.more = other.more;
        self.total = self.total.or(other.total);
        self.end = other.end;
    }

    fn into_page(mut self, window: Window) -> Page<T> {
        let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
        let mut next = self.more.then_some(self.end);
        if self.rows.len() > limit {
            // A server that ignores `limit`.
            self.rows.truncate(limit);
            next = Some(window.offset + window.limit);
        }
        let mut page = Page { rows: self.rows, unreadable: self.unreadable, next, total: self.total };
        page.deduplicate();
        page
    }
}
