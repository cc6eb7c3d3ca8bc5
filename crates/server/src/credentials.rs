//! As whom the server calls PagerDuty.

use pagerduty::{Credential, InvalidCredential};

use crate::environment::{Environment, TOKEN};

/// The token of the environment or of `.env`, if there is one.
///
/// # Errors
///
/// When it cannot be a token.
pub(crate) fn find(environment: &Environment) -> Result<Option<Credential>, InvalidCredential> {
    environment.var(TOKEN).map(|token| Credential::new(&token)).transpose()
}
