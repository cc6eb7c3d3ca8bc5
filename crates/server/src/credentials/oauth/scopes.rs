//! The scopes that a login asks for.

/// What is asked for: everything that the tools need of a classic OAuth application (PagerDuty developer
/// documentation, "OAuth Functionality").
pub(super) const SCOPES: [&str; 2] = ["read", "write"];
