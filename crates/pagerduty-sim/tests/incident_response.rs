//! Working on an incident together: snoozing, merging, asking for help, telling others.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use pagerduty_sim::{Options, Simulator, token};
use serde_json::{Value, json};
use support::{get, ids, incident, list, log_entry_types, options, post, put, send_as, simulator, text, update};

async fn newest_log_entry(simulator: &Simulator, id: &str) -> Value {
    list(simulator, "log_entries", &format!("/incidents/{id}/log_entries?limit=1")).await[0].clone()
}

#[tokio::test]
async fn snoozing_lasts_until_the_status_changes() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.acknowledged_incident.expect("an acknowledged incident").id;
    let target = format!("/incidents/{id}/snooze");
    let answer = post(&simulator, &target, json!({"duration": 3600})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let snoozed = &answer.body["incident"];
    assert_eq!(*snoozed, incident(&simulator, &id).await);
    assert_eq!(snoozed["status"], "acknowledged");
    let wakes = json!({"type": "unacknowledge", "at": "2025-03-05T16:20:00Z"});
    assert!(snoozed["pending_actions"].as_array().expect("a list").contains(&wakes), "{}", snoozed["pending_actions"]);
    let entry = newest_log_entry(&simulator, &id).await;
    assert_eq!((&entry["type"], &entry["changed_actions"]), (&json!("snooze_log_entry"), &json!([wakes])));
    assert_eq!(entry["agent"]["id"], facts.demo_user.id);
    update(&simulator, &id, json!({"status": "triggered"})).await;
    let awake = incident(&simulator, &id).await;
    assert!(!awake["pending_actions"].as_array().expect("a list").contains(&wakes));
}

#[tokio::test]
async fn only_acknowledged_incidents_can_be_snoozed_and_for_a_week_at_most() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let (triggered, acknowledged, resolved) = (
        facts.triggered_incident.expect("a triggered incident").id,
        facts.acknowledged_incident.expect("an acknowledged incident").id,
        facts.resolved_incident.expect("a resolved incident").id,
    );
    for (id, body, (status, code)) in [
        (triggered.as_str(), json!({"duration": 60}), (400, 1012)),
        (&resolved, json!({"duration": 60}), (400, 1001)),
        (&acknowledged, json!({"duration": 0}), (400, 1013)),
        (&acknowledged, json!({"duration": 604_801}), (400, 1013)),
        (&acknowledged, json!({"duration": "an hour"}), (400, 1013)),
        (&acknowledged, json!({}), (400, 1013)),
        (&acknowledged, json!([]), (400, 2001)),
        ("QNOSUCHINCIDEN", json!({"duration": 60}), (404, 5001)),
    ] {
        let answer = post(&simulator, &format!("/incidents/{id}/snooze"), body.clone()).await;
        assert_eq!((answer.status, answer.code()), (status, Some(code)), "{body}");
    }
    let week = post(&simulator, &format!("/incidents/{acknowledged}/snooze"), json!({"duration": 604_800})).await;
    assert_eq!(week.status, 201);
}

/// An open incident with alerts, other than one.
async fn another(simulator: &Simulator, id: &str) -> Value {
    let open = "/incidents?limit=100&statuses[]=triggered&statuses[]=acknowledged";
    let rows = list(simulator, "incidents", open).await;
    let mergeable = |row: &&Value| row["id"] != id && row["alert_counts"]["all"].as_u64() > Some(0);
    rows.iter().find(mergeable).expect("another open incident").clone()
}

fn merger(ids: &[&str]) -> Value {
    let sources: Vec<Value> = ids.iter().map(|id| json!({"id": id, "type": "incident_reference"})).collect();
    json!({"source_incidents": sources})
}

