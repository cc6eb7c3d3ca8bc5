//! Secrets that somebody sent: masked in every answer, whatever it is asked for.

use serde_json::{Value, json};

use crate::support::Account;

const KEY: &str = "e93facc04764012d7bfb002500d5d1a6";

const DEDUP_KEY: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn no_answer_has_a_key_or_a_password() {
    let account = Account::start().await;
    let sent = json!({
        "service_key": KEY, "routing_key": KEY, "nested": {"integration-key": KEY}, "incident_key": DEDUP_KEY,
        "text": format!(r#"{{"service_key": "{KEY}", "b": 1}} password=hunter2"#),
        "url": "https://ops:hunter2@db.example.org/x?token=hunter2&a=1",
        "webhook_secret": "hunter2",
        "command": "curl -s -u ops1:hunter2 -H 'Cookie: sid=hunter2; b=hunter2' https://db.example.org",
        "headers": "Host: db\nSet-Cookie: sid=hunter2; Path=/\nVia: x", "cookies": {"sid": "hunter2"},
        "pwd": "hunter2", "db_pass": "hunter2", "dump": "pass=hunter2 password -> hunter2",
        "form": "next=%2Fx%3Fpassword%3Dhunter2%26b",
    });
    let title = format!("Cold, routing_key={KEY}");
    let incident = json!({"id": "Q1", "title": title, "incident_key": DEDUP_KEY, "body": {"details": sent},
        "service": {"id": "PS1", "summary": "Kettle"}, "created_at": "2026-06-15T10:00:00Z"});
    account.answer("/incidents", 200, &json!({"incidents": [incident]}).to_string());
    account.answer("/incidents/Q1", 200, &json!({"incident": incident}).to_string());
    let alert = json!({"id": "A1", "alert_key": DEDUP_KEY, "body": {"details": sent, "cef_details": {"contexts": [{"href": sent["url"]}]}}});
    account.answer("/incidents/Q1/alerts", 200, &json!({"alerts": [alert]}).to_string());
    let note = json!({"id": "N1", "content": sent["text"], "created_at": "2026-06-15T10:00:00Z"});
    account.answer("/incidents/Q1/notes", 200, &json!({"notes": [note]}).to_string());
    let channel = json!({"type": "api", "service_key": KEY, "details": sent});
    let entry = json!({"id": "R1", "type": "trigger_log_entry", "summary": sent["text"], "channel": channel, "note": sent["text"]});
    account.answer("/incidents/Q1/log_entries", 200, &json!({"log_entries": [entry]}).to_string());
    account.answer("/log_entries/R1", 200, &json!({"log_entry": entry}).to_string());
    for (tool, arguments) in [
        ("get_incidents", json!({"incident_id": "Q1"})),
        ("get_incidents", json!({"incident_id": "Q1", "include": ["id", "body", "incident_key"]})),
        ("get_incidents", json!({"include": ["id", "body_details", "title"]})),
        (
            "get_incidents",
            json!({"incident_id": "Q1", "include_alerts": true, "include_notes": true, "include_timeline": true}),
        ),
        ("get_alerts", json!({"incident_id": "Q1"})),
        ("get_alerts", json!({"incident_id": "Q1", "include": ["body", "links"]})),
        ("get_log_entries", json!({"incident_id": "Q1"})),
        ("get_log_entries", json!({"incident_id": "Q1", "raw": true})),
        ("get_log_entries", json!({"log_entry_id": "R1", "raw": true})),
        ("get_log_entries", json!({"log_entry_id": "R1", "include": ["details", "links", "note"]})),
        ("triage_incident", json!({"incident_id": "Q1"})),
        ("oncall_handoff", json!({})),
    ] {
        let (_, text) = account.text(tool, arguments.clone()).await;
        assert!(!text.contains(KEY) && !text.contains("hunter2"), "{tool} {arguments}: {text}");
        assert!(text.contains("[redacted]"), "{tool} {arguments}: {text}");
    }
    let answer = account.call("get_incidents", json!({"incident_id": "Q1", "include": ["incident_key"]})).await;
    assert_eq!(answer["incidents"][0]["incident_key"], DEDUP_KEY, "a key that opens nothing");
}

#[tokio::test]
async fn an_error_that_quotes_a_key_is_masked() {
    let account = Account::start().await;
    let said = json!({"error": {"message": format!("bad request: service_key={KEY}"), "code": 2001}});
    account.answer("/teams", 400, &said.to_string());
    let error: Value = account.fail("get_teams", json!({})).await;
    assert_eq!(error["upstream_message"], "bad request: service_key=[redacted]");
}

#[tokio::test]
async fn a_key_is_masked_beside_its_name_and_in_an_address_inside_of_another() {
    let account = Account::start().await;
    let entry = json!({
        "id": "R1", "type": "trigger_log_entry", "summary": "Triggered",
        "channel": {
            "type": "api",
            "details": {
                "headers": [{"name": "Authorization", "value": format!("Bearer {KEY}")}],
                "integration_keys": [{"key": KEY}],
                "api_key_2": KEY,
                "body": format!(r#"{{"url":"https:\/\/events.pagerduty.com\/integration\/{KEY}\/enqueue"}}"#),
                "calendar": format!("https://calendar.example.com/?cid=webcal%3A%2F%2Fx.pagerduty.com%2Fprivate%2F{KEY}"),
            },
        },
    });
    let body = json!({"log_entries": [entry], "more": false, "limit": 100, "offset": 0}).to_string();
    account.answer("/log_entries", 200, &body);
    for arguments in [json!({"raw": true}), json!({"include": ["id", "details"]})] {
        let answer = account.call("get_log_entries", arguments).await.to_string();
        assert!(answer.contains("[redacted]") && !answer.contains(KEY), "{answer}");
    }
}

#[tokio::test]
async fn the_keys_that_pagerduty_itself_sends_are_masked() {
    let account = Account::start().await;
    let list = account.call("get_incidents", json!({"limit": 100, "include": ["id"]})).await;
    let mut seen = 0;
    for incident in list["incidents"].as_array().unwrap().iter().take(20) {
        let arguments = json!({"incident_id": incident["id"], "raw": true});
        let answer = account.call("get_log_entries", arguments).await;
        for entry in answer["log_entries"].as_array().unwrap() {
            if let Some(key) = entry["channel"].get("service_key") {
                seen += 1;
                assert_eq!(key, "[redacted]");
            }
        }
    }
    assert!(seen > 0, "some incidents began with an event");
}
