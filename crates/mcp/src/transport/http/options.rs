//! What the HTTP transport can be told.

use std::{net::SocketAddr, time::Duration};

use secrecy::SecretString;

/// What the HTTP transport can be told.
#[derive(Debug)]
pub struct Options {
    /// Where to listen for MCP.
    pub listen: SocketAddr,
    /// Where to listen for metrics and probes only, beside.
    pub metrics_listen: Option<SocketAddr>,
    /// Names, beside those of this machine, by which clients may call the server.
    pub allowed_hosts: Vec<String>,
    /// Origins, beside those of this machine, whose pages may call the server.
    pub allowed_origins: Vec<String>,
    /// What callers must send as Bearer, where that is asked of them.
    pub server_token: Option<SecretString>,
    /// How long running calls may go on after the server was told to stop.
    pub grace: Duration,
}
