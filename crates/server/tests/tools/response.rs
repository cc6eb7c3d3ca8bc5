//! The toolset `response`: changing incidents, one or several at once.

use std::sync::Arc;

use pagerduty_mcp_server::{Audit, toolbox::Settings};
use pagerduty_sim::token;
use serde_json::{Value, json};

use crate::support::{Account, options, settings};

async fn open(account: &Account, count: usize, status: &str) -> Vec<Value> {
    let arguments = json!({"statuses": [status], "all_dates": true, "limit": count});
    let incidents = account.call("get_incidents", arguments).await["incidents"].as_array().unwrap().clone();
    assert_eq!(incidents.len(), count);
    account.requests();
    incidents
}

fn writes(account: &Account) -> Vec<String> {
    account.requests().into_iter().filter(|line| !line.starts_with("GET ")).collect()
}

#[tokio::test]
async fn several_are_acknowledged_and_each_outcome_is_told() {
    let account = Account::start().await;
    let incidents = open(&account, 2, "triggered").await;
    let (first, second) = (&incidents[0]["id"], &incidents[1]["incident_number"]);
    let answer =
        account.call("acknowledge_incidents", json!({"incident_ids": [first, second, "QNOSUCH", first]})).await;
    assert_eq!(writes(&account).len(), 3, "an incident that is named twice is changed once");
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
async fn a_dry_run_says_what_would_be_sent_and_sends_nothing() {
    let account = Account::start().await;
    let incidents = open(&account, 1, "triggered").await;
    let id = incidents[0]["id"].as_str().unwrap();
    for (tool, arguments, body) in [
        ("acknowledge_incidents", json!({"incident_ids": [id]}), json!({"status": "acknowledged"})),
        ("resolve_incidents", json!({"incident_ids": [id]}), json!({"status": "resolved"})),
        ("update_incident", json!({"incident_id": id, "title": "New"}), json!({"title": "New"})),
        (
            "reassign_incident",
            json!({"incident_id": id, "user_ids": ["PUSER01"]}),
            json!({"assignments": [{"assignee": {"id": "PUSER01", "type": "user_reference"}}]}),
        ),
    ] {
        let mut arguments = arguments;
        arguments["dry_run"] = true.into();
        let answer = account.call(tool, arguments).await;
        assert_eq!(answer["metadata"]["dry_run"], true, "{tool}");
        let request = if tool.ends_with('s') { &answer["outcomes"][0]["request"] } else { &answer["requests"][0] };
        let mut expected = json!({"type": "incident_reference"});
        expected.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        assert_eq!(request["path"], format!("/incidents/{id}"), "{tool}: {answer}");
        assert_eq!(request["body"]["incident"], expected, "{tool}");
    }
    assert_eq!(writes(&account), Vec::<String>::new());
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
    assert!(error["hint"].as_str().unwrap().contains("`P1`"), "{error}");
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

#[tokio::test]
async fn a_loop_of_writes_is_stopped() {
    let account = Account::with(token::USER, options(), Settings { max_writes_per_minute: 3, ..settings() }).await;
    let incidents = open(&account, 3, "triggered").await;
    let ids: Vec<_> = incidents.iter().map(|incident| incident["id"].clone()).collect();
    account.call("acknowledge_incidents", json!({"incident_ids": &ids[..2]})).await;
    let error = account.fail("resolve_incidents", json!({"incident_ids": &ids[..2]})).await;
    assert_eq!(error["code"], "RATE_LIMITED");
    assert!(error["retry_after_seconds"].as_u64().unwrap() <= 60);
    assert_eq!(writes(&account).len(), 2);
    account.call("get_incidents", json!({})).await;
    account.call("resolve_incidents", json!({"incident_ids": [ids[0]], "dry_run": true})).await;
}

#[tokio::test]
async fn every_write_is_a_line_of_the_audit_log() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("audit-{}.jsonl", std::process::id()));
    let audit = Some(Arc::new(Audit::open(&path).unwrap()));
    let account = Account::with(token::USER, options(), Settings { audit, ..settings() }).await;
    let incidents = open(&account, 1, "triggered").await;
    let id = &incidents[0]["id"];
    account.call("add_incident_note", json!({"incident_id": id, "content": "planted words"})).await;
    account.call("acknowledge_incidents", json!({"incident_ids": [id], "dry_run": true})).await;
    account.fail("resolve_incident", json!({"incident_id": "../x"})).await;
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(!text.contains("planted words") && !text.contains(token::USER), "{text}");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> =
        lines.iter().map(|line| (line["tool"].as_str().unwrap(), line["outcome"].as_str().unwrap())).collect();
    assert_eq!(
        told,
        [("add_incident_note", "ok"), ("acknowledge_incidents", "ok"), ("resolve_incident", "INVALID_INCIDENT_ID")]
    );
    assert_eq!(&lines[0]["target"], &json!({"incident_id": id}));
    assert_eq!((&lines[0]["dry_run"], &lines[1]["dry_run"]), (&json!(false), &json!(true)));
    assert_eq!(lines[0]["at"], "2026-06-15T14:00:00Z");
    assert_eq!(lines[0]["credential"].as_str().unwrap().len(), 8);
}
