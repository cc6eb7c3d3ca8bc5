//! How tools behave, as the operator says or by default.

use std::{fmt, sync::Arc, time::Duration};

use pagerduty::Timestamp;

use crate::{
    call::sending::Sending,
    selection::Selection,
    state_keys::StateKeys,
    store::{InMemory, Store},
    write::{audit_log::AuditLog, consent::Confirm},
};

/// How tools behave.
pub struct Settings {
    /// Which tools are on.
    pub selection: Selection,
    /// Items of a list that a call gets without asking for a number.
    pub response_limit: u32,
    /// Bytes of compact JSON that an answer has at most: more items are left for the next call.
    pub max_response_bytes: usize,
    /// How long one call may take.
    pub call_timeout: Duration,
    /// The e-mail address of PagerDuty's `From` header, instead of the current user's.
    pub user_email: Option<String>,
    /// Whether the data is made up, which every answer then says.
    pub simulated: bool,
    /// Whether answers have no text of strangers but titles.
    pub lockdown: bool,
    /// Calls that may run at the same time, in all.
    pub most_calls: usize,
    /// Calls that may run at the same time with one credential.
    pub most_calls_each: usize,
    /// Changes that are made with one credential within a minute.
    pub max_writes_per_minute: u32,
    /// Operations of the API, and kinds of them, that are refused otherwise.
    pub allowed_operations: Vec<String>,
    /// When the person is asked before a change.
    pub confirm: Confirm,
    /// How long they may think.
    pub confirm_timeout: Duration,
    /// Where a line is written before and after each change.
    pub audit: Option<Arc<dyn AuditLog>>,
    /// What must hold across processes.
    pub store: Arc<dyn Store>,
    /// What is sealed, and which processes open it.
    pub state_keys: StateKeys,
    /// Changes that are under way.
    pub sending: Sending,
    /// The time that calls take place at.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            selection: Selection::default(),
            response_limit: 100,
            max_response_bytes: 60_000,
            call_timeout: Duration::from_secs(30),
            user_email: None,
            simulated: false,
            lockdown: false,
            most_calls: 256,
            most_calls_each: 64,
            max_writes_per_minute: 60,
            allowed_operations: Vec::new(),
            confirm: Confirm::default(),
            confirm_timeout: Duration::from_secs(300),
            audit: None,
            store: Arc::new(InMemory::default()),
            state_keys: StateKeys::default(),
            sending: Sending::default(),
            clock: Arc::new(Timestamp::now),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("response_limit", &self.response_limit)
            .field("call_timeout", &self.call_timeout)
            .field("user_email", &self.user_email)
            .field("simulated", &self.simulated)
            .finish_non_exhaustive()
    }
}
