//! What is left of the rate limit after all other checks.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pagerduty::{Observation, Observer, RateBudget};

use super::report::Check;

pub(super) const NAME: &str = "rate_limit";

/// Watches what every answer says about the limit.
#[derive(Debug, Default)]
pub(super) struct Watch(Mutex<Seen>);

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// The smallest value, because some endpoints have a limit of their own.
    budget: Option<RateBudget>,
    /// Whether a request was refused with 429.
    is_exceeded: bool,
}

impl Watch {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Watch {
    fn observed(&self, observation: &Observation<'_>) {
        let mut seen = self.lock();
        seen.is_exceeded |= observation.status == Some(429);
        let budgets = [seen.budget, observation.budget].into_iter().flatten();
        seen.budget = budgets.min_by_key(|budget| budget.remaining);
    }
}

pub(super) fn check(watch: &Watch) -> Check {
    const HINT: &str = "wait until it resets; if something else uses this token too, give this server one of its own";
    let Seen { budget, is_exceeded } = *watch.lock();
    let Some(RateBudget { limit, remaining, reset }) = budget else {
        return if is_exceeded {
            Check::failed(NAME, "a request was refused (429); PagerDuty did not say when the limit resets", HINT)
        } else {
            Check::skipped(NAME, "the answers do not mention a limit")
        };
    };
    let found = format!("{remaining} of {limit} requests are left for the next {reset} seconds");
    let check = if is_exceeded || remaining == 0 {
        Check::failed(NAME, format!("used up: {found}"), HINT)
    } else if remaining.saturating_mul(10) < limit {
        Check::warning(NAME, found, HINT)
    } else {
        Check::ok(NAME, found)
    };
    check.fact("limit", limit).fact("remaining", remaining).fact("reset_seconds", reset)
}
