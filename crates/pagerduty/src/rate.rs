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

/// Below this part of the limit (one in this many), requests are spread out.
const FEW: u64 = 10;

/// Credentials that are remembered at most; a window is over after a minute anyway.
const MAX_CREDENTIALS: usize = 1000;

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
    /// How long to wait before the next request, which is counted as sent. One that changes something does not wait while
    /// any are left: whoever acknowledges an incident is in more of a hurry than whoever lists them.
    ///
    /// # Errors
    ///
    /// The wait, where its turn does not come before the deadline; it is not counted then.
    pub(crate) fn wait(
        &self,
        key: CredentialKey,
        deadline: Option<Instant>,
        urgency: Urgency,
    ) -> Result<Duration, Duration> {
        let now = Instant::now();
        let mut rates = self.lock();
        match rates.get_mut(&key) {
            None => Ok(Duration::ZERO),
            Some(rate) if rate.reset <= now => {
                rates.remove(&key);
                Ok(Duration::ZERO)
            }
            Some(rate) => rate.wait(now, deadline, urgency),
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
        if rates.len() >= MAX_CREDENTIALS {
            rates.retain(|_, rate| rate.reset > now);
        }
        if rates.len() >= MAX_CREDENTIALS {
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

/// Whether a request waits its turn while few are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// It does.
    Read,
    /// It does not.
    Write,
}

impl Rate {
    fn wait(&mut self, now: Instant, deadline: Option<Instant>, urgency: Urgency) -> Result<Duration, Duration> {
        let in_time = |turn: Instant| match deadline {
            Some(deadline) if turn >= deadline => Err(turn - now),
            _ => Ok(turn - now),
        };
        if self.remaining == 0 {
            return in_time(self.reset);
        }
        if self.remaining > self.few || urgency == Urgency::Write {
            self.remaining -= 1;
            return Ok(Duration::ZERO);
        }
        let turn = self.next.max(now);
        in_time(turn)?;
        let share = self.reset.saturating_duration_since(turn) / u32::try_from(self.remaining + 1).unwrap_or(u32::MAX);
        self.remaining -= 1;
        self.next = turn + share;
        Ok(turn - now)
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
        let wait = |deadline, urgency| rates.wait(key, deadline, urgency);
        let read = || wait(None, Urgency::Read).unwrap();
        assert!((0..400).all(|_| read().is_zero()), "most are left");
        rates.record(key, budget(9, 30));
        let waits: Vec<_> = (0..8).map(|_| read()).collect();
        assert!(waits[0].is_zero() && waits.is_sorted_by(|a, b| a < b), "{waits:?}");
        assert!(waits.iter().all(|wait| *wait < Duration::from_secs(30)), "{waits:?}");
        let soon = Some(Instant::now() + Duration::from_secs(5));
        assert!(wait(soon, Urgency::Read).unwrap_err() > Duration::from_secs(5), "its turn comes after the deadline");
        assert_eq!(wait(soon, Urgency::Write), Ok(Duration::ZERO), "the last one is for whoever changes something");
        assert_eq!(wait(soon, Urgency::Write), Err(Duration::from_secs(30)), "none is left before the window ends");
        assert_eq!(read(), Duration::from_secs(30));
        tokio::time::advance(Duration::from_secs(30)).await;
        assert!(read().is_zero());
    }

    #[tokio::test(start_paused = true)]
    async fn a_budget_is_that_of_its_credential() {
        let rates = Rates::default();
        let wait = |text| rates.wait(key(text), None, Urgency::Read);
        rates.record(key("a"), budget(0, 7));
        assert_eq!(wait("a"), Ok(Duration::from_secs(7)));
        assert_eq!(wait("b"), Ok(Duration::ZERO));
        rates.record(key("a"), budget(900, 7));
        assert_eq!(wait("a"), Ok(Duration::ZERO), "PagerDuty knows better");
    }

    #[tokio::test(start_paused = true)]
    async fn the_number_of_credentials_is_bounded() {
        let rates = Rates::default();
        for number in 0..MAX_CREDENTIALS + 10 {
            rates.record(key(&format!("t{number}")), budget(1, 60));
        }
        assert_eq!(rates.lock().len(), MAX_CREDENTIALS);
        tokio::time::advance(Duration::from_secs(61)).await;
        rates.record(key("late"), budget(1, 60));
        assert_eq!(rates.lock().len(), 1);
    }
}
