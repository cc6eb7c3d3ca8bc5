//! Sessions of the era before 2026-07-28: the product has none.

use std::sync::Arc;

use rmcp::transport::streamable_http_server::{
    SessionManager,
    session::{local::LocalSessionManager, never::NeverSessionManager},
};

/// Whether clients of the older era get a session, and who keeps it.
#[derive(Debug)]
pub struct Sessions<S: SessionManager> {
    pub(super) manager: Arc<S>,
    pub(super) in_the_legacy_era: bool,
}

impl Sessions<NeverSessionManager> {
    /// Every request by itself. A session costs memory before anybody has shown a token, and gives nothing that a call
    /// needs.
    #[must_use]
    pub fn none() -> Self {
        Self { manager: Arc::default(), in_the_legacy_era: false }
    }
}

impl Sessions<LocalSessionManager> {
    /// One for each client, in memory without a bound: for servers that have to ask in the middle of a call, on a machine
    /// of their own.
    #[must_use]
    pub fn unbounded() -> Self {
        Self { manager: Arc::default(), in_the_legacy_era: true }
    }
}
