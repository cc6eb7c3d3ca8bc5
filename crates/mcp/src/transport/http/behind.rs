//! What the routes ask of the server behind them, and tell it.

use http::StatusCode;
use pagerduty::CredentialKey;

/// What the routes ask of the server behind them, and tell it.
pub trait Behind: Send + Sync + 'static {
    /// What was done since the start, as Prometheus reads it.
    fn metrics(&self) -> String;

    /// Whether PagerDuty accepted the token with this key before. Callers with such a token may send more.
    fn has_accepted(&self, _key: CredentialKey) -> bool {
        false
    }

    /// A request was refused before it could be a call.
    fn refused(&self, _status: StatusCode) {}
}

/// A server that has only metrics.
impl<F: Fn() -> String + Send + Sync + 'static> Behind for F {
    fn metrics(&self) -> String {
        self()
    }
}
