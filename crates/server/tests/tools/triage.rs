//! `triage_incident`: one incident with all that helps to judge it.

use serde_json::{Value, json};

use crate::support::Account;

async fn open_incident(account: &Account) -> Value {
    let answer = account
        .call(
            "get_incidents",
            json!({"limit": 1, "statuses": ["triggered", "acknowledged"], "sort_by": "created_at:asc"}),
        )
        .await;
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
    assert!(asked.iter().all(|line| line.starts_with("GET ")) && asked.len() <= 24, "{asked:#?}");
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

#[tokio::test]
async fn what_is_cut_is_said_and_what_is_repeated_is_not() {
    let account = Account::start().await;
    let alert = |number: u32, value: u32| json!({"id": format!("A{number}"), "status": "triggered", "body": {"details": {"value": value}}});
    let alerts: Vec<_> = [alert(1, 1), alert(2, 1), alert(3, 2), alert(4, 1), alert(5, 2)].into();
    let note = |number: u32| json!({"id": format!("N{number}"), "content": "x", "created_at": format!("2026-06-15T0{number}:00:00-05:00")});
    let notes: Vec<_> = (1..=7).map(note).collect();
    let body = json!({"details": {"__pd_cef_payload": {"details": {"value": 2}}}});
    let incident = json!({"incident": {"id": "Q1", "status": "triggered", "alert_counts": {"all": 12}, "body": body}});
    account.answer("/incidents/Q1", 200, &incident.to_string());
    account.answer("/incidents/Q1/alerts", 200, &json!({"alerts": alerts, "more": true}).to_string());
    account.answer("/incidents/Q1/notes", 200, &json!({"notes": notes}).to_string());
    let answer = account.call("triage_incident", json!({"incident_id": "Q1"})).await;
    let warnings = answer["metadata"]["warnings"].to_string();
    assert!(warnings.contains("`alerts` has 5 of 12") && warnings.contains("`notes` has 5 of 7"), "{warnings}");
    let found = &answer["triage"][0];
    let alerts = found["alerts"].as_array().unwrap();
    let same: Vec<_> = alerts.iter().map(|alert| alert["same_details_as"].as_str()).collect();
    assert_eq!(same, [None, Some("A1"), Some("incident.body_details"), Some("A1"), Some("incident.body_details")]);
    assert_eq!(alerts[0]["details"], json!({"value": 1}));
    assert_eq!(found["notes"][4]["created_at"], "2026-06-15T12:00:00Z", "times are in one zone");
}

#[tokio::test]
async fn a_past_incident_that_is_open_was_resolved_by_nobody() {
    let account = Account::start().await;
    let id = account.simulator.account().triggered_incident.unwrap().id;
    let past = json!({"past_incidents": [{"incident": {"id": "Q2", "title": "It", "created_at": "2026-06-01T00:00:00Z"}, "score": 9.5}]});
    account.answer(&format!("/incidents/{id}/past_incidents"), 200, &past.to_string());
    let by = json!({"id": "PS1", "type": "service_reference", "summary": "Checkout"});
    let incident = json!({"incident": {"id": "Q2", "status": "triggered", "last_status_change_by": by}});
    account.answer("/incidents/Q2", 200, &incident.to_string());
    let answer = account.call("triage_incident", json!({"incident_id": id})).await;
    let past = &answer["triage"][0]["past_incidents"][0];
    assert_eq!((&past["status"], past.get("resolved_by")), (&json!("triggered"), None), "{past}");
}
