//! The embedded account: a PagerDuty in memory, reached over HTTP on a loopback port.

use std::io;

use pagerduty::{BaseUrl, Credential};
use pagerduty_sim::{History, Options, Simulator, token};

use crate::credentials::Credentials;

/// A running simulator; it stops when dropped.
pub(crate) struct Demo {
    simulator: Simulator,
}

impl Demo {
    /// Whether anything was changed in it. Changes are lost when it is dropped.
    pub(crate) fn is_changed(&self) -> bool {
        self.simulator.requests().iter().any(|request| request.method != "GET" && request.status < 300)
    }
}

/// Starts the embedded account, with a history that ends now or stays the same all day; returns its address and the
/// credential for it.
///
/// # Errors
///
/// When no loopback port is available.
pub(crate) async fn start(history: History) -> io::Result<(Demo, BaseUrl, Credentials)> {
    let simulator = Simulator::start(Options { history, ..Options::default() }).await?;
    let base_url = simulator.url().parse().map_err(io::Error::other)?;
    let credential = Credential::new(token::USER).map_err(io::Error::other)?;
    Ok((Demo { simulator }, base_url, Credentials::of(credential)))
}
