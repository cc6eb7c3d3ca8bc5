//! Changes: what they do, what they log, and when they are refused.

mod support;

use pagerduty_sim::{Simulator, token};
use serde_json::{Value, json};
use support::{get, list, send_as, simulator, text, update};

async fn incident(simulator: &Simulator, id: &str) -> Value {
    get(simulator, &format!("/incidents/{id}")).await.body["incident"].clone()
}

async fn newest_log_entry(simulator: &Simulator, id: &str) -> Value {
    list(simulator, "log_entries", &format!("/incidents/{id}/log_entries")).await[0].clone()
}

#[tokio::test]
async fn acknowledging_is_visible_and_logged() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.triggered_incident.expect("a triggered incident").id;
    let answer = update(&simulator, &id, json!({"status": "acknowledged"})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let after = incident(&simulator, &id).await;
    assert_eq!(answer.body["incident"], after);
    assert_eq!(after["status"], "acknowledged");
    assert_eq!(after["acknowledgements"][0]["acknowledger"]["id"], facts.demo_user.id);
    assert_eq!(after["acknowledgements"][0]["at"], support::NOW);
    assert_eq!(after["last_status_change_by"]["id"], facts.demo_user.id);
    assert_eq!(after["last_status_change_at"], support::NOW);
    assert_eq!(after["updated_at"], support::NOW);
    let entry = newest_log_entry(&simulator, &id).await;
    assert_eq!(entry["type"], "acknowledge_log_entry");
    assert_eq!(entry["agent"]["id"], facts.demo_user.id);
    let again = update(&simulator, &id, json!({"status": "acknowledged"})).await;
    assert_eq!((again.status, again.code()), (400, Some(1002)));
}

#[tokio::test]
async fn resolving_ends_everything() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.major_incident.expect("a major incident").id;
    let open = |rows: Vec<Value>| rows.len();
    let before = open(list(&simulator, "incidents", "/incidents?statuses[]=acknowledged&limit=100").await);
    let answer = update(&simulator, &id, json!({"status": "resolved", "resolution": "Rolled back"})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let after = incident(&simulator, &id).await;
    assert_eq!((&after["status"], &after["resolved_at"]), (&json!("resolved"), &json!(support::NOW)));
    assert_eq!((&after["assignments"], &after["acknowledgements"]), (&json!([]), &json!([])));
    assert_eq!(after["alert_counts"]["triggered"], 0);
    let entry = newest_log_entry(&simulator, &id).await;
    assert_eq!((&entry["type"], &entry["note"]), (&json!("resolve_log_entry"), &json!("Rolled back")));
    let now = open(list(&simulator, "incidents", "/incidents?statuses[]=acknowledged&limit=100").await);
    assert_eq!(now, before - 1);
    let again = update(&simulator, &id, json!({"status": "resolved"})).await;
    assert_eq!((again.status, again.code()), (400, Some(1001)));
    let reopened = update(&simulator, &id, json!({"status": "triggered"})).await;
    assert_eq!(reopened.body["incident"]["status"], "triggered");
    assert!(reopened.body["incident"]["resolved_at"].is_null());
    assert_ne!(reopened.body["incident"]["assignments"], json!([]));
}

#[tokio::test]
async fn acknowledging_a_resolved_incident_reopens_it_for_oneself() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.resolved_incident.expect("a resolved incident").id;
    let answer = update(&simulator, &id, json!({"status": "acknowledged"})).await;
    let after = &answer.body["incident"];
    assert_eq!(after["status"], "acknowledged");
    assert_eq!(after["assignments"][0]["assignee"]["id"], facts.demo_user.id);
}

