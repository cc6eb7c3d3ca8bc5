//! What may be sent again, and when.
//!
//! A request that may have been carried out is not sent again: GET, PUT and DELETE can be repeated after a 5xx or a
//! broken connection because doing them twice does no further harm; a POST, and a PUT that pages somebody, only when it
//! surely was not processed, that is after 429 or when no connection was made.

use std::time::Duration;

use reqwest::header::HeaderMap;

/// The longest wait that is believed; a number beyond all reason, such as a date in seconds, says nothing.
const LONGEST_RESET: u64 = 60 * 60;

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

/// Whether doing a request twice does harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Twice {
    /// None.
    Harmless,
    /// It does something twice, or pages somebody twice.
    Harmful,
}

/// How long to wait before attempt number `attempts + 1`, or `None` when this was the last.
pub(crate) fn wait(twice: Twice, failure: Failure, attempts: u32) -> Option<Duration> {
    if attempts >= MOST_ATTEMPTS {
        return None;
    }
    match failure {
        Failure::RateLimited(reset) => Some(reset.unwrap_or(UNKNOWN_RESET)),
        Failure::NotConnected => Some(backoff(attempts)),
        Failure::Broken => (twice == Twice::Harmless).then(|| backoff(attempts)),
    }
}

fn backoff(attempts: u32) -> Duration {
    Duration::from_millis(200) * 4u32.saturating_pow(attempts.saturating_sub(1))
}

/// The seconds until the rate limit resets: PagerDuty's `ratelimit-reset`, or a proxy's `Retry-After`.
pub(crate) fn reset(headers: &HeaderMap) -> Option<Duration> {
    ["ratelimit-reset", "retry-after"]
        .iter()
        .filter_map(|name| headers.get(*name)?.to_str().ok()?.trim().parse::<u64>().ok())
        .find(|seconds| *seconds <= LONGEST_RESET)
        .map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_harm_twice_is_repeated_only_when_it_was_surely_not_processed() {
        let first = |twice, failure| wait(twice, failure, 1).is_some();
        assert!(first(Twice::Harmless, Failure::Broken));
        assert!(!first(Twice::Harmful, Failure::Broken));
        assert!(first(Twice::Harmful, Failure::NotConnected));
        assert!(first(Twice::Harmful, Failure::RateLimited(None)));
        assert_eq!(wait(Twice::Harmless, Failure::Broken, MOST_ATTEMPTS), None);
    }

    #[test]
    fn a_limit_says_how_long() {
        let reset = Some(Duration::from_secs(55));
        assert_eq!(wait(Twice::Harmless, Failure::RateLimited(reset), 1), reset);
        assert_eq!(wait(Twice::Harmless, Failure::RateLimited(None), 1), Some(UNKNOWN_RESET));
        let headers =
            |value: &'static str| HeaderMap::from_iter([("retry-after".parse().unwrap(), value.parse().unwrap())]);
        assert_eq!(super::reset(&headers("55")), Some(Duration::from_secs(55)));
        assert_eq!(super::reset(&headers("9223372036854775807")), None);
        assert_eq!(super::reset(&headers("Wed, 21 Oct 2026 07:28:00 GMT")), None);
    }
}
