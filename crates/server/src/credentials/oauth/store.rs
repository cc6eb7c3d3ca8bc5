//! The operating system's keyring: the only place outside this process where tokens are kept.
//!
//! This uses the `keyring` project's library with the store of each system, as its documentation advises, and not the
//! wrapper of the same name: the wrapper opens the keyring once and, if that fails or the keyring is restarted, never
//! again. Here every use opens it anew; each login uses it once.

use std::{sync::Arc, thread};

use futures_util::future::BoxFuture;
use keyring_core::{Entry, Error as KeyringError, api::CredentialStoreApi};
use tokio::sync::oneshot;
use toolkit::error::{Code, Error, Result};

use super::{registration::Registration, tokens::Tokens};

/// The service name of the entries.
const SERVICE: &str = env!("CARGO_PKG_NAME");

/// The content until there are tokens: writing it proves, before anybody logs in, that tokens can be stored.
const RESERVED: &[u8] = b"{}";

/// One use of the keyring, already started.
type Use<T> = BoxFuture<'static, Result<T>>;

/// The keyring's entry of one registration.
#[derive(Debug)]
pub(super) struct Store {
    user: Arc<str>,
}

impl Store {
    pub(super) fn of(registration: &Registration) -> Self {
        Self { user: registration.key().into() }
    }

    /// The tokens of the last login, if there are any.
    pub(super) fn load(&self) -> Use<Option<Tokens>> {
        self.with_entry(|entry| match entry.get_secret() {
            Err(KeyringError::NoEntry) => Ok(None),
            secret => secret.map(|secret| Tokens::read(&secret)),
        })
    }

    pub(super) fn save(&self, tokens: &Tokens) -> Use<()> {
        let secret = tokens.to_entry();
        self.with_entry(move |entry| entry.set_secret(&secret))
    }

    /// Makes sure that tokens can be stored.
    pub(super) fn reserve(&self) -> Use<()> {
        self.with_entry(|entry| entry.set_secret(RESERVED))
    }

    /// Removes the entry; returns whether there was one.
    pub(super) fn clear(&self) -> Use<bool> {
        self.with_entry(|entry| match entry.delete_credential() {
            Err(KeyringError::NoEntry) => Ok(false),
            deleted => deleted.map(|()| true),
        })
    }

    /// Runs on its own thread, not on tokio's: a keyring may ask for a password and never return, and tokio would wait
    /// for it when the program ends.
    fn with_entry<T: Send + 'static>(
        &self,
        use_it: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Use<T> {
        let (sender, receiver) = oneshot::channel();
        let user = self.user.clone();
        let work = move || {
            let outcome = open(&user).and_then(|entry| use_it(&entry));
            // Nobody waits any more if the call has reached its deadline.
            let _ = sender.send(outcome.map_err(explain));
        };
        let started = thread::Builder::new().name("keyring".to_owned()).spawn(work);
        Box::pin(async move {
            started.map_err(|error| unusable(&error.to_string()))?;
            receiver.await.unwrap_or_else(|_| Err(unusable("it failed because of a defect")))
        })
    }
}

fn open(user: &str) -> keyring_core::Result<Entry> {
    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new()?;
    #[cfg(target_os = "windows")]
    let store = windows_native_keyring_store::Store::new()?;
    #[cfg(not(any(target_os = "macos", target_os = "windows")))]
    let store = zbus_secret_service_keyring_store::Store::new()?;
    store.build(SERVICE, user, None)
}

/// What to use if no keyring is available.
const INSTEAD: &str = "set PAGERDUTY_API_TOKEN or PAGERDUTY_API_TOKEN_FILE instead; tokens of a login are kept in a \
                       keyring only, never in a file";

fn explain(error: KeyringError) -> Error {
    match error {
        KeyringError::NoStorageAccess(cause) => {
            // The Secret Service gives no reason that would help a person.
            tracing::debug!(%cause, "the keyring cannot be opened");
            Error::new(Code::AuthRequired, "the keyring cannot be opened: it is locked, or was never set up")
                .hint(format!("unlock the keyring of the operating system and try again, or {INSTEAD}"))
        }
        // These two would show the content of the entry.
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => unusable("its entry cannot be read"),
        KeyringError::PlatformFailure(cause) => unusable(&cause.to_string()),
        other => unusable(&other.to_string()),
    }
}

fn unusable(cause: &str) -> Error {
    Error::new(Code::AuthRequired, format!("there is no keyring that can be used to log in with OAuth: {cause}"))
        .hint(INSTEAD)
}
