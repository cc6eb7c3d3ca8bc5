//! `cargo xtask bench`: this server beside the two that people use, on the same machine, the same account and the same calls.
//!
//! It prints figures and writes docs/benchmarks.md; what is too slow is for people to say. PagerDuty is `simulate` in a
//! process of its own, so a call costs what the server adds and not what the network does.

mod client;
mod contender;
mod http;
mod machine;
mod measure;
mod process;
mod replay;
mod samples;
mod upstream;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{Result, build, print, table};
use client::Client;
use contender::Contender;
use upstream::Upstream;

const DOCUMENT: &str = "docs/benchmarks.md";

/// Builds the release binary, measures it beside the others, prints the figures and writes them down.
pub(crate) fn run(root: &Path, soak: Option<u64>, overhead: Option<usize>, against: Option<PathBuf>) -> Result<()> {
    let binary = build::program(root, "release", &[])?;
    if let Some(minutes) = soak {
        return self::soak(&binary, Duration::from_secs(minutes * 60));
    }
    if let Some(calls) = overhead {
        return self::overhead(&binary, calls);
    }
    let machine = machine::description()?;
    print(&format!("{machine}\n"))?;
    let scratch = root.join("target/bench");
    let ours = contender::ours(binary.clone());
    let others = match &against {
        Some(program) => vec![contender::build(program.clone())],
        None => contender::others(&scratch)?,
    };
    let contenders: Vec<Contender> = std::iter::once(ours).chain(others).collect();
    let upstream = Upstream::start(&binary)?;
    let figures = contenders.iter().map(|one| measure::all(one, &upstream)).collect::<Result<Vec<_>>>()?;
    let names: Vec<_> = contenders.iter().map(|one| one.name.as_str()).collect();
    let text = document(&machine, &names, &figures, fs::metadata(&binary)?.len());
    print(&text)?;
    if against.is_some() {
        return Ok(());
    }
    Ok(fs::write(root.join(DOCUMENT), text)?)
}

/// The figures side by side, with how many times ours are better.
fn document(machine: &str, names: &[&str], figures: &[measure::Figures], binary: u64) -> String {
    let mut text = format!(
        "# Benchmarks\n\n<!-- Written by `cargo xtask bench`; changes here are lost. -->\n\n\
         Measured on {machine}. PagerDuty is the simulated account (`simulate`, 60,000 incidents) in a process of its own; every \
         server makes the same calls on the same data with its defaults. The release binary has {:.1} MB.\n\n| | {} |\n|---|{}\n",
        binary as f64 / 1e6,
        names.join(" | "),
        "---:|".repeat(names.len()),
    );
    let Some((ours, others)) = figures.split_first() else { return text };
    for (row, figure) in ours.iter().enumerate() {
        let mut cells = vec![figure.what.to_owned(), figure.show()];
        for other in others {
            cells.push(match &other[row] {
                theirs if theirs.value.is_some() => format!("{} ({})", theirs.show(), figure.ratio(theirs)),
                theirs => theirs.show(),
            });
        }
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text.push_str(
        "\nIn brackets: how many times ours is better. A warm call lists incidents of the user's teams after the first call; \
         with PagerDuty's answers at hand the same answers come from memory, so the time is the server's own; \
         `pagerduty-mcp` reads the user once at its start. \
         Nothing was answered where a cell says so.\n\n```sh\ncargo xtask bench              # this page\ncargo xtask bench --soak 30    # memory of a long run, in minutes\n\
         cargo xtask bench --overhead 2000    # what the program itself takes of a warm call\n\
         ```\n",
    );
    text
}

/// Calls at full speed for so long, and what the process weighs meanwhile.
fn soak(binary: &Path, time: Duration) -> Result<()> {
    let upstream = Upstream::start(binary)?;
    let mut client = Client::start(binary, &[] as &[&str], &upstream.variables())?;
    let started = Instant::now();
    let mut calls = 0_u64;
    let mut rows = Vec::new();
    let step = time / 10;
    while started.elapsed() < time {
        let arguments = [json!({ "limit": 100 }), json!({ "limit": 10_000, "include": ["id"] }), json!({ "limit": 1 })];
        for arguments in arguments {
            client.request("tools/call", &json!({ "name": "get_incidents", "arguments": arguments }))?;
            calls += 1;
        }
        if u64::is_multiple_of(calls, 300) {
            // The simulator remembers what it was asked.
            upstream.requests()?;
        }
        if started.elapsed() >= step * (rows.len() as u32 + 1) {
            let megabytes = |which| -> Result<String> {
                Ok(machine::memory_mb(client.process_id(), which)?.map_or("-".to_owned(), |mb| format!("{mb:.1}")))
            };
            let seconds = started.elapsed().as_secs();
            rows.push([seconds.to_string(), calls.to_string(), megabytes("VmRSS")?, megabytes("VmHWM")?]);
        }
    }
    Ok(print(&table::aligned(["SECONDS", "CALLS", "MB NOW", "MB AT MOST"], &rows))?)
}

/// What the program itself takes of a warm call, and prints it.
fn overhead(binary: &Path, calls: usize) -> Result<()> {
    let samples = measure::at_hand(&contender::ours(binary.to_owned()), &Upstream::start(binary)?, calls)?;
    let milliseconds = |percent| format!("{:.3}", samples.percentile(percent).as_secs_f64() * 1e3);
    let row = [calls.to_string(), milliseconds(50), milliseconds(90), milliseconds(99)];
    Ok(print(&table::aligned(["CALLS", "P50 MS", "P90 MS", "P99 MS"], &[row]))?)
}
