//! Clients that show the login page themselves: URL elicitation, in every protocol version.

use serde_json::{Value, json};

use crate::{
    person,
    program::Client,
    setup::{Setup, answer, ask, assert_login_needed, assert_teams},
};

fn with_elicitation(setup: &Setup) -> Client {
    let mut client = Client::start(&mut setup.program());
    let hello = json!({
        "protocolVersion": "2025-11-25",
        "capabilities": {"elicitation": {"url": {}}},
        "clientInfo": {"name": "test", "version": "0"},
    });
    client.request(0, "initialize", hello);
    client.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_is_asked_instead_of_a_browser() {
    let Some(setup) = Setup::start("asked").await else { return };
    let mut client = with_elicitation(&setup);
    ask(&mut client, 1);
    let question = client.read().unwrap();
    assert_eq!(question["method"], "elicitation/create");
    assert_eq!(question["params"]["mode"], "url", "{question}");
    let page = question["params"]["url"].as_str().unwrap();
    client.send(&json!({"jsonrpc": "2.0", "id": question["id"], "result": {"action": "accept"}}));
    person::log_in(page).await;
    assert_teams(&answer(&mut client));
    assert!(setup.opened().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_declines_is_not_asked_by_a_browser() {
    let Some(setup) = Setup::start("declined").await else { return };
    let mut client = with_elicitation(&setup);
    ask(&mut client, 1);
    let question = client.read().unwrap();
    client.send(&json!({"jsonrpc": "2.0", "id": question["id"], "result": {"action": "decline"}}));
    let (message, _) = assert_login_needed(&answer(&mut client));
    assert!(message.contains("declined"), "{message}");
    assert!(setup.opened().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_cannot_after_all_leaves_it_to_the_browser() {
    let Some(setup) = Setup::start("unable").await else { return };
    let mut client = with_elicitation(&setup);
    ask(&mut client, 1);
    let question = client.read().unwrap();
    let error = json!({"code": -32601, "message": "not after all"});
    client.send(&json!({"jsonrpc": "2.0", "id": question["id"], "error": error}));
    person::log_in(&setup.login_page(1).await).await;
    assert_teams(&answer(&mut client));
}

/// A call in a protocol version without requests from servers.
fn modern(client: &mut Client, id: u32, responses: Option<Value>) -> Value {
    let mut params = json!({
        "name": "get_teams",
        "arguments": {"limit": 1},
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"url": {}}},
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "0"},
        },
    });
    if let Some(responses) = responses {
        params["inputResponses"] = responses;
    }
    client.request(id, "tools/call", params)["result"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_modern_era_the_answer_asks() {
    let Some(setup) = Setup::start("modern").await else { return };
    let mut client = Client::start(&mut setup.program());
    let result = modern(&mut client, 1, None);
    assert_eq!(result["resultType"], "input_required", "{result}");
    let question = &result["inputRequests"]["login"];
    assert_eq!(question["method"], "elicitation/create");
    assert_eq!(question["params"]["mode"], "url");
    let page = question["params"]["url"].as_str().unwrap();

    let declined = modern(&mut client, 2, Some(json!({"login": {"action": "decline"}})));
    assert_login_needed(&declined["structuredContent"]);

    // The page of the first answer is still good.
    person::log_in(page).await;
    let result = modern(&mut client, 3, Some(json!({"login": {"action": "accept"}})));
    assert_teams(&result["structuredContent"]);
    assert_eq!(result["resultType"], "complete");
    assert!(setup.opened().is_empty());
}
