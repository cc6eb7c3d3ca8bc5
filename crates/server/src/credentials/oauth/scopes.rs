//! The scopes that a login asks for.

/// All scopes that the tools need of a classic OAuth application (PagerDuty developer documentation, "OAuth
/// Functionality").
pub(super) const SCOPES: [&str; 2] = ["read", "write"];
