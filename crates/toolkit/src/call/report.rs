//! The end of a call, told once: a line in the log and a count in the metrics, also where the call was dropped before.

use std::sync::{Arc, OnceLock};

use pagerduty::CredentialKey;
use tokio::time::Instant;

use crate::{
    call::{metrics::Metrics, observer::CallObserver},
    error::Code,
};

/// A call that runs; when this is dropped without a word, the call was cancelled.
#[derive(Debug)]
pub(crate) struct CallReport {
    pub metrics: Arc<Metrics>,
    pub observer: Arc<CallObserver>,
    pub tool: &'static str,
    pub request_id: String,
    pub traceparent: Option<String>,
    /// As whom, once that is known.
    pub credential: Arc<OnceLock<CredentialKey>>,
    pub started: Instant,
    pub told: bool,
}

impl CallReport {
    /// Reports the result of the call: `ok` or a code, and how long the answer is.
    pub(crate) fn tell(&mut self, outcome: &'static str, bytes: usize) {
        self.told = true;
        let elapsed = self.started.elapsed();
        self.metrics.call_ended(self.tool, outcome, elapsed);
        self.observer.trace().end(outcome);
        tracing::info!(
            tool = self.tool,
            outcome,
            milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            upstream_requests = self.observer.requests(),
            bytes,
            request_id = self.request_id,
            credential = self.credential.get().map(CredentialKey::to_string),
            traceparent = self.traceparent,
            "call"
        );
    }
}

impl Drop for CallReport {
    fn drop(&mut self) {
        if !self.told {
            self.tell(Code::Cancelled.as_str(), 0);
        }
    }
}
