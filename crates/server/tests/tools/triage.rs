//! `triage_incident`: one incident with all that helps to judge it.

use serde_json::{Value, json};

use crate::support::Account;

async fn open_incident(account: &Account) -> Value {
    let answer = account.call("get_incidents", json!({"limit": 1, "statuses": ["triggered", "acknowledged"]})).await;
    account.requests();
    answer["incidents"][0].clone()
}

#[tokio::test]
async fn everything_about_an_incident_is_in_one_answer() {
    let account = Account::start().await;
    let incident = open_incident(&account).await;
    let (answer, text) = account.text("triage_incident", json!({"incident_id": incident["incident_number"]})).await;
    let found = &answer["triage"][0];
    assert_eq!(found["incident"]["id"], incident["id"]);
    for part in ["on_call", "alerts", "timeline", "past_incidents"] {
        assert!(!found[part].as_array().unwrap().is_empty(), "{part} of {found:#}");
    }
    assert!(text.len() < 60_000);
    let scores: Vec<f64> = found["past_incidents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["similarity_score"].as_f64().unwrap())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert!(found["past_incidents"][0]["resolved_at"].is_string(), "{}", found["past_incidents"][0]);
    let asked = account.requests();
    assert!(asked.iter().all(|line| line.starts_with("GET ")) && asked.len() <= 20, "{asked:#?}");
    let policy = incident["escalation_policy"]["id"].as_str().unwrap();
    assert!(asked.iter().any(|line| line.contains(&format!("escalation_policy_ids[]={policy}"))), "{asked:#?}");
    let service = incident["service"]["id"].as_str().unwrap();
    assert!(asked.iter().any(|line| line.contains(&format!("/services/{service}/change_events?since="))), "{asked:#?}");
}

#[tokio::test]
async fn a_part_that_fails_is_named_and_the_others_are_there() {
    let account = Account::start().await;
    let incident = open_incident(&account).await;
    let id = incident["id"].as_str().unwrap();
    account.answer(
        &format!("/incidents/{id}/past_incidents"),
        402,
        r#"{"error": {"message": "Payment Required", "code": 2017}}"#,
    );
    account.answer("/oncalls", 403, r#"{"error": {"message": "Access Denied", "code": 2010}}"#);
    let answer = account.call("triage_incident", json!({"incident_id": id})).await;
    let warnings = answer["metadata"]["warnings"].to_string();
    assert!(
        warnings.contains("`past_incidents` is missing") && warnings.contains("`on_call` is missing"),
        "{warnings}"
    );
    assert!(answer["triage"][0]["alerts"].is_array());
    assert!(answer["triage"][0].get("past_incidents").is_none());
}

#[tokio::test]
async fn an_incident_that_is_not_there_is_an_error() {
    let account = Account::start().await;
    let error = account.fail("triage_incident", json!({"incident_id": "PNOSUCH"})).await;
    assert_eq!(error["code"], "INVALID_INCIDENT_ID");
    assert_eq!(account.requests().len(), 1);
}
