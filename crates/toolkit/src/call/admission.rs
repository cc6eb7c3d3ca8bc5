//! How many calls run at the same time: in all, and for each credential. What does not fit is refused at once and never
//! queued, so that no caller can make others wait. Tokens that PagerDuty has not accepted yet have places of their own.

mod tokens;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pagerduty::{CredentialKey, Observer};
use tokio::time::Instant;

use self::tokens::{Tokens, Trial, Witness};
use crate::error::{Code, Error, Result};

/// The calls that run, and how many may.
#[derive(Debug)]
pub(crate) struct Admission {
    most: usize,
    most_each: usize,
    running: Arc<Mutex<Running>>,
    tokens: Arc<Tokens>,
}

/// Counts of calls. A credential without a running call is not remembered.
#[derive(Debug, Default)]
struct Running {
    all: usize,
    each: HashMap<Option<CredentialKey>, usize>,
}

/// Leave to run one call, until it is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    key: Option<CredentialKey>,
    running: Arc<Mutex<Running>>,
    /// Whether it takes one of the places that all calls share.
    is_counted: bool,
    /// Where what PagerDuty says to its token matters.
    tokens: Option<Arc<Tokens>>,
    /// Whether it is the one call that tries its token.
    _trial: Option<Trial>,
}

impl Admission {
    pub(crate) fn new(most: usize, most_each: usize) -> Self {
        Self { most, most_each, running: Arc::default(), tokens: Arc::default() }
    }

    /// Whether calls run.
    pub(crate) fn is_busy(&self) -> bool {
        !lock(&self.running).each.is_empty()
    }

    /// Whether PagerDuty accepted this token of a request when it was used last.
    pub(crate) fn has_accepted(&self, key: CredentialKey) -> bool {
        self.tokens.has_accepted(key)
    }

    /// Lets a call run as whoever runs this server.
    ///
    /// # Errors
    ///
    /// `RATE_LIMITED` when as many run as may.
    pub(crate) fn enter(&self, key: Option<CredentialKey>) -> Result<Permit> {
        let mut permit = self.one_of_each(key)?;
        self.one_of_all(&mut permit)?;
        Ok(permit)
    }

    /// Lets a call run with the token that its request brought. Where nobody knows yet whether PagerDuty accepts it, the call
    /// takes no place of others.
    ///
    /// # Errors
    ///
    /// `RATE_LIMITED` when as many run as may, `UNAUTHORIZED` when PagerDuty refused the token a moment ago.
    pub(crate) async fn enter_with(&self, key: CredentialKey, deadline: Instant) -> Result<Permit> {
        let mut permit = self.one_of_each(Some(key))?;
        permit.tokens = Some(Arc::clone(&self.tokens));
        permit._trial = self.tokens.introduce(key, deadline).await?;
        if permit._trial.is_none() {
            self.one_of_all(&mut permit)?;
        }
        Ok(permit)
    }

    fn one_of_each(&self, key: Option<CredentialKey>) -> Result<Permit> {
        let mut running = lock(&self.running);
        let own = running.each.get(&key).copied().unwrap_or_default();
        if own >= self.most_each {
            return Err(busy(format!("{own} calls with this token are running already")));
        }
        running.each.insert(key, own + 1);
        let running = Arc::clone(&self.running);
        Ok(Permit { key, running, is_counted: false, tokens: None, _trial: None })
    }

    fn one_of_all(&self, permit: &mut Permit) -> Result<()> {
        let mut running = lock(&self.running);
        if running.all >= self.most {
            return Err(busy(format!("{} calls are running already", running.all)));
        }
        running.all += 1;
        permit.is_counted = true;
        Ok(())
    }
}

fn busy(why: String) -> Error {
    Error::new(Code::RateLimited, format!("this server is busy: {why}"))
        .hint("wait for some of them to end, then try again")
        .retry_after(Duration::from_secs(1))
}

impl Permit {
    /// The observer of the call's requests, and of what PagerDuty says to its token where that matters.
    pub(crate) fn witness(&self, observer: Arc<dyn Observer>) -> Arc<dyn Observer> {
        match (&self.tokens, self.key) {
            (Some(tokens), Some(key)) => Arc::new(Witness { tokens: Arc::clone(tokens), key, observer }),
            _ => observer,
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut running = lock(&self.running);
        running.all -= usize::from(self.is_counted);
        if let Some(own) = running.each.get_mut(&self.key) {
            *own -= 1;
            if *own == 0 {
                running.each.remove(&self.key);
            }
        }
    }
}

fn lock(running: &Mutex<Running>) -> MutexGuard<'_, Running> {
    running.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use pagerduty::Credential;

    use super::*;

    #[test]
    fn each_credential_has_its_share_and_leaves_nothing_behind() {
        let admission = Admission::new(3, 2);
        let key = |text: &str| Some(Credential::new(text).unwrap().key());
        let first = admission.enter(key("a")).unwrap();
        let second = admission.enter(key("a")).unwrap();
        assert_eq!(admission.enter(key("a")).unwrap_err().code(), Code::RateLimited);
        let other = admission.enter(key("b")).unwrap();
        assert_eq!(admission.enter(None).unwrap_err().code(), Code::RateLimited);
        drop(first);
        let again = admission.enter(key("a")).unwrap();
        drop((second, other, again));
        let running = lock(&admission.running);
        assert_eq!((running.all, running.each.len()), (0, 0));
    }
}
