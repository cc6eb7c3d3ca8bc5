//! What holds for every write: dry runs, the cap, the audit log.

use std::sync::Arc;

use pagerduty_mcp_server::{toolbox::Settings, writes::Audit};
use pagerduty_sim::token;
use serde_json::{Value, json};

use super::{open, writes};
use crate::support::{Account, options, settings};

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
        let request = &answer["requests"][0];
        let mut expected = json!({"type": "incident_reference"});
        expected.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        assert_eq!(request["path"], format!("/incidents/{id}"), "{tool}: {answer}");
        assert_eq!(request["body"]["incident"], expected, "{tool}");
    }
    assert_eq!(writes(&account), Vec::<String>::new());
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