#[tokio::test]
async fn merging_moves_the_alerts_and_resolves_the_sources() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let target = facts.major_incident.expect("a major incident").id;
    let source = another(&simulator, &target).await;
    let source_id = text(&source, "id");
    let alerts_of = async |id: &str| list(&simulator, "alerts", &format!("/incidents/{id}/alerts?limit=100")).await;
    let (before, moved) = (alerts_of(&target).await, alerts_of(source_id).await);
    let answer = put(&simulator, &format!("/incidents/{target}/merge"), merger(&[source_id, source_id])).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        (&answer.body["incident"]["id"], &answer.body["incident"]["type"]),
        (&json!(target), &json!("incident_reference"))
    );
    let after = alerts_of(&target).await;
    assert_eq!(after.len(), before.len() + moved.len());
    for alert in &moved {
        let now = after.iter().find(|each| each["id"] == alert["id"]).expect("the moved alert");
        assert_eq!((&now["alert_key"], &now["status"]), (&alert["alert_key"], &alert["status"]));
        assert_eq!((&now["incident"]["id"], &now["service"]), (&json!(target), &alert["service"]));
    }
    assert!(alerts_of(source_id).await.is_empty());
    let merged = incident(&simulator, source_id).await;
    assert_eq!((&merged["status"], &merged["resolved_at"]), (&json!("resolved"), &json!(support::NOW)));
    assert_eq!(merged["resolve_reason"]["type"], "merge_resolve_reason");
    assert_eq!(merged["resolve_reason"]["incident"]["id"], target);
    assert_eq!((&merged["alert_counts"]["all"], &merged["is_mergeable"]), (&json!(0), &json!(false)));
    assert_eq!(incident(&simulator, &target).await["alert_counts"]["all"], after.len());
    let key = text(&source, "incident_key");
    let found = list(&simulator, "incidents", &format!("/incidents?date_range=all&incident_key={key}")).await;
    assert_eq!(ids(&found), [target.as_str()]);
    assert_eq!(newest_log_entry(&simulator, source_id).await["type"], "resolve_log_entry");
    assert_eq!(log_entry_types(&simulator, &target).await[0], "field_value_change");
    update(&simulator, &target, json!({"status": "resolved"})).await;
    assert!(alerts_of(&target).await.iter().all(|alert| alert["status"] == "resolved"));
}

#[tokio::test]
async fn what_cannot_be_merged_stays_as_it_is() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let target = facts.major_incident.expect("a major incident").id;
    let resolved = facts.resolved_incident.expect("a resolved incident").id;
    let source = another(&simulator, &target).await;
    let source = text(&source, "id");
    let bare = json!({"source_incidents": [{"id": source}]});
    for (id, body, (status, code)) in [
        (target.as_str(), json!({}), (400, 2001)),
        (&target, merger(&[]), (400, 2001)),
        (&target, bare, (400, 2001)),
        (&target, merger(&[source, "QNOSUCHINCIDEN"]), (404, 5001)),
        (&target, merger(&[&target]), (400, 2001)),
        (&resolved, merger(&[source]), (400, 2001)),
        ("QNOSUCHINCIDEN", merger(&[source]), (404, 5001)),
    ] {
        let answer = put(&simulator, &format!("/incidents/{id}/merge"), body.clone()).await;
        assert_eq!((answer.status, answer.code()), (status, Some(code)), "{body}");
    }
    assert_ne!(incident(&simulator, source).await["status"], "resolved");
    let merge = format!("/incidents/{target}/merge");
    assert_eq!(put(&simulator, &merge, merger(&[source])).await.status, 200);
    let again = put(&simulator, &merge, merger(&[source])).await;
    assert_eq!((again.status, again.code()), (400, Some(1019)));
    let reopened = update(&simulator, source, json!({"status": "triggered"})).await;
    assert_eq!((reopened.status, reopened.code()), (400, Some(1019)));
    assert_eq!(put(&simulator, &merge, merger(&[&resolved])).await.status, 200, "resolved sources can be merged");
}

