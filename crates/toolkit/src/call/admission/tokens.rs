//! What PagerDuty said to the tokens that requests bring. One that it has not accepted yet is tried by one call at a time,
//! a few of them at once, and only some within a few seconds; one that it refused is not sent again for a while. So a flood
//! of made-up tokens takes no place of a caller who is known, and is not passed on to PagerDuty.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pagerduty::{CredentialKey, Observation, Observer};
use tokio::{sync::Notify, time::Instant};

use crate::error::{Code, Error, Result};

/// Tokens that are remembered as accepted; the one that was used longest ago gives way.
const MAX_ACCEPTED: usize = 10_000;

/// How long a refused token is not sent again: long enough to stop a client that repeats itself, short enough for a person
/// who has just mended something at PagerDuty.
const REFUSED_FOR: Duration = Duration::from_secs(10);

/// Tokens that are remembered as refused.
const MAX_REFUSED: usize = 1_000;

/// Tokens that are tried at the same time.
const MAX_TRIED: usize = 16;

/// Tokens that are tried within a window, and refused, or not answered for.
const MAX_FAILED: usize = 25;
const WINDOW: Duration = Duration::from_secs(5);

/// How long a new token waits for its turn, and how many may wait.
const PATIENCE: Duration = Duration::from_secs(2);
const MAX_WAITING: usize = 256;

/// Every token that a request brought lately.
#[derive(Debug)]
pub(crate) struct Tokens {
    state: Mutex<State>,
    /// A token was accepted, refused, or is not tried any more.
    changed: Notify,
}

#[derive(Debug)]
struct State {
    accepted: HashMap<CredentialKey, Accepted>,
    /// Until when each is not sent.
    refused: HashMap<CredentialKey, Instant>,
    tried: HashSet<CredentialKey>,
    waiting: usize,
    /// When the present window began, and the tokens that were tried in it and are not known to be good: each counts once,
    /// however often it is tried.
    window: Instant,
    failed: HashSet<CredentialKey>,
}

/// A token that PagerDuty accepted.
#[derive(Debug)]
struct Accepted {
    used: Instant,
    /// Whether PagerDuty's last answer refused it. A single 401 may be a gateway's, or of one endpoint; a second one is not.
    is_doubted: bool,
}

/// What comes next for a token.
enum Next {
    Accepted,
    /// To be tried by this call.
    Try,
    /// To wait until the call that tries it knows.
    WaitForIt,
    /// To wait for one of the places.
    WaitForTurn,
    Refused(Duration),
    Busy(Duration),
}

impl State {
    fn next(&mut self, key: CredentialKey, now: Instant) -> Next {
        if let Some(accepted) = self.accepted.get_mut(&key) {
            accepted.used = now;
            return Next::Accepted;
        }
        if let Some(until) = self.refused.get(&key).filter(|until| **until > now) {
            return Next::Refused(*until - now);
        }
        if self.tried.contains(&key) {
            return Next::WaitForIt;
        }
        if now.duration_since(self.window) >= WINDOW {
            self.window = now;
            self.failed.clear();
        }
        if self.failed.len() >= MAX_FAILED && !self.failed.contains(&key) {
            return Next::Busy(WINDOW.saturating_sub(now.duration_since(self.window)));
        }
        if self.tried.len() >= MAX_TRIED {
            return if self.waiting < MAX_WAITING { Next::WaitForTurn } else { Next::Busy(Duration::from_secs(1)) };
        }
        self.tried.insert(key);
        // Until something else is known, so that a caller who goes away before the answer is counted too.
        self.failed.insert(key);
        Next::Try
    }

    fn accept(&mut self, key: CredentialKey, now: Instant) {
        self.refused.remove(&key);
        self.tried.remove(&key);
        self.failed.remove(&key);
        if !self.accepted.contains_key(&key) && self.accepted.len() >= MAX_ACCEPTED {
            let oldest = self.accepted.iter().min_by_key(|(_, accepted)| accepted.used).map(|(key, _)| *key);
            oldest.and_then(|oldest| self.accepted.remove(&oldest));
        }
        self.accepted.insert(key, Accepted { used: now, is_doubted: false });
    }

