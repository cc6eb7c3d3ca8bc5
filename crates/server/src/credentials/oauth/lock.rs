//! One process at a time: an advisory lock on an empty file, which the system releases when its holder ends.
//!
//! The file stays empty. It is in a directory that nobody else can enter, because anybody who can open a file can lock
//! it.

use std::{
    env,
    fs::{File, OpenOptions, TryLockError},
    io,
    path::PathBuf,
    time::Duration,
};

use sha2::{Digest, Sha256};
use toolkit::error::{Code, Error, Result};

use super::registration::Registration;

const POLL: Duration = Duration::from_millis(200);

/// The lock of one registration, for one user of this machine.
#[derive(Debug)]
pub(super) struct Lock {
    name: String,
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
        Self { name: format!("{}-{name}.lock", env!("CARGO_PKG_NAME")) }
    }

    /// Waits until no other process holds the lock; calls `busy` if one does.
    ///
    /// # Errors
    ///
    /// `AUTH_REQUIRED` if one still does when the time is over.
    pub(super) async fn acquire(&self, patience: Duration, busy: impl Fn() + Send + 'static) -> Result<Held> {
        let file = match directory().and_then(|directory| open(directory.join(&self.name))) {
            Ok(file) => file,
            Err(error) => return Ok(without(&error)),
        };
        let waiting = async {
            loop {
                match file.try_lock() {
                    Ok(()) => return Held { _file: Some(file) },
                    Err(TryLockError::WouldBlock) => busy(),
                    Err(TryLockError::Error(error)) => return without(&error),
                }
                tokio::time::sleep(POLL).await;
            }
        };
        tokio::time::timeout(patience, waiting).await.map_err(|_| {
            let seconds = patience.as_secs();
            let message = format!(
                "another process on this machine has been logging in to PagerDuty for more than {seconds} seconds"
            );
            Error::new(Code::AuthRequired, message)
                .hint("finish that login in the browser, or end that process; then call again")
        })
    }
}

fn open(path: PathBuf) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}

/// The user's private runtime directory (XDG Base Directory Specification) if there is one; otherwise a directory in
/// the user's caches.
#[cfg(unix)]
fn directory() -> io::Result<PathBuf> {
    use std::{
        fs::{self, DirBuilder, Permissions},
        os::unix::fs::{DirBuilderExt, PermissionsExt},
    };

    let named = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if let Some(directory) = named("XDG_RUNTIME_DIR").filter(|directory| check_own(directory).is_ok()) {
        return Ok(directory);
    }
    let caches = named("XDG_CACHE_HOME").or_else(|| Some(env::home_dir()?.join(".cache")));
    let caches = caches.filter(|path| path.is_absolute()).ok_or(io::ErrorKind::NotFound)?;
    fs::create_dir_all(&caches)?;
    let directory = caches.join(env!("CARGO_PKG_NAME"));
    match DirBuilder::new().mode(0o700).create(&directory) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    if check_own(&directory).is_err() {
        // Only the owner can do this.
        fs::set_permissions(&directory, Permissions::from_mode(0o700))?;
        check_own(&directory)?;
    }
    Ok(directory)
}

/// Whether this is a directory that belongs to the user and that nobody else can enter.
#[cfg(unix)]
fn check_own(directory: &std::path::Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;

    // Does not follow links, which may be somebody else's.
    let found = std::fs::symlink_metadata(directory)?;
    let is_own = found.uid() == rustix::process::geteuid().as_raw();
    if found.is_dir() && is_own && found.mode() & 0o077 == 0 {
        Ok(())
    } else {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

/// The directory for temporary files of this user.
#[cfg(not(unix))]
fn directory() -> io::Result<PathBuf> {
    Ok(env::temp_dir())
}

/// Without the lock, the worst case is that a person is asked twice.
fn without(error: &io::Error) -> Held {
    tracing::debug!(%error, "logins are not coordinated with other processes");
    Held { _file: None }
}
