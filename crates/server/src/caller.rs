//! The client that makes a call, as it calls itself.

use serde::Serialize;

/// The name of a client, which it chooses itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClientName {
    /// Such as `claude-code`.
    pub name: String,
    /// Its version.
    pub version: String,
}
