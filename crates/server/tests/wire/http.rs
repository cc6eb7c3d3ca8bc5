//! MCP over HTTP: old and new protocol versions, each caller by itself, and the end of the process.

use std::{fs, process::Command};

use pagerduty_sim::{Effect, Fault, Options, Simulator, token};
use serde_json::{Value, json};

use crate::{
    http_client::Server,
    program::{directory, program},
};

/// The program on a simulator of this process, with no token of its own.
pub(crate) async fn on_a_simulator(arguments: &[&str]) -> (Simulator, Server) {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let mut command = program();
    command.args(arguments).env("PAGERDUTY_API_URL", simulator.url());
    let server = started(command).await;
    (simulator, server)
}

pub(crate) async fn started(mut command: Command) -> Server {
    tokio::task::spawn_blocking(move || Server::start(&mut command)).await.unwrap()
}

#[test]
fn both_eras_are_served_at_one_place() {
    let server = Server::start(program().arg("--demo"));
    let hello = server.post(
        &[],
        "initialize",
        json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "0"}}),
    );
    assert!(hello.head.contains("content-type: application/json"), "{hello:?}");
    assert!(!hello.head.contains("mcp-session-id"), "{hello:?}");
    let answer = server.call(&[("MCP-Protocol-Version", "2025-06-18")], "get_teams", json!({"limit": 1}));
    assert_eq!(answer["metadata"]["count"], 1);

    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "0"},
    });
    let headers = [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/list")];
    let list = server.post(&headers, "tools/list", json!({"_meta": meta}));
    let list: Value = serde_json::from_str(&list.body).unwrap();
    assert_eq!((&list["result"]["cacheScope"], &list["result"]["resultType"]), (&json!("private"), &json!("complete")));
    // The header must say what the body says.
    let headers = [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call")];
    assert_eq!(server.post(&headers, "tools/list", json!({"_meta": meta})).status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_caller_is_served_with_their_own_token() {
    let (_simulator, server) = on_a_simulator(&[]).await;
    let nobody = server.call(&[], "build_user_context", json!({}));
    assert_eq!(nobody["error"]["code"], "AUTH_REQUIRED");
    let token_scheme = format!("Token token={}", token::TEAMLESS_USER);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..15 {
                    let demo = server.call(&[("X-PagerDuty-Token", token::USER)], "build_user_context", json!({}));
                    assert_eq!(demo["team_ids"].as_array().map(Vec::len), Some(2));
                    let other = server.call(&[("Authorization", &token_scheme)], "build_user_context", json!({}));
                    assert_eq!(other["team_ids"], json!([]));
                    assert_ne!(demo["user_id"], other["user_id"]);
                }
            });
        }
    });
    let nobody = server.call(&[], "build_user_context", json!({}));
    assert_eq!(nobody["error"]["code"], "AUTH_REQUIRED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_cannot_be_used_never_falls_back_to_the_servers_own() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let mut command = program();
    command.env("PAGERDUTY_API_URL", simulator.url()).env("PAGERDUTY_API_TOKEN", token::USER);
    let server = started(command).await;
    assert!(server.call(&[], "build_user_context", json!({}))["user_id"].is_string());
    for headers in [[("X-PagerDuty-Token", "")], [("X-PagerDuty-Token", "a b")], [("Authorization", "Token token=")]] {
        let answer = server.post(&headers, "tools/call", json!({"name": "build_user_context", "arguments": {}}));
        let message: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((answer.status, &message["error"]["code"]), (400, &json!(-32600)), "{headers:?}: {answer:?}");
    }
    let unknown = server.call(&[("X-PagerDuty-Token", "unknown")], "build_user_context", json!({}));
    assert_eq!(unknown["error"]["code"], "UNAUTHORIZED");
}

#[test]
fn a_server_does_not_lend_its_token_to_the_network() {
    let secret = directory("server-token").join("secret");
    fs::write(&secret, "open-sesame-42-times\n").unwrap();
    let serve = ["--transport", "http", "--listen", "0.0.0.0:0"];
    let refused = program().args(serve).env("PAGERDUTY_API_TOKEN", token::USER).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(told.contains("--server-token-file") && told.contains("X-PagerDuty-Token"), "{told}");
    assert!(!told.contains(token::USER));

    let empty = directory("server-token-empty").join("secret");
    fs::write(&empty, "\n").unwrap();
    let refused = program().args(serve).arg("--server-token-file").arg(&empty).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));

    let server = Server::start(program().arg("--demo").arg("--server-token-file").arg(&secret));
    let list = |headers: &[(&str, &str)]| server.post(headers, "tools/list", json!({}));
    let closed = list(&[]);
    assert_eq!(closed.status, 401);
    assert!(closed.head.contains("www-authenticate: bearer"), "{closed:?}");
    assert_eq!(list(&[("Authorization", "Bearer open-sesam")]).status, 401);
    assert_eq!(list(&[("Authorization", "Bearer open-sesame-42-times")]).status, 200);
}

