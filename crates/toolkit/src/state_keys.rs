//! The keys of `--state-key-file`: servers with the same key finish each other's questions.

use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};

/// Characters that a key has at least.
const SHORTEST: usize = 32;

/// Keys that a file has at most: one, and another while it is being replaced.
const MAX_KEYS: usize = 2;

/// The keys: the first one seals, all of them open.
#[derive(Clone, Default)]
pub struct StateKeys(Vec<[u8; 32]>);

impl StateKeys {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &[u8; 32]> {
        self.0.iter()
    }
}

impl FromStr for StateKeys {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let keys: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if keys.is_empty() {
            return Err("it has no key: write one with `openssl rand -hex 32`".to_owned());
        }
        if keys.len() > MAX_KEYS {
            return Err(format!("it has {} lines: at most {MAX_KEYS} keys, the one in use first", keys.len()));
        }
        if keys.iter().any(|key| key.len() < SHORTEST || !key.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(format!(
                "a key has {SHORTEST} or more visible ASCII characters: write one with `openssl rand -hex 32`"
            ));
        }
        Ok(Self(keys.into_iter().map(|key| Sha256::digest(key).into()).collect()))
    }
}

impl fmt::Debug for StateKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StateKeys({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_long_and_never_shown() {
        let key = "k".repeat(SHORTEST);
        let keys: StateKeys = format!("{key}\r\n\n").parse().unwrap();
        assert_eq!(format!("{keys:?}"), "StateKeys(1)");
        for bad in [String::new(), "\n".into(), "short".into(), format!("{key} {key}"), format!("{key}\n").repeat(3)] {
            assert!(bad.parse::<StateKeys>().is_err(), "{bad:?}");
        }
    }
}
