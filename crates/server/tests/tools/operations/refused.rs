//! What is refused until the operator allows it, and what never goes through the tool that reads.

use pagerduty::operation::{Access, Operation};
use pagerduty_sim::token;
use serde_json::{Value, json};
use toolkit::{
    selection::{Chosen, Selection},
    settings::Settings,
};

use crate::support::{Account, options, settings};

fn call(operation: &Operation) -> Value {
    let example = operation.example();
    let mut arguments = json!({"operation_id": operation.id(), "parameters": example.parameters});
    if let Some(body) = example.body.filter(Value::is_object) {
        arguments["body"] = body;
    }
    arguments
}

#[tokio::test]
async fn what_guards_the_account_is_refused_and_says_how_it_is_allowed() {
    let account = Account::start().await;
    let refused: Vec<&Operation> = Operation::all().iter().filter(|operation| operation.refused().is_some()).collect();
    assert!(refused.len() >= 30);
    for operation in refused {
        let tool = if operation.access() == Access::Read { "read_operation" } else { "change_operation" };
        let error = account.fail(tool, call(operation)).await;
        assert_eq!(error["code"], "OPERATION_REFUSED", "{error}");
        let hint = error["hint"].as_str().unwrap();
        let kind = operation.refused().unwrap().as_str();
        assert!(hint.contains(&format!("--allow-operations {kind}")) && hint.contains(operation.id()), "{hint}");
    }
    assert_eq!(account.requests(), [] as [&str; 0]);
}

#[tokio::test]
async fn the_operator_allows_a_kind_or_one_operation() {
    let allowed = vec!["ip_allow_lists".to_owned(), "getSessionConfigurations".to_owned()];
    let account = Account::with(token::USER, options(), Settings { allowed_operations: allowed, ..settings() }).await;
    for (operation, is_allowed) in
        [("listIpAllowLists", true), ("getSessionConfigurations", true), ("listSreMemories", false)]
    {
        let (answer, _) = account.outcome("read_operation", call(Operation::by_id(operation).unwrap())).await;
        assert_eq!(answer["error"]["code"] != "OPERATION_REFUSED", is_allowed, "{operation}: {answer}");
        assert_eq!(account.requests().is_empty(), !is_allowed, "{operation}");
    }
}

#[tokio::test]
async fn what_changes_something_is_not_read_and_what_reads_is_not_changed() {
    let account = Account::start().await;
    for operation in Operation::all().iter().filter(|operation| operation.refused().is_none()) {
        let (wrong, right) = match operation.access() {
            Access::Read => ("change_operation", "read_operation"),
            Access::Change => ("read_operation", "change_operation"),
        };
        let error = account.fail(wrong, call(operation)).await;
        assert_eq!(error["code"], "INVALID_PARAMETER", "{error}");
        assert_eq!(error["hint"], format!("carry it out with `{right}`"), "{}", operation.id());
    }
    assert_eq!(account.requests(), [] as [&str; 0]);
}

#[tokio::test]
async fn where_only_reading_is_allowed_nothing_changes() {
    let chosen = Chosen { read_only: true, ..Chosen::default() };
    let selection = Selection::read(&chosen, &[], &Selection::all()).unwrap();
    let account = Account::with(token::USER, options(), Settings { selection, ..settings() }).await;
    assert!(account.toolbox.find("change_operation").is_err());
    let error =
        account.fail("read_operation", json!({"operation_id": "deleteTeam", "parameters": {"id": "PT12345"}})).await;
    assert!(error["message"].as_str().unwrap().contains("is off"), "{error}");
    assert!(error["hint"].as_str().unwrap().contains("--toolsets"), "{error}");
    assert_eq!(account.requests(), [] as [&str; 0]);
}
