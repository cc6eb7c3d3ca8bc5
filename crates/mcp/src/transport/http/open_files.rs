//! How many files the system lets this process have open: a connection is one, and so is each to PagerDuty.

/// Connections of callers that are open at the same time at most.
const MAX_CONNECTIONS: usize = 4_096;

/// Files for PagerDuty, the log and what else the program opens, where the system gives enough.
const RESERVE: usize = 512;

/// Connections of callers that may be open, after asking the system for as many files as that needs.
pub(super) fn connections() -> usize {
    let files = raised(MAX_CONNECTIONS + RESERVE);
    let most = within(files);
    if most < MAX_CONNECTIONS {
        tracing::warn!(
            files,
            connections = most,
            "the limit of open files of this process is low, and so is that of connections"
        );
    }
    most
}

/// What so many files leave for connections of callers.
fn within(files: usize) -> usize {
    let reserve = (files / 4).min(RESERVE);
    (files - reserve).clamp(1, MAX_CONNECTIONS)
}

/// The files that this process may have open, raised to what is wanted as far as the system allows.
#[cfg(unix)]
fn raised(wanted: usize) -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let number = |limit: Option<u64>| limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let limit = getrlimit(Resource::Nofile);
    let soft = number(limit.current);
    let aim = wanted.min(number(limit.maximum));
    if soft >= aim {
        return soft;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(aim as u64), maximum: limit.maximum }) {
        Ok(()) => aim,
        Err(error) => {
            tracing::debug!(%error, "the limit of open files cannot be raised");
            soft
        }
    }
}

#[cfg(not(unix))]
fn raised(wanted: usize) -> usize {
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_files_are_kept_for_pagerduty() {
        for (files, connections) in [(0, 1), (128, 96), (1_024, 768), (4_608, 4_096), (usize::MAX, 4_096)] {
            assert_eq!(within(files), connections, "{files}");
        }
    }
}
