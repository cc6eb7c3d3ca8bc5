//! The file of the audit log: each line is one write, and failing to write it is an error. `record.rs` of
//! `toolkit::write` says what the lines contain.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use toolkit::write::audit_log::AuditLog;

use crate::regular_file;

/// The start of every line of the log: a file that starts differently is something else, and is left alone.
const START: &str = "{\"version\":1,\"event\":\"";

/// A file that lines are added to.
#[derive(Debug)]
pub struct AuditFile {
    path: PathBuf,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    file: File,
    /// Whether the last line is incomplete: the next one must not become part of it.
    is_broken: bool,
}

impl AuditFile {
    /// Opens the file of this name, or creates it, readable only for its owner.
    ///
    /// # Errors
    ///
    /// When it cannot be opened for writing, is not a regular file, or is not an audit log.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), open: Mutex::new(Open::at(path)?) })
    }
}

impl AuditLog for AuditFile {
    /// One write for each line, so that lines of several processes do not mix, and a killed process leaves whole lines.
    fn add(&self, line: &str) -> io::Result<()> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if !open.is_at(&self.path) {
            // The file was moved away or deleted, as when logs are rotated.
            *open = Open::at(&self.path)?;
        }
        open.add(line)
    }
}

impl Open {
    fn at(path: &Path) -> io::Result<Self> {
        // Also for reading: the start of the file shows whether it is an audit log.
        let mut options = OpenOptions::new();
        options.read(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let is_missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        let opened = match regular_file::open(path, &mut options) {
            // A link to a log is followed, but the file that a link names is not made: it may be anywhere.
            Err(error) if is_missing(&error) => regular_file::open(path, options.clone().create_new(true)),
            opened => opened,
        };
        let (mut file, metadata) = match opened {
            // Another process has made it, or it is a link.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => regular_file::open(path, &mut options)
                .map_err(|error| match is_missing(&error) {
                    true => io::Error::new(io::ErrorKind::NotFound, "it is a symbolic link that points nowhere"),
                    false => error,
                })?,
            opened => opened?,
        };
        regular_file::warn_of_others(path, &metadata);
        let is_broken = check(&mut file, metadata.len())?;
        Ok(Self { file, is_broken })
    }

    /// Whether the file of that name is still this one.
    #[cfg(unix)]
    fn is_at(&self, path: &Path) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let (Ok(here), Ok(there)) = (self.file.metadata(), std::fs::metadata(path)) else { return false };
        (here.dev(), here.ino()) == (there.dev(), there.ino())
    }

    #[cfg(not(unix))]
    fn is_at(&self, path: &Path) -> bool {
        path.exists()
    }

    fn add(&mut self, line: &str) -> io::Result<()> {
        let before = if self.is_broken { "\n" } else { "" };
        let line = format!("{before}{line}\n");
        let written = loop {
            match self.file.write(line.as_bytes()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                written => break written,
            }
        };
        match written {
            Ok(written) if written == line.len() => {
                self.is_broken = false;
                Ok(())
            }
            Ok(written) => {
                self.is_broken |= written > 0;
                Err(io::Error::new(io::ErrorKind::StorageFull, "there is no room for the whole line"))
            }
            Err(error) => Err(error),
        }
    }
}

/// Refuses a file that is not an audit log; returns whether its last line is incomplete.
fn check(file: &mut File, length: u64) -> io::Result<bool> {
    if length == 0 {
        return Ok(false);
    }
    let mut start = Vec::new();
    (&mut *file).take(START.len() as u64).read_to_end(&mut start)?;
    // The very first line may be incomplete.
    if !START.as_bytes().starts_with(&start) {
        return Err(io::Error::other("it exists and is not an audit log of this program"));
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("pagerduty-audit-{}-{name}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        path
    }

    #[test]
    fn another_file_is_left_alone() {
        let path = path("other");
        for text in [
            "export PATH=/bin\n",
            "{\"version\":1,\"name\":\"other\"}\n",
            "{\"version\":2}",
            "{\"version\":12,\"event\":\"x\"}",
        ] {
            std::fs::write(&path, text).unwrap();
            assert!(AuditFile::open(&path).unwrap_err().to_string().contains("not an audit log"), "{text}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert!(AuditFile::open(&std::env::temp_dir()).is_err());
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_line_that_broke_off_does_not_swallow_the_next() {
        let path = path("broken");
        std::fs::write(&path, "{\"version\":1,\"ev").unwrap();
        AuditFile::open(&path).unwrap().add("{\"version\":1}").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"version\":1,\"ev\n{\"version\":1}\n");
        std::fs::remove_file(&path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_log_that_was_moved_away_is_begun_anew() {
        let (path, moved) = (path("rotated"), path("moved"));
        let audit = AuditFile::open(&path).unwrap();
        audit.add("{\"version\":1}").unwrap();
        std::fs::rename(&path, &moved).unwrap();
        audit.add("{\"version\":2}").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"version\":2}\n");
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        for path in [path, moved] {
            std::fs::remove_file(path).unwrap();
        }
    }
}
