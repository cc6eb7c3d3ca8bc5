//! The document's own examples, which should all be right.

use std::fs;

use openapi_contract::{Contract, Request};
use serde_json::Value;

use crate::requests::HEADERS;
use crate::{contract, pairs};

/// What the tools ask for, and their nearest neighbours.
const OPERATIONS: &[(&str, &str)] = &[
    ("get", "/abilities"),
    ("get", "/change_events"),
    ("get", "/escalation_policies"),
    ("get", "/escalation_policies/{id}"),
    ("get", "/incidents"),
    ("get", "/incidents/{id}"),
    ("get", "/incidents/{id}/alerts"),
    ("get", "/incidents/{id}/log_entries"),
    ("get", "/incidents/{id}/notes"),
    ("get", "/incidents/{id}/past_incidents"),
    ("get", "/incidents/{id}/related_incidents"),
    ("get", "/oncalls"),
    ("get", "/priorities"),
    ("get", "/schedules"),
    ("get", "/schedules/{id}"),
    ("get", "/schedules/{id}/users"),
    ("get", "/services"),
    ("get", "/services/{id}"),
    ("get", "/teams"),
    ("get", "/teams/{id}"),
    ("get", "/users"),
    ("get", "/users/me"),
    ("get", "/users/{id}"),
    ("post", "/incidents"),
    ("post", "/incidents/{id}/notes"),
    ("put", "/incidents/{id}"),
];

/// Examples that contradict their schema, where nothing tells which is true.
const SLIPS: &[&str] = &[
    "get /schedules/{id} 200: $.schedule.next_oncall_for_user.user: array where object is expected",
    "get /users/me 200: $.user.created_via_sso: string where boolean is expected",
];

#[test]
fn examples_fit() {
    let Some(contract) = contract() else { return };
    let bytes = fs::read(Contract::document_path()).expect("readable");
    let document: Value = serde_json::from_slice(&bytes).expect("JSON");
    let headers = pairs(HEADERS);
    let mut found = Vec::new();
    for (method, path) in OPERATIONS {
        let operation = &document["paths"][path][method];
        let mut successes = 0;
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let code: u16 = status.parse().expect("a status");
            for example in examples(&document, response) {
                successes += usize::from(code < 300);
                for violation in contract.check_response(method, path, code, Some(example)) {
                    found.push(format!("{method} {path} {status}: {violation}"));
                }
            }
        }
        assert!(successes > 0, "{method} {path} has no example of a success");
        for example in examples(&document, &operation["requestBody"]) {
            let request = Request { method, path, query: &[], headers: &headers, body: Some(example) };
            for violation in contract.check_request(&request) {
                found.push(format!("{method} {path}: {violation}"));
            }
        }
    }
    // One slip stands in several examples of the same response.
    found.dedup();
    assert_eq!(found, SLIPS);
}

fn examples<'d>(document: &'d Value, body: &'d Value) -> Vec<&'d Value> {
    let media = &resolve(document, body)["content"]["application/json"];
    let named = media["examples"].as_object().into_iter().flatten();
    named.map(|(_, example)| &resolve(document, example)["value"]).chain(media.get("example")).collect()
}

fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(&reference[1..]).expect("a target"),
        None => value,
    }
}
