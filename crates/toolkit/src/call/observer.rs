//! What one call asks of PagerDuty: counted for its line in the log, its progress, the metrics and the trace.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use pagerduty::{Observation, Observer};
use tokio::sync::watch;

use crate::call::{metrics::Metrics, trace::CallTrace};

/// How far a call is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Requests that were answered, or failed.
    pub done: u64,
    /// Requests that there will be, as far as is known.
    pub total: Option<u64>,
    /// Whether the call waits for what a person says.
    pub waits_for_person: bool,
}

/// Counts the requests of one call.
#[derive(Debug)]
pub(crate) struct CallObserver {
    metrics: Arc<Metrics>,
    trace: CallTrace,
    progress: Option<watch::Sender<Progress>>,
    requests: AtomicU64,
    /// Requests that there will be; 0 where nobody knows.
    expected: AtomicU64,
}

impl CallObserver {
    pub(crate) fn new(metrics: Arc<Metrics>, trace: CallTrace, progress: Option<watch::Sender<Progress>>) -> Self {
        Self { metrics, trace, progress, requests: AtomicU64::new(0), expected: AtomicU64::new(0) }
    }

    /// The spans of the call.
    pub(crate) fn trace(&self) -> &CallTrace {
        &self.trace
    }

    /// A person is asked, or has answered.
    pub(crate) fn waits_for_person(&self, waits: bool) {
        if let Some(progress) = &self.progress {
            progress.send_modify(|progress| progress.waits_for_person = waits);
        }
    }

    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }
}

impl Observer for CallObserver {
    fn observed(&self, observation: &Observation<'_>) {
        let done = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        self.trace.requested(observation);
        self.metrics.requested(observation);
        if let Some(progress) = &self.progress {
            let expected = self.expected.load(Ordering::Relaxed);
            let total = (expected > 0).then_some(expected.max(done));
            progress.send_replace(Progress { done, total, waits_for_person: false });
        }
    }

    fn planned(&self, requests: usize) {
        self.expected.store(self.requests() + requests as u64, Ordering::Relaxed);
    }
}
