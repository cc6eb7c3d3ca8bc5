//! The simulator in a process of its own: what it was asked, and how slow it is.

use std::path::Path;

use serde_json::{Value, json};

use super::{
    http::Connection,
    process::{Process, assignments, read_line},
};
use crate::Result;

/// `simulate`, with no limit that a benchmark would reach.
#[derive(Debug)]
pub(super) struct Upstream {
    pub(super) url: String,
    pub(super) token: String,
    _process: Process,
}

impl Upstream {
    pub(super) fn start(binary: &Path) -> Result<Self> {
        let arguments = ["simulate", "--listen", "127.0.0.1:0", "--requests-per-minute", "1000000000"];
        // More incidents in a month than the longest list that is measured, and always the same.
        let size = ["--incidents", "60000", "--now", "2026-06-15T14:00:00Z"];
        let mut process = Process::start(binary, &[&arguments[..], &size].concat(), &[])?;
        let mut stdout = process.stdout()?;
        loop {
            if let [(_, url), (_, token)] = assignments(&read_line(&mut stdout)?).as_slice() {
                let upstream = Self { url: url.clone(), token: token.clone(), _process: process };
                // The account is made at the first request.
                upstream.control("GET", "/_sim/account", "")?;
                return Ok(upstream);
            }
        }
    }

    /// What a server needs to call it, under the names that the three servers know.
    pub(super) fn variables(&self) -> Vec<(String, String)> {
        let variables = [
            ("PAGERDUTY_API_URL", &self.url),
            ("PAGERDUTY_API_HOST", &self.url),
            ("PAGERDUTY_API_TOKEN", &self.token),
            ("PAGERDUTY_USER_API_KEY", &self.token),
        ];
        let mut variables: Vec<_> = variables.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        variables.push(("FASTMCP_CHECK_FOR_UPDATES".to_owned(), "off".to_owned()));
        variables
    }

    /// How many requests came since the last look.
    pub(super) fn requests(&self) -> Result<usize> {
        let requests: Value = serde_json::from_str(&self.control("GET", "/_sim/requests", "")?)?;
        self.control("DELETE", "/_sim/requests", "")?;
        Ok(requests.as_array().map(Vec::len).unwrap_or_default())
    }

    /// Makes every request of PagerDuty's API take so long.
    pub(super) fn latency(&self, milliseconds: u64) -> Result<()> {
        self.control("DELETE", "/_sim/faults", "")?;
        if milliseconds > 0 {
            let fault = json!({ "path": "*", "latency_ms": milliseconds });
            self.control("POST", "/_sim/faults", &fault.to_string())?;
        }
        Ok(())
    }

    fn control(&self, method: &str, path: &str, body: &str) -> Result<String> {
        let address = self.url.strip_prefix("http://").ok_or("the simulator speaks plain HTTP")?;
        Connection::open(address)?.send(method, path, &[], body)
    }
}