fn slow(path: &str, latency_ms: u64) -> Fault {
    Fault { latency_ms, effect: None, ..Fault::new(path, Effect::EmptyBody) }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_at_the_same_time_is_bounded_for_each_caller() {
    let (simulator, server) = on_a_simulator(&["--max-calls-per-token", "1", "--call-timeout", "2"]).await;
    simulator.faults().add(slow("/teams", 60_000));
    let mine = [("X-PagerDuty-Token", token::USER)];
    std::thread::scope(|scope| {
        scope.spawn(|| server.call(&mine, "get_teams", json!({})));
        while simulator.requests().is_empty() && !server.get("/metrics").body.contains("calls_in_flight 1") {
            std::thread::yield_now();
        }
        let busy = server.call(&mine, "build_user_context", json!({}));
        assert_eq!(busy["error"]["code"], "RATE_LIMITED", "{busy}");
        assert_eq!(busy["error"]["retry_after_seconds"], 1);
        let other = server.call(&[("X-PagerDuty-Token", token::TEAMLESS_USER)], "build_user_context", json!({}));
        assert!(other["user_id"].is_string(), "{other}");
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_it_finishes_what_runs() {
    let (simulator, mut server) = on_a_simulator(&[]).await;
    simulator.faults().add(slow("/teams", 700));
    std::thread::scope(|scope| {
        let running =
            scope.spawn(|| server.call(&[("X-PagerDuty-Token", token::USER)], "get_teams", json!({"limit": 1})));
        while !server.get("/metrics").body.contains("calls_in_flight 1") {
            std::thread::yield_now();
        }
        server.terminate();
        assert_eq!(running.join().unwrap()["metadata"]["count"], 1);
    });
    assert_eq!(server.wait(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_away_cancels_its_call() {
    let (simulator, server) = on_a_simulator(&[]).await;
    simulator.faults().add(slow("/teams", 60_000));
    let body =
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "get_teams", "arguments": {}}});
    server.send_and_leave(&[("X-PagerDuty-Token", token::USER)], &body.to_string(), || {
        server.get("/metrics").body.contains("calls_in_flight 1")
    });
    while !server.get("/metrics").body.contains(r#"outcome="CANCELLED"} 1"#) {
        std::thread::yield_now();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_and_logs_tell_what_was_done_and_no_secret() {
    let (_simulator, server) = on_a_simulator(&["--log", "trace"]).await;
    server.call(&[("X-PagerDuty-Token", "planted-secret-1")], "get_teams", json!({}));
    server.call(&[("Authorization", "Token token=planted-secret-2")], "get_teams", json!({}));
    server.call(&[("Authorization", "Bearer planted-secret-3")], "get_teams", json!({}));
    let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    server.call(
        &[("X-PagerDuty-Token", token::USER), ("traceparent", traceparent)],
        "get_teams",
        json!({"query": "planted-query"}),
    );
    let metrics = server.get("/metrics").body;
    for line in [
        r#"pagerduty_mcp_calls_total{tool="get_teams",outcome="ok"} 1"#,
        r#"pagerduty_mcp_calls_total{tool="get_teams",outcome="UNAUTHORIZED"} 3"#,
        // One for the text as it is written, one for names with their accents.
        r#"pagerduty_mcp_upstream_requests_total{method="GET",endpoint="/teams",status="200"} 2"#,
        "pagerduty_mcp_rate_limit_remaining ",
        "pagerduty_mcp_calls_in_flight 0",
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
    assert!(!metrics.contains("planted"), "{metrics}");
    // The line of the call is written after its answer.
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !server.log().contains(r#""upstream_requests":2"#) && std::time::Instant::now() < until {
        std::thread::yield_now();
    }
    let log = server.log();
    assert!(!log.contains("planted-secret"), "{log}");
    assert!(log.contains(traceparent) && log.contains(r#""upstream_requests":2"#), "{log}");
}

#[test]
fn a_body_that_is_no_message_is_answered_as_json() {
    let server = Server::start(program().arg("--demo"));
    let headers = [("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream")];
    let call = |arguments: &str| {
        format!(
            r#"{{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{{"name":"get_teams","arguments":{arguments}}}}}"#
        )
    };
    for (body, id, code) in [
        ("garbage".to_owned(), Value::Null, -32700),
        (call(r#"{"limit":1e400}"#), json!(7), -32700),
        (call("5"), json!(7), -32602),
        (r#"{"jsonrpc":"2.0","id":7}"#.to_owned(), json!(7), -32600),
    ] {
        let answer = server.send("POST", "/mcp", &headers, &body);
        let message: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(answer.status, 400, "{body}: {answer:?}");
        assert_eq!((&message["id"], &message["error"]["code"]), (&id, &json!(code)), "{body}: {answer:?}");
    }
    let answer = server.send("POST", "/mcp", &headers, &call(r#"{"query":"cut \ud83d here"}"#));
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_without_a_token_is_told_where_to_put_it() {
    let (_simulator, server) = on_a_simulator(&[]).await;
    let nobody = server.call(&[], "build_user_context", json!({}));
    assert_eq!(nobody["error"]["code"], "AUTH_REQUIRED");
    assert!(nobody["error"]["hint"].as_str().unwrap().contains("`X-PagerDuty-Token`"), "{nobody}");
}
