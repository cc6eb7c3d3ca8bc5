//! A request that changes something, as a value: it can be shown, compared and counted before it is sent.

use bytes::Bytes;
use reqwest::{Method, header::HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::{
    Client, Error, ErrorKind, Resource, Result, Row, body,
    client::{self, Request},
    path::Path,
    retry::{Repeat, Silence},
};

/// A request that changes something, and was not sent yet. Made by the functions of `api/changes.rs`.
#[derive(Clone, Debug)]
pub struct Change {
    method: Method,
    path: Path,
    body: Option<Value>,
    /// The e-mail address of the user who makes it, in the header `From`, where PagerDuty asks for one.
    from: Option<String>,
    query: Vec<(String, String)>,
    /// Another header that the endpoint needs: `NAME: VALUE`.
    header: Option<&'static str>,
    is_csv: bool,
    twice: Repeat,
}

/// What PagerDuty answered to a [`Change`].
#[derive(Clone, Debug)]
pub struct Reply(Bytes);

impl Change {
    pub(crate) fn post(path: Path, body: Value) -> Self {
        Self::new(Method::POST, path, Some(body), Repeat::Harmful)
    }

    pub(crate) fn put(path: Path, body: Value) -> Self {
        Self::new(Method::PUT, path, Some(body), Repeat::Harmless)
    }

    pub(crate) fn delete(path: Path) -> Self {
        Self::new(Method::DELETE, path, None, Repeat::Harmless)
    }

    /// With the method of this name, which is one of those of PagerDuty's API.
    pub(crate) fn of(method: &str, path: Path, body: Option<Value>, twice: Repeat) -> Self {
        Self::new(client::method(method), path, body, twice)
    }

    fn new(method: Method, path: Path, body: Option<Value>, twice: Repeat) -> Self {
        Self { method, path, body, from: None, query: Vec::new(), header: None, is_csv: false, twice }
    }

    pub(crate) fn with_query(self, query: Vec<(String, String)>) -> Self {
        Self { query, ..self }
    }

    pub(crate) fn with_header(self, header: Option<&'static str>) -> Self {
        Self { header, ..self }
    }

    /// The body is a text of comma-separated values.
    pub(crate) fn with_csv(self) -> Self {
        Self { is_csv: true, ..self }
    }

    /// The same, where doing it twice pages somebody twice.
    pub(crate) fn not_repeatable(self) -> Self {
        Self { twice: Repeat::Harmful, ..self }
    }

    pub(crate) fn from(self, from: &str) -> Self {
        Self { from: Some(from.to_owned()), ..self }
    }

    /// The request as people and programs read it: method, path, author and body.
    #[must_use]
    pub fn shown(&self) -> Value {
        let Self { method, path, body, from, query, .. } = self;
        let query = query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let shown = Shown {
            method: method.as_str(),
            path: path.as_str(),
            query: (!query.is_empty()).then_some(query),
            from: from.as_deref(),
            body: body.as_ref(),
        };
        serde_json::to_value(shown).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    method: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a Value>,
}

impl Reply {
    /// Whether PagerDuty answered nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The object under `key`.
    ///
    /// # Errors
    ///
    /// When it is missing or cannot be read.
    pub fn row<T: Resource>(&self, key: &str) -> Result<Row<T>> {
        body::one(&self.0, key)
    }

    /// What is under `key`, as it came.
    ///
    /// # Errors
    ///
    /// When there is nothing, or it cannot be read.
    pub fn part(&self, key: &str) -> Result<Value> {
        let mut answer = self.value()?;
        let part = answer.get_mut(key).map(Value::take);
        part.ok_or_else(|| Error::unreadable(key, "it is missing"))
    }

    /// The answer, unchanged; null if there is no answer.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn value(&self) -> Result<Value> {
        if self.0.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.0).map_err(|error| Error::unreadable("$", error))
    }
}

impl Client {
    /// Sends a change: once, and again only where it surely was not carried out or does no harm twice.
    ///
    /// # Errors
    ///
    /// When it cannot be sent, or PagerDuty refuses it.
    pub async fn carry_out(&self, change: &Change) -> Result<Reply> {
        let body = match &change.body {
            Some(Value::String(text)) if change.is_csv => Some(text.clone().into_bytes()),
            Some(body) => Some(serde_json::to_vec(body).map_err(|error| Error::unsendable("body", &error))?),
            None => None,
        };
        let from = change.from.as_deref().map(HeaderValue::try_from).transpose();
        let from = from.map_err(|error| Error::unsendable("From header", &error))?;
        let request = Request {
            method: change.method.clone(),
            query: &change.query,
            body: body.map(Bytes::from),
            from,
            header: change.header,
            is_csv: change.is_csv,
            twice: change.twice,
            silence: Silence::Waits,
            reads: false,
            ..Request::get(&change.path)
        };
        let body = self.send(&request).await?;
        // A login page or a proxy's own words, with a status that says all is well: nobody knows whether PagerDuty was asked.
        let is_of_pagerduty = body.trim_ascii_start().first().is_none_or(|byte| b"{[".contains(byte));
        if !is_of_pagerduty {
            let words = "what came back is no answer of PagerDuty's, so it is not known whether the change was made";
            return Err(Error::new(ErrorKind::InvalidResponse, words).with_fate_unknown(true));
        }
        Ok(Reply(body))
    }
}
