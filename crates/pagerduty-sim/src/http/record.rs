//! A record of what was asked, for tests that assert the requests a program sends.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

use super::reply::Reply;
use super::request::Request;

/// The most requests that are remembered; older ones are forgotten.
const CAPACITY: usize = 10_000;

/// A request that the simulator was sent.
#[derive(Clone, Debug, Serialize)]
pub struct RecordedRequest {
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path as it was sent, still percent-encoded, without the query.
    pub path: String,
    /// The query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if it was JSON.
    pub body: Option<Value>,
    /// The status of the answer; 0 if the connection was closed without one.
    pub status: u16,
    /// The body of the answer, if it was JSON and [`crate::Options::record_answers`] is set.
    pub answer: Option<Value>,
}

impl RecordedRequest {
    /// The value of a header, whose name is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    /// The values of a query parameter, such as `team_ids[]`, in order.
    pub fn query_values(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(each, _)| each == name).map(|(_, value)| value.as_str()).collect()
    }
}

/// The last requests, oldest first.
#[derive(Default)]
pub(crate) struct Record {
    requests: Mutex<VecDeque<RecordedRequest>>,
    with_answers: bool,
}

impl Record {
    pub(crate) fn new(with_answers: bool) -> Self {
        Self { requests: Mutex::default(), with_answers }
    }

    pub(crate) fn add(&self, request: &Request, reply: &Reply) {
        let headers = request
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let recorded = RecordedRequest {
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers,
            body: request.json(),
            status: match reply.cut {
                Some(super::reply::Cut::BeforeAnswer) => 0,
                _ => reply.status,
            },
            answer: self.with_answers.then(|| serde_json::from_slice(&reply.body).ok()).flatten(),
        };
        let mut requests = self.lock();
        if requests.len() == CAPACITY {
            requests.pop_front();
        }
        requests.push_back(recorded);
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.lock().iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<RecordedRequest>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
