//! The audit log: a line before a change, without which nothing is sent, and one after it.

use std::{path::PathBuf, sync::Arc};

use pagerduty_mcp_server::audit_file::AuditFile;
use pagerduty_sim::{Effect, Fault, token};
use serde_json::{Value, json};
use toolkit::{
    settings::Settings,
    write::{
        audit_log::AuditLog,
        consent::{ConsentChannel, ConsentReply},
    },
};

use super::{open, writes};
use crate::support::{Account, options, settings};

/// An account with a log of its own, and where that is.
async fn account(name: &str) -> (Account, PathBuf) {
    let path = std::env::temp_dir().join(format!("audit-{}-{name}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let audit: Arc<dyn AuditLog> = Arc::new(AuditFile::open(&path).unwrap());
    (Account::with(token::USER, options(), Settings { audit: Some(audit), ..settings() }).await, path)
}

/// The lines so far.
fn lines(path: &PathBuf) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(!text.contains(token::USER) && !text.contains("planted words"), "{text}");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn events(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["event"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_change_leaves_a_line_before_it_and_one_after() {
    let (account, path) = account("two").await;
    let incident = &open(&account, 1, "triggered").await[0];
    account
        .call("add_incident_note", json!({"incident_id": incident["incident_number"], "content": "planted words"}))
        .await;
    let lines = lines(&path);
    assert_eq!(events(&lines), ["intent", "outcome"]);
    let [intent, outcome] = &lines[..] else { panic!("two") };
    let facts = account.simulator.account();
    assert_eq!(intent["version"], 1);
    assert_eq!(intent["id"], outcome["id"]);
    assert_eq!(intent["at"], "2026-06-15T14:00:00Z");
    assert_eq!(intent["credential"].as_str().unwrap().len(), 8);
    assert_eq!(intent["subject"], json!({"id": facts.demo_user.id, "email": facts.demo_email}));
    assert_eq!((&intent["tool"], &intent["consent"]), (&json!("add_incident_note"), &json!("not_needed")));
    let target = &intent["targets"][0];
    assert_eq!((&target["kind"], &target["id"]), (&json!("incident"), &incident["id"]), "resolved: {intent}");
    assert_eq!(target["number"], incident["incident_number"]);
    let request = format!("/incidents/{}/notes", incident["id"].as_str().unwrap());
    assert_eq!(intent["requests"], json!([{"method": "POST", "path": request}]));
    assert_eq!(outcome["outcome"], "ok");
    let item = &outcome["items"][0];
    assert_eq!((&item["outcome"], &item["made"][0]["kind"]), (&json!("ok"), &json!("note")));
    assert!(item["status"].is_u64() && item["made"][0]["id"].is_string(), "{outcome}");
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn each_of_several_has_its_outcome() {
    let (account, path) = account("several").await;
    let incidents = open(&account, 1, "triggered").await;
    let ids = json!([incidents[0]["id"], "QNOSUCH"]);
    account.call("acknowledge_incidents", json!({"incident_ids": ids})).await;
    account.call("acknowledge_incidents", json!({"incident_ids": ids, "dry_run": "True"})).await;
    let lines = lines(&path);
    assert_eq!(events(&lines), ["intent", "outcome", "dry_run"]);
    assert_eq!(lines[1]["outcome"], "partial");
    let outcomes: Vec<_> = lines[1]["items"].as_array().unwrap().iter().map(|item| &item["outcome"]).collect();
    assert_eq!(outcomes, ["ok", "INVALID_INCIDENT_ID"]);
    assert_eq!(lines[1]["items"][1]["target"], "QNOSUCH", "what could not be read has its ID too");
    assert_eq!((&lines[0]["dry_run"], &lines[2]["dry_run"]), (&json!(false), &json!(true)));
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn what_was_made_and_what_is_not_known_are_said() {
    let (account, path) = account("made").await;
    let service = account.simulator.account().service.id;
    let answer = account.call("create_incident", json!({"service_id": service, "title": "planted words"})).await;
    let fault = Fault::new("/incidents", Effect::CloseBeforeAnswer { carried_out: true });
    account.simulator.faults().add(Fault { method: Some("POST".into()), ..fault });
    account.fail("create_incident", json!({"service_id": service, "title": "planted words"})).await;
    let lines = lines(&path);
    let made = json!([{"kind": "incident", "id": answer["incidents"][0]["id"]}]);
    assert_eq!((&lines[1]["items"][0]["made"], &lines[1]["items"][0]["status"]), (&made, &json!(201)));
    assert_eq!(lines[0]["pages"], answer["metadata"]["pages"]);
    assert_eq!((&lines[3]["outcome"], &lines[3]["items"][0]["outcome"]), (&json!("unknown"), &json!("unknown")));
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn what_a_person_refuses_is_logged_and_what_never_was_a_plan_is_not() {
    let (mut account, path) = account("refused").await;
    let incident = &open(&account, 1, "triggered").await[0];
    account.caller.ask = ConsentChannel::Client(Arc::new(|_| Box::pin(async { ConsentReply::No })));
    let user = account.simulator.account().demo_user.id;
    account.fail("reassign_incident", json!({"incident_id": incident["id"], "user_ids": [user]})).await;
    account.fail("resolve_incident", json!({"incident_id": "../x"})).await;
    account.fail("resolve_incident", json!({"incident_id": "QNOSUCH"})).await;
    account.fail("resolve_incident", json!({})).await;
    let lines = lines(&path);
    assert_eq!(events(&lines), ["refused"], "{lines:?}");
    assert_eq!((&lines[0]["code"], &lines[0]["consent"]), (&json!("NOT_CONFIRMED"), &json!("declined")));
    assert_eq!(lines[0]["targets"][1]["id"], user, "{lines:?}");
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn nothing_is_changed_that_cannot_be_logged() {
    let (account, path) = account("unwritable").await;
    let incident = &open(&account, 1, "triggered").await[0];
    // Instead of the log there is something that no line can be added to.
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let error = account.fail("acknowledge_incident", json!({"incident_id": incident["id"]})).await;
    assert_eq!(error["code"], "AUDIT_UNAVAILABLE", "{error}");
    assert_eq!(writes(&account), Vec::<String>::new());
    std::fs::remove_dir(&path).unwrap();
    account.call("acknowledge_incident", json!({"incident_id": incident["id"]})).await;
    assert_eq!(events(&lines(&path)), ["intent", "outcome"]);
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn a_change_that_was_begun_has_an_end_when_the_client_goes_away() {
    let (account, path) = account("gone").await;
    let incident = &open(&account, 1, "triggered").await[0];
    let slow = Fault { latency_ms: 300, effect: None, ..Fault::new("/incidents/*/notes", Effect::Trickle) };
    account.simulator.faults().add(slow);
    let call = account.call("add_incident_note", json!({"incident_id": incident["id"], "content": "planted words"}));
    let intent_is_there = async {
        while !events(&lines(&path)).contains(&"intent") {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = call => panic!("it takes longer"),
        () = intent_is_there => {}
    }
    while lines(&path).len() < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(lines(&path)[1]["outcome"], "ok");
    assert_eq!(writes(&account).len(), 1);
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn whatever_came_instead_of_a_yes_is_logged() {
    let (mut account, path) = account("no-yes").await;
    let incident = &open(&account, 1, "triggered").await[0];
    let user = account.simulator.account().demo_user.id;
    let arguments = json!({"incident_id": incident["id"], "user_ids": [user]});
    for said in [ConsentReply::Cancelled, ConsentReply::Failed(-32601), ConsentReply::Unusable, ConsentReply::Gone] {
        account.caller.ask = ConsentChannel::Client(Arc::new(move |_| Box::pin(async move { said })));
        account.fail("reassign_incident", arguments.clone()).await;
    }
    // The call is given up while the person thinks.
    account.caller.ask = ConsentChannel::Client(Arc::new(|_| Box::pin(std::future::pending())));
    tokio::select! {
        biased;
        _ = account.call("reassign_incident", arguments) => panic!("nobody answers"),
        () = async { while account.requests().len() < 2 { tokio::task::yield_now().await } } => {}
    }
    let lines = lines(&path);
    let consents: Vec<_> = lines.iter().map(|line| line["consent"].as_str().unwrap_or_default()).collect();
    assert_eq!(consents[..4], ["cancelled", "client_failed", "unusable", "client_gone"], "{lines:?}");
    assert!(consents[4..].iter().all(|consent| *consent == "client_gone"), "{lines:?}");
    assert!(events(&lines).iter().all(|event| *event == "refused"), "{lines:?}");
    assert_eq!(writes(&account), Vec::<String>::new());
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn a_page_in_the_place_of_an_answer_leaves_the_change_unknown() {
    let (account, path) = account("html").await;
    let incident = &open(&account, 1, "triggered").await[0];
    account.simulator.faults().add(Fault::new("/incidents/*/notes", Effect::Html { status: 200 }));
    let arguments = json!({"incident_id": incident["id"], "content": "planted words"});
    let error = account.fail("add_incident_note", arguments).await;
    assert!(error["message"].as_str().unwrap().contains("not known whether the change was made"), "{error}");
    assert!(error["hint"].as_str().unwrap().contains("read the present state"), "{error}");
    let lines = lines(&path);
    assert_eq!((&lines[1]["outcome"], &lines[1]["items"][0]["status"]), (&json!("unknown"), &json!(200)), "{lines:?}");
    std::fs::remove_file(&path).unwrap();
}
