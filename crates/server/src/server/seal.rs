//! What a client carries from a question to its answer: which changes the person was asked about, sealed, good for a
//! few minutes and for one call.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rmcp::model::{RequestStateCodec, SealOptions};
use tokio::time::Instant;

use crate::writes::PlanDigest;

/// How long a person may think.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// Answers that are remembered as used, at most.
const MOST_USED: usize = 10_000;

/// What is not this or that kind of state.
const PURPOSE: &[u8] = b"consent";

/// Seals with a key that only this process knows.
pub(super) struct Seal {
    codec: RequestStateCodec,
    /// Those that were opened, and when: a second time they say nothing.
    used: Mutex<HashMap<String, Instant>>,
}

impl Seal {
    /// With a new key.
    ///
    /// # Errors
    ///
    /// When the system has no randomness.
    pub(super) fn new() -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self { codec: RequestStateCodec::new_unchecked(key), used: Mutex::default() })
    }

    /// What the client is given.
    pub(super) fn close(&self, about: &PlanDigest) -> String {
        self.codec.seal_with(about, &SealOptions::new().associated_data(PURPOSE).ttl(LIFETIME))
    }

    /// What it brings back: nothing where it is forged, too old, or was used.
    pub(super) fn open(&self, state: &str) -> Option<PlanDigest> {
        let about = self.codec.open_with(state, PURPOSE).ok()?.try_into().ok()?;
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, when| when.elapsed() < LIFETIME);
        if used.len() >= MOST_USED || used.insert(state.to_owned(), Instant::now()).is_some() {
            return None;
        }
        Some(about)
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seal").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_state_is_good_once_and_only_here() {
        let seal = Seal::new().unwrap();
        let state = seal.close(&[7; 32]);
        assert_eq!(Seal::new().unwrap().open(&state), None, "sealed by another process");
        let mut forged = state.clone();
        forged.pop();
        assert_eq!(seal.open(&forged), None);
        assert_eq!(seal.open(&state), Some([7; 32]));
        assert_eq!(seal.open(&state), None, "used");
    }
}
