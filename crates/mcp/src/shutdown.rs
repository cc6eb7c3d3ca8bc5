//! When the process is told to stop: Ctrl-C, SIGTERM as containers send it, or SIGHUP as terminals do that are closed.

use tokio_util::sync::CancellationToken;

/// A token that is cancelled when the process is told to stop.
pub(crate) fn signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        wait().await;
        tracing::info!("told to stop: finishing what runs");
        told.cancel();
    });
    stop
}

#[cfg(unix)]
async fn wait() {
    use tokio::signal::unix::{SignalKind, signal};
    // Before it is caught: whoever starts a program with `nohup` wants it to go on.
    let ignores_hangup = ignores_hangup();
    match (signal(SignalKind::terminate()), signal(SignalKind::hangup())) {
        (Ok(mut terminate), Ok(mut hangup)) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = hangup.recv(), if !ignores_hangup => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        (Err(error), _) | (_, Err(error)) => {
            tracing::warn!(%error, "signals cannot be caught: only Ctrl-C stops the server in order");
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

/// Whether the process was started with SIGHUP ignored, as far as the system tells (`proc_pid_status(5)`).
#[cfg(unix)]
fn ignores_hangup() -> bool {
    const HANGUP: u64 = 1;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & HANGUP != 0)
}

#[cfg(not(unix))]
async fn wait() {
    let _ = tokio::signal::ctrl_c().await;
}