    fn refuse(&mut self, key: CredentialKey, now: Instant) {
        if let Some(accepted) = self.accepted.get_mut(&key).filter(|accepted| !accepted.is_doubted) {
            accepted.is_doubted = true;
            return;
        }
        self.accepted.remove(&key);
        self.tried.remove(&key);
        if self.refused.len() >= MAX_REFUSED {
            self.refused.retain(|_, until| *until > now);
        }
        if self.refused.len() >= MAX_REFUSED {
            let oldest = self.refused.iter().min_by_key(|(_, until)| **until).map(|(key, _)| *key);
            oldest.and_then(|oldest| self.refused.remove(&oldest));
        }
        self.refused.insert(key, now + REFUSED_FOR);
    }
}

impl Default for Tokens {
    fn default() -> Self {
        let state = State {
            accepted: HashMap::new(),
            refused: HashMap::new(),
            tried: HashSet::new(),
            waiting: 0,
            window: Instant::now(),
            failed: HashSet::new(),
        };
        Self { state: Mutex::new(state), changed: Notify::new() }
    }
}

impl Tokens {
    /// Whether PagerDuty accepted a token when it was used last.
    pub(crate) fn has_accepted(&self, key: CredentialKey) -> bool {
        self.lock().accepted.contains_key(&key)
    }

    /// Lets a call use a token, at once where it is accepted; else as the one call that tries it, or after that.
    ///
    /// # Errors
    ///
    /// `UNAUTHORIZED` for a token that was refused a moment ago, `RATE_LIMITED` where too many are tried.
    pub(crate) async fn introduce(self: &Arc<Self>, key: CredentialKey, deadline: Instant) -> Result<Option<Trial>> {
        let patience = Instant::now() + PATIENCE;
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            // Before looking, so that nothing that changes in between is missed.
            changed.as_mut().enable();
            let next = self.lock().next(key, Instant::now());
            let _waiting;
            let until = match next {
                Next::Accepted => return Ok(None),
                Next::Try => return Ok(Some(Trial { tokens: Arc::clone(self), key })),
                Next::Refused(wait) => return Err(refused(wait)),
                Next::Busy(wait) => return Err(busy(wait)),
                Next::WaitForIt => deadline,
                Next::WaitForTurn => {
                    _waiting = Waiting::among(self);
                    patience.min(deadline)
                }
            };
            if tokio::time::timeout_at(until, changed).await.is_err() {
                return Err(busy(Duration::from_secs(1)));
            }
        }
    }

    /// PagerDuty answered a request with this token.
    fn answered(&self, key: CredentialKey, status: u16) {
        let now = Instant::now();
        match status {
            200..=299 => self.lock().accept(key, now),
            401 => self.lock().refuse(key, now),
            // Says nothing about the token: gateways refuse, and PagerDuty fails, whoever asks.
            _ => drop(self.lock().failed.remove(&key)),
        }
        self.changed.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused(wait: Duration) -> Error {
    Error::new(Code::Unauthorized, "PagerDuty refused this token a moment ago, so it was not sent again")
        .hint("check the token; another one is tried at once, this one after a while")
        .retry_after(wait)
}

fn busy(wait: Duration) -> Error {
    Error::new(Code::RateLimited, "this server is busy with tokens that PagerDuty has not accepted yet")
        .hint("try again in a moment; a token that was accepted before does not wait")
        .retry_after(wait)
}

/// A token that is tried, until its call ends.
#[derive(Debug)]
pub(crate) struct Trial {
    tokens: Arc<Tokens>,
    key: CredentialKey,
}

impl Drop for Trial {
    fn drop(&mut self) {
        self.tokens.lock().tried.remove(&self.key);
        self.tokens.changed.notify_waiters();
    }
}

/// One of those who wait for a turn.
struct Waiting<'t>(&'t Tokens);

impl<'t> Waiting<'t> {
    fn among(tokens: &'t Tokens) -> Self {
        tokens.lock().waiting += 1;
        Self(tokens)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.lock().waiting -= 1;
    }
}

/// Sees what PagerDuty says to a token, for another observer as well.
#[derive(Debug)]
pub(crate) struct Witness {
    pub tokens: Arc<Tokens>,
    pub key: CredentialKey,
    pub observer: Arc<dyn Observer>,
}

impl Observer for Witness {
    fn observed(&self, observation: &Observation<'_>) {
        if let Some(status) = observation.status {
            self.tokens.answered(self.key, status);
        }
        self.observer.observed(observation);
    }

    fn planned(&self, requests: usize) {
        self.observer.planned(requests);
    }
}

#[cfg(test)]
mod tests {
    use pagerduty::Credential;

    use super::*;

    fn key(number: usize) -> CredentialKey {
        Credential::new(&format!("token{number}")).unwrap().key()
    }

