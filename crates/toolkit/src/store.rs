//! State that must hold across the processes that serve the same people: used consents, caps on writes and other budgets.
//! It is kept apart from caches: what evicts those must not lift a cap. The trait waits, so that another implementation can
//! ask another machine.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::future::BoxFuture;
use tokio::time::Instant;

/// Entries of each kind that are kept in memory at most. More are refused: forgetting one would lift a cap.
const MAX_ENTRIES: usize = 10_000;

/// State that must hold across processes.
pub trait Store: fmt::Debug + Send + Sync {
    /// Uses up something that is good once, and is remembered for this long. Whether this was the first time.
    fn spend<'a>(&'a self, name: &'a str, lifetime: Duration) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// Counts this much more on a counter, where it stays within its limit.
    fn count<'a>(&'a self, counter: &'a Counter, more: usize) -> BoxFuture<'a, Result<Counted, StoreError>>;
}

/// Something that is counted in a window of time: a cap or a budget.
#[derive(Clone, Debug)]
pub struct Counter {
    /// What is counted, and of whom.
    pub name: String,
    /// How much there may be within the window.
    pub limit: usize,
    /// How long what was counted counts.
    pub window: Duration,
}

/// The result of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// It was counted.
    Within,
    /// Nothing was counted: there is room again after this time.
    Beyond(Duration),
}

/// Why the store cannot say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no room for another entry.
    #[error("too many are kept already")]
    Full,
}

/// The state of one process.
#[derive(Debug, Default)]
pub struct InMemory {
    /// What was used up, and until when that is remembered.
    spent: Mutex<HashMap<String, Instant>>,
    counters: Mutex<HashMap<String, Recent>>,
}

/// What was counted within the window.
#[derive(Debug)]
struct Recent {
    window: Duration,
    at: VecDeque<Instant>,
}

impl Recent {
    fn forget_old(&mut self, now: Instant) {
        while self.at.front().is_some_and(|first| now.duration_since(*first) >= self.window) {
            self.at.pop_front();
        }
    }
}

impl Store for InMemory {
    fn spend<'a>(&'a self, name: &'a str, lifetime: Duration) -> BoxFuture<'a, Result<bool, StoreError>> {
        let now = Instant::now();
        let mut spent = lock(&self.spent);
        if spent.len() >= MAX_ENTRIES {
            spent.retain(|_, until| *until > now);
        }
        let is_used = spent.get(name).is_some_and(|until| *until > now);
        let result = match is_used {
            true => Ok(false),
            false if spent.len() >= MAX_ENTRIES => Err(StoreError::Full),
            false => {
                spent.insert(name.to_owned(), now + lifetime);
                Ok(true)
            }
        };
        drop(spent);
        Box::pin(std::future::ready(result))
    }

    fn count<'a>(&'a self, counter: &'a Counter, more: usize) -> BoxFuture<'a, Result<Counted, StoreError>> {
        let result = self.count_now(counter, more);
        Box::pin(std::future::ready(result))
    }
}

impl InMemory {
    fn count_now(&self, counter: &Counter, more: usize) -> Result<Counted, StoreError> {
        let now = Instant::now();
        let mut counters = lock(&self.counters);
        if counters.len() >= MAX_ENTRIES && !counters.contains_key(&counter.name) {
            // Only what counts nothing any more is dropped.
            counters.retain(|_, recent| {
                recent.forget_old(now);
                !recent.at.is_empty()
            });
            if counters.len() >= MAX_ENTRIES {
                return Err(StoreError::Full);
            }
        }
        let recent = counters
            .entry(counter.name.clone())
            .or_insert_with(|| Recent { window: counter.window, at: VecDeque::new() });
        recent.forget_old(now);
        if recent.at.len() + more > counter.limit {
            let wait = recent
                .at
                .front()
                .map_or(counter.window, |first| counter.window.saturating_sub(now.duration_since(*first)));
            return Ok(Counted::Beyond(wait));
        }
        recent.at.extend(std::iter::repeat_n(now, more));
        Ok(Counted::Within)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn counter(name: impl ToString) -> Counter {
        Counter { name: name.to_string(), limit: 3, window: MINUTE }
    }

    #[tokio::test(start_paused = true)]
    async fn a_window_has_so_much_and_no_more() {
        let store = InMemory::default();
        let count = async |more| store.count(&counter("a"), more).await.unwrap();
        assert_eq!(count(2).await, Counted::Within);
        tokio::time::advance(MINUTE / 2).await;
        assert_eq!(count(2).await, Counted::Beyond(MINUTE / 2));
        assert_eq!(count(1).await, Counted::Within);
        assert_eq!(count(1).await, Counted::Beyond(MINUTE / 2));
        assert_eq!(store.count(&counter("b"), 3).await, Ok(Counted::Within), "another counter");
        tokio::time::advance(MINUTE / 2).await;
        assert_eq!(count(2).await, Counted::Within, "the first two are a minute old");
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_store_refuses_and_forgets_nothing() {
        let store = InMemory::default();
        for number in 0..MAX_ENTRIES {
            assert_eq!(store.count(&counter(number), 3).await, Ok(Counted::Within));
            assert_eq!(store.spend(&number.to_string(), MINUTE).await, Ok(true));
        }
        assert_eq!(store.count(&counter("new"), 1).await, Err(StoreError::Full));
        assert_eq!(store.spend("new", MINUTE).await, Err(StoreError::Full));
        assert_eq!(store.count(&counter(0), 1).await, Ok(Counted::Beyond(MINUTE)), "the cap of the first still holds");
        assert_eq!(store.spend("0", MINUTE).await, Ok(false), "and it is still used up");
        tokio::time::advance(MINUTE).await;
        assert_eq!(store.count(&counter("new"), 1).await, Ok(Counted::Within));
        assert_eq!(store.spend("new", MINUTE).await, Ok(true));
        assert_eq!(lock(&store.counters).len(), 1);
    }
}
