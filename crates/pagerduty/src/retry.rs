//! What may be sent again, and when.
//!
//! A request that may have been carried out is not sent again: GET, PUT and DELETE can be repeated after a 5xx or a
//! broken connection because doing them twice does no further harm; a POST only when it surely was not processed,
//! that is after 429 or when no connection was made.

use std::time::Duration;

use reqwest::{Method, header::HeaderMap};

/// How often one request is sent at most.
const MOST_ATTEMPTS: u32 = 3;

/// The wait after a 429 that does not say when the limit resets.
const UNKNOWN_RESET: Duration = Duration::from_secs(5);

/// How one attempt failed, as far as repeating it is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// 429; the wait that PagerDuty asks for, if it does.
    RateLimited(Option<Duration>),
    /// No connection was made: nothing was sent.
    NotConnected,
    /// The connection broke, or PagerDuty answered 408 or 5xx: it may have been carried out.
    Broken,
}

/// How long to wait before attempt number `attempts + 1`, or `None` when this was the last.
pub(crate) fn wait(method: &Method, failure: Failure, attempts: u32) -> Option<Duration> {
    if attempts >= MOST_ATTEMPTS {
        return None;
    }
    match failure {
        Failure::RateLimited(reset) => Some(reset.unwrap_or(UNKNOWN_RESET)),
        Failure::NotConnected => Some(backoff(attempts)),
        Failure::Broken => (method != Method::POST).then(|| backoff(attempts)),
    }
}

fn backoff(attempts: u32) -> Duration {
    Duration::from_millis(200) * 4u32.saturating_pow(attempts.saturating_sub(1))
}

/// The seconds until the rate limit resets: PagerDuty's `ratelimit-reset`, or a proxy's `Retry-After`.
pub(crate) fn reset(headers: &HeaderMap) -> Option<Duration> {
    ["ratelimit-reset", "retry-after"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok()?.trim().parse().ok())
        .map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_repeated_only_when_it_was_surely_not_processed() {
        let first = |method, failure| wait(&method, failure, 1).is_some();
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            assert!(first(method, Failure::Broken));
        }
        assert!(!first(Method::POST, Failure::Broken));
        assert!(first(Method::POST, Failure::NotConnected));
        assert!(first(Method::POST, Failure::RateLimited(None)));
        assert_eq!(wait(&Method::GET, Failure::Broken, MOST_ATTEMPTS), None);
    }

    #[test]
    fn a_limit_says_how_long() {
        let reset = Some(Duration::from_secs(55));
        assert_eq!(wait(&Method::GET, Failure::RateLimited(reset), 1), reset);
        assert_eq!(wait(&Method::GET, Failure::RateLimited(None), 1), Some(UNKNOWN_RESET));
    }
}
