//! When no connection can be made, again and again, requests fail at once for a few seconds instead of piling up; then
//! one of them tries.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::{Error, ErrorKind, Stage};

/// This many connections in a row have to fail: two calls with all their repetitions.
const FAILURES: u32 = 6;

/// How long requests then fail at once; also how long the one that tries may take before another does.
const PAUSE: Duration = Duration::from_secs(5);

/// How connecting went.
#[derive(Debug, Default)]
pub(crate) struct Circuit(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Connections in a row that could not be made.
    failures: u32,
    /// Until when nobody tries.
    until: Option<Instant>,
    /// Why the last one could not be made.
    cause: String,
    stage: Option<Stage>,
}

impl Circuit {
    /// Whether a request may try to connect.
    ///
    /// # Errors
    ///
    /// `Unreachable` while it may not: why, and when to try again.
    pub(crate) fn enter(&self) -> Result<(), Error> {
        let mut state = self.lock();
        if state.failures < FAILURES {
            return Ok(());
        }
        let now = Instant::now();
        match state.until {
            Some(until) if now < until => {
                let wait = until - now;
                let message = format!(
                    "not tried, because the last {} connections to PagerDuty could not be made: {}",
                    state.failures, state.cause
                );
                let error = Error::new(ErrorKind::Unreachable, message).with_retry_after(wait);
                Err(match state.stage {
                    Some(stage) => error.with_stage(stage),
                    None => error,
                })
            }
            _ => {
                // This one tries; the others wait for what it finds.
                state.until = Some(now + PAUSE);
                Ok(())
            }
        }
    }

    /// A connection was made.
    pub(crate) fn connected(&self) {
        let mut state = self.lock();
        if state.failures > 0 {
            *state = State::default();
        }
    }

    /// A connection could not be made.
    pub(crate) fn failed(&self, error: &Error) {
        let mut state = self.lock();
        state.failures = state.failures.saturating_add(1);
        state.cause = error.to_string();
        state.stage = error.stage();
        if state.failures >= FAILURES {
            state.until = Some(Instant::now() + PAUSE);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_request_tries_after_the_pause() {
        let circuit = Circuit::default();
        let refused = Error::new(ErrorKind::Unreachable, "connection refused");
        for _ in 0..FAILURES {
            assert!(circuit.enter().is_ok());
            circuit.failed(&refused);
        }
        let error = circuit.enter().unwrap_err();
        assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Unreachable, Some(PAUSE)));
        assert!(error.to_string().ends_with("could not be made: connection refused"), "{error}");
        tokio::time::advance(PAUSE).await;
        assert!(circuit.enter().is_ok() && circuit.enter().is_err(), "one tries");
        circuit.failed(&refused);
        assert!(circuit.enter().is_err(), "it failed too");
        tokio::time::advance(PAUSE).await;
        assert!(circuit.enter().is_ok());
        circuit.connected();
        assert!(circuit.enter().is_ok() && circuit.enter().is_ok());
    }
}
