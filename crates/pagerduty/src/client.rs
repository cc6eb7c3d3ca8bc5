//! The one place that builds, sends and repeats requests.

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::{
    Method, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, FROM, HeaderName, HeaderValue},
};
use serde::Serialize;
use tokio::time::Instant;

use crate::{
    Credential, Endpoint, Error, ErrorKind, Page, Resource, Result, Row, Window,
    body::{self, Rows},
    error::innermost,
    page::PageQuery,
    path::Path,
    query,
    retry::{self, Failure},
};

/// The version of the API (REST documentation, "Versioning"); without it the token decides.
const MEDIA_TYPE: &str = "application/vnd.pagerduty+json;version=2";

/// Pages of one list that are fetched at the same time.
const PAGES_IN_FLIGHT: usize = 6;

/// Bytes of one answer that are read at most: some forty times the largest page of real incidents.
const LARGEST_BODY: usize = 32 * 1024 * 1024;

/// A client with one credential. Cloning is cheap and shares the connections.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) endpoint: Endpoint,
    pub(crate) credential: Credential,
    pub(crate) deadline: Option<Instant>,
}

/// A body that is sent, and as whom.
pub(crate) struct Write<'a, B> {
    pub(crate) body: &'a B,
    /// The `From` header: the e-mail address of the user who writes.
    pub(crate) from: &'a str,
}

impl Client {
    /// The same client for one call: no request, wait or repetition of it goes on after `deadline`.
    #[must_use]
    pub fn with_deadline(&self, deadline: Instant) -> Self {
        Self { deadline: Some(deadline), ..self.clone() }
    }

    /// The object under `key`.
    pub(crate) async fn get_one<T: Resource>(&self, path: &Path, key: &str, query: &impl Serialize) -> Result<Row<T>> {
        let body = self.send(&Method::GET, path, &query::pairs(query)?, None, None).await?;
        body::one(&body, key)
    }

    /// The list under `key` of an endpoint that does not page.
    pub(crate) async fn get_all<T: Resource>(&self, path: &Path, key: &str, query: &impl Serialize) -> Result<Page<T>> {
        let body = self.send(&Method::GET, path, &query::pairs(query)?, None, None).await?;
        let Rows { rows, unreadable, .. } = body::list(&body, key)?;
        Ok(Page { rows, unreadable, next: None })
    }

    /// The rows of `window` under `key`: the first page, then the rest at the same time, in order.
    pub(crate) async fn get_list<T: Resource>(
        &self,
        path: &Path,
        key: &str,
        query: &impl Serialize,
        window: Window,
    ) -> Result<Page<T>> {
        let query = query::pairs(query)?;
        let mut rows = window.offset..window.end();
        let Some(first) = Window::pages(rows.clone()).next() else {
            return Ok(Page::empty());
        };
        let is_one_page = first.offset + first.limit == rows.end;
        let first = PageQuery { total: (!is_one_page).then_some(true), ..first };
        let mut list = self.get_page(path, key, &query, first).await?;
        rows.start += first.limit;
        if list.more && !rows.is_empty() {
            if let Some(total) = list.total {
                rows.end = rows.end.min(total.max(rows.start));
                list.more = total > rows.end;
                let pages = Window::pages(rows.clone()).map(|page| self.get_page(path, key, &query, page));
                let pages: Vec<Rows<T>> = stream::iter(pages).buffered(PAGES_IN_FLIGHT).try_collect().await?;
                pages.into_iter().for_each(|page| list.append(page));
            } else {
                // Without a total the end shows only when it is reached.
                for page in Window::pages(rows.clone()) {
                    let page = self.get_page(path, key, &query, page).await?;
                    list.more = page.more;
                    list.append(page);
                    if !list.more {
                        break;
                    }
                }
            }
        }
        Ok(list.into_page(window))
    }

    async fn get_page<T: Resource>(
        &self,
        path: &Path,
        key: &str,
        query: &[(String, String)],
        page: PageQuery,
    ) -> Result<Rows<T>> {
        let query = [query, &query::pairs(&page)?].concat();
        body::list(&self.send(&Method::GET, path, &query, None, None).await?, key)
    }

    /// Sends a body and reads the object under `key` from the answer.
    pub(crate) async fn write<T: Resource, B: Serialize>(
        &self,
        method: &Method,
        path: &Path,
        key: &str,
        write: Write<'_, B>,
    ) -> Result<Row<T>> {
        let body = serde_json::to_vec(write.body).map_err(|error| Error::unsendable("body", &error))?;
        let from = HeaderValue::try_from(write.from).map_err(|error| Error::unsendable("From header", &error))?;
        let body = self.send(method, path, &[], Some(body.into()), Some(from)).await?;
        body::one(&body, key)
    }

