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
    assert!(asked.iter().all(|line| line.starts_with("GET ")) && asked.len() <= 25, "{asked:#?}");
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

#[tokio::test]
async fn what_happens_next_and_who_was_asked_to_join_is_there() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let id = facts.triggered_incident.unwrap().id;
    let asked = json!({"incident_id": id, "message": "Bring a ladder", "user_ids": [facts.teamless_user.id]});
    account.call("add_responders", asked).await;
    account.requests();
    let answer = account.call("triage_incident", json!({"incident_id": id, "time_zone": "Asia/Tokyo"})).await;
    let number = &answer["triage"][0]["incident"]["incident_number"];
    assert_eq!(answer["metadata"]["description"], format!("Incident #{number} with what helps to judge it"));
    assert!(account.requests()[0].ends_with(&format!("/incidents/{id}?include[]=body&include[]=conference_bridge")));
    let found = &answer["triage"][0];
    let include = json!(["created_at", "html_url", "pending_actions"]);
    let arguments = json!({"incident_id": id, "include": include, "time_zone": "Asia/Tokyo"});
    let plain = account.call("get_incidents", arguments).await["incidents"][0].clone();
    for field in ["html_url", "pending_actions"] {
        assert!(!plain[field].is_null() && found["incident"][field] == plain[field], "{field}: {found:#} {plain:#}");
    }
    let actions = found["incident"]["pending_actions"].as_array().unwrap();
    assert!(actions.iter().all(|action| action["at"].as_str().unwrap().ends_with("+09:00")), "{actions:?}");
    let created: pagerduty::Timestamp = plain["created_at"].as_str().unwrap().parse().unwrap();
    let now: pagerduty::Timestamp = crate::support::NOW.parse().unwrap();
    let hours = (now.as_second() - created.as_second()) as f64 / 3600.0;
    assert!((found["incident"]["age_hours"].as_f64().unwrap() - hours).abs() <= 0.05, "{hours}: {found:#}");
    let responder = &found["responders"][0];
    assert_eq!(responder["user"], facts.teamless_user.summary);
    assert_eq!((&responder["state"], &responder["message"]), (&json!("pending"), &json!("Bring a ladder")));
    let untrusted = answer["metadata"]["untrusted"].as_array().unwrap();
    assert!(untrusted.contains(&json!("responders.message")), "{untrusted:?}");
}

#[tokio::test]
async fn where_people_meet_is_there_and_lockdown_hides_it() {
    let account = Account::start().await;
    let bridge = json!({"conference_number": "+1 5 5", "conference_url": "https://meet.example.org/7"});
    let incident = json!({"incident": {"id": "Q1", "status": "triggered", "conference_bridge": bridge,
        "incidents_responders": [{"state": "joined", "user": {"summary": "Ana"}, "message": "Come",
            "requested_at": "2026-06-15T09:00:00-04:00"}]}});
    account.answer("/incidents/Q1", 200, &incident.to_string());
    let answer = account.call("triage_incident", json!({"incident_id": "Q1"})).await;
    assert_eq!(answer["triage"][0]["incident"]["conference_bridge"], bridge);
    let responder =
        json!({"user": "Ana", "state": "joined", "requested_at": "2026-06-15T13:00:00Z", "message": "Come"});
    assert_eq!(answer["triage"][0]["responders"], json!([responder]));
    let locked =
        Account { caller: toolkit::call::caller::Caller { lockdown: true, ..account.caller.clone() }, ..account };
    let answer = locked.call("triage_incident", json!({"incident_id": "Q1"})).await;
    assert!(answer["triage"][0]["incident"].get("conference_bridge").is_none(), "{answer:#}");
    assert!(answer["triage"][0]["responders"][0].get("message").is_none(), "{answer:#}");
}

#[tokio::test]
async fn incidents_like_it_from_before_pagerdutys_window_are_counted() {
    let account = Account::start().await;
    let service = json!({"id": "PS1"});
    let incident = json!({"id": "Q1", "status": "triggered", "title": "Disk 91% on db-12", "service": service});
    account.answer("/incidents/Q1", 200, &json!({"incident": incident}).to_string());
    account.answer("/incidents/Q1/past_incidents", 200, &json!({"past_incidents": []}).to_string());
    let old = |id: &str, title: &str, day: u32| json!({"id": id, "title": title, "created_at": format!("2025-10-{day:02}T00:00:00Z")});
    let old = [old("Q7", "Disk 95% on db-3", 9), old("Q8", "Disk is full", 8), old("Q9", "Disk 90% on db-12", 7)];
    account.answer("/incidents", 200, &json!({"incidents": old}).to_string());
    let answer = account.call("triage_incident", json!({"incident_id": "Q1"})).await;
    let expected = json!({"in_all": 0, "older": {"alike": 2, "last_created_at": "2025-10-09T00:00:00Z",
        "since": "2025-06-20T14:00:00Z", "until": "2025-12-17T14:00:00Z"}});
    assert_eq!(answer["triage"][0]["past_incidents_summary"], expected);
    let asked = account.requests();
    let wanted = "GET /incidents?service_ids[]=PS1&since=2025-06-20T14:00:00Z&until=2025-12-17T14:00:00Z&sort_by=created_at:desc&limit=100";
    assert!(asked.iter().any(|line| line.starts_with(wanted)), "{asked:#?}");
}
