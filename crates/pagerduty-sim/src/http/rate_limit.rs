//! The requests that a token may make in a minute.
//!
//! Source: PagerDuty REST documentation, "Rate Limits". The headers are real; that the minute is a fixed window
//! is an assumption.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);

/// Counts requests by token.
pub(crate) struct RateLimits {
    limit: u32,
    windows: Mutex<HashMap<String, (Instant, u32)>>,
}

/// What is left to a token.
pub(crate) struct Allowance {
    limit: u32,
    used: u32,
    reset_seconds: u64,
}

impl RateLimits {
    pub(crate) fn new(limit: u32) -> Self {
        Self { limit, windows: Mutex::default() }
    }

    /// Counts one request.
    pub(crate) fn count(&self, token: &str) -> Allowance {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let (start, used) = windows.entry(token.to_owned()).or_insert((now, 0));
        if now.duration_since(*start) >= WINDOW {
            (*start, *used) = (now, 0);
        }
        *used = used.saturating_add(1);
        let left = WINDOW.saturating_sub(now.duration_since(*start));
        Allowance { limit: self.limit, used: *used, reset_seconds: left.as_secs().max(1) }
    }
}

impl Allowance {
    pub(crate) fn is_exceeded(&self) -> bool {
        self.used > self.limit
    }

    pub(crate) fn headers(&self) -> Vec<(Cow<'static, str>, String)> {
        headers(self.limit, self.limit.saturating_sub(self.used), self.reset_seconds)
    }
}

/// The headers that tell a client how it stands.
pub(super) fn headers(limit: u32, remaining: u32, reset: u64) -> Vec<(Cow<'static, str>, String)> {
    vec![
        ("ratelimit-limit".into(), limit.to_string()),
        ("ratelimit-remaining".into(), remaining.to_string()),
        ("ratelimit-reset".into(), reset.to_string()),
    ]
}
