//! The servers that are measured: this one, and the two that people use, from the Python index.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use crate::Result;

/// A server, and how it is asked for the same thing as the others.
#[derive(Debug)]
pub(super) struct Contender {
    pub(super) name: String,
    pub(super) program: PathBuf,
    /// Over stdio.
    pub(super) arguments: Vec<String>,
    /// Over HTTP, at `/mcp` of this port.
    pub(super) http: fn(port: u16) -> Vec<String>,
    /// The tool that lists incidents of the user, with its limit.
    pub(super) tool: &'static str,
    pub(super) list: fn(limit: u32) -> Value,
}

/// `pagerduty-mcp-server` 4.0.7 knows no other address than PagerDuty's, and its library no unencrypted one.
const ELSEWHERE: &str = "\
import os, pagerduty, pagerduty.api_client as api
api.ApiClient.url = property(lambda self: self._url, lambda self, url: setattr(self, '_url', url))
pagerduty.RestApiV2Client.default_base_url = os.environ['PAGERDUTY_API_URL']
";

/// This server, built for release.
pub(super) fn ours(program: PathBuf) -> Contender {
    Contender {
        name: format!("this server {}", env!("CARGO_PKG_VERSION")),
        program,
        arguments: Vec::new(),
        http: |port| ["--transport", "http", "--listen", &format!("127.0.0.1:{port}")].map(str::to_owned).to_vec(),
        tool: "get_incidents",
        // The order in which PagerDuty answers the others, who ask for none: the same rows for all.
        list: |limit| json!({ "limit": limit, "sort_by": "created_at:asc" }),
    }
}

/// Another build of this server.
pub(super) fn build(program: PathBuf) -> Contender {
    Contender { name: program.display().to_string(), ..ours(program) }
}

/// The others, installed into scratch environments below this directory.
pub(super) fn others(scratch: &Path) -> Result<Vec<Contender>> {
    let seed = install(scratch, "python3", "pagerduty-mcp-server==4.0.7", &["fastmcp<4", "mcp<2", "pagerduty<7"])?;
    // Its source needs the syntax of 3.12.
    let newer = ["python3.13", "python3.12", "python3"].into_iter().find(|python| is_recent(python));
    let newer = newer.ok_or("`pagerduty-mcp` needs Python 3.12 or newer: put `python3.12` on the PATH")?;
    let peer = install(scratch, newer, "pagerduty-mcp==1.1.0", &[])?;
    Ok(vec![
        Contender {
            name: "pagerduty-mcp-server 4.0.7".to_owned(),
            program: seed.join("bin/python"),
            arguments: vec![
                "-c".to_owned(),
                format!("{ELSEWHERE}from pagerduty_mcp_server.__main__ import main\nmain()"),
            ],
            http: |port| {
                let run = format!("mcp.run(transport='http', host='127.0.0.1', port={port}, stateless_http=True)");
                vec!["-c".to_owned(), format!("{ELSEWHERE}from pagerduty_mcp_server.server import mcp\n{run}")]
            },
            tool: "get_incidents",
            list: |limit| json!({ "limit": limit }),
        },
        Contender {
            name: "pagerduty-mcp 1.1.0".to_owned(),
            program: peer.join("bin/pagerduty-mcp"),
            arguments: Vec::new(),
            http: |port| ["--transport", "streamable-http", "--port", &port.to_string()].map(str::to_owned).to_vec(),
            tool: "list_incidents",
            list: |limit| json!({ "request_scope": "teams", "limit": limit }),
        },
    ])
}

/// A Python environment with a package, made where it is not there yet. `pagerduty-mcp-server` asks for a newer Python
/// than it needs.
fn install(scratch: &Path, python: &str, package: &str, pins: &[&str]) -> Result<PathBuf> {
    let directory = scratch.join(package.replace("==", "-"));
    let installed = directory.join("installed");
    if !installed.exists() {
        run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&directory))?;
        let pip = directory.join("bin/pip");
        run(Command::new(pip).args(["install", "--quiet", "--ignore-requires-python", package]).args(pins))?;
        fs::write(installed, package)?;
    }
    Ok(directory)
}

fn is_recent(python: &str) -> bool {
    let check = "import sys; sys.exit(sys.version_info < (3, 12))";
    Command::new(python).args(["-c", check]).output().is_ok_and(|output| output.status.success())
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}
