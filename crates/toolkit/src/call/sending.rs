//! Changes that are under way: a program that ends waits for them.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// More than calls can run.
const MAX: u32 = 1 << 20;

/// Changes that are under way.
#[derive(Clone, Debug)]
pub struct Sending(Arc<Semaphore>);

impl Default for Sending {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MAX as usize)))
    }
}

impl Sending {
    /// Something is being sent until this is dropped.
    pub fn begin(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0).try_acquire_owned().ok()
    }

    /// Waits until nothing is being sent any more, or this time is over.
    pub async fn finish(&self, limit: Duration) {
        let _ = tokio::time::timeout(limit, self.0.acquire_many(MAX)).await;
    }
}
