//! Finding operations, and showing one whole.

use pagerduty::operation::Operation;
use pagerduty_sim::token;
use serde_json::{Value, json};
use toolkit::{
    selection::{Chosen, Selection},
    settings::Settings,
};

use crate::support::{Account, options, settings};

async fn one(account: &Account, id: &str) -> Value {
    let answer = account.call("get_operations", json!({"operation_id": id})).await;
    assert_eq!(answer["metadata"]["count"], 1);
    answer["operations"][0].clone()
}

#[tokio::test]
async fn words_find_operations_and_nothing_is_asked_of_pagerduty() {
    let account = Account::start().await;
    let answer = account.call("get_operations", json!({"query": "silence the billing service tonight"})).await;
    let operations = answer["operations"].as_array().unwrap();
    assert_eq!(operations.len(), 8);
    let found = operations.iter().find(|one| one["operation_id"] == "createMaintenanceWindow").unwrap();
    assert_eq!(found["request"], "POST /maintenance_windows");
    assert_eq!((&found["access"], &found["needs"]), (&json!("change"), &json!(["body"])));
    assert!(found["summary"].as_str().unwrap().len() > 20);
    let reads = json!({"query": "maintenance windows", "access": "read", "limit": 3});
    let answer = account.call("get_operations", reads).await;
    let operations = answer["operations"].as_array().unwrap();
    assert_eq!(operations.len(), 3);
    assert!(operations.iter().all(|one| one["access"] == "read"), "{operations:?}");
    assert_eq!(account.requests(), [] as [&str; 0]);
    let answer = account.call("get_operations", json!({"query": "xyzzyplugh"})).await;
    assert_eq!(answer["metadata"]["count"], 0, "{answer}");
}

#[tokio::test]
async fn one_operation_is_shown_with_all_that_a_call_needs() {
    let account = Account::start().await;
    let window = one(&account, "createmaintenancewindow").await;
    assert_eq!(window["operation_id"], "createMaintenanceWindow");
    assert_eq!((&window["tool"], &window["access"]), (&json!("change_operation"), &json!("change")));
    assert!(window["body"].as_str().unwrap().contains("services*: ["), "{window}");
    assert!(window["effects"].as_array().unwrap().contains(&json!("silences")));
    assert!(window["ids_in_body"].is_string());
    assert_eq!(window["answer"], "an object under `maintenance_window`");
    assert_eq!(window["example"]["operation_id"], "createMaintenanceWindow");
    let list = one(&account, "GET /maintenance_windows").await;
    assert_eq!(list["operation_id"], "listMaintenanceWindows");
    assert_eq!(list["parameters"]["service_ids"], "[string]: service ID or name");
    assert!(list["parameters"].get("limit").is_none() && list["paging"].is_string(), "{list}");
    assert_eq!(list["answer"], "rows under `maintenance_windows`");
    let hidden = one(&account, "createServiceIntegration").await.to_string();
    assert!(!hidden.contains("[redacted]"), "{hidden}");
}

#[tokio::test]
async fn a_wrong_id_names_the_nearest() {
    let account = Account::start().await;
    let error = account.fail("get_operations", json!({"operation_id": "createMaintenenceWindows"})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    assert!(error["hint"].as_str().unwrap().contains("`createMaintenanceWindow`"), "{error}");
    let error = account.fail("read_operation", json!({"operation_id": "../users"})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    assert_eq!(account.requests(), [] as [&str; 0]);
}

#[tokio::test]
async fn the_tool_that_does_it_better_is_named_where_it_can_be_called() {
    let account = Account::start().await;
    assert_eq!(one(&account, "listTeams").await["better_tool"], "get_teams");
    let chosen = Chosen { exclude_tools: vec!["get_teams".into(), "change_operation".into()], ..Chosen::default() };
    let names = ["get_teams", "change_operation"];
    let selection = Selection::read(&chosen, &names, &Selection::all()).unwrap();
    let account = Account::with(token::USER, options(), Settings { selection, ..settings() }).await;
    let teams = one(&account, "listTeams").await;
    assert!(teams.get("better_tool").is_none(), "{teams}");
    let delete = one(&account, "deleteTeam").await;
    assert!(delete["tool"].as_str().unwrap().starts_with("off: "), "{delete}");
}

#[tokio::test]
async fn every_operation_can_be_shown() {
    let account = Account::start().await;
    for operation in Operation::all() {
        let shown = one(&account, operation.id()).await;
        assert_eq!(shown["operation_id"], operation.id());
        assert_eq!(shown.get("refused").is_some(), operation.refused().is_some(), "{shown}");
        assert_eq!(shown.get("body").is_some(), operation.body().is_some(), "{shown}");
    }
}
