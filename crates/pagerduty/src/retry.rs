//! What may be sent again, and when.
//!
//! A request that may have been carried out is not sent again: GET, PUT and DELETE can be repeated after a 5xx or a
//! broken connection because doing them twice does no further harm; a POST, and a PUT that pages somebody, only when it
//! surely was not processed, that is after 429 or when no connection was made.

use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;

/// The longest wait that is believed; a number beyond all reason, such as a date in seconds, says nothing.
const LONGEST_RESET: u64 = 60 * 60;

/// How often one request is sent at most.
const MAX_ATTEMPTS: u32 = 3;

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
pub(crate) enum Repeat {
    /// None.
    Harmless,
    /// It does something twice, or pages somebody twice.
    Harmful,
}

/// What becomes of a request to which nothing comes back: each one has a share of the time that is left, because a connection
/// may be dead without a word, and a page too large to be made in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// It may be carried out yet, so it is waited for as long as there is time.
    Waits,
    /// It is sent again, over another connection.
    Again,
    /// Whoever sent it asks for less, as after an answer that it was too much.
    Less,
}

/// The shortest share of the time, and the one where there is no end to it.
const SHORTEST_SHARE: Duration = Duration::from_secs(1);
const SHARE: Duration = Duration::from_secs(30);

impl Silence {
    /// How long the attempt of this number may take; `None` for as long as there is time.
    pub(crate) fn limit(self, deadline: Option<Instant>, attempts: u32) -> Option<Duration> {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let attempts_left = match self {
            Self::Waits => return None,
            Self::Again => MAX_ATTEMPTS.saturating_sub(attempts) + 1,
            Self::Less => MAX_ATTEMPTS,
        };
        let share = |left: Duration| (left / attempts_left).max(SHORTEST_SHARE).min(left);
        Some(left.map_or(SHARE, share))
    }

    /// Whether another attempt follows this one, to which nothing came back.
    pub(crate) fn is_repeated(self, attempts: u32) -> bool {
        self == Self::Again && attempts < MAX_ATTEMPTS
    }
}

/// How long to wait before attempt number `attempts + 1`, or `None` when this was the last.
pub(crate) fn wait(twice: Repeat, failure: Failure, attempts: u32) -> Option<Duration> {
    if attempts >= MAX_ATTEMPTS {
        return None;
    }
    match failure {
        Failure::RateLimited(reset) => Some(reset.unwrap_or(UNKNOWN_RESET)),
        Failure::NotConnected => Some(backoff(attempts)),
        Failure::Broken => (twice == Repeat::Harmless).then(|| backoff(attempts)),
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
        assert!(first(Repeat::Harmless, Failure::Broken));
        assert!(!first(Repeat::Harmful, Failure::Broken));
        assert!(first(Repeat::Harmful, Failure::NotConnected));
        assert!(first(Repeat::Harmful, Failure::RateLimited(None)));
        assert_eq!(wait(Repeat::Harmless, Failure::Broken, MAX_ATTEMPTS), None);
    }

    #[tokio::test(start_paused = true)]
    async fn every_attempt_has_its_share_of_the_time() {
        let seconds = |silence: Silence, left, attempts| {
            silence.limit(Some(Instant::now() + Duration::from_secs(left)), attempts).map(|limit| limit.as_secs())
        };
        assert_eq!([1, 2, 3].map(|attempts| seconds(Silence::Again, 30, attempts)), [10, 15, 30].map(Some));
        assert_eq!([1, 2, 3].map(|attempts| seconds(Silence::Less, 30, attempts)), [10, 10, 10].map(Some));
        assert_eq!((seconds(Silence::Less, 3, 1), seconds(Silence::Again, 0, 1)), (Some(1), Some(0)));
        assert_eq!(Silence::Less.limit(Some(Instant::now() + SHORTEST_SHARE), 1), Some(SHORTEST_SHARE));
        assert_eq!((seconds(Silence::Waits, 30, 1), Silence::Again.limit(None, 1)), (None, Some(SHARE)));
    }

    #[test]
    fn a_limit_says_how_long() {
        let reset = Some(Duration::from_secs(55));
        assert_eq!(wait(Repeat::Harmless, Failure::RateLimited(reset), 1), reset);
        assert_eq!(wait(Repeat::Harmless, Failure::RateLimited(None), 1), Some(UNKNOWN_RESET));
        let headers =
            |value: &'static str| HeaderMap::from_iter([("retry-after".parse().unwrap(), value.parse().unwrap())]);
        assert_eq!(super::reset(&headers("55")), Some(Duration::from_secs(55)));
        assert_eq!(super::reset(&headers("9223372036854775807")), None);
        assert_eq!(super::reset(&headers("Wed, 21 Oct 2026 07:28:00 GMT")), None);
    }
}
