//! The toolset `response`: changing incidents, one or several at once.

mod audit;
mod consent;
mod create;
mod guards;
mod notes;
mod paged;
mod questions;
mod resolved;
mod together;

use serde_json::{Value, json};

use crate::support::Account;

/// This many incidents in this state, each with all its fields.
async fn open(account: &Account, count: usize, status: &str) -> Vec<Value> {
    let arguments = json!({"statuses": [status], "all_dates": true, "limit": count});
    let incidents = account.call("get_incidents", arguments).await["incidents"].as_array().unwrap().clone();
    assert_eq!(incidents.len(), count);
    account.requests();
    incidents
}

/// What was sent since the last look that is no question.
fn writes(account: &Account) -> Vec<String> {
    account.requests().into_iter().filter(|line| !line.starts_with("GET ")).collect()
}

/// The body of the last request that changed something.
fn body(account: &Account) -> Value {
    let requests = account.simulator.requests();
    requests.into_iter().rev().find(|request| request.method != "GET").unwrap().body.unwrap()
}

#[tokio::test]
async fn several_are_acknowledged_and_each_outcome_is_told() {
    let account = Account::start().await;
    let incidents = open(&account, 2, "triggered").await;
    let (first, second) = (&incidents[0]["id"], &incidents[1]["incident_number"]);
    let answer =
        account.call("acknowledge_incidents", json!({"incident_ids": [first, second, "QNOSUCH", first]})).await;
    assert_eq!(writes(&account).len(), 2, "an incident that is named twice is changed once");
    let outcomes = answer["outcomes"].as_array().unwrap();
    let told: Vec<_> = outcomes.iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(told, ["done", "done", "failed"]);
    assert_eq!(outcomes[1]["status"], "acknowledged");
    assert_eq!(outcomes[2]["error"]["code"], "INVALID_INCIDENT_ID");
    assert_eq!((&answer["metadata"]["succeeded"], &answer["metadata"]["failed"]), (&json!(2), &json!(1)));
    let now = account.call("get_incidents", json!({"incident_id": first})).await;
    assert_eq!(now["incidents"][0]["status"], "acknowledged");
}

#[tokio::test]
async fn several_are_resolved_with_a_note() {
    let account = Account::start().await;
    let incidents = open(&account, 1, "triggered").await;
    let arguments = json!({"incident_ids": [incidents[0]["id"]], "resolution": "Rolled back build 7"});
    account.call("resolve_incidents", arguments).await;
    let put = account.simulator.requests().into_iter().find(|request| request.method == "PUT").unwrap();
    assert_eq!(
        put.body.unwrap(),
        json!({"incident": {"type": "incident_reference", "status": "resolved", "resolution": "Rolled back build 7"}})
    );
    let many: Vec<String> = (0..26).map(|number| format!("Q{number}")).collect();
    let error = account.fail("resolve_incidents", json!({"incident_ids": many})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
}

#[tokio::test]
async fn an_incident_is_changed_and_answered_as_it_is_then() {
    let account = Account::start().await;
    let incidents = open(&account, 1, "triggered").await;
    let id = incidents[0]["id"].as_str().unwrap();
    let policy = incidents[0]["escalation_policy"]["summary"].as_str().unwrap();
    let arguments = json!({"incident_id": id, "title": "Payments are down", "urgency": "high", "priority": "p1"});
    let answer = account.call("update_incident", arguments).await;
    let incident = &answer["incidents"][0];
    assert_eq!(
        (&incident["title"], &incident["urgency"], &incident["priority"]),
        (&json!("Payments are down"), &json!("high"), &json!("P1"))
    );
    let error = account.fail("update_incident", json!({"incident_id": id, "priority": "P99"})).await;
    assert!(error["candidates"].as_array().unwrap().iter().any(|one| one["name"] == "P1"), "{error}");
    let error = account.fail("update_incident", json!({"incident_id": id})).await;
    assert_eq!(error["code"], "MISSING_PARAMETER");
    let me = account.call("build_user_context", json!({})).await;
    let answer = account.call("reassign_incident", json!({"incident_id": id, "user_ids": [me["email"]]})).await;
    assert_eq!(answer["incidents"][0]["assignments"][0]["assignee"]["id"], me["user_id"]);
    let answer = account.call("reassign_incident", json!({"incident_id": id, "escalation_policy_id": policy})).await;
    assert_eq!(answer["incidents"][0]["escalation_policy"]["summary"], policy);
    let error = account.fail("reassign_incident", json!({"incident_id": id})).await;
    assert_eq!(error["code"], "MISSING_PARAMETER");
}
