//! The results of requests, for observers that count and time them.

use std::{fmt, time::Duration};

use reqwest::header::HeaderMap;

/// Somebody who is told of every request that was sent, repetitions included.
pub trait Observer: fmt::Debug + Send + Sync {
    /// A request was answered, or failed.
    fn observed(&self, observation: &Observation<'_>);

    /// This many requests of a list are about to be sent.
    fn planned(&self, _requests: usize) {}
}

/// One request that was sent.
#[derive(Debug)]
pub struct Observation<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path with `{id}` instead of every ID, so that it names nothing of the account's.
    pub endpoint: &'a str,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// From sending the request to the last byte of the answer.
    pub elapsed: Duration,
    /// What is left of the rate limit, where the answer says so.
    pub budget: Option<RateBudget>,
}

/// What is left of a rate limit (REST documentation, "Rate limits").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateBudget {
    /// Requests in the present window.
    pub limit: u64,
    /// Requests that are left of them.
    pub remaining: u64,
    /// Seconds until the window ends.
    pub reset: u64,
}

/// PagerDuty's windows last a minute. A number beyond all reason, such as a date in seconds, says nothing about them.
const LONGEST_WINDOW: u64 = 2 * 60;

impl RateBudget {
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
        Some(Self {
            limit: number("ratelimit-limit")?,
            remaining: number("ratelimit-remaining")?,
            reset: number("ratelimit-reset").filter(|reset| *reset <= LONGEST_WINDOW)?,
        })
    }
}