#[tokio::test]
async fn responders_are_asked_and_told() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.acknowledged_incident.expect("an acknowledged incident").id;
    let policy = &facts.demo_escalation_policies[0].id;
    let target = |id: &str, target_type: &str| json!({"responder_request_target": {"id": id, "type": target_type}});
    let body = json!({
        "requester_id": facts.demo_user.id,
        "message": "Please join",
        "responder_request_targets": [
            target(&facts.teamless_user.id, "user_reference"),
            target(policy, "escalation_policy_reference"),
        ],
    });
    let answer = post(&simulator, &format!("/incidents/{id}/responder_requests"), body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let request = &answer.body["responder_request"];
    assert_eq!((&request["requester"]["id"], &request["message"]), (&json!(facts.demo_user.id), &json!("Please join")));
    let asked = &request["responder_request_targets"][0]["responder_request_target"];
    assert_eq!((&asked["id"], &asked["type"]), (&json!(facts.teamless_user.id), &json!("user")));
    assert_eq!(asked["incidents_responders"][0]["state"], "pending");
    let of_policy = &request["responder_request_targets"][1]["responder_request_target"];
    assert_eq!(of_policy["type"], "escalation_policy");
    assert!(of_policy["incidents_responders"][0]["user"]["id"].is_string());
    let after = incident(&simulator, &id).await;
    assert_eq!(after["responder_requests"].as_array().map(Vec::len), Some(1));
    let responders = after["incidents_responders"].as_array().expect("a list");
    assert!(responders.iter().any(|responder| responder["user"]["id"] == facts.teamless_user.id));
    let types = log_entry_types(&simulator, &id).await;
    assert_eq!(types[..=responders.len()].last().map(String::as_str), Some("responder_request"));
    assert!(types[..responders.len()].iter().all(|each| each == "notify"));
}

#[tokio::test]
async fn bad_responder_requests_are_refused() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.major_incident.expect("a major incident").id;
    let resolved = facts.resolved_incident.expect("a resolved incident").id;
    let user = &facts.teamless_user.id;
    let good = json!({
        "requester_id": facts.demo_user.id,
        "message": "Please join",
        "responder_request_targets": [{"responder_request_target": {"id": user, "type": "user_reference"}}],
    });
    for (field, value, code) in [
        ("requester_id", json!(null), 2011),
        ("requester_id", json!("PNOBODY"), 1008),
        ("message", json!(""), 2001),
        ("responder_request_targets", json!([]), 2001),
        ("responder_request_targets", json!([{"id": user, "type": "user_reference"}]), 2001),
        ("responder_request_targets", json!([{"responder_request_target": {"id": user}}]), 2001),
        ("responder_request_targets", json!([{"responder_request_target": {"id": "P", "type": "user"}}]), 2001),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let answer = post(&simulator, &format!("/incidents/{id}/responder_requests"), body.clone()).await;
        assert_eq!((answer.status, answer.code()), (400, Some(code)), "{body}");
    }
    let late = post(&simulator, &format!("/incidents/{resolved}/responder_requests"), good.clone()).await;
    assert_eq!((late.status, late.code()), (400, Some(1001)));
    let without = Options { missing_abilities: vec!["coordinated_responding".to_owned()], ..options() };
    let without = Simulator::start(without).await.expect("a free port");
    let refused = post(&without, &format!("/incidents/{id}/responder_requests"), good).await;
    assert_eq!((refused.status, refused.code()), (402, Some(2014)));
}

#[tokio::test]
async fn status_updates_are_logged() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.major_incident.expect("a major incident").id;
    let target = format!("/incidents/{id}/status_updates");
    let body = json!({"message": "Rolling back", "subject": "Checkout", "html_message": "<b>Rolling back</b>"});
    let answer = post(&simulator, &target, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let status_update = &answer.body["status_update"];
    assert_eq!((&status_update["message"], &status_update["subject"]), (&json!("Rolling back"), &json!("Checkout")));
    assert_eq!(status_update["sender"]["id"], facts.demo_user.id);
    let entry = newest_log_entry(&simulator, &id).await;
    assert_eq!((text(&entry, "type"), text(&entry, "message")), ("status_update_log_entry", "Rolling back"));
    let plain = post(&simulator, &target, json!({"message": "Done"})).await;
    assert!(plain.body["status_update"].get("subject").is_none());
    for body in [json!({}), json!({"message": " "}), json!({"message": "Done", "html_message": "<b>Done</b>"})] {
        let refused = post(&simulator, &target, body).await;
        assert_eq!((refused.status, refused.code()), (400, Some(2001)));
    }
    let body = json!({"message": "Hello"});
    let unnamed = send_as(&simulator, token::ACCOUNT, "POST", &target, Some(&body)).await;
    assert_eq!(unnamed.status, 400, "nobody is named as the sender");
    assert_eq!(get(&simulator, &target).await.status, 404, "status updates cannot be listed");
}
