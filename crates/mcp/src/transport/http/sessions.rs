//! Sessions of protocol versions before 2026-07-28; the product has none.

use std::sync::Arc;

use rmcp::transport::streamable_http_server::{
    SessionManager,
    session::{local::LocalSessionManager, never::NeverSessionManager},
};

/// Whether clients of older protocol versions get a session, and who keeps it.
#[derive(Debug)]
pub struct Sessions<S: SessionManager> {
    pub(super) manager: Arc<S>,
    pub(super) in_the_legacy_era: bool,
}

impl Sessions<NeverSessionManager> {
    /// No sessions. A session costs memory before anybody has shown a token, and no call needs one.
    #[must_use]
    pub fn none() -> Self {
        Self { manager: Arc::default(), in_the_legacy_era: false }
    }
}

impl Sessions<LocalSessionManager> {
    /// A session for each client, in memory and without a limit: for servers on their own machine that have to ask in
    /// the middle of a call.
    #[must_use]
    pub fn unbounded() -> Self {
        Self { manager: Arc::default(), in_the_legacy_era: true }
    }
}
