//! Small files that others may have written: only regular files are opened, and the amount that is read is limited.
//!
//! Opening a pipe waits until somebody writes to it, and a device may have no end. So files are opened without waiting,
//! and checked before they are used.

use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, Read},
    path::Path,
};

/// Largest file with a secret or with settings, in bytes.
pub(crate) const MAX_BYTES: u64 = 64 * 1024;

/// Opens a file; returns it with its metadata.
///
/// # Errors
///
/// When it cannot be opened, or is a directory, a pipe, a socket or a device.
pub(crate) fn open(path: &Path, options: &mut OpenOptions) -> io::Result<(File, Metadata)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"))
    }
}

/// The text of a small file.
///
/// # Errors
///
/// As for [`open`], and when it is too large or is not text.
pub(crate) fn read(path: &Path) -> io::Result<(String, Metadata)> {
    let invalid = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    let (file, metadata) = open(path, OpenOptions::new().read(true))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(invalid("it is larger than 64 KiB"));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(invalid("it is UTF-16: save it as UTF-8"));
    }
    let text = String::from_utf8(bytes).map_err(|_| invalid("it is not UTF-8 text"))?;
    Ok((text, metadata))
}

/// The text of a small file that should be private; warns if others can read it.
///
/// # Errors
///
/// As for [`read`].
pub(crate) fn read_private(path: &Path) -> io::Result<String> {
    let (text, metadata) = read(path)?;
    warn_of_others(path, &metadata);
    Ok(text)
}

/// A secret that is alone in a file, on one line.
///
/// # Errors
///
/// As for [`read`], and when there is not exactly one line.
pub(crate) fn read_secret(path: &Path) -> io::Result<String> {
    let invalid = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    let text = read_private(path)?;
    match text.trim() {
        text if text.starts_with('\u{feff}') => Err(invalid("it begins with a byte order mark: save it without one")),
        "" => Err(invalid("it is empty")),
        text if text.contains(['\n', '\r']) => Err(invalid("it has more than one line: keep only the token in it")),
        text => Ok(text.to_owned()),
    }
}

/// Warns if others on this machine can read a secret.
#[cfg(unix)]
pub(crate) fn warn_of_others(path: &Path, metadata: &Metadata) {
    use std::os::unix::fs::PermissionsExt;
    if metadata.permissions().mode() & 0o066 != 0 {
        tracing::warn!(
            "other users of this machine can read or change {}: allow its owner only (chmod 600), unless they are meant to",
            path.display()
        );
    }
}

#[cfg(not(unix))]
pub(crate) fn warn_of_others(_: &Path, _: &Metadata) {}
