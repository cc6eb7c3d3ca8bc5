//! The connections that requests share, until one of them seems to be dead.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::time::Instant;

/// Connections, and when something was last heard of them.
#[derive(Debug)]
pub(crate) struct Connections {
    http: reqwest::Client,
    made: Instant,
    /// Microseconds after that.
    heard: AtomicU64,
}

impl Connections {
    pub(crate) fn new(http: reqwest::Client) -> Self {
        Self { http, made: Instant::now(), heard: AtomicU64::new(0) }
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// Something came back.
    pub(crate) fn heard(&self) {
        self.heard.fetch_max(self.age(Instant::now()), Ordering::Relaxed);
    }

    pub(crate) fn were_heard_of_after(&self, since: Instant) -> bool {
        self.heard.load(Ordering::Relaxed) > self.age(since)
    }

    fn age(&self, now: Instant) -> u64 {
        u64::try_from(now.saturating_duration_since(self.made).as_micros()).unwrap_or(u64::MAX)
    }
}