#[tokio::test]
async fn other_fields_can_be_set() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.triggered_incident.expect("a triggered incident").id;
    let user = &facts.teamless_user.id;
    let policy = &facts.demo_escalation_policies[0].id;
    let p2 = list(&simulator, "priorities", "/priorities").await[1].clone();
    for (fields, pointer, expected) in [
        (json!({"title": "Everything is on fire"}), "/title", json!("Everything is on fire")),
        (json!({"priority": "P1"}), "/priority/name", json!("P1")),
        (json!({"priority": {"id": p2["id"], "type": "priority_reference"}}), "/priority/name", json!("P2")),
        (json!({"priority": null}), "/priority", Value::Null),
        (json!({"urgency": "low"}), "/urgency", json!("low")),
        (json!({"urgency": "high"}), "/urgency", json!("high")),
        (
            json!({"assignments": [{"assignee": {"id": user, "type": "user_reference"}}]}),
            "/assignments/0/assignee/id",
            json!(user),
        ),
        (json!({"title": "Fine"}), "/assigned_via", json!("direct_assignment")),
        (
            json!({"escalation_policy": {"id": policy, "type": "escalation_policy_reference"}}),
            "/escalation_policy/id",
            json!(policy),
        ),
        (json!({"escalation_level": 2}), "/assigned_via", json!("escalation_policy")),
    ] {
        let answer = update(&simulator, &id, fields.clone()).await;
        assert_eq!(answer.status, 200, "{fields}: {}", answer.text);
        assert_eq!(answer.body["incident"].pointer(pointer), Some(&expected), "{fields}");
    }
    assert_eq!(newest_log_entry(&simulator, &id).await["type"], "escalate_log_entry");
}

#[tokio::test]
async fn bad_updates_are_refused_and_change_nothing() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.triggered_incident.expect("a triggered incident").id;
    let resolved = facts.resolved_incident.expect("a resolved incident").id;
    let before = incident(&simulator, &id).await;
    let somebody = json!([{"assignee": {"id": facts.demo_user.id, "type": "user_reference"}}]);
    for (id, fields, code) in [
        (&id, json!({"status": "closed"}), 1003),
        (&id, json!({"priority": "P9"}), 1020),
        (&id, json!({"urgency": "medium"}), 2001),
        (&id, json!({"title": ""}), 2001),
        (&id, json!({"title": 17}), 2001),
        (&id, json!({"assignments": []}), 1007),
        (&id, json!({"assignments": [{"assignee": {"id": facts.demo_user.id}}]}), 1007),
        (&id, json!({"assignments": [{"assignee": {"id": "PNOBODY", "type": "user_reference"}}]}), 1007),
        (&id, json!({"escalation_policy": {"id": "PNOTHIN"}}), 1014),
        (&id, json!({"escalation_level": 9}), 1006),
        (&id, json!({"assignments": somebody, "escalation_policy": {"id": "P"}}), 2001),
        (&resolved, json!({"assignments": somebody}), 1011),
    ] {
        let answer = update(&simulator, id, fields.clone()).await;
        assert_eq!((answer.status, answer.code()), (400, Some(code)), "{fields}");
    }
    for body in [json!({"status": "resolved"}), json!({"incident": {"status": "resolved"}}), json!([])] {
        let target = format!("/incidents/{id}");
        let answer = send_as(&simulator, token::USER, "PUT", &target, Some(&body)).await;
        assert_eq!((answer.status, answer.code()), (400, Some(2001)), "{body}");
    }
    assert_eq!(incident(&simulator, &id).await, before);
    let unknown = update(&simulator, "QNOSUCHINCIDEN", json!({"status": "resolved"})).await;
    assert_eq!((unknown.status, unknown.code()), (404, Some(5001)));
    let number = before["incident_number"].to_string();
    assert_eq!(update(&simulator, &number, json!({"status": "resolved"})).await.status, 404);
}

#[tokio::test]
async fn notes_are_visible_and_logged() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.major_incident.expect("a major incident").id;
    let target = format!("/incidents/{id}/notes");
    let before = list(&simulator, "notes", &target).await;
    assert!(before.len() > 2);
    let body = json!({"note": {"content": "Rolling back now"}});
    let answer = send_as(&simulator, token::USER, "POST", &target, Some(&body)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.body["note"]["user"]["id"], facts.demo_user.id);
    let after = list(&simulator, "notes", &target).await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.contains(&answer.body["note"]));
    let entry = newest_log_entry(&simulator, &id).await;
    assert_eq!((text(&entry, "type"), text(&entry["channel"], "type")), ("annotate_log_entry", "note"));
    assert_eq!(text(&entry["channel"], "summary"), "Rolling back now");
    assert_eq!(entry.get("note"), None, "the text stands in one place");
    for content in [json!(""), json!("  "), json!(null)] {
        let body = json!({"note": {"content": content}});
        let refused = send_as(&simulator, token::USER, "POST", &target, Some(&body)).await;
        assert_eq!((refused.status, refused.code()), (400, Some(2001)));
    }
}
