//! A bare MCP client over stdio: one request at a time, and nothing between it and the server that takes time.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{ChildStdin, ChildStdout},
};

use serde_json::{Value, json};

use super::process::Process;
use crate::Result;

const PROTOCOL_VERSION: &str = "2025-06-18";

/// A client with its server.
#[derive(Debug)]
pub(super) struct Client {
    process: Process,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    requests: u64,
}

/// The answer to a request.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) result: Value,
    /// Bytes of the whole message.
    pub(super) bytes: usize,
}

impl Client {
    /// Starts a server and initializes the session.
    pub(super) fn start(
        binary: &Path,
        arguments: &[impl AsRef<OsStr>],
        variables: &[(String, String)],
    ) -> Result<Self> {
        let mut process = Process::start(binary, arguments, variables)?;
        let (stdin, stdout) = (process.stdin()?, process.stdout()?);
        let mut client = Self { process, stdin, stdout, requests: 0 };
        let client_info = json!({ "name": "xtask", "version": env!("CARGO_PKG_VERSION") });
        client.request(
            "initialize",
            &json!({ "protocolVersion": PROTOCOL_VERSION, "capabilities": {}, "clientInfo": client_info }),
        )?;
        client.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }))?;
        Ok(client)
    }

    pub(super) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Sends a request and waits for its answer.
    pub(super) fn request(&mut self, method: &str, params: &Value) -> Result<Answer> {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        let mut line = String::new();
        loop {
            line.clear();
            if self.stdout.read_line(&mut line)? == 0 {
                return Err(format!("the server ended during {method}").into());
            }
            let mut message: Value = serde_json::from_str(&line)?;
            // Notifications come in between; the server asks us nothing, for we announced no capability.
            if message["id"] != id {
                continue;
            }
            return match message["result"].take() {
                Value::Null => Err(format!("{method} failed: {}", message["error"]).into()),
                result => Ok(Answer { result, bytes: line.len() }),
            };
        }
    }

    /// Sends a request and reads a line, which must be its answer: nothing is parsed, so that only the server takes time.
    pub(super) fn exchange(&mut self, method: &str, params: &Value) -> Result<()> {
        self.requests += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.requests, "method": method, "params": params }))?;
        let mut line = String::new();
        self.stdout.read_line(&mut line)?;
        let is_answer = line.contains(&format!("\"id\":{},", self.requests)) && !line.contains("\"isError\":true");
        if is_answer { Ok(()) } else { Err(format!("{method} failed: {line}").into()) }
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        // In one write, as clients do.
        Ok(self.stdin.write_all(format!("{message}\n").as_bytes())?)
    }
}
