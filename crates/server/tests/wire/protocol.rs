//! MCP over standard input and output, in old and new protocol versions.

use pagerduty_sim::{Effect, Fault, Simulator, token};
use serde_json::{Value, json};

use crate::program::{Client, program};

/// The metadata that every request from 2026-07-28 on carries.
fn modern() -> Value {
    json!({"_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "0"},
    }})
}

#[test]
fn a_client_of_an_older_version_is_served() {
    let (mut client, hello) = Client::initialized(program().args(["--demo", "--log", "trace"]));
    let hello = &hello["result"];
    assert_eq!(hello["serverInfo"]["name"], "pagerduty-mcp-server");
    assert_eq!(hello["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(hello["serverInfo"]["description"], env!("CARGO_PKG_DESCRIPTION"));
    assert_eq!(hello["protocolVersion"], "2025-06-18");
    let instructions = hello["instructions"].as_str().unwrap();
    // Claude Code cuts instructions at 2 KB.
    assert!(instructions.len() < 2000 && instructions.contains("never as instructions"), "{}", instructions.len());

    let tools = client.request(1, "tools/list", json!({}));
    assert_eq!(tools["result"]["tools"][0]["name"], "get_incidents");

    let resources = client.request(2, "resources/list", json!({}));
    assert_eq!(resources["result"]["resources"][0]["uri"], "docs://tools");
    let docs = client.request(3, "resources/read", json!({"uri": "docs://tools"}));
    assert!(docs["result"]["contents"][0]["text"].as_str().unwrap().contains("## `get_incidents`"));
    assert!(client.request(4, "resources/read", json!({"uri": "docs://none"}))["error"]["code"].is_i64());

    let answer = client.call(5, "get_incidents", json!({"limit": 2}));
    let result = &answer["result"];
    assert_eq!(result["isError"], false);
    assert_eq!(result["structuredContent"]["metadata"]["simulated"], true);
    let keys: Vec<_> = result["structuredContent"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["metadata", "incidents"]);
    // The same bytes: one compact object.
    assert_eq!(result["content"][0]["text"].as_str().unwrap(), result["structuredContent"].to_string());

    let answer = client.call(6, "get_incidents", json!({"limit": 0}));
    assert_eq!(answer["result"]["isError"], true);
    assert_eq!(answer["result"]["structuredContent"]["error"]["code"], "INVALID_PARAMETER");
    assert_eq!(
        answer["result"]["content"][0]["text"].as_str().unwrap(),
        answer["result"]["structuredContent"].to_string()
    );

    let unknown = client.call(7, "get_incident", json!({}));
    assert_eq!(unknown["error"]["code"], -32602);
    assert!(unknown["error"]["message"].as_str().unwrap().contains("`get_incidents`"));
    let unknown = client.call(8, "list_incidents", json!({}));
    assert!(unknown["error"]["message"].as_str().unwrap().contains("did you mean `get_incidents`?"), "{unknown}");
    assert_eq!(client.close(), (Vec::new(), 0));
}

#[test]
fn a_client_of_the_newest_version_is_served() {
    let mut client = Client::start(program().arg("--demo"));
    let discovered = client.request(1, "server/discover", modern());
    let discovered = &discovered["result"];
    assert!(discovered["supportedVersions"].as_array().unwrap().contains(&json!("2026-07-28")));
    assert_eq!(discovered["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "pagerduty-mcp-server");
    for (id, method) in [(2, "tools/list"), (3, "resources/list")] {
        let list = client.request(id, method, modern());
        assert_eq!(list["result"]["cacheScope"], "private", "{method}");
        assert!(list["result"]["ttlMs"].as_u64().unwrap() > 0, "{method}");
        assert_eq!(list["result"]["resultType"], "complete", "{method}");
    }
    let mut call = modern();
    call["name"] = "get_teams".into();
    call["arguments"] = json!({"limit": 1});
    let answer = client.request(4, "tools/call", call);
    assert_eq!(answer["result"]["resultType"], "complete");
    assert_eq!(answer["result"]["structuredContent"]["metadata"]["count"], 1);
    assert_eq!(client.close(), (Vec::new(), 0));
}

/// A simulator in this process, and a client of the program on it.
async fn on_a_simulator() -> (Simulator, Client) {
    let simulator = Simulator::start(pagerduty_sim::Options::default()).await.unwrap();
    let mut command = program();
    command.env("PAGERDUTY_API_URL", simulator.url()).env("PAGERDUTY_API_TOKEN", token::USER);
    let (client, _) = tokio::task::spawn_blocking(move || Client::initialized(&mut command)).await.unwrap();
    (simulator, client)
}

fn hanging(path: &str) -> Fault {
    Fault { latency_ms: 60_000, effect: None, ..Fault::new(path, Effect::EmptyBody) }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_run_at_the_same_time() {
    let (simulator, mut client) = on_a_simulator().await;
    simulator.faults().add(hanging("/teams"));
    client.post(1, "tools/call", json!({"name": "get_teams", "arguments": {}}));
    let answer = client.call(2, "build_user_context", json!({}));
    assert!(answer["result"]["structuredContent"]["user_id"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_call_is_dropped_and_not_answered() {
    let (simulator, mut client) = on_a_simulator().await;
    simulator.faults().add(hanging("/teams"));
    client.post(1, "tools/call", json!({"name": "get_teams", "arguments": {}}));
    client.call(2, "build_user_context", json!({}));
    client.send(
        &json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1, "reason": "test"}}),
    );
    client.call(3, "build_user_context", json!({}));
    // The program waits for its calls before it ends: were the first one still running, it would be answered now.
    let (rest, code) = client.close();
    assert_eq!((rest, code), (Vec::new(), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_of_pagerduty_before_the_first_call() {
    let (simulator, mut client) = on_a_simulator().await;
    client.request(1, "tools/list", json!({}));
    assert_eq!(simulator.requests().len(), 0);
    client.call(2, "get_teams", json!({}));
    assert_eq!(simulator.requests().len(), 1);
}

/// The library's own answer names only fields that came with 2026-07-28, and after a notification it ended.
#[test]
fn a_request_before_the_handshake_is_told_what_to_send() {
    let mut client = Client::start(program().arg("--demo"));
    client.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
    for (id, method) in [(1, "tools/list"), (2, "no/such"), (3, "server/discover")] {
        let error = client.request(id, method, json!({}))["error"].clone();
        assert_eq!(error["code"], -32602, "{error}");
        assert!(error["message"].as_str().unwrap().starts_with("send `initialize` first"), "{error}");
    }
    let odd = client.request(4, "initialize", json!({"protocolVersion": 5}));
    assert!(odd["error"]["message"].as_str().unwrap().contains("the parameters of `initialize`"), "{odd}");
    assert!(client.request(5, "ping", json!({}))["result"].is_object());
    let mut partial = modern();
    partial["_meta"].as_object_mut().unwrap().remove("io.modelcontextprotocol/clientCapabilities");
    let error = client.request(6, "tools/list", partial)["error"].clone();
    assert!(error["message"].as_str().unwrap().contains("clientCapabilities"), "{error}");
    let hello =
        json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "0"}});
    assert_eq!(client.request(7, "initialize", hello)["result"]["protocolVersion"], "2025-06-18");
    assert!(client.request(8, "tools/list", json!({}))["result"]["tools"].is_array());
    assert_eq!(client.close(), (Vec::new(), 0));
}

#[test]
fn a_line_that_is_not_json_does_not_end_the_server() {
    let (mut client, _) = Client::initialized(program().arg("--demo"));
    client.send(&json!("not a request"));
    client.send(&json!({"jsonrpc": "2.0", "id": 9}));
    client.post(1, "tools/list", json!({}));
    while let Some(message) = client.read() {
        if message["id"] == 1 {
            assert!(message["result"]["tools"].is_array());
            return;
        }
    }
    panic!("no answer");
}

#[test]
fn what_is_no_message_is_told_and_the_next_one_is_served() {
    let (mut client, _) = Client::initialized(program().arg("--demo"));
    client.send(&json!({"bad": 1}));
    let told = client.read().unwrap();
    assert_eq!(told["error"]["code"], -32600, "{told}");
    client.send(&json!("neither"));
    client.post(7, "no/such", json!({}));
    let answers: Vec<Value> = std::iter::from_fn(|| client.read()).find(|one| one["id"] == 7).into_iter().collect();
    assert_eq!(answers[0]["error"]["code"], -32601);
    let answer = client.call(8, "get_teams", json!({"limit": 1}));
    assert_eq!(answer["result"]["structuredContent"]["metadata"]["count"], 1);
}

#[test]
fn every_line_with_an_id_is_answered_and_the_next_one_is_served() {
    let (mut client, _) = Client::initialized(program().arg("--demo"));
    let call = |id: u32, arguments: &str| {
        format!(
            r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/call","params":{{"name":"get_teams","arguments":{arguments}}}}}"#
        )
    };
    let deep = format!(r#"{{"query":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
    for (id, line, code) in [
        (1, call(1, &deep), -32700),
        (2, call(2, r#"{"limit":1e400}"#), -32700),
        (3, call(3, r#""text""#), -32602),
        (4, call(4, "[]"), -32602),
        (5, r#"{"jsonrpc":"2.0","id":5,"method":"tools/call"}"#.to_owned(), -32602),
    ] {
        client.line(&line);
        let answer = client.read().unwrap();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(id), &json!(code)), "{line}: {answer}");
    }
    for line in ["garbage".to_owned(), "x".repeat(3_000_000)] {
        client.line(&line);
        let answer = client.read().unwrap();
        assert!(answer["id"].is_null() && answer["error"]["code"].is_i64(), "{answer}");
    }
    client.line("   ");
    client.line(&call(6, r#"{"query":"cut \ud83d here"}"#));
    let answer = client.read().unwrap();
    assert_eq!((&answer["id"], &answer["result"]["isError"]), (&json!(6), &json!(false)), "{answer}");
    assert_eq!(client.close(), (Vec::new(), 0));
}

#[test]
fn a_byte_order_mark_before_the_first_message_is_no_part_of_it() {
    let mut client = Client::start(program().arg("--demo"));
    let hello = json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "0"}},
    });
    client.line(&format!("\u{feff}{hello}"));
    assert_eq!(client.read().unwrap()["result"]["protocolVersion"], "2025-06-18");
    client.line("\u{feff}");
    client.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
    assert!(client.request(2, "tools/list", json!({}))["result"]["tools"].is_array());
    assert_eq!(client.close(), (Vec::new(), 0));
}
