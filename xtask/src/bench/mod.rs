//! `cargo xtask bench`: how the release binary starts, answers and what it weighs.
//!
//! It only prints figures; what is too slow is for people to say. Everything runs on this machine, with `simulate` as
//! PagerDuty, so a call costs what the server adds and not what the network does.

mod client;
mod machine;
mod process;
mod samples;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use serde_json::{Value, json};

use crate::{Result, print, table, tokens};
use client::Client;
use process::Simulator;
use samples::Samples;

const PACKAGE: &str = "pagerduty-mcp-server";
const STARTS: usize = 30;
/// Calls before the memory is read again; they also warm up what is timed after them.
const FIRST_CALLS: usize = 100;
const TIMED_CALLS: usize = 200;

/// Builds the release binary, measures it, and prints what came out.
pub(crate) fn run(root: &Path) -> Result<()> {
    let binary = build(root)?;
    print(&machine::description()?)?;
    print(&format!("cargo build --release -p {PACKAGE}\n"))?;

    let starts = [row("no arguments", &starts(&binary, &[])?), row("--demo", &starts(&binary, &["--demo"])?)];
    print(&format!("From process start to the answer of tools/list over stdio, {STARTS} runs, in milliseconds"))?;
    print(&table::aligned(["", "MIN", "MEDIAN", "MAX"], &starts))?;

    let session = session(&binary)?;
    print(&format!("\nget_incidents {}, {TIMED_CALLS} calls over stdio, in milliseconds", arguments()))?;
    let calls = &session.calls;
    let calls = [format!("{} incidents", session.incidents), ms(calls, 50), ms(calls, 95)];
    print(&table::aligned(["", "P50", "P95"], &[calls]))?;

    print("\nResident memory, in KiB")?;
    let memory = [
        ["after tools/list".to_owned(), session.memory_at_start],
        [format!("after {FIRST_CALLS} calls"), session.memory_after_calls],
    ];
    print(&table::aligned(["", "VMRSS"], &memory))?;

    print("\nSize")?;
    let bytes = fs::metadata(&binary)?.len();
    let list: tokens::Size = session.tools.iter().map(size).sum();
    let sizes = [
        ["binary".to_owned(), bytes.to_string(), String::new()],
        ["answer of tools/list".to_owned(), session.list_bytes.to_string(), String::new()],
        [format!("{} tool definitions", session.tools.len()), list.bytes.to_string(), list.tokens.to_string()],
    ];
    Ok(print(&table::aligned(["", "BYTES", "TOKENS"], &sizes))?)
}

/// Builds the release binary, and asks cargo where it is: the target directory may be anywhere.
fn build(root: &Path) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = Command::new(cargo)
        .args(["build", "--release", "--package", PACKAGE, "--message-format", "json-render-diagnostics"])
        .current_dir(root)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !build.status.success() {
        return Err("the release binary cannot be built".into());
    }
    executable(&String::from_utf8(build.stdout)?).ok_or_else(|| "cargo named no executable".into())
}

/// The binary in what cargo says about a build.
fn executable(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut executables = messages.filter(|message| message["target"]["name"] == PACKAGE);
    executables.find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

fn starts(binary: &Path, arguments: &[&str]) -> Result<Samples> {
    let start = || {
        let started = Instant::now();
        let mut client = Client::start(binary, arguments, &[])?;
        client.request("tools/list", &json!({}))?;
        Ok(started.elapsed())
    };
    (0..STARTS).map(|_| start()).collect()
}

/// What one server did and weighed, from its start to its last call.
struct Session {
    memory_at_start: String,
    memory_after_calls: String,
    calls: Samples,
    incidents: u64,
    list_bytes: usize,
    tools: Vec<Value>,
}

fn session(binary: &Path) -> Result<Session> {
    let simulator = Simulator::start(binary)?;
    let mut client = Client::start(binary, &[], &simulator.variables)?;
    let list = client.request("tools/list", &json!({}))?;
    let memory_at_start = memory(&client)?;
    let mut incidents = 0;
    for _ in 0..FIRST_CALLS {
        incidents = get_incidents(&mut client)?;
    }
    let memory_after_calls = memory(&client)?;
    let timed = || {
        let started = Instant::now();
        get_incidents(&mut client)?;
        Ok(started.elapsed())
    };
    let calls = std::iter::repeat_with(timed).take(TIMED_CALLS).collect::<Result<Samples>>()?;
    Ok(Session {
        memory_at_start,
        memory_after_calls,
        calls,
        incidents,
        list_bytes: list.bytes,
        tools: list.result["tools"].as_array().cloned().unwrap_or_default(),
    })
}

fn arguments() -> Value {
    json!({ "limit": 25 })
}

/// One call, and how many incidents it answered with: a bench of error messages would be fast.
fn get_incidents(client: &mut Client) -> Result<u64> {
    let answer = client.request("tools/call", &json!({ "name": "get_incidents", "arguments": arguments() }))?;
    match answer.result["structuredContent"]["metadata"]["count"].as_u64() {
        Some(count) if count > 0 => Ok(count),
        _ => Err(format!("get_incidents answered without incidents: {}", answer.result).into()),
    }
}

fn memory(client: &Client) -> Result<String> {
    Ok(machine::resident_kib(client.process_id())?.map_or_else(|| "Linux only".to_owned(), |kib| kib.to_string()))
}

fn size(tool: &Value) -> tokens::Size {
    let text = |key: &str| tool[key].as_str().unwrap_or_default();
    tokens::size(text("name"), text("description"), &tool["inputSchema"])
}

fn row(name: &str, samples: &Samples) -> [String; 4] {
    [name.to_owned(), ms(samples, 0), ms(samples, 50), ms(samples, 100)]
}

fn ms(samples: &Samples, percent: usize) -> String {
    format!("{:.2}", samples.percentile(percent).as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_is_found_among_cargos_messages() {
        let messages = r#"
            {"reason":"compiler-artifact","target":{"name":"serde"},"executable":null}
            {"reason":"compiler-artifact","target":{"name":"pagerduty-mcp-server"},"executable":null}
            {"reason":"compiler-artifact","target":{"name":"pagerduty-mcp-server"},"executable":"target/release/it"}
            {"reason":"build-finished","success":true}"#;
        assert_eq!(executable(messages), Some(PathBuf::from("target/release/it")));
        assert_eq!(executable(""), None);
    }
}
