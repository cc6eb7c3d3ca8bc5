//! A request that changes something, as a value: it can be shown, compared and counted before it is sent.

use bytes::Bytes;
use reqwest::{Method, header::HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::{
    Client, Error, ErrorKind, Resource, Result, Row, body,
    client::Request,
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
    twice: Repeat,
}

/// What PagerDuty answered to a [`Change`].
#[derive(Clone, Debug)]
pub struct Reply(Bytes);

impl Change {
    pub(crate) fn post(path: Path, body: Value) -> Self {
        Self { method: Method::POST, path, body: Some(body), from: None, twice: Repeat::Harmful }
    }

    pub(crate) fn put(path: Path, body: Value) -> Self {
        Self { method: Method::PUT, path, body: Some(body), from: None, twice: Repeat::Harmless }
    }

    pub(crate) fn delete(path: Path) -> Self {
        Self { method: Method::DELETE, path, body: None, from: None, twice: Repeat::Harmless }
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
        let Self { method, path, body, from, .. } = self;
        let shown = Shown { method: method.as_str(), path: path.as_str(), from: from.as_deref(), body: body.as_ref() };
        serde_json::to_value(shown).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    method: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a Value>,
}

impl Reply {
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
        let body = change.body.as_ref().map(serde_json::to_vec).transpose();
        let body = body.map_err(|error| Error::unsendable("body", &error))?;
        let from = change.from.as_deref().map(HeaderValue::try_from).transpose();
        let from = from.map_err(|error| Error::unsendable("From header", &error))?;
        let request = Request {
            body: body.map(Bytes::from),
            from,
            twice: change.twice,
            silence: Silence::Waits,
            ..Request::get(&change.path)
        };
        let body = self.send(&Request { method: change.method.clone(), ..request }).await?;
        // A login page or a proxy's own words, with a status that says all is well: nobody knows whether PagerDuty was asked.
        let is_of_pagerduty = body.trim_ascii_start().first().is_none_or(|byte| b"{[".contains(byte));
        if !is_of_pagerduty {
            let words = "what came back is no answer of PagerDuty's, so it is not known whether the change was made";
            return Err(Error::new(ErrorKind::InvalidResponse, words).with_fate_unknown(true));
        }
        Ok(Reply(body))
    }
}
