//! The account's rate budget: slowing down before PagerDuty refuses.
//!
//! Every answer says how many requests are left of the present window (REST documentation, "Rate limits"). While most
//! are left nobody waits. When few are, those are spread over the rest of the window, so that other users of the same
//! token still find some. Times are the system's monotonic clock: setting the machine's clock changes nothing.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::{CredentialKey, RateBudget};

/// Below this part of the limit, one in so many, requests are spread out.
const FEW: u64 = 10;

/// Credentials that are remembered at most; a window is over after a minute anyway.
const MOST_CREDENTIALS: usize = 1000;

/// What is left to each credential.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<HashMap<CredentialKey, Rate>>);

#[derive(Clone, Copy, Debug)]
struct Rate {
    /// Requests that are left, less those that were sent since PagerDuty said so.
    remaining: u64,
    /// From here on the others are spread out.
    few: u64,
    /// When the window ends, and all of this is over.
    reset: Instant,
    /// When the next request may be sent.
    next: Instant,
}

impl Rates {
    /// How long to wait before the next request, which is counted as sent.
    pub(crate) fn wait(&self, key: CredentialKey) -> Duration {
        let now = Instant::now();
        let mut rates = self.lock();
        match rates.get_mut(&key) {
            None => Duration::ZERO,
            Some(rate) if rate.reset <= now => {
                rates.remove(&key);
                Duration::ZERO
            }
            Some(rate) => rate.wait(now),
        }
    }

    /// What PagerDuty said is left.
    pub(crate) fn record(&self, key: CredentialKey, budget: RateBudget) {
        let now = Instant::now();
        let few = budget.limit / FEW;
        let mut rates = self.lock();
        if budget.remaining > few {
            rates.remove(&key);
            return;
        }
        if rates.len() >= MOST_CREDENTIALS {
            rates.retain(|_, rate| rate.reset > now);
        }
        if rates.len() >= MOST_CREDENTIALS {
            return;
        }
        let reset = now + Duration::from_secs(budget.reset);
        let next = rates.get(&key).map_or(now, |rate| rate.next);
        rates.insert(key, Rate { remaining: budget.remaining, few, reset, next });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<CredentialKey, Rate>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rate {
    fn wait(&mut self, now: Instant) -> Duration {
        if self.remaining == 0 {
            return self.reset - now;
        }
        if self.remaining > self.few {
            self.remaining -= 1;
            return Duration::ZERO;
        }
        let turn = self.next.max(now);
        let share = self.reset.saturating_duration_since(turn) / u32::try_from(self.remaining + 1).unwrap_or(u32::MAX);
        self.remaining -= 1;
        self.next = turn + share;
        turn - now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Credential;

    fn key(text: &str) -> CredentialKey {
        Credential::new(text).unwrap().key()
    }

    fn budget(remaining: u64, reset: u64) -> RateBudget {
        RateBudget { limit: 960, remaining, reset }
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_requests_of_a_window_are_spread_over_it() {
        let (rates, key) = (Rates::default(), key("a"));
        rates.record(key, budget(500, 30));
        assert!((0..400).all(|_| rates.wait(key).is_zero()), "most are left");
        rates.record(key, budget(9, 30));
        let waits: Vec<_> = (0..9).map(|_| rates.wait(key)).collect();
        assert!(waits[0].is_zero() && waits.is_sorted_by(|a, b| a < b), "{waits:?}");
        assert!(waits.iter().all(|wait| *wait < Duration::from_secs(30)), "{waits:?}");
        assert_eq!(rates.wait(key), Duration::from_secs(30), "none is left before the window ends");
        tokio::time::advance(Duration::from_secs(30)).await;
        assert!(rates.wait(key).is_zero());
    }

    #[tokio::test(start_paused = true)]
    async fn a_budget_is_that_of_its_credential() {
        let rates = Rates::default();
        rates.record(key("a"), budget(0, 7));
        assert_eq!(rates.wait(key("a")), Duration::from_secs(7));
        assert!(rates.wait(key("b")).is_zero());
        rates.record(key("a"), budget(900, 7));
        assert!(rates.wait(key("a")).is_zero(), "PagerDuty knows better");
    }

    #[tokio::test(start_paused = true)]
    async fn the_number_of_credentials_is_bounded() {
        let rates = Rates::default();
        for number in 0..MOST_CREDENTIALS + 10 {
            rates.record(key(&format!("t{number}")), budget(1, 60));
        }
        assert_eq!(rates.lock().len(), MOST_CREDENTIALS);
        tokio::time::advance(Duration::from_secs(61)).await;
        rates.record(key("late"), budget(1, 60));
        assert_eq!(rates.lock().len(), 1);
    }
}
