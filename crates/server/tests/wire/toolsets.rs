//! Which tools a client is offered: by flag, by variable, and narrowed by a request over HTTP.

use serde_json::{Value, json};

use crate::{
    http_client::Server,
    program::{Client, program, run},
};

const WRITES: [&str; 3] = ["acknowledge_incident", "resolve_incident", "add_incident_note"];

fn names(list: &Value) -> Vec<String> {
    let tools = list["result"]["tools"].as_array().unwrap_or_else(|| panic!("{list}"));
    tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
}

fn listed(command: &mut std::process::Command) -> (Vec<String>, String) {
    let (mut client, hello) = Client::initialized(command);
    let list = client.request(1, "tools/list", json!({}));
    (names(&list), hello["result"]["instructions"].as_str().unwrap().to_owned())
}

#[test]
fn flags_and_variables_choose() {
    let (default, told) = listed(program().arg("--demo"));
    // Two of them stand for all of the API.
    assert!(default.len() <= 22 && WRITES.iter().all(|name| default.iter().any(|on| on == name)), "{default:?}");
    assert!(
        told.contains("resolve_incident")
            && told.contains("directory (services, teams")
            && !told.contains("oncall (who is on call"),
        "{told}"
    );
    for choice in [
        "find_oncall: whom to call, with phone numbers.",
        "get_oncalls: shifts over a range.",
        "list_users_oncall: the names of one schedule.",
    ] {
        assert!(told.contains(choice), "{told}");
    }

    let (read_only, told) =
        listed(program().args(["--demo", "--toolsets", "default"]).env("PAGERDUTY_READ_ONLY", "true"));
    assert_eq!(read_only.len(), default.len() - WRITES.len());
    assert!(told.contains("No tool changes anything."), "{told}");

    let (few, told) =
        listed(program().args(["--demo", "--tools", "get_teams,resolve_incident", "--exclude-tools", "get_users"]));
    assert_eq!(few, ["resolve_incident", "get_teams"]);
    assert!(told.contains("resolve_incident changes the account") && !told.contains("find_oncall"), "{told}");
    assert!(told.contains("Toolsets that are on in part: incidents and directory."), "{told}");
    assert!(told.contains("An exact name works"), "get_teams takes names: {told}");

    let (_, told) = listed(program().args(["--demo", "--tools", "get_priorities,add_incident_note"]));
    assert!(!told.contains("An exact name works"), "an incident has no name: {told}");
}

#[test]
fn a_tool_that_is_off_cannot_be_called() {
    let (mut client, _) = Client::initialized(program().args(["--demo", "--read-only"]));
    let answer =
        client.request(1, "tools/call", json!({"name": "resolve_incident", "arguments": {"incident_id": "Q1"}}));
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("`resolve_incident`") && message.contains("not on"), "{message}");
}

#[test]
fn an_unknown_name_stops_the_start() {
    let output = run(&["--demo", "--toolsets", "incident"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("there is no toolset `incident`; did you mean `incidents`?"), "{told}");
}

#[test]
fn a_request_narrows_and_never_widens() {
    let server = Server::start(program().args(["--demo", "--toolsets", "directory", "--read-only"]));
    let offered = |headers: &[(&str, &str)]| {
        let answer = server.post(headers, "tools/list", json!({}));
        serde_json::from_str::<Value>(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
    };
    let directory = names(&offered(&[]));
    assert!(directory.len() > 2);
    assert_eq!(names(&offered(&[("X-MCP-Toolsets", "all"), ("X-MCP-Readonly", "false")])), directory);
    assert_eq!(names(&offered(&[("X-MCP-Toolsets", "response")])), Vec::<String>::new());
    assert_eq!(names(&offered(&[("X-MCP-Tools", "get_teams, resolve_incident")])), ["get_teams"]);
    assert_eq!(names(&offered(&[("X-MCP-Exclude-Tools", "get_teams")])).len(), directory.len() - 1);
    // A list of nothing is a list.
    for nothing in [("X-MCP-Toolsets", ""), ("X-MCP-Tools", " "), ("X-MCP-Toolsets", ",")] {
        assert_eq!(names(&offered(&[nothing])), Vec::<String>::new(), "{nothing:?}");
    }
    assert_eq!(names(&offered(&[("X-MCP-Toolsets", ""), ("X-MCP-Tools", "get_teams")])), ["get_teams"]);
    assert_eq!(names(&offered(&[("X-MCP-Exclude-Tools", "")])), directory);
    let refused = offered(&[("X-MCP-Tools", "get_team")]);
    assert!(refused["error"]["message"].as_str().unwrap().contains("did you mean `get_teams`?"), "{refused}");

    let call = |headers: &[(&str, &str)]| {
        server.post(headers, "tools/call", json!({"name": "get_teams", "arguments": {"limit": 1}})).body
    };
    assert!(call(&[]).contains("structuredContent"));
    assert!(call(&[("X-MCP-Toolsets", "incidents")]).contains("left out by the X-MCP headers"));
}

#[test]
fn read_only_is_read_in_both_spellings_and_nothing_else() {
    let server = Server::start(program().arg("--demo"));
    let list = |headers: &[(&str, &str)]| server.post(headers, "tools/list", json!({}));
    let offered = |headers: &[(&str, &str)]| names(&serde_json::from_str(&list(headers).body).unwrap());
    let writes = |offered: &[String]| WRITES.iter().any(|write| offered.iter().any(|name| name == write));
    assert!(writes(&offered(&[])));
    for headers in [
        [("X-MCP-Readonly", "true")].as_slice(),
        &[("X-MCP-Read-Only", "TRUE")],
        &[("X-MCP-Readonly", "false"), ("X-MCP-Read-Only", "1")],
    ] {
        assert!(!writes(&offered(headers)), "{headers:?}");
    }
    for (wrong, right) in [("X-MCP-Read_Only", "x-mcp-readonly"), ("X-MCP-Tool-Sets", "x-mcp-toolsets")] {
        let refused = list(&[(wrong, "true")]);
        assert_eq!(refused.status, 400, "{wrong}");
        assert!(refused.body.contains(&format!("did you mean `{right}`?")), "{refused:?}");
    }
    assert!(list(&[("X-MCP-Readonly", "")]).body.contains("neither `true` nor `false`"));
    assert_eq!(list(&[("X-MCP-Proxy-Auth", "of-somebody-else"), ("Mcp-Session-Id", "1")]).status, 200);
}
