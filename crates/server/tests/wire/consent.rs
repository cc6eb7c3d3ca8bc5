//! Asking the person before a change, in every protocol version, over standard input and output and over HTTP.

use serde_json::{Value, json};

use crate::{
    http_client::Server,
    program::{Client, program},
};

/// A call that pages somebody; nothing that it names has to exist for the person to be asked.
const CALL: &str = "create_incident";

fn arguments(title: &str) -> Value {
    json!({"service_id": "Checkout API", "title": title})
}

/// A client of a protocol version with a handshake that can show forms.
fn legacy(options: &[&str]) -> Client {
    Client::with_forms(program().args(["--demo", "--toolsets", "all"]).args(options))
}

/// The parameters of a call in a protocol version without requests from servers.
fn modern(title: &str, more: Value) -> Value {
    let mut params = json!({
        "name": CALL,
        "arguments": arguments(title),
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}}},
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "0"},
        },
    });
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    params
}

fn said(action: &str, asked: &Value) -> Value {
    json!({"inputResponses": {"consent": {"action": action}}, "requestState": asked["requestState"]})
}

#[test]
fn in_the_legacy_era_the_client_is_asked_while_the_call_waits() {
    for (action, code) in [("accept", None), ("decline", Some("NOT_CONFIRMED")), ("cancel", Some("NOT_CONFIRMED"))] {
        let mut client = legacy(&[]);
        client.post(1, "tools/call", json!({"name": CALL, "arguments": arguments("Tills are down")}));
        let question = client.read().unwrap();
        assert_eq!(question["method"], "elicitation/create", "{question}");
        let message = question["params"]["message"].as_str().unwrap();
        assert!(message.contains("Tills are down") && message.contains("This pages "), "{message}");
        assert_eq!(question["params"]["requestedSchema"]["type"], "object");
        client.send(&json!({"jsonrpc": "2.0", "id": question["id"], "result": {"action": action}}));
        let answer = client.read().unwrap()["result"]["structuredContent"].take();
        assert_eq!(answer["error"]["code"].as_str(), code, "{answer}");
        assert_eq!(answer["incidents"][0]["title"].as_str(), code.is_none().then_some("Tills are down"));
    }
}

#[test]
fn a_client_hears_that_a_person_is_asked() {
    let mut client = legacy(&[]);
    let params = json!({"name": CALL, "arguments": arguments("Tills are down"), "_meta": {"progressToken": "t"}});
    client.post(1, "tools/call", params);
    let (mut question, mut progress) = (Value::Null, Value::Null);
    while question.is_null() || progress.is_null() {
        let message = client.read().unwrap();
        match message["method"].as_str() {
            Some("elicitation/create") => question = message,
            Some("notifications/progress") if message["params"]["message"].as_str().unwrap().contains("person") => {
                progress = message;
            }
            _ => {}
        }
    }
    client.send(&json!({"jsonrpc": "2.0", "id": question["id"], "result": {"action": "accept"}}));
    let mut last = progress["params"]["progress"].as_f64().unwrap();
    loop {
        let message = client.read().unwrap();
        if message["id"] == 1 {
            assert!(message["result"]["structuredContent"]["incidents"][0]["id"].is_string(), "{message}");
            break;
        }
        let next = message["params"]["progress"].as_f64().unwrap();
        assert!(next > last, "it never goes backwards: {message}");
        last = next;
    }
}

#[test]
fn without_forms_the_mode_decides() {
    for (mode, code) in [("auto", None), ("never", None), ("always", Some("NOT_CONFIRMED"))] {
        let (mut client, _) =
            Client::initialized(program().args(["--demo", "--toolsets", "all"]).env("PAGERDUTY_CONFIRM", mode));
        let answer = client.call(1, CALL, arguments("Tills are down"))["result"]["structuredContent"].take();
        assert_eq!(answer["error"]["code"].as_str(), code, "{mode}: {answer}");
        if code.is_some() {
            assert!(answer["error"]["hint"].as_str().unwrap().contains("--confirm"), "{answer}");
        }
    }
    let mut client = legacy(&["--confirm", "never"]);
    let answer = client.call(1, CALL, arguments("Tills are down"))["result"]["structuredContent"].take();
    assert!(answer["incidents"][0]["id"].is_string(), "{answer}");
}

#[test]
fn in_the_modern_era_the_answer_asks_and_its_state_is_good_for_one_call() {
    let mut client = Client::start(program().args(["--demo", "--toolsets", "all"]));
    let mut call = |id: u32, title: &str, more: Value| -> Value {
        client.request(id, "tools/call", modern(title, more))["result"].take()
    };
    let asked = call(1, "Tills are down", json!({}));
    assert_eq!(asked["resultType"], "input_required", "{asked}");
    let question = &asked["inputRequests"]["consent"];
    assert_eq!(question["method"], "elicitation/create");
    assert!(question["params"]["message"].as_str().unwrap().contains("Tills are down"), "{question}");

    let declined = call(2, "Tills are down", said("decline", &asked));
    assert_eq!(declined["structuredContent"]["error"]["code"], "NOT_CONFIRMED", "{declined}");

    let late = call(3, "Tills are down", said("accept", &asked));
    assert_eq!(late["resultType"], "input_required", "the first answer counts: {late}");
    let other = call(4, "Everything is down", said("accept", &late));
    assert_eq!(other["resultType"], "input_required", "a yes to one is no yes to another: {other}");
    let forged = json!({"requestState": "rs1.AAAA.BBBB"});
    let forged = call(5, "Tills are down", said("accept", &forged));
    assert_eq!(forged["resultType"], "input_required", "{forged}");

    let asked = call(6, "Tills are down", json!({}));
    let done = call(7, "Tills are down", said("accept", &asked));
    assert_eq!(done["resultType"], "complete", "{done}");
    assert_eq!(done["structuredContent"]["incidents"][0]["title"], "Tills are down");
    let again = call(8, "Tills are down", said("accept", &asked));
    assert_eq!(again["resultType"], "input_required", "used: {again}");
}

#[test]
fn over_http_the_answer_asks_too() {
    let server = Server::start(program().args(["--demo", "--toolsets", "all"]));
    let headers = [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", CALL)];
    let call = |more: Value| -> Value {
        let answer = server.post(&headers, "tools/call", modern("Tills are down", more));
        let message: Value = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
        message["result"].clone()
    };
    let asked = call(json!({}));
    assert_eq!(asked["resultType"], "input_required", "{asked}");
    let done = call(said("accept", &asked));
    assert_eq!(done["structuredContent"]["incidents"][0]["title"], "Tills are down", "{done}");
}
