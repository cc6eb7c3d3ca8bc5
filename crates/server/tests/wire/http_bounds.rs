//! Over HTTP, what a request may cost before its credential is known: bytes, values, and lines of the log.

use std::{io::Write, net::TcpStream};

use pagerduty_sim::token;
use serde_json::{Value, json};

use crate::{http::on_a_simulator, http_client::Server, program::program};

const POST: [(&str, &str); 2] = [("Content-Type", "application/json"), ("Accept", "application/json")];

fn call(arguments: &str) -> String {
    format!(
        r#"{{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{{"name":"get_teams","arguments":{arguments}}}}}"#
    )
}

/// An argument of this many zeros.
fn zeros(count: usize) -> String {
    call(&format!(r#"{{"query":[0{}]}}"#, ",0".repeat(count)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_may_hold_more_once_its_token_was_accepted() {
    let (_simulator, server) = on_a_simulator(&[]).await;
    let send = |token: &str, body: &str| {
        server.send("POST", "/mcp", &[POST[0], POST[1], ("X-PagerDuty-Token", token)], body).status
    };
    let values = zeros(3_000);
    let bytes = call(&format!(r#"{{"query":"{}"}}"#, "x".repeat(100_000)));
    for body in [&values, &bytes] {
        let answer = server.send("POST", "/mcp", &POST, body);
        assert_eq!(answer.status, 413, "{answer:?}");
        let message: Value = serde_json::from_str(&answer.body).unwrap();
        let words = message["error"]["message"].as_str().unwrap();
        assert!(words.contains("before a token of yours was accepted"), "{words}");
        assert_eq!(send(token::USER, body), 413, "nobody knows yet whether it is accepted");
    }
    assert_eq!(send(token::USER, &call(r#"{"limit":1}"#)), 200);
    for body in [&values, &bytes] {
        assert_eq!(send(token::USER, body), 200);
        assert_eq!(send("made-up", body), 413);
    }
    assert_eq!(send(token::USER, &zeros(30_000)), 413);
}

#[test]
fn bodies_under_way_are_bounded_in_all_and_small_ones_are_always_read() {
    let server = Server::start(program().arg("--demo"));
    let head = format!(
        "POST /mcp HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: 65000\r\n\r\n",
        server.address
    );
    let part = "x".repeat(60_000);
    let held: Vec<_> = (0..250)
        .map(|_| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream.write_all(head.as_bytes()).unwrap();
            let _ = stream.write_all(part.as_bytes());
            stream
        })
        .collect();
    while !server.get("/metrics").body.contains(r#"http_refused_total{status="503"}"#) {
        std::thread::yield_now();
    }
    assert_eq!(server.post(&[], "tools/list", json!({})).status, 200);
    drop(held);
    // What they held is free again.
    let large = call(&format!(r#"{{"query":"{}"}}"#, "x".repeat(60_000)));
    while server.send("POST", "/mcp", &POST, &large).status != 200 {
        std::thread::yield_now();
    }
}

#[test]
fn what_is_logged_of_a_request_is_short() {
    let server = Server::start(program().arg("--demo"));
    let long = "planted".repeat(700);
    let id =
        json!({"jsonrpc": "2.0", "id": long, "method": "tools/call", "params": {"name": "get_teams", "arguments": {}}});
    let answer = server.send("POST", "/mcp", &POST, &id.to_string());
    assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap()["id"], long, "the client knows its own ID");
    let name = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": long, "arguments": {}}});
    assert!(server.send("POST", "/mcp", &POST, &name.to_string()).body.len() < 1_000);
    assert_eq!(server.get(&format!("/{long}")).status, 404);
    assert_eq!(server.send("POST", "/mcp", &[("Content-Type", &long)], "{}").status, 415);
    assert_eq!(server.send("POST", "/mcp", &[POST[0], ("X-MCP-Toolset", "incidents")], "{}").status, 400);
    let metrics = server.get("/metrics").body;
    for status in [404, 415, 400] {
        let line = format!(r#"pagerduty_mcp_http_refused_total{{status="{status}"}} 1"#);
        assert!(metrics.contains(&line), "{line}\n{metrics}");
    }
    while server.log().matches("request refused").count() < 3 {
        std::thread::yield_now();
    }
    assert!(!server.log().contains(&"planted".repeat(20)), "{}", server.log());
}
