//! Operations as data: the table, requests that are built from it, and what is sent and read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod addresses;
mod built;
mod contract;
mod paging;
mod sent;
mod table;

use pagerduty::operation::{Operation, OperationRequest, Problem};
use serde_json::{Map, Value};

/// The operation of this ID.
fn operation(id: &str) -> &'static Operation {
    Operation::by_id(id).unwrap_or_else(|| panic!("there is no {id}"))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

fn build(id: &str, parameters: Value, body: Option<Value>) -> Result<OperationRequest, Vec<Problem>> {
    operation(id).build(&object(parameters), body.as_ref())
}

fn problems(id: &str, parameters: Value, body: Option<Value>) -> Vec<String> {
    build(id, parameters, body).unwrap_err().iter().map(ToString::to_string).collect()
}

/// The request of an operation's own example.
fn example(operation: &'static Operation) -> OperationRequest {
    let example = operation.example();
    operation
        .build(&example.parameters, example.body.as_ref())
        .unwrap_or_else(|problems| panic!("{}: {problems:?} of {example:?}", operation.id()))
}
