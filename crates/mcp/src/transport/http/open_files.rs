//! The limit of open files: each connection needs one, to callers and to PagerDuty.

/// Most connections of callers.
const MAX_CONNECTIONS: usize = 4_096;

/// Files reserved for connections to PagerDuty, the log and others, if the limit allows.
const RESERVE: usize = 512;

/// The number of connections that callers may open, after raising the limit as needed.
pub(super) fn connections() -> usize {
    let files = raised(MAX_CONNECTIONS + RESERVE);
    let most = within(files);
    if most < MAX_CONNECTIONS {
        tracing::warn!(files, connections = most, "the limit of open files is low, so fewer connections are accepted");
    }
    most
}

/// The connections of callers that this limit leaves room for.
fn within(files: usize) -> usize {
    let reserve = (files / 4).min(RESERVE);
    (files - reserve).clamp(1, MAX_CONNECTIONS)
}

/// The limit of open files, raised as far as wanted and allowed.
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
