//! Serves an account on a port: `cargo run -p pagerduty-sim --example serve -- 8089 [incidents]`.

#![allow(clippy::print_stderr, reason = "a program for people at a terminal")]

use pagerduty_sim::{Options, Simulator, Size};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<usize>().ok());
    let port = arguments.next().flatten().unwrap_or(8089);
    let mut size = Size::default();
    if let Some(incidents) = arguments.next().flatten() {
        size.incidents = incidents;
    }
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    eprintln!("http://{}", listener.local_addr()?);
    Simulator::serve(Options { size, rate_limit: u32::MAX, ..Options::default() }, listener).await
}
