//! Signals that would end the process, maybe between the two lines of a change in the audit log, although nobody wants it to
//! end.

/// Goes on after SIGXFSZ, whose write then fails with an error, and after the signals by which other programs open their
/// logs anew, report, or notice the time: SIGUSR1, SIGUSR2 and SIGALRM. Needs a runtime.
#[cfg(unix)]
pub(crate) fn outlive() {
    use rustix::process::Signal;
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [Signal::XFSZ, Signal::USR1, Signal::USR2, Signal::ALARM] {
        // Once a signal is caught, it stays caught, though nobody waits for it.
        if let Err(error) = signal(SignalKind::from_raw(kind.as_raw())) {
            tracing::warn!(%error, ?kind, "a signal cannot be caught: it would end this process");
        }
    }
}

#[cfg(not(unix))]
pub(crate) fn outlive() {}
