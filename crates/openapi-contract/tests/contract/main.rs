//! What the contract lets through and what it finds.

#![allow(clippy::expect_used, reason = "clippy allows it in tests, but not in what tests share")]

mod examples;
mod requests;
mod responses;
mod schemas;

use openapi_contract::{Contract, Violation};

/// PagerDuty's document; without it the calling test ends, and says so.
fn contract() -> Option<Contract> {
    let contract = Contract::load().expect("the document is readable");
    if contract.is_none() {
        Contract::announce_skip();
    }
    contract
}

fn lines(violations: &[Violation]) -> Vec<String> {
    violations.iter().map(ToString::to_string).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