    fn code<T>(result: Result<T>) -> Option<Code> {
        result.err().map(|error| error.code())
    }

    #[tokio::test(start_paused = true)]
    async fn one_call_tries_a_token_for_all_that_have_it() {
        let tokens = Arc::new(Tokens::default());
        let deadline = Instant::now() + Duration::from_secs(30);
        let trial = tokens.introduce(key(1), deadline).await.unwrap().unwrap();
        let others = futures_util::future::join_all((0..5).map(|_| tokens.introduce(key(1), deadline)));
        let accepted = async { tokens.answered(key(1), 200) };
        let (others, ()) = futures_util::future::join(others, accepted).await;
        assert!(others.into_iter().all(|other| other.unwrap().is_none()), "nobody else tried it");
        assert!(tokens.has_accepted(key(1)));
        drop(trial);

        let trial = tokens.introduce(key(2), deadline).await.unwrap().unwrap();
        let (other, ()) = futures_util::future::join(tokens.introduce(key(2), deadline), async {
            tokens.answered(key(2), 503);
            tokens.answered(key(2), 401);
        })
        .await;
        assert_eq!(code(other), Some(Code::Unauthorized));
        drop(trial);
        tokio::time::advance(REFUSED_FOR).await;
        assert!(tokens.introduce(key(2), deadline).await.unwrap().is_some(), "after a while it is tried again");

        // An accepted one keeps its place through one refusal, and not through two in a row.
        for answers in [[401, 200].as_slice(), &[401, 503], &[401]] {
            answers.iter().for_each(|status| tokens.answered(key(1), *status));
            let is_known = answers != [401];
            assert_eq!(tokens.has_accepted(key(1)), is_known, "{answers:?}");
        }
        // One whose call ended without a word is tried by the next.
        drop(tokens.introduce(key(3), deadline).await.unwrap().unwrap());
        assert!(tokens.introduce(key(3), deadline).await.unwrap().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn made_up_tokens_are_few_at_once_and_few_in_all() {
        let tokens = Arc::new(Tokens::default());
        let deadline = Instant::now() + Duration::from_secs(30);
        tokens.answered(key(0), 200);
        let mut trials = Vec::new();
        for number in 1..=MAX_TRIED {
            trials.push(tokens.introduce(key(number), deadline).await.unwrap().unwrap());
        }
        assert_eq!(code(tokens.introduce(key(100), deadline).await), Some(Code::RateLimited));
        assert!(tokens.introduce(key(0), deadline).await.unwrap().is_none(), "known ones do not wait");
        trials.clear();
        tokio::time::advance(WINDOW).await;
        let failed = (200..300).map(async |number| tokens.introduce(key(number), deadline).await.map(drop));
        let failed = futures_util::future::join_all(failed).await;
        assert_eq!(failed.iter().filter(|tried| tried.is_ok()).count(), MAX_FAILED);
        tokio::time::advance(WINDOW).await;
        // Those that are accepted do not count.
        for number in 1_000..1_000 + 3 * MAX_FAILED {
            let _trial = tokens.introduce(key(number), deadline).await.unwrap().unwrap();
            tokens.answered(key(number), 200);
        }
        assert_eq!(tokens.lock().tried.len(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn only_refusals_count_and_each_token_once() {
        let tokens = Arc::new(Tokens::default());
        let deadline = Instant::now() + Duration::from_secs(30);
        for status in [403, 429, 500, 503] {
            for number in 0..2 * MAX_FAILED {
                let trial = tokens.introduce(key(number), deadline).await.unwrap().unwrap();
                tokens.answered(key(number), status);
                drop(trial);
            }
        }
        for _ in 0..3 * MAX_FAILED {
            drop(tokens.introduce(key(1), deadline).await.unwrap().unwrap());
        }
        assert_eq!(tokens.lock().failed.len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_remembered_is_bounded() {
        let tokens = Tokens::default();
        for number in 0..MAX_REFUSED + 10 {
            tokens.answered(key(number), 401);
        }
        assert_eq!(tokens.lock().refused.len(), MAX_REFUSED);
        tokens.answered(key(0), 200);
        tokio::time::advance(Duration::from_secs(1)).await;
        for number in 1..=MAX_ACCEPTED {
            tokens.answered(key(number), 200);
        }
        assert_eq!(tokens.lock().accepted.len(), MAX_ACCEPTED);
        assert!(!tokens.has_accepted(key(0)));
    }
}
