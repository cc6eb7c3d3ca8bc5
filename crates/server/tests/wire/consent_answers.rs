//! Whatever a client that was asked answers: only `accept` is a yes, and everything else changes nothing.

use std::{
    fs,
    path::{Path, PathBuf},
};

use pagerduty_sim::{Options, Simulator, token};
use serde_json::{Value, json};

use crate::program::{Client, program};

/// A client that can show forms, on an account of this process.
fn client(simulator: &Simulator, confirm: &str) -> Client {
    let mut command = program();
    command.env("PAGERDUTY_API_TOKEN", token::USER).env("PAGERDUTY_API_URL", simulator.url());
    command.env("PAGERDUTY_AUDIT_LOG", log(simulator));
    Client::with_forms(command.args(["--toolsets", "all", "--confirm", confirm]))
}

/// The audit log of the programs on this account.
fn log(simulator: &Simulator) -> PathBuf {
    let port = simulator.url().rsplit(':').next().unwrap_or_default().to_owned();
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("consent-{port}.log"))
}

/// What the log says of consent, line by line.
fn consents(simulator: &Simulator) -> Vec<String> {
    let text = fs::read_to_string(log(simulator)).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter_map(|line| line["consent"].as_str().map(str::to_owned)).collect()
}

fn writes(simulator: &Simulator) -> usize {
    simulator.requests().iter().filter(|request| request.method != "GET").count()
}

/// What a call is answered after the client answered the question so.
fn answered(simulator: &Simulator, confirm: &str, reply: &Value) -> Value {
    let mut client = client(simulator, confirm);
    let arguments = json!({"service_id": simulator.account().service.id, "title": "Tills are down"});
    client.post(1, "tools/call", json!({"name": "create_incident", "arguments": arguments}));
    let question = client.read().unwrap();
    assert_eq!(question["method"], "elicitation/create", "{question}");
    let mut reply = reply.clone();
    reply["jsonrpc"] = "2.0".into();
    reply["id"] = question["id"].clone();
    client.send(&reply);
    client.read().unwrap()["result"]["structuredContent"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_accept_is_a_yes() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let _ = fs::remove_file(log(&simulator));
    let error = |code: i32| json!({"error": {"code": code, "message": "Method not found"}});
    let result = |result: Value| json!({ "result": result });
    let replies = [
        (error(-32601), "error -32601"),
        (error(-32603), "error -32603"),
        (error(-1), "error -1"),
        (result(json!({})), "neither `accept` nor `decline`"),
        (result(json!({"action": "ACCEPT"})), "neither"),
        (result(json!({"action": "yes"})), "neither"),
        (result(json!({"action": true})), "neither"),
        (result(json!({"action": null})), "neither"),
        (result(json!("accept")), "neither"),
        (result(json!({"roots": []})), "neither"),
        (result(json!({"action": "cancel"})), "closed the question"),
        (result(json!({"action": "decline"})), "did not agree"),
    ];
    for confirm in ["auto", "always"] {
        for (reply, words) in &replies {
            let answer = answered(&simulator, confirm, reply);
            assert_eq!(answer["error"]["code"], "NOT_CONFIRMED", "{reply}: {answer}");
            let message = answer["error"]["message"].as_str().unwrap();
            assert!(message.contains(words) && message.contains("nothing was changed"), "{reply}: {message}");
            assert!(answer["error"]["hint"].is_string(), "{answer}");
            assert_eq!(writes(&simulator), 0, "{reply}");
        }
    }
    let answer = answered(&simulator, "auto", &result(json!({"action": "accept", "content": {}})));
    assert_eq!((&answer["incidents"][0]["title"], writes(&simulator)), (&json!("Tills are down"), 1), "{answer}");
    let consents = consents(&simulator);
    for (kind, count) in [("client_failed", 6), ("unusable", 14), ("cancelled", 2), ("declined", 2), ("agreed", 1)] {
        assert_eq!(consents.iter().filter(|one| *one == kind).count(), count, "{kind}: {consents:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_away_agreed_to_nothing() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let _ = fs::remove_file(log(&simulator));
    let mut client = client(&simulator, "auto");
    let arguments = json!({"service_id": simulator.account().service.id, "title": "Tills are down"});
    client.post(1, "tools/call", json!({"name": "create_incident", "arguments": arguments}));
    assert_eq!(client.read().unwrap()["method"], "elicitation/create");
    let (_, code) = client.close();
    assert_eq!((writes(&simulator), code), (0, 0));
    assert_eq!(consents(&simulator), ["client_gone"]);
}

/// The parameters of a call in a protocol version without requests from servers.
fn modern(tool: &str, arguments: &Value, more: &Value) -> Value {
    let mut params = json!({
        "name": tool,
        "arguments": arguments,
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}}},
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "0"},
        },
    });
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    params
}

