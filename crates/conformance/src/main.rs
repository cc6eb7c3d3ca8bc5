//! `conformance-server ADDRESS`: what the MCP conformance suite calls, served as the product serves its tools.
//!
//! The suite judges a protocol by tools, prompts and resources of its own, which a product does not have. Here they are,
//! behind the product's routes, guard, limits and connections, so that nothing has to be excused for a missing fixture.
//! The log on standard error is the product's too. See `scripts/conformance.sh`. Not here: skills, which the suite does not require of any revision.

#![expect(deprecated, reason = "the suite still requires logging of protocol versions before 2026-07-28")]

mod changes;
mod fixtures;
mod kept;
mod media;
mod prompts;
mod questions;
mod resources;
mod states;
mod tools;

use std::{env, error::Error, io, time::Duration};

use mcp::transport::http;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    tracing_subscriber::fmt().json().flatten_event(true).with_writer(io::stderr).init();
    let address = env::args().nth(1).ok_or("usage: conformance-server ADDRESS")?;
    let options = http::Options {
        listen: address.parse()?,
        metrics_listen: None,
        allowed_hosts: Vec::new(),
        allowed_origins: Vec::new(),
        server_token: None,
        grace: Duration::from_secs(1),
    };
    // The suite asks for sessions of older protocol versions, where a tool asks in the middle of its call.
    http::mount(kept::Fixtures::default(), String::new, http::Sessions::unbounded(), options).await
}
