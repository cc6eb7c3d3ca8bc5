//! A cap on writes: a model in a loop stops here, before it has changed the whole account.

use std::{fmt::Write as _, time::Duration};

use pagerduty::CredentialKey;

use crate::{
    error::{Code, Error, Result},
    settings::Settings,
    store::{Counted, Counter},
};

const MINUTE: Duration = Duration::from_secs(60);

/// Adds this many writes to those of a credential.
///
/// # Errors
///
/// `RATE_LIMITED` when there would be more than the operator allows within a minute; none of them is counted then.
pub(super) async fn count(settings: &Settings, key: Option<CredentialKey>, more: usize) -> Result<()> {
    let limit = settings.max_writes_per_minute;
    let mut name = "writes ".to_owned();
    for byte in key.iter().flat_map(AsRef::as_ref) {
        // Writing to a `String` cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    let counter = Counter { name, limit: limit as usize, window: MINUTE };
    match settings.store.count(&counter, more).await {
        Ok(Counted::Within) => Ok(()),
        Ok(Counted::Beyond(wait)) => {
            let message = format!("this would be more than the {limit} changes a minute that this server makes");
            Err(Error::new(Code::RateLimited, message)
                .hint("make sure that this is not a loop; the operator sets the limit with --max-writes-per-minute")
                .retry_after(wait))
        }
        Err(error) => {
            let message = format!("the changes of this minute cannot be counted: {error}");
            Err(Error::new(Code::RateLimited, message).hint("nothing was changed: try again").retry_after(MINUTE))
        }
    }
}
