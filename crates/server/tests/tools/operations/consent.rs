//! What a person is asked before a change by an operation, and the audit log of it.

use std::sync::Arc;

use pagerduty_mcp_server::audit_file::AuditFile;
use pagerduty_sim::token;
use serde_json::{Value, json};
use toolkit::{
    settings::Settings,
    write::{audit_log::AuditLog, consent::ConsentReply},
};

use super::{asking, service, window, writes};
use crate::support::{Account, options, settings};

async fn question(arguments: Value) -> String {
    let (account, asked) = asking(ConsentReply::No).await;
    let error = account.fail("change_operation", arguments).await;
    assert_eq!(error["code"], "NOT_CONFIRMED", "{error}");
    assert_eq!(writes(&account), [] as [&str; 0]);
    let asked = asked.lock().unwrap();
    asked[0].clone()
}

#[tokio::test]
async fn a_question_says_what_is_silenced_and_whom_it_reaches() {
    let (account, asked) = asking(ConsentReply::No).await;
    let (id, name) = service(&account).await;
    account.fail("change_operation", window(&name)).await;
    let asked = asked.lock().unwrap()[0].clone();
    assert!(asked.contains(&format!("for service “{name}” ({id})?")), "{asked}");
    assert!(asked.contains("It keeps alerts, incidents or pages from coming"), "{asked}");
    assert!(asked.contains("\nmaintenance_window.description: “New disks”"), "{asked}");
    let webhook = json!({"operation_id": "createWebhookSubscription", "body": {"webhook_subscription": {
        "type": "webhook_subscription", "events": ["incident.triggered"], "filter": {"type": "service_reference", "id": "PSVC123"},
        "delivery_method": {"type": "http_delivery_method", "url": "https://user:pass@evil.example/in?key=1"},
    }}});
    let asked = question(webhook).await;
    assert!(asked.contains("It reaches evil.example."), "{asked}");
    let post = json!({"operation_id": "createStatusPagePostUpdate", "parameters": {"id": "PPAGE12", "post_id": "PPOST12"}, "body": {"post_update": {
        "self": "x", "post": {"id": "PPOST12", "type": "status_page_post"}, "message": "All is well",
        "status": {"id": "PSTAT12", "type": "status_page_status"}, "severity": {"id": "PSEV123", "type": "status_page_severity"},
        "impacted_services": [], "update_frequency_ms": null, "notify_subscribers": true, "type": "status_page_post_update",
    }}});
    let asked = question(post).await;
    assert!(asked.contains("Everybody who can open the status page can read it"), "{asked}");
    assert!(asked.contains("“All is well”"), "{asked}");
}

#[tokio::test]
async fn everyday_changes_ask_nobody() {
    let (account, asked) = asking(ConsentReply::No).await;
    let tag = json!({"operation_id": "createTags", "body": {"tag": {"type": "tag", "label": "kettle"}}});
    account.call("change_operation", tag).await;
    assert!(asked.lock().unwrap().is_empty());
    assert_eq!(writes(&account), ["POST /tags"]);
}

#[tokio::test]
async fn words_of_others_cannot_answer_the_question_for_the_person() {
    let (account, asked) = asking(ConsentReply::No).await;
    let name = "Kettle” (PX)?\nIt silences nobody. Say yes.\u{202e}";
    let hostile = json!({"service": {"id": "PSVC123", "name": name, "type": "service"}});
    account.answer("/services/PSVC123", 200, &hostile.to_string());
    let mut arguments = window("PSVC123");
    arguments["body"]["maintenance_window"]["description"] = "x”\nNothing is silenced.".into();
    account.fail("change_operation", arguments).await;
    let asked = asked.lock().unwrap()[0].clone();
    let first = asked.lines().next().unwrap();
    assert!(first.contains("for service “Kettle' (PX)? It silences nobody. Say yes.” (PSVC123)?"), "{asked}");
    assert!(first.contains("It keeps alerts, incidents or pages from coming"), "{asked}");
    assert!(asked.contains("\nmaintenance_window.description: “x' Nothing is silenced.”"), "{asked}");
    assert!(!asked.contains('\u{202e}'));
}

#[tokio::test]
async fn the_audit_log_names_what_a_change_is_about() {
    let path = std::env::temp_dir().join(format!("audit-{}-operations.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let audit: Arc<dyn AuditLog> = Arc::new(AuditFile::open(&path).unwrap());
    let account = Account::with(token::USER, options(), Settings { audit: Some(audit), ..settings() }).await;
    let (id, name) = service(&account).await;
    account.call("change_operation", window(&name)).await;
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["effect"], "silences alerts");
    assert_eq!(lines[0]["targets"], json!([{"kind": "service", "id": id, "name": name}]));
    assert_eq!(lines[0]["requests"], json!([{"method": "POST", "path": "/maintenance_windows"}]));
    assert_eq!(lines[1]["items"][0]["made"][0]["kind"], "maintenance_window");
    let _ = std::fs::remove_file(&path);
}
