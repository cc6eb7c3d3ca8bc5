//! Notices when the process is told to stop: by Ctrl-C, by SIGTERM (containers), by SIGQUIT (a terminal, a supervisor), or by
//! SIGHUP (a closed terminal).

use tokio_util::sync::CancellationToken;

/// A token that is cancelled when the process is told to stop.
pub(crate) fn signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        wait().await;
        tracing::info!("stopping: running calls may finish");
        told.cancel();
    });
    stop
}

#[cfg(unix)]
async fn wait() {
    use tokio::signal::unix::{SignalKind, signal};
    // Checked before the signal is caught: a program started with `nohup` is meant to go on.
    let ignores_hangup = ignores_hangup();
    match (signal(SignalKind::terminate()), signal(SignalKind::quit()), signal(SignalKind::hangup())) {
        (Ok(mut terminate), Ok(mut quit), Ok(mut hangup)) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = quit.recv() => {}
                _ = hangup.recv(), if !ignores_hangup => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        (Err(error), ..) | (_, Err(error), _) | (_, _, Err(error)) => {
            tracing::warn!(%error, "signals cannot be caught: only Ctrl-C shuts the server down cleanly");
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

/// Whether the process was started with SIGHUP ignored, as far as `/proc` says (`proc_pid_status(5)`).
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
