//! Servers with the same key finish each other's questions.

use std::fs;

use pagerduty_sim::{Simulator, token};
use serde_json::{Value, json};

use crate::{
    http_client::Server,
    program::{directory, program, run},
};

const CALL: &str = "create_incident";

/// A server on this account, with a file that has these keys.
fn server(simulator: &Simulator, name: &str, keys: &[&str]) -> Server {
    let file = directory(name).join("keys");
    fs::write(&file, keys.iter().map(|key| format!("{}\n", key.repeat(32))).collect::<String>()).unwrap();
    let mut command = program();
    command.args(["--toolsets", "all"]).env("PAGERDUTY_API_URL", simulator.url());
    if !keys.is_empty() {
        command.env("PAGERDUTY_STATE_KEY_FILE", &file);
    }
    Server::start(&mut command)
}

fn call(server: &Server, service: &str, more: Value) -> Value {
    let mut params = json!({
        "name": CALL,
        "arguments": {"service_id": service, "title": "Tills are down"},
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}}},
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "0"},
        },
    });
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let headers = [
        ("MCP-Protocol-Version", "2026-07-28"),
        ("Mcp-Method", "tools/call"),
        ("Mcp-Name", CALL),
        ("X-PagerDuty-Token", token::USER),
    ];
    let answer = server.post(&headers, "tools/call", params);
    let message: Value = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
    message["result"].clone()
}

fn yes(asked: &Value) -> Value {
    assert_eq!(asked["resultType"], "input_required", "{asked}");
    json!({"inputResponses": {"consent": {"action": "accept"}}, "requestState": asked["requestState"]})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_of_one_server_is_answered_at_another_with_the_same_key() {
    let simulator = Simulator::start(pagerduty_sim::Options::default()).await.unwrap();
    let service = simulator.account().service.id;
    tokio::task::spawn_blocking(move || {
        let one = server(&simulator, "keys-one", &["a"]);
        let other = server(&simulator, "keys-other", &["a"]);
        let rotated = server(&simulator, "keys-rotated", &["b", "a"]);
        let stranger = server(&simulator, "keys-stranger", &[]);
        let ask = |server: &Server| call(server, &service, json!({}));
        let finish = |server: &Server, asked: &Value| call(server, &service, yes(asked))["resultType"].clone();
        assert_eq!(finish(&other, &ask(&one)), "complete");
        assert_eq!(finish(&stranger, &ask(&one)), "input_required", "it has another key");
        assert_eq!(finish(&rotated, &ask(&one)), "complete", "the key before is still known");
        assert_eq!(finish(&one, &ask(&rotated)), "input_required", "the new key is not known here yet");
        let asked = ask(&one);
        assert_eq!(finish(&other, &asked), "complete");
        assert_eq!(finish(&other, &asked), "input_required", "used");
    })
    .await
    .unwrap();
}

#[test]
fn a_bad_key_is_said_at_the_start() {
    let file = directory("keys-bad").join("keys");
    fs::write(&file, "too short\n").unwrap();
    let output = run(&["--state-key-file", file.to_str().unwrap(), "--demo"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("--state-key-file") && told.contains("openssl rand") && !told.contains("too short"),
        "{told}"
    );
}
