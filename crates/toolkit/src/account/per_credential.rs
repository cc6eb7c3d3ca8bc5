//! What is remembered for each credential: never shown to another, bounded in number, and dropped when nobody uses it.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pagerduty::CredentialKey;
use tokio::time::Instant;

use crate::error::Error;

/// Credentials that something is remembered for at most.
const MAX_CREDENTIALS: usize = 1000;

/// After so long without a call, what was remembered for a credential is dropped.
const IDLE: Duration = Duration::from_secs(15 * 60);

/// A `T` for each credential.
pub(crate) struct PerCredential<T>(Mutex<HashMap<CredentialKey, Entry<T>>>);

struct Entry<T> {
    value: Arc<T>,
    used: Instant,
}

impl<T: Default> PerCredential<T> {
    /// The value of this credential; an empty one if there is no value yet.
    pub(crate) fn of(&self, key: CredentialKey) -> Arc<T> {
        let now = Instant::now();
        let mut entries = self.lock();
        if let Some(entry) = entries.get_mut(&key) {
            entry.used = now;
            return Arc::clone(&entry.value);
        }
        if entries.len() >= MAX_CREDENTIALS {
            entries.retain(|_, entry| now.duration_since(entry.used) < IDLE);
        }
        if entries.len() >= MAX_CREDENTIALS {
            let oldest = entries.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| *key);
            oldest.and_then(|oldest| entries.remove(&oldest));
        }
        let value = Arc::<T>::default();
        entries.insert(key, Entry { value: Arc::clone(&value), used: now });
        value
    }

    /// Forgets what is remembered for a credential that is not accepted any more.
    pub(crate) fn forget(&self, key: CredentialKey) {
        self.lock().remove(&key);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<CredentialKey, Entry<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for PerCredential<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> fmt::Debug for PerCredential<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PerCredential").finish_non_exhaustive()
    }
}

/// One value that is fetched by one call for all that need it at the same time, and kept for a while.
#[derive(Debug)]
pub(crate) struct Cached<T, E = Error>(tokio::sync::Mutex<State<T, E>>);

/// When something was fetched, and when that failed last.
#[derive(Debug)]
struct State<T, E> {
    value: Option<(Instant, Arc<T>)>,
    failure: Option<(Instant, E)>,
}

impl<T, E: Clone> Cached<T, E> {
    /// The value, fetched where it is older than `lifetime` or not there. A failure is that of every call that waited for
    /// it, and of no later one; a call that is dropped while it fetches leaves that to the next.
    pub(crate) async fn get(&self, lifetime: Duration, fetch: impl Future<Output = Result<T, E>>) -> Result<Arc<T>, E> {
        let asked = Instant::now();
        let mut state = self.0.lock().await;
        if let Some((fetched, value)) = &state.value
            && fetched.elapsed() < lifetime
        {
            return Ok(Arc::clone(value));
        }
        if let Some((failed, failure)) = &state.failure
            && *failed > asked
        {
            return Err(failure.clone());
        }
        match fetch.await {
            Ok(value) => {
                let value = Arc::new(value);
                state.value = Some((Instant::now(), Arc::clone(&value)));
                Ok(value)
            }
            Err(failure) => {
                state.failure = Some((Instant::now(), failure.clone()));
                Err(failure)
            }
        }
    }

    /// The value as it is now, for this call and those that follow.
    pub(crate) async fn refresh(&self, fetch: impl Future<Output = Result<T, E>>) -> Result<Arc<T>, E> {
        self.get(Duration::ZERO, fetch).await
    }
}

impl<T, E> Default for Cached<T, E> {
    fn default() -> Self {
        Self(tokio::sync::Mutex::new(State { value: None, failure: None }))
    }
}

#[cfg(test)]
mod tests {
    use pagerduty::Credential;

    use super::*;

    fn key(number: usize) -> CredentialKey {
        Credential::new(&format!("token{number}")).unwrap().key()
    }

    #[tokio::test(start_paused = true)]
    async fn the_least_recently_used_gives_way() {
        let remembered = PerCredential::<Cached<usize, ()>>::default();
        for number in 0..MAX_CREDENTIALS {
            let _ = remembered.of(key(number)).get(IDLE, async { Ok::<_, ()>(number) }).await;
            tokio::time::advance(Duration::from_millis(1)).await;
        }
        remembered.of(key(0));
        remembered.of(key(MAX_CREDENTIALS));
        assert_eq!(remembered.lock().len(), MAX_CREDENTIALS);
        let kept = |number| remembered.lock().contains_key(&key(number));
        assert!(kept(0) && !kept(1) && kept(2));
        remembered.forget(key(2));
        assert!(!kept(2));
    }

    #[tokio::test(start_paused = true)]
    async fn one_call_fetches_for_all_and_for_a_while() {
        let slot = Cached::<usize, &str>::default();
        let fetched = std::sync::atomic::AtomicUsize::new(0);
        let get = || {
            slot.get(Duration::from_secs(60), async {
                tokio::time::sleep(Duration::from_secs(1)).await;
                Ok(fetched.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
            })
        };
        let (first, second) = tokio::join!(get(), get());
        assert_eq!((*first.unwrap(), *second.unwrap()), (0, 0));
        tokio::time::advance(Duration::from_secs(61)).await;
        assert_eq!(*get().await.unwrap(), 1);
        // A call that goes away while it fetches leaves nothing behind.
        tokio::time::advance(Duration::from_secs(61)).await;
        assert!(tokio::time::timeout(Duration::from_millis(10), get()).await.is_err());
        assert_eq!(*get().await.unwrap(), 2);
        let fail = || {
            slot.get(Duration::ZERO, async {
                tokio::time::sleep(Duration::from_secs(1)).await;
                fetched.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                Err("no")
            })
        };
        let (first, second, third) = tokio::join!(fail(), fail(), fail());
        assert!([first, second, third].iter().all(|one| *one == Err("no")));
        assert_eq!(fetched.load(std::sync::atomic::Ordering::Relaxed), 4, "one call failed for all that waited");
        assert_eq!(*get().await.unwrap(), 2, "a failure takes nothing away");
    }
}
