//! What the HTTP transport can be told.

use std::{net::SocketAddr, time::Duration};

use secrecy::SecretString;

/// What the HTTP transport can be told.
#[derive(Debug)]
pub struct Options {
    /// Where to listen for MCP.
    pub listen: SocketAddr,
    /// Where to listen for metrics and probes, in addition.
    pub metrics_listen: Option<SocketAddr>,
    /// Names by which clients may call the server, in addition to those of this machine.
    pub allowed_hosts: Vec<String>,
    /// Origins whose pages may call the server, in addition to those of this machine.
    pub allowed_origins: Vec<String>,
    /// The token that callers have to send as Bearer, if any.
    pub server_token: Option<SecretString>,
    /// How long running calls may take to finish after the server is told to stop.
    pub grace: Duration,
}