#[test]
fn in_the_modern_era_too() {
    let mut client = Client::start(program().args(["--demo", "--toolsets", "all"]));
    let arguments = json!({"service_id": "Checkout API", "title": "Tills are down"});
    for action in [json!("ACCEPT"), json!("accept "), json!(true), json!(["accept"]), Value::Null, json!({"x": 1})] {
        let asked = client.request(1, "tools/call", modern("create_incident", &arguments, &json!({})));
        let said = json!({
            "inputResponses": {"consent": {"action": action}}, "requestState": asked["result"]["requestState"],
        });
        let answer = client.request(2, "tools/call", modern("create_incident", &arguments, &said));
        let error = &answer["result"]["structuredContent"]["error"];
        assert_eq!(error["code"], "NOT_CONFIRMED", "{action}: {answer}");
        assert!(error["message"].as_str().unwrap().contains("neither `accept` nor `decline`"), "{error}");
    }
}

/// A state is used up by the call that it is about, and by no other.
#[test]
fn a_state_is_not_spent_by_a_call_that_it_is_not_about() {
    let mut client = Client::start(program().args(["--demo", "--toolsets", "all"]));
    let arguments = |title: &str| json!({"service_id": "Checkout API", "title": title});
    let asked = client.request(1, "tools/call", modern("create_incident", &arguments("a"), &json!({})));
    let yes =
        json!({"inputResponses": {"consent": {"action": "accept"}}, "requestState": asked["result"]["requestState"]});
    let other = client.request(2, "tools/call", modern("create_incident", &arguments("b"), &yes));
    assert_eq!(other["result"]["resultType"], "input_required", "{other}");
    let done = client.request(3, "tools/call", modern("create_incident", &arguments("a"), &yes));
    assert_eq!(done["result"]["structuredContent"]["incidents"][0]["title"], "a", "{done}");
    let again = client.request(4, "tools/call", modern("create_incident", &arguments("a"), &yes));
    assert_eq!(again["result"]["resultType"], "input_required", "{again}");
}

#[test]
fn a_name_that_comes_twice_is_refused() {
    let mut client = Client::initialized(program().args(["--demo", "--toolsets", "all"])).0;
    let long = "a".repeat(1200);
    let long = format!(r#"{{"incident_id":"x","values":{{"{long}":"1","{long}":"2"}}}}"#);
    for arguments in [
        r#"{"incident_id":"x","content":"c","dry_run":true,"dry_run":false}"#,
        r#"{"incident_id":"x","incident_id":"y","content":"c"}"#,
        r#"{"incident_id":"x","values":{"a":"1","a":"2"}}"#,
        &long,
    ] {
        client.line(&format!(
            r#"{{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{{"name":"add_incident_note","arguments":{arguments}}}}}"#
        ));
        let answer = client.read().unwrap();
        assert!(answer["id"] == 7 && answer["error"]["message"].as_str().unwrap().contains("twice"), "{answer}");
    }
    client.line(r#"{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":5}}"#);
    assert!(client.read().unwrap()["error"]["message"].as_str().unwrap().contains("`params.name`"));
    let odd = json!({"name": "get_teams", "arguments": {}, "requestState": 5});
    let answer = client.request(9, "tools/call", odd);
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    assert!(!answer["error"]["message"].as_str().unwrap().contains("no method"), "{answer}");
}

#[test]
fn a_dry_run_without_a_value_is_one() {
    let mut client = Client::initialized(program().args(["--demo", "--toolsets", "all"])).0;
    let incident = client.call(1, "get_incidents", json!({"statuses": ["triggered"], "limit": 1, "all_dates": true}));
    let id = incident["result"]["structuredContent"]["incidents"][0]["id"].clone();
    for dry_run in [json!(""), json!("  "), Value::Null] {
        let arguments = json!({"incident_id": id, "content": "Looked", "dry_run": dry_run});
        let answer = client.call(2, "add_incident_note", arguments)["result"]["structuredContent"].take();
        assert_eq!(answer["metadata"]["dry_run"], true, "{answer}");
        assert!(answer["metadata"]["warnings"][0].as_str().unwrap().contains("`dry_run`"), "{answer}");
    }
    let answer =
        client.call(3, "add_incident_note", json!({"incident_id": id, "content": "Looked", "dry_run": "false"}));
    assert!(answer["result"]["structuredContent"]["notes"][0]["id"].is_string(), "{answer}");
}
