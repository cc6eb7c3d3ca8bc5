//! A cap on writes: a model in a loop stops here, before it has changed the whole account.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::error::{Code, Error, Result};

const MINUTE: Duration = Duration::from_secs(60);

/// The writes of the last minute, of one credential.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<VecDeque<Instant>>);

impl Recent {
    /// Counts so many writes more.
    ///
    /// # Errors
    ///
    /// `RATE_LIMITED` when there would be more than `most` within a minute; none of them is counted then.
    pub(crate) fn count(&self, more: usize, most: u32) -> Result<()> {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while recent.front().is_some_and(|first| now.duration_since(*first) >= MINUTE) {
            recent.pop_front();
        }
        if recent.len() + more > most as usize {
            let wait = recent.front().map_or(MINUTE, |first| MINUTE.saturating_sub(now.duration_since(*first)));
            let message = format!("this would be more than the {most} changes a minute that this server makes");
            return Err(Error::new(Code::RateLimited, message)
                .hint("make sure that this is not a loop; the operator sets the limit with --max-writes-per-minute")
                .retry_after(wait));
        }
        recent.extend(std::iter::repeat_n(now, more));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_minute_has_so_many_writes_and_no_more() {
        let recent = Recent::default();
        assert!(recent.count(2, 3).is_ok());
        tokio::time::advance(Duration::from_secs(30)).await;
        assert!(recent.count(2, 3).is_err());
        assert!(recent.count(1, 3).is_ok());
        assert!(recent.count(1, 3).is_err());
        tokio::time::advance(Duration::from_secs(30)).await;
        assert!(recent.count(2, 3).is_ok(), "the first two are a minute old");
        assert!(recent.count(1, 3).is_err());
    }
}
