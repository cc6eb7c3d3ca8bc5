//! The embedded account: a PagerDuty in memory, reached over HTTP on a loopback port like any other.

use std::io;

use pagerduty::{BaseUrl, Credential};
use pagerduty_sim::{Options, Simulator, token};

use crate::credentials::Credentials;

/// A running simulator; it stops when dropped.
pub(crate) struct Demo {
    _simulator: Simulator,
}

/// Starts the embedded account: where it is, and as whom to call it.
///
/// # Errors
///
/// When no loopback port can be had.
pub(crate) async fn start() -> io::Result<(Demo, BaseUrl, Credentials)> {
    let simulator = Simulator::start(Options::default()).await?;
    let base_url = simulator.url().parse().map_err(io::Error::other)?;
    let credential = Credential::new(token::USER).map_err(io::Error::other)?;
    Ok((Demo { _simulator: simulator }, base_url, Credentials::of(credential)))
}
