//! Prompts, resources and completions, over standard input and output.

use serde_json::json;

use crate::program::{Client, program};

#[test]
fn prompts_are_texts_with_a_persons_words_in_them() {
    let (mut client, hello) = Client::initialized(program().arg("--demo"));
    assert!(hello["result"]["capabilities"]["prompts"].is_object());
    let list = client.request(1, "prompts/list", json!({}));
    let names: Vec<_> =
        list["result"]["prompts"].as_array().unwrap().iter().map(|prompt| prompt["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["triage", "handoff", "shift-prep", "postmortem", "noise-review"]);
    let got = client.request(2, "prompts/get", json!({"name": "triage", "arguments": {"incident": "1234"}}));
    let text = got["result"]["messages"][0]["content"]["text"].as_str().unwrap();
    assert!(text.starts_with("I was paged for PagerDuty incident 1234."), "{text}");
    let got = client.request(3, "prompts/get", json!({"name": "handoff"}));
    let text = got["result"]["messages"][0]["content"]["text"].as_str().unwrap();
    assert!(text.contains("my handoff for my teams"), "{text}");
    let missing = client.request(4, "prompts/get", json!({"name": "postmortem"}));
    assert!(missing["error"]["message"].as_str().unwrap().contains("`incident`"), "{missing}");
    let unknown = client.request(5, "prompts/get", json!({"name": "handof"}));
    assert!(unknown["error"]["message"].as_str().unwrap().contains("did you mean `handoff`?"), "{unknown}");
    assert_eq!(client.close(), (Vec::new(), 0));
}

#[test]
fn resources_are_read_by_their_address() {
    let (mut client, _) = Client::initialized(program().arg("--demo"));
    let templates = client.request(1, "resources/templates/list", json!({}));
    assert_eq!(templates["result"]["resourceTemplates"][0]["uriTemplate"], "pagerduty://incidents/{id}");
    let open = client.call(2, "get_incidents", json!({"limit": 1}));
    let incident = &open["result"]["structuredContent"]["incidents"][0];
    let uri = format!("pagerduty://incidents/{}", incident["id"].as_str().unwrap());
    let read = client.request(3, "resources/read", json!({"uri": uri}));
    let text = read["result"]["contents"][0]["text"].as_str().unwrap();
    assert!(text.contains(&format!("\"incident_number\":{}", incident["incident_number"])), "{text}");
    let mine = client.request(4, "resources/read", json!({"uri": "pagerduty://oncall/me"}));
    assert!(mine["result"]["contents"][0]["text"].as_str().unwrap().contains("\"oncalls\":["), "{mine}");
    let operation =
        client.request(6, "resources/read", json!({"uri": "pagerduty://operations/createMaintenanceWindow"}));
    let text = operation["result"]["contents"][0]["text"].as_str().unwrap();
    assert!(text.contains("POST /maintenance_windows") && text.contains("\"example\":"), "{text}");
    for uri in [
        "pagerduty://operations/createNothing",
        "pagerduty://services/../users/me",
        "pagerduty://services/",
        "pagerduty://teams/P1",
        "file:///etc/passwd",
    ] {
        let refused = client.request(5, "resources/read", json!({"uri": uri}));
        assert!(refused["error"]["code"].is_i64(), "{uri}: {refused}");
    }
    assert_eq!(client.close(), (Vec::new(), 0));
}

#[test]
fn ids_of_operations_are_completed() {
    let (mut client, _) = Client::initialized(program().arg("--demo"));
    let mut complete = |id: u32, name: &str, value: &str| {
        let reference = json!({"type": "ref/resource", "uri": "pagerduty://operations/{id}"});
        let params = json!({"ref": reference, "argument": {"name": name, "value": value}});
        client.request(id, "completion/complete", params)["result"]["completion"]["values"].clone()
    };
    assert_eq!(complete(1, "id", "createmaintenance"), json!(["createMaintenanceWindow"]));
    let windows = complete(2, "id", "MaintenanceWindow");
    assert!(windows.as_array().unwrap().contains(&json!("deleteMaintenanceWindow")), "{windows}");
    assert!(!complete(3, "id", "").as_array().unwrap().is_empty());
    assert_eq!(complete(4, "other", "create"), json!([]));
    assert_eq!(client.close(), (Vec::new(), 0));
}

#[test]
fn ids_and_names_are_completed() {
    let (mut client, _) = Client::initialized(program().arg("--demo"));
    let complete = |reference: serde_json::Value, name: &str, value: &str| json!({"ref": reference, "argument": {"name": name, "value": value}});
    let prompt = json!({"type": "ref/prompt", "name": "triage"});
    let numbers = client.request(1, "completion/complete", complete(prompt.clone(), "incident", ""));
    let numbers = numbers["result"]["completion"]["values"].as_array().unwrap().clone();
    assert!(!numbers.is_empty() && numbers.iter().all(|number| number.as_str().unwrap().parse::<u64>().is_ok()));
    // What people know it by is completed, and what is offered can be read.
    let template = json!({"type": "ref/resource", "uri": "pagerduty://services/{id}"});
    let names = client.request(2, "completion/complete", complete(template, "id", "checkout"));
    let name = names["result"]["completion"]["values"][0].as_str().unwrap().to_owned();
    assert!(name.to_lowercase().contains("checkout"), "{names}");
    let uri = format!("pagerduty://services/{}", name.replace(' ', "%20"));
    let read = client.request(5, "resources/read", json!({"uri": uri}));
    let text = read["result"]["contents"][0]["text"].as_str().unwrap();
    assert!(text.contains(&format!("\"name\":\"{name}\"")), "{text}");
    let open = client.call(6, "get_incidents", json!({"limit": 1, "statuses": ["triggered"]}));
    let open = &open["result"]["structuredContent"]["incidents"][0];
    let word = open["title"].as_str().unwrap().split(' ').next().unwrap();
    let numbers = client.request(7, "completion/complete", complete(prompt.clone(), "incident", word));
    let numbers = numbers["result"]["completion"]["values"].to_string();
    assert!(numbers.contains(&open["incident_number"].to_string()), "{numbers}");
    let teams = client.request(3, "completion/complete", complete(prompt.clone(), "team", ""));
    assert!(!teams["result"]["completion"]["values"].as_array().unwrap().is_empty(), "{teams}");
    let nothing = client.request(4, "completion/complete", complete(prompt, "colour", ""));
    assert_eq!(nothing["result"]["completion"]["values"], json!([]));
    assert_eq!(client.close(), (Vec::new(), 0));
}
