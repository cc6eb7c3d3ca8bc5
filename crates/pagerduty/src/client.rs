//! The one place that builds, sends and repeats requests.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::{
    Method, Url,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, FROM, HeaderValue},
};
use serde::Serialize;
use tokio::time::Instant;

use crate::{
    Credential, CredentialKey, Endpoint, Error, ErrorKind, Page, Resource, Result, Row, Window,
    attempt::Attempt,
    body::{self, Rows},
    observe::{Observation, Observer},
    page::{Count, PageQuery},
    path::Path,
    query,
    retry::{self, Failure},
};

/// The version of the API (REST documentation, "Versioning"); without it the token decides.
const MEDIA_TYPE: &str = "application/vnd.pagerduty+json;version=2";

/// Pages of one list that are fetched at the same time.
const PAGES_IN_FLIGHT: usize = 6;

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
}

impl Client {
    /// The same client for one call: no request, wait or repetition of it goes on after `deadline`.
    #[must_use]
    pub fn with_deadline(&self, deadline: Instant) -> Self {
        Self { deadline: Some(deadline), ..self.clone() }
    }

    /// The same client with somebody who is told of every request.
    #[must_use]
    pub fn with_observer(self, observer: Arc<dyn Observer>) -> Self {
        Self { observer: Some(observer), ..self }
    }

    /// The object under `key`.
    pub(crate) async fn get_one<T: Resource>(&self, path: &Path, key: &str, query: &impl Serialize) -> Result<Row<T>> {
        let body = self.send(&Method::GET, path, &query::pairs(query)?, None, None).await?;
        body::one(&body, key)
    }

    /// The list under `key` of an endpoint that does not page.
    pub(crate) async fn get_all<T: Resource>(&self, path: &Path, key: &str, query: &impl Serialize) -> Result<Page<T>> {
        let body = self.send(&Method::GET, path, &query::pairs(query)?, None, None).await?;
        let Rows { rows, unreadable, .. } = body::list(&body, key, 0)?;
        Ok(Page { rows, unreadable, next: None, total: None })
    }

    /// The list of texts under `key`.
    pub(crate) async fn get_texts(&self, path: &Path, key: &str) -> Result<Vec<String>> {
        body::texts(&self.send(&Method::GET, path, &[], None, None).await?, key)
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
        let get = |rows, total| self.get_range(path, key, &query, rows, total);
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
            list.append(get(first.clone(), is_counted).await?);
            wanted.start = first.end;
            if !list.more || wanted.is_empty() {
                return Ok(list.into_page(window));
            }
        }
        if let Some(total) = list.total {
            wanted.end = wanted.end.min(total.max(wanted.start));
            let pages = Window::pages(wanted);
            self.plan(pages.len());
            let pages: Vec<Rows<T>> =
                stream::iter(pages.map(|rows| get(rows, false))).buffered(PAGES_IN_FLIGHT).try_collect().await?;
            pages.into_iter().for_each(|page| list.append(page));
        } else {
            // Without a total the end shows only when it is reached.
            for rows in Window::pages(wanted) {
                list.append(get(rows, false).await?);
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
        total: bool,
    ) -> Result<Rows<T>> {
        let mut list = Rows::at(rows.start);
        loop {
            // Counting costs PagerDuty time, so it is asked for only where more than one page is wanted.
            let page = PageQuery { limit: rows.end - list.end, offset: list.end, total: total.then_some(true) };
            let query = [query, &query::pairs(&page)?].concat();
            let body = self.send(&Method::GET, path, &query, None, None).await?;
            let page = body::list(&body, key, list.end)?;
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
    pub(crate) async fn send(
        &self,
        method: &Method,
        path: &Path,
        query: &[(String, String)],
        body: Option<Bytes>,
        from: Option<HeaderValue>,
    ) -> Result<Bytes> {
        let url = self.endpoint.url(path, query)?;
        if url.as_str().len() > LONGEST_ADDRESS {
            return Err(Error::new(
                ErrorKind::InvalidRequest,
                "the filters are longer than an address can be: use fewer",
            ));
        }
        let authorization = self.credential.header().ok_or_else(|| {
            Error::new(ErrorKind::Unauthorized, "the token contains a character that no header can carry")
        })?;
        let key = self.credential.key();
        let mut attempts = 0;
        loop {
            attempts += 1;
            self.keep_to_the_budget(key).await;
            self.endpoint.circuit().enter()?;
            let mut request = self
                .endpoint
                .http()?
                .request(method.clone(), url.clone())
                .header(ACCEPT, MEDIA_TYPE)
                // PagerDuty's OpenAPI asks for it on every request, also without a body.
                .header(CONTENT_TYPE, "application/json")
                .header(AUTHORIZATION, authorization.clone());
            if let Some(body) = body.clone() {
                request = request.body(body);
            }
            if let Some(from) = from.clone() {
                request = request.header(FROM, from);
            }
            let started = Instant::now();
            let attempt = self.within_deadline(Attempt::make(request, path)).await;
            self.observe(method, path, started, attempt.as_ref());
            self.learn(key, attempt.as_ref());
            let (failure, error) = match attempt.map(|attempt| attempt.result) {
                None => return Err(timeout(method)),
                Some(Ok(body)) => {
                    tracing::debug!(%method, path = path.as_str(), attempts, bytes = body.len(), "request answered");
                    return Ok(body);
                }
                Some(Err((None, error))) => return Err(error),
                Some(Err((Some(failure), error))) => (failure, error),
            };
            tracing::debug!(%method, path = path.as_str(), attempts, %error, "request failed");
            let error = error.with_fate_unknown(failure == Failure::Broken && method == Method::POST);
            match retry::wait(method, failure, attempts) {
                Some(wait) if self.deadline.is_none_or(|deadline| Instant::now() + wait < deadline) => {
                    tokio::time::sleep(wait).await;
                }
                _ => return Err(error),
            }
        }
    }

    /// Waits for the rate budget, where there is time for that; else PagerDuty is asked, and says when to come again.
    async fn keep_to_the_budget(&self, key: CredentialKey) {
        let wait = self.endpoint.rates().wait(key);
        if wait.is_zero() || self.deadline.is_some_and(|deadline| Instant::now() + wait >= deadline) {
            return;
        }
        tracing::debug!(?wait, "waiting for the rate budget");
        tokio::time::sleep(wait).await;
    }

    /// Remembers what an attempt says about those that follow.
    fn learn(&self, key: CredentialKey, attempt: Option<&Attempt>) {
        let Some(attempt) = attempt else { return };
        if let Some(budget) = attempt.budget {
            self.endpoint.rates().record(key, budget);
        }
        match &attempt.result {
            Err((Some(Failure::NotConnected), error)) => self.endpoint.circuit().failed(error),
            _ => self.endpoint.circuit().connected(),
        }
    }

    fn observe(&self, method: &Method, path: &Path, started: Instant, attempt: Option<&Attempt>) {
        if let Some(observer) = &self.observer {
            observer.observed(&Observation {
                method: method.as_str(),
                endpoint: path.template(),
                status: attempt.and_then(|attempt| attempt.status),
                elapsed: started.elapsed(),
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
            Err(_) => Err(timeout(&Method::GET)),
        }
    }

    fn url(&self, path: &Path, query: &[(String, String)]) -> Result<Url> {
        self.base_url().join(path.as_str(), query).map_err(|error| Error::unsendable("address", &error))
    }
}

fn timeout(method: &Method) -> Error {
    Error::new(ErrorKind::Timeout, "PagerDuty did not answer in time").with_fate_unknown(method == Method::POST)
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
