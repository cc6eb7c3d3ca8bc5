//! How long an account takes to make, and how much memory it needs:
//! `cargo run --release -p pagerduty-sim --example measure -- 100000`.

#![allow(clippy::print_stdout, reason = "a program for people at a terminal")]

use std::time::Instant;

use pagerduty_sim::{Options, Simulator, Size};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let incidents = std::env::args().nth(1).and_then(|argument| argument.parse().ok());
    let mut size = Size::default();
    size.incidents = incidents.unwrap_or(size.incidents);
    let start = Instant::now();
    let simulator = Simulator::start(Options { size, ..Options::default() }).await?;
    println!("started after {:?}", start.elapsed());
    let counts = simulator.account().counts;
    println!("ready after {:?}: {counts:?}", start.elapsed());
    // Linux only; elsewhere the memory is simply not shown.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS")) {
        println!("{line}");
    }
    Ok(())
}
