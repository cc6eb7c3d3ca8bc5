//! What is served follows the tools that are on: no text names one that is off.

use serde_json::{Value, json};

use crate::{
    http_client::Server,
    program::{Client, program},
};

const TOOLSETS: [&str; 8] =
    ["incidents", "response", "oncall", "schedules", "services", "directory", "insights", "api"];

/// Sends a request of the protocol: the whole answer.
type Send<'a> = dyn FnMut(&str, Value) -> Value + 'a;

/// The names of every tool.
fn catalogue(server: &Server) -> Vec<String> {
    let list: Value = serde_json::from_str(&server.post(&[], "tools/list", json!({})).body).unwrap();
    let tools = list["result"]["tools"].as_array().unwrap().iter();
    tools.map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
}

/// Every text that is served without a call, and what calls that go wrong say; with the names of the tools that are on.
fn served(send: &mut Send<'_>) -> (Vec<String>, Vec<(String, String)>) {
    let mut texts = Vec::new();
    let mut keep = |what: String, answer: &Value| texts.push((what, answer.to_string()));
    let tools = send("tools/list", json!({}));
    keep("tools".into(), &tools);
    let prompts = send("prompts/list", json!({}));
    keep("prompts".into(), &prompts);
    for prompt in prompts["result"]["prompts"].as_array().unwrap() {
        let params = json!({"name": prompt["name"], "arguments": {"incident": "1"}});
        keep(format!("prompt {}", prompt["name"]), &send("prompts/get", params));
    }
    keep("resources".into(), &send("resources/list", json!({})));
    keep("templates".into(), &send("resources/templates/list", json!({})));
    keep("docs".into(), &send("resources/read", json!({"uri": "docs://tools"})));
    for uri in ["pagerduty://oncall/me", "pagerduty://incidents/PNONE99", "pagerduty://nothing"] {
        keep(uri.into(), &send("resources/read", json!({"uri": uri})));
    }
    let tools = tools["result"]["tools"].as_array().unwrap().clone();
    for tool in &tools {
        let properties = tool["inputSchema"]["properties"].as_object().unwrap();
        let mut call = |mut arguments: Value| {
            if properties.contains_key("dry_run") {
                arguments["dry_run"] = true.into();
            }
            let params = json!({"name": tool["name"], "arguments": arguments});
            keep(format!("{} {arguments}", tool["name"]), &send("tools/call", params));
        };
        call(json!({}));
        for name in properties.keys().filter(|name| name.contains("_id")) {
            call(json!({name: "PNONE99"}));
            call(json!({name: "no such thing/"}));
        }
        if tool["name"] == "get_incidents" {
            call(json!({"user_ids": ["me"], "statuses": ["resolved"]}));
            call(json!({"user_ids": ["me"], "statuses": ["resolved", "triggered"]}));
        }
    }
    (tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect(), texts)
}

/// What names a tool that is off.
fn wrong(all: &[String], on: &[String], texts: &[(String, String)]) -> Vec<String> {
    let off: Vec<&String> = all.iter().filter(|name| !on.contains(name)).collect();
    let named = |text: &str| {
        let words: Vec<&str> = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
        off.iter().filter(|name| words.contains(&name.as_str())).map(|name| name.as_str()).collect::<Vec<_>>()
    };
    texts
        .iter()
        .map(|(what, text)| (what, text, named(text)))
        .filter(|(.., named)| !named.is_empty())
        .map(|(what, text, named)| format!("{what} names {named:?}: {}", text.chars().take(600).collect::<String>()))
        .collect()
}

#[test]
fn no_text_names_a_tool_that_a_request_leaves_out() {
    let server = Server::start(program().args(["--demo", "--toolsets", "all"]));
    let all = catalogue(&server);
    for toolset in TOOLSETS {
        let headers = [("X-MCP-Toolsets", toolset)];
        let mut send = |method: &str, params: Value| {
            let answer = server.post(&headers, method, params);
            serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
        };
        let hello = send(
            "initialize",
            json!({"protocolVersion": "2025-11-25", "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"}}),
        );
        let (on, mut texts) = served(&mut send);
        assert!(!on.is_empty() && on.len() < all.len());
        texts.push(("instructions".into(), hello.to_string()));
        assert!(hello["result"]["instructions"].as_str().unwrap().contains(toolset), "{hello}");
        assert_eq!(wrong(&all, &on, &texts), Vec::<String>::new(), "{toolset}");
    }
    // Where all are on, texts do name tools.
    let mut send = |method: &str, params: Value| serde_json::from_str(&server.post(&[], method, params).body).unwrap();
    let (_, texts) = served(&mut send);
    assert!(wrong(&all, &[], &texts).len() > 40);
}

#[test]
fn no_text_names_a_tool_that_the_operator_turned_off() {
    let server = Server::start(program().args(["--demo", "--toolsets", "all"]));
    let all = catalogue(&server);
    drop(server);
    for arguments in [["--toolsets", "oncall"], ["--tools", "get_incidents"], ["--exclude-tools", "oncall_handoff"]] {
        let (mut client, hello) = Client::initialized(program().arg("--demo").args(arguments));
        let mut id = 0;
        let mut send = |method: &str, params: Value| {
            id += 1;
            client.request(id, method, params)
        };
        let (on, mut texts) = served(&mut send);
        texts.push(("instructions".into(), hello.to_string()));
        assert_eq!(wrong(&all, &on, &texts), Vec::<String>::new(), "{arguments:?}");
        assert_eq!(client.close(), (Vec::new(), 0));
    }
}

#[test]
fn a_prompt_or_resource_whose_tools_are_off_is_not_offered() {
    let server = Server::start(program().arg("--demo"));
    let ask = |headers: &[(&str, &str)], method: &str, params: Value| -> Value {
        serde_json::from_str(&server.post(headers, method, params).body).unwrap()
    };
    let names = |answer: &Value, list: &str| -> Vec<String> {
        let items = answer["result"][list].as_array().unwrap().iter();
        items.map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    let only = [("X-MCP-Toolsets", "incidents")];
    assert_eq!(names(&ask(&only, "prompts/list", json!({})), "prompts"), ["triage", "postmortem"]);
    assert_eq!(names(&ask(&only, "resources/list", json!({})), "resources"), ["tools"]);
    assert_eq!(names(&ask(&only, "resources/templates/list", json!({})), "resourceTemplates"), ["incident"]);
    let refused = ask(&only, "prompts/get", json!({"name": "handoff"}));
    assert!(refused["error"]["message"].as_str().unwrap().contains("a tool that it needs is off"), "{refused}");
    let refused = ask(&only, "resources/read", json!({"uri": "pagerduty://oncall/me"}));
    assert!(refused["error"]["message"].as_str().unwrap().contains("there is no resource"), "{refused}");
    let complete = |headers: &[(&str, &str)], prompt: &str| {
        let params = json!({"ref": {"type": "ref/prompt", "name": prompt}, "argument": {"name": "team", "value": ""}});
        ask(headers, "completion/complete", params)["result"]["completion"]["values"].clone()
    };
    assert!(!complete(&[], "handoff").as_array().unwrap().is_empty());
    assert_eq!(complete(&only, "handoff"), json!([]));
    let wrong = ask(&only, "tools/call", json!({"name": "get_service", "arguments": {}}));
    assert!(!wrong["error"]["message"].as_str().unwrap().contains("get_services"), "{wrong}");
}
