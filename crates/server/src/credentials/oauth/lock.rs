//! One process at a time: an advisory lock on an empty file, which the system releases when its holder ends.
//!
//! Nothing is ever written into the file.

use std::{
    env,
    fs::{File, OpenOptions, TryLockError},
    io,
    path::PathBuf,
    time::Duration,
};

use sha2::{Digest, Sha256};

use super::registration::Registration;

const POLL: Duration = Duration::from_millis(200);

/// The lock of one registration, for one user of this machine.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
}

/// The lock is held until this is dropped.
#[derive(Debug)]
pub(super) struct Held {
    _file: Option<File>,
}

impl Lock {
    pub(super) fn of(registration: &Registration) -> Self {
        let home = env::home_dir().unwrap_or_default();
        let name = Sha256::digest(format!("{}\n{}", registration.key(), home.display()));
        let name: String = name.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        // The runtime directory belongs to the user alone, where there is one (XDG Base Directory Specification).
        let directory = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_dir());
        let directory = directory.unwrap_or_else(env::temp_dir);
        Self { path: directory.join(format!("{}-{name}.lock", env!("CARGO_PKG_NAME"))) }
    }

    /// Waits until no other process holds the lock; calls `busy` when one does.
    pub(super) async fn acquire(&self, busy: impl Fn() + Send + 'static) -> Held {
        let file = match self.open() {
            Ok(file) => file,
            Err(error) => return without(&error),
        };
        loop {
            match file.try_lock() {
                Ok(()) => return Held { _file: Some(file) },
                Err(TryLockError::WouldBlock) => busy(),
                Err(TryLockError::Error(error)) => return without(&error),
            }
            tokio::time::sleep(POLL).await;
        }
    }

    fn open(&self) -> io::Result<File> {
        OpenOptions::new().create(true).truncate(false).write(true).open(&self.path)
    }
}

/// The worst that can happen without the lock is that a person is asked twice.
fn without(error: &io::Error) -> Held {
    tracing::debug!(%error, "logins are not coordinated with other processes");
    Held { _file: None }
}
