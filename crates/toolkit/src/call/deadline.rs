//! When a call ends, whatever comes of it. It moves while a person is asked: their time is not PagerDuty's.

use std::{
    future::Future,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// The client of PagerDuty's API keeps to the deadline by itself; this much later whatever else waits is ended.
const SLACK: Duration = Duration::from_millis(100);

/// The deadline of a call.
#[derive(Clone, Debug)]
pub(crate) struct Deadline(Arc<Mutex<Instant>>);

impl Deadline {
    /// At this time.
    pub(crate) fn at(at: Instant) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    /// When it is now.
    pub(crate) fn get(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves it.
    pub(crate) fn move_to(&self, at: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// The result of a part of the call, if there is one before the deadline, wherever that has moved meanwhile.
    pub(crate) async fn limit<T>(&self, part: impl Future<Output = T>) -> Option<T> {
        let mut part = pin!(part);
        loop {
            let until = self.get();
            match tokio::time::timeout_at(until + SLACK, part.as_mut()).await {
                Ok(result) => return Some(result),
                Err(_) if self.get() > until => {}
                Err(_) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_deadline_moves_while_it_is_waited_for() {
        let second = Duration::from_secs(1);
        let deadline = Deadline::at(Instant::now() + second);
        let moved = deadline.clone();
        let slow = async {
            moved.move_to(Instant::now() + 5 * second);
            tokio::time::sleep(3 * second).await;
        };
        assert_eq!(deadline.limit(slow).await, Some(()));
        assert_eq!(deadline.limit(std::future::pending::<()>()).await, None);
    }
}