    /// Sends one request, again where that is safe and in time, and returns the body of its success.
    async fn send(
        &self,
        method: &Method,
        path: &Path,
        query: &[(String, String)],
        body: Option<Bytes>,
        from: Option<HeaderValue>,
    ) -> Result<Bytes> {
        let url = self
            .endpoint
            .base_url()
            .join(path.as_str(), query)
            .map_err(|error| Error::unsendable("address", &error))?;
        let authorization = self.credential.header().ok_or_else(|| {
            Error::new(ErrorKind::Unauthorized, "the token contains a character that no header can carry")
        })?;
        let mut attempts = 0;
        loop {
            attempts += 1;
            let mut request = self
                .endpoint
                .http()?
                .request(method.clone(), url.clone())
                .header(ACCEPT, MEDIA_TYPE)
                .header(AUTHORIZATION, authorization.clone());
            if let Some(body) = body.clone() {
                request = request.header(CONTENT_TYPE, "application/json").body(body);
            }
            if let Some(from) = from.clone() {
                request = request.header(FROM, from);
            }
            let (failure, error) = match self.within_deadline(attempt(request, path)).await {
                None => return Err(self.timeout(method)),
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

    async fn within_deadline<F: Future>(&self, future: F) -> Option<F::Output> {
        match self.deadline {
            Some(deadline) => tokio::time::timeout_at(deadline, future).await.ok(),
            None => Some(future.await),
        }
    }

    fn timeout(&self, method: &Method) -> Error {
        Error::new(ErrorKind::Timeout, "PagerDuty did not answer in time").with_fate_unknown(method == Method::POST)
    }
}

impl<T> Rows<T> {
    fn append(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.unreadable.extend(other.unreadable);
    }

    fn into_page(mut self, window: Window) -> Page<T> {
        let read = (self.rows.len() + self.unreadable.len()) as u64;
        if read > window.limit {
            // A server that ignores `limit`.
            self.rows.truncate(usize::try_from(window.limit).unwrap_or(usize::MAX));
            self.more = true;
        }
        let next = self.more.then_some(window.offset + read.min(window.limit));
        Page { rows: self.rows, unreadable: self.unreadable, next }
    }
}

/// One attempt: the body of a success, or the error and, where repeating may help, how it failed.
async fn attempt(request: reqwest::RequestBuilder, path: &Path) -> Result<Bytes, (Option<Failure>, Error)> {
    let mut response = request.send().await.map_err(not_sent)?;
    let status = response.status();
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= LARGEST_BODY => body.extend_from_slice(&chunk),
            Ok(Some(_)) => {
                let problem = format!("the answer has more than {} MiB", LARGEST_BODY / 1024 / 1024);
                return Err((None, Error::new(ErrorKind::InvalidResponse, problem)));
            }
            Ok(None) => break,
            Err(error) => return Err((Some(Failure::Broken), broken(&error))),
        }
    }
    if status.is_success() {
        return Ok(body.freeze());
    }
    let reset = retry::reset(response.headers());
    let (failure, retry_after) = match status {
        StatusCode::TOO_MANY_REQUESTS => {
            let failure = Failure::RateLimited(reset);
            (Some(failure), retry::wait(&Method::GET, failure, 0))
        }
        StatusCode::REQUEST_TIMEOUT => (Some(Failure::Broken), None),
        status if status.is_server_error() => (Some(Failure::Broken), reset),
        _ => (None, None),
    };
    if let Some(id) = response.headers().get(HeaderName::from_static("x-request-id")) {
        tracing::debug!(status = status.as_u16(), request_id = ?id, "PagerDuty refused a request");
    }
    Err((failure, Error::status(status.as_u16(), &body, retry_after, path)))
}

fn not_sent(error: reqwest::Error) -> (Option<Failure>, Error) {
    if error.is_connect() {
        let message = format!("no connection to PagerDuty: {}", innermost(&error));
        return (Some(Failure::NotConnected), Error::new(ErrorKind::Unreachable, message));
    }
    (Some(Failure::Broken), broken(&error))
}

fn broken(error: &reqwest::Error) -> Error {
    let message = format!("the connection to PagerDuty broke: {}", innermost(error));
    Error::new(ErrorKind::Unreachable, message)
}
