//! Changing with operations.

use pagerduty::operation::Operation;
use serde_json::{Value, json};

use super::{body, read, service, window, writes};
use crate::support::Account;

#[tokio::test]
async fn a_service_is_silenced_by_its_name() {
    let account = Account::start().await;
    let (id, name) = service(&account).await;
    let mut arguments = window(&name);
    arguments["dry_run"] = true.into();
    let answer = account.call("change_operation", arguments).await;
    assert_eq!(writes(&account), [] as [&str; 0]);
    let would = answer["metadata"]["would"].as_str().unwrap();
    let silenced = format!("It keeps alerts, incidents or pages from coming: service “{name}” ({id}).");
    assert!(would.contains(&silenced) && would.contains("New disks"), "{would}");
    assert_eq!(answer["metadata"]["names_read_as"], json!({ name.as_str(): id }));
    let answer = account.call("change_operation", window(&name)).await;
    assert_eq!(answer["metadata"]["description"], "`createMaintenanceWindow` was carried out");
    assert_eq!(answer["maintenance_window"]["services"][0]["id"], id.as_str(), "{answer}");
    let sent = body(&account);
    assert_eq!(sent["maintenance_window"]["services"], json!([{"id": id, "type": "service_reference"}]));
    assert_eq!(sent["maintenance_window"]["type"], "maintenance_window", "what can be said in one way only is added");
    let from = account.simulator.requests().into_iter().rev().find(|request| request.method == "POST").unwrap();
    assert_eq!(from.header("from"), Some(account.simulator.account().demo_email.as_str()));
    let windows = read(&account, "listMaintenanceWindows", json!({"service_ids": [name]})).await;
    assert!(windows["maintenance_windows"].to_string().contains("New disks"), "{windows}");
}

#[tokio::test]
async fn what_is_wrong_in_a_body_is_said_with_its_place() {
    let account = Account::start().await;
    let mut arguments = window("PX12345");
    arguments["body"]["maintenance_window"]["services"][0] = json!({"idd": "PX12345"});
    arguments["body"]["maintenance_window"]["strat_time"] = "2026-06-15T20:00:00Z".into();
    let error = account.fail("change_operation", arguments).await;
    assert_eq!(error["code"], "INVALID_PARAMETER", "{error}");
    let message = error["message"].as_str().unwrap();
    for said in [
        "`maintenance_window.services[0].idd`: there is no such key; did you mean `id`?",
        "`maintenance_window.strat_time`: there is no such key; did you mean `start_time`?",
    ] {
        assert!(message.contains(said), "{message}");
    }
    let mut arguments = window("PX12345");
    arguments["body"]["maintenance_window"]["start_time"] = "in a while".into();
    let error = account.fail("change_operation", arguments).await;
    assert!(error["message"].as_str().unwrap().contains("`maintenance_window.start_time`"), "{error}");
    assert_eq!(account.requests(), [] as [&str; 0]);
}

#[tokio::test]
async fn acknowledging_pages_nobody_and_reassigning_does() {
    let account = Account::start().await;
    let open = json!({"statuses": ["triggered"], "all_dates": true, "limit": 1, "include": ["id"]});
    let id = account.call("get_incidents", open).await["incidents"][0]["id"].clone();
    let facts = account.simulator.account();
    let change = |incident: Value| {
        json!({
            "operation_id": "updateIncident", "parameters": {"id": id}, "body": {"incident": incident}, "dry_run": true,
        })
    };
    let answer =
        account.call("change_operation", change(json!({"type": "incident_reference", "status": "acknowledged"}))).await;
    let would = answer["metadata"]["would"].as_str().unwrap();
    assert!(answer["metadata"].get("pages").is_none() && !would.contains("pages"), "{answer}");
    let assignee = json!({"id": facts.demo_email, "type": "user_reference"});
    let answer = account
        .call(
            "change_operation",
            change(json!({"type": "incident_reference", "assignments": [{"assignee": assignee}]})),
        )
        .await;
    let me = format!("“{}” ({})", facts.demo_user.summary, facts.demo_email);
    assert_eq!(answer["metadata"]["pages"], json!([me]), "{answer}");
    assert_eq!(
        answer["requests"][0]["body"]["incident"]["assignments"][0]["assignee"]["id"],
        json!(facts.demo_user.id),
        "{answer}"
    );
    let over = json!({"statuses": ["resolved"], "limit": 1, "include": ["id"]});
    let over = account.call("get_incidents", over).await["incidents"][0]["id"].clone();
    let mut again = change(json!({"type": "incident_reference", "status": "acknowledged"}));
    again["parameters"]["id"] = over;
    let error = account.fail("change_operation", again).await;
    assert_eq!(error["code"], "CONFLICT", "{error}");
}

#[tokio::test]
async fn an_incident_pages_whoever_is_on_call_for_its_service() {
    let account = Account::start().await;
    let (_, name) = service(&account).await;
    let by_tool = json!({"service_id": name, "title": "Kettle", "dry_run": true});
    let expected = account.call("create_incident", by_tool).await;
    let by_operation = json!({
        "operation_id": "createIncident", "dry_run": true,
        "body": {"incident": {"title": "Kettle", "service": {"id": name, "type": "service_reference"}}},
    });
    let answer = account.call("change_operation", by_operation).await;
    assert_eq!(answer["metadata"]["pages"], expected["metadata"]["pages"], "{answer}");
    assert!(answer["requests"][0]["from"].is_string());
}

#[tokio::test]
async fn what_is_deleted_is_known_by_its_name() {
    let account = Account::start().await;
    let (_, name) = service(&account).await;
    let made = account.call("change_operation", window(&name)).await["maintenance_window"]["id"].clone();
    let delete = json!({"operation_id": "deleteMaintenanceWindow", "parameters": {"id": made}, "dry_run": true});
    let answer = account.call("change_operation", delete.clone()).await;
    let would = answer["metadata"]["would"].as_str().unwrap();
    assert!(would.contains(&format!("maintenance window “New disks” ({})", made.as_str().unwrap())), "{would}");
    let mut delete = delete;
    delete["dry_run"] = false.into();
    account.requests();
    let answer = account.call("change_operation", delete).await;
    assert_eq!(writes(&account), [format!("DELETE /maintenance_windows/{}", made.as_str().unwrap())]);
    assert_eq!(answer["answer"], json!({}), "{answer}");
}

#[tokio::test]
async fn a_text_is_sent_where_a_body_is_one() {
    let account = Account::start().await;
    assert!(Operation::by_id("uploadEnrichmentCsv").unwrap().takes_csv());
    let arguments = json!({
        "operation_id": "uploadEnrichmentCsv", "parameters": {"schema_id": "PSCHEMA"},
        "body": {"csv": "id,name\n1,web"}, "dry_run": true,
    });
    let answer = account.call("change_operation", arguments).await;
    assert_eq!(answer["requests"][0]["body"], "id,name\n1,web", "{answer}");
}
