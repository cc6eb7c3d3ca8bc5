//! The embedded account: a PagerDuty in memory, reached over HTTP on a loopback port like any other.

use std::io;

use pagerduty::{BaseUrl, Credential};
use pagerduty_sim::{Options, Simulator, token};

/// A running simulator, and how to reach it.
pub(crate) struct Demo {
    /// Stops when dropped.
    _simulator: Simulator,
    pub(crate) base_url: BaseUrl,
    pub(crate) credential: Credential,
}

/// Starts the embedded account.
///
/// # Errors
///
/// When no loopback port can be had.
pub(crate) async fn start() -> io::Result<Demo> {
    let simulator = Simulator::start(Options::default()).await?;
    let base_url = simulator.url().parse().map_err(io::Error::other)?;
    let credential = Credential::new(token::USER).map_err(io::Error::other)?;
    Ok(Demo { _simulator: simulator, base_url, credential })
}
