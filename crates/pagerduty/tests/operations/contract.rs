//! Every operation against PagerDuty's own document: a request that is built from its example is one that PagerDuty would
//! understand.

use openapi_contract::{Contract, Request};
use pagerduty::operation::{Access, Operation};

use super::example;

/// What the document has wrong, as the facts do not: see `xtask/src/operations/corrections.rs`.
const CORRECTED: [(&str, &str); 0] = [];

/// What the client sends of itself.
const HEADERS: [(&str, &str); 3] = [
    ("Accept", "application/vnd.pagerduty+json;version=2"),
    ("Authorization", "Token token=test"),
    ("From", "ana@example.com"),
];

#[test]
fn every_example_is_valid_under_the_document() {
    let Some(contract) = Contract::load().unwrap() else {
        return Contract::announce_skip();
    };
    let mut wrong = Vec::new();
    for operation in Operation::all() {
        let built = example(operation);
        let mut headers: Vec<_> =
            HEADERS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        headers.extend(operation.header().map(|(name, value)| (name.to_owned(), value.to_owned())));
        if !operation.takes_csv() {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        let request = Request {
            method: operation.method(),
            path: built.path(),
            query: built.query(),
            headers: &headers,
            body: built.body(),
        };
        for violation in contract.check_request(&request) {
            let violation = violation.to_string();
            if !CORRECTED.iter().any(|(id, fault)| *id == operation.id() && violation.contains(fault)) {
                wrong.push(format!("{}: {violation} in {:?}", operation.id(), built.body()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(Operation::all().len(), 465);
}

#[test]
fn a_read_is_no_change() {
    for operation in Operation::all() {
        let built = example(operation);
        let change = built.change(Some("ana@example.com"));
        assert_eq!(change.is_some(), operation.access() == Access::Change, "{}", operation.id());
    }
}
