//! How many calls run at the same time: in all, and for each credential. What does not fit is refused at once and never
//! queued, so that no caller can make others wait.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pagerduty::CredentialKey;

use crate::error::{Code, Error, Result};

/// The calls that run, and how many may.
#[derive(Debug)]
pub(crate) struct Admission {
    most: usize,
    most_each: usize,
    running: Arc<Mutex<Running>>,
}

/// Counts of calls. A credential without a running call is not remembered, so this is never larger than `all`.
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
}

impl Admission {
    pub(crate) fn new(most: usize, most_each: usize) -> Self {
        Self { most, most_each, running: Arc::default() }
    }

    /// Lets a call run.
    ///
    /// # Errors
    ///
    /// `RATE_LIMITED` when as many run as may.
    pub(crate) fn enter(&self, key: Option<CredentialKey>) -> Result<Permit> {
        let mut running = lock(&self.running);
        let own = running.each.get(&key).copied().unwrap_or_default();
        let busy = if own >= self.most_each {
            Some(format!("{own} calls with this token are running already"))
        } else if running.all >= self.most {
            Some(format!("{} calls are running already", running.all))
        } else {
            None
        };
        if let Some(busy) = busy {
            return Err(Error::new(Code::RateLimited, format!("this server is busy: {busy}"))
                .hint("wait for some of them to end, then try again")
                .retry_after(Duration::from_secs(1)));
        }
        running.all += 1;
        running.each.insert(key, own + 1);
        Ok(Permit { key, running: Arc::clone(&self.running) })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut running = lock(&self.running);
        running.all -= 1;
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
