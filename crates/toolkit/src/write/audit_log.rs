//! Where lines about changes are kept: one trait, so that what plans changes knows no file.

use std::{fmt, io};

/// A log that lines are added to, before and after each change.
pub trait AuditLog: fmt::Debug + Send + Sync {
    /// Adds a line, whole or not at all, without mixing it with lines of other processes.
    ///
    /// # Errors
    ///
    /// When it cannot be written: then nothing may be changed.
    fn add(&self, line: &str) -> io::Result<()>;
}
