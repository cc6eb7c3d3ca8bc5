//! The tools of the whole API: every operation by its own example, on the wire, against PagerDuty's OpenAPI document.

use pagerduty::operation::{Access, Operation};
use serde_json::json;

use crate::recorder::Recorder;

#[tokio::test]
async fn the_example_of_every_operation_is_a_request_that_pagerduty_documents() {
    let recorder = Recorder::start().await;
    let mut unsent = Vec::new();
    // What takes CSV has a test of its own in the client: the account records bodies that are JSON.
    for operation in Operation::all().iter().filter(|operation| !operation.takes_csv()) {
        let example = operation.example();
        let mut arguments = json!({"operation_id": operation.id(), "parameters": example.parameters});
        if let Some(body) = example.body {
            arguments["body"] = body;
        }
        let tool = match operation.access() {
            Access::Read => "read_operation",
            Access::Change => "change_operation",
        };
        let arguments = arguments.as_object().unwrap().clone();
        let (sent, answer) = recorder.call(tool, arguments).await;
        if sent.iter().all(|request| request.method != operation.method()) {
            unsent.push(format!("{}: {}", operation.id(), answer["error"]));
        }
    }
    assert!(unsent.is_empty(), "{}", unsent.join("\n"));
    recorder.assert_valid_requests();
}
