//! What a client carries from a question to its answer: the changes that the person was asked about, sealed, valid for
//! a few minutes and for one call. Processes with the same key can open each other's seals.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use rmcp::model::{RequestStateCodec, SealOptions};
use toolkit::{
    state_keys::StateKeys,
    store::Store,
    write::consent::{PlanDigest, Sealed},
};

/// How long a person may think.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// Separates this kind of sealed state from others.
const PURPOSE: &[u8] = b"consent";

/// Random bytes that make every seal unique: a used seal is recognised by them, however it is spelled.
const NONCE: usize = 16;

/// Seals with the first key, and opens what any of the keys sealed.
pub(super) struct Seal {
    codecs: Vec<RequestStateCodec>,
    store: Arc<dyn Store>,
}

impl Seal {
    /// With these keys; without keys, with a new one that only this process knows.
    ///
    /// # Errors
    ///
    /// When the system cannot provide random bytes.
    pub(super) fn new(keys: &StateKeys, store: Arc<dyn Store>) -> Result<Self, getrandom::Error> {
        let mut codecs: Vec<_> = keys.iter().map(|key| RequestStateCodec::new_unchecked(*key)).collect();
        if codecs.is_empty() {
            let mut key = [0; 32];
            getrandom::fill(&mut key)?;
            codecs.push(RequestStateCodec::new_unchecked(key));
        }
        Ok(Self { codecs, store })
    }

    /// What the client is given; nothing if the system cannot provide random bytes.
    pub(super) fn close(&self, about: &PlanDigest) -> Option<String> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).ok()?;
        let options = SealOptions::new().associated_data(PURPOSE).ttl(LIFETIME);
        self.codecs.first().map(|codec| codec.seal_with(&[&about[..], &nonce].concat(), &options))
    }

    /// What the client brings back; nothing if it is forged or too old. The caller has to check that it is about the
    /// change that is wanted now, and by the same person, and then mark it as used.
    pub(super) fn open(self: &Arc<Self>, state: &str) -> Option<Sealed> {
        let payload = self.codecs.iter().find_map(|codec| codec.open_with(state, PURPOSE).ok())?;
        let (about, nonce) = payload.split_first_chunk()?;
        let mut name = "consent ".to_owned();
        for byte in nonce {
            // Writing to a `String` cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        let seal = Arc::clone(self);
        let spend = Arc::new(move || {
            let (seal, name) = (Arc::clone(&seal), name.clone());
            Box::pin(async move { seal.spend(&name).await }) as _
        });
        Some(Sealed { about: *about, spend })
    }

    /// Whether a state has not been used before.
    async fn spend(&self, name: &str) -> bool {
        self.store.spend(name, LIFETIME).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a person's answer cannot be used: they are asked again");
            false
        })
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
    use toolkit::store::InMemory;

    fn seal(keys: &str) -> Arc<Seal> {
        let keys = if keys.is_empty() { StateKeys::default() } else { keys.parse().unwrap() };
        Arc::new(Seal::new(&keys, Arc::new(InMemory::default())).unwrap())
    }

    fn key(letter: &str) -> String {
        letter.repeat(32)
    }

    #[tokio::test]
    async fn a_state_is_good_once_and_only_here() {
        let ours = seal("");
        let state = ours.close(&[7; 32]).unwrap();
        assert!(seal("").open(&state).is_none(), "sealed by another process");
        let mut forged = state.clone();
        forged.pop();
        assert!(ours.open(&forged).is_none());
        let opened = ours.open(&state).unwrap();
        assert_eq!(opened.about, [7; 32]);
        // To look at it does not use it.
        assert!((ours.open(&state).unwrap().spend)().await);
        assert!(!(opened.spend)().await, "used");
        let again = ours.open(&ours.close(&[7; 32]).unwrap()).unwrap();
        assert!((again.spend)().await, "another question about the same");
    }

    #[test]
    fn keys_rotate() {
        let (old, new) = (seal(&key("a")), seal(&[key("b"), key("a")].join("\n")));
        assert!(new.open(&old.close(&[1; 32]).unwrap()).is_some(), "sealed with the old key");
        let state = new.close(&[1; 32]).unwrap();
        assert!(old.open(&state).is_none(), "sealed with the new key");
        assert!(seal(&key("b")).open(&state).is_some());
    }
}
