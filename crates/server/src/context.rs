//! What a tool may use while it runs: PagerDuty, the clock, the limits, and a place for warnings.

use std::sync::{Arc, Mutex, PoisonError};

use pagerduty::{Client, CredentialKey, ROW_LIMIT, Timestamp, Window};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::Instant;

use crate::{
    cursor::{Fingerprint, Position},
    error::{Code, Error, Result},
    rules::{self, Rule},
    toolbox::Settings,
    user_context::UserContext,
    writes::Ask,
};

/// What a tool may use while it runs.
#[derive(Debug)]
pub struct Context {
    pub(crate) client: Option<Client>,
    /// As whom.
    pub(crate) key: Option<CredentialKey>,
    /// When the call ends, whatever it came to.
    pub(crate) deadline: Instant,
    /// How the person behind the client is asked.
    pub(crate) ask: Ask,
    pub(crate) settings: Arc<Settings>,
    /// What is remembered of the current user.
    pub(crate) known: Arc<UserContext>,
    pub(crate) rules: &'static [Rule],
    pub(crate) query: Fingerprint,
    pub(crate) warnings: Mutex<Vec<String>>,
}

/// The parameters of every list: how many items, and from where on.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Paging {
    /// The most items to return in all; default 100.
    #[schemars(range(min = 1))]
    limit: Option<u32>,
    /// Go on where an answer stopped: its `metadata.next_cursor`, with the same filters.
    #[schemars(extend("format" = "cursor"))]
    cursor: Option<String>,
}

impl Paging {
    /// Whether a list goes on where an answer stopped.
    pub(crate) fn is_continued(&self) -> bool {
        self.cursor.is_some()
    }

    /// Whether the caller said how many items are wanted.
    pub(crate) fn is_limited(&self) -> bool {
        self.limit.is_some()
    }
}

impl Context {
    /// PagerDuty, with this call's deadline.
    ///
    /// # Errors
    ///
    /// `AUTH_REQUIRED` when there is no credential.
    pub fn pagerduty(&self) -> Result<&Client> {
        self.client.as_ref().ok_or_else(Error::auth_required)
    }

    /// Where a caller wants a list from, and how many of its items.
    ///
    /// # Errors
    ///
    /// `INVALID_PARAMETER` when the cursor is malformed or from another query.
    pub(crate) fn start(&self, paging: &Paging) -> Result<(Position, u64)> {
        let position =
            paging.cursor.as_deref().map_or(Ok(Position::default()), |cursor| self.query.position(cursor))?;
        if position.offset >= ROW_LIMIT {
            return Err(Error::new(
                Code::InvalidParameter,
                "`cursor` lies beyond the last row that PagerDuty hands out",
            ));
        }
        Ok((position, u64::from(paging.limit.unwrap_or(self.settings.response_limit))))
    }

    /// The rows that a caller wants of a list.
    ///
    /// # Errors
    ///
    /// `INVALID_PARAMETER` when the cursor is malformed or from another query.
    pub fn window(&self, paging: &Paging) -> Result<Window> {
        let (position, limit) = self.start(paging)?;
        Ok(Window::new(position.offset, limit))
    }

    /// The time that this call takes place at.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.settings.clock)()
    }

    /// The e-mail address for PagerDuty's `From` header, where it is configured.
    pub(crate) fn configured_email(&self) -> Option<&str> {
        self.settings.user_email.as_deref()
    }

    /// What to do instead where there is no current user.
    pub(crate) fn without_user(&self) -> Option<String> {
        rules::without_context(self.rules)
    }

    /// Tells the caller what is missing from the answer, or what was ignored.
    pub fn warn(&self, warning: impl Into<String>) {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner).push(warning.into());
    }

    /// Whether the caller is told something already.
    pub(crate) fn has_warnings(&self) -> bool {
        !self.warnings.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    pub(crate) fn take_warnings(&self) -> Vec<String> {
        std::mem::take(&mut self.warnings.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
