//! Maintenance windows: found, created, changed and ended; no incident opens in one.

use serde_json::json;

use crate::support::Account;

#[tokio::test]
async fn filters_are_sent() {
    let account = Account::start().await;
    let filters = json!({"filter": "past", "service_ids": ["PS1"], "team_ids": ["PT1"], "query": "disks"});
    account.outcome("get_maintenance_windows", filters).await;
    assert_eq!(account.call("get_maintenance_windows", json!({"limit": 3})).await["metadata"]["filter"], "open");
    let sent = account.requests_for_lists();
    assert!(sent[0].ends_with("?filter=past&service_ids[]=PS1&team_ids[]=PT1&query=disks&limit=100"), "{}", sent[0]);
    assert_eq!(sent[1], "GET /maintenance_windows?filter=open&limit=3");
}

#[tokio::test]
async fn no_incident_opens_from_the_start_of_a_window_until_it_is_ended() {
    let account = Account::start().await;
    let service = account.simulator.account().service;
    let mut window = json!({"service_ids": [service.summary], "minutes": 90, "dry_run": true, "description": "Disks"});
    let shown = account.call("create_maintenance_window", window.clone()).await;
    let would = shown["metadata"]["would"].as_str().unwrap();
    let times = "from Mon 2026-06-15 10:00 to Mon 2026-06-15 11:30 (America/New_York)";
    assert!(would.contains(&format!("({}) {times}. No incident opens there in that time. ", service.id)), "{would}");
    assert!(would.contains("open there now") && would.ends_with("; Description: “Disks”"), "{would}");
    window["dry_run"] = false.into();
    let made = account.call("create_maintenance_window", window).await["maintenance_windows"][0].clone();
    let incident = json!({"service_id": service.id, "title": "Kettle is cold"});
    account.fail("create_incident", incident.clone()).await;
    let id = json!({"maintenance_window_id": made["id"]});
    account.call("delete_maintenance_window", id).await;
    account.call("create_incident", incident).await;
    let past = account.call("get_maintenance_windows", json!({"filter": "past", "limit": 1})).await;
    let past = json!({"maintenance_window_id": past["maintenance_windows"][0]["id"]});
    assert_eq!(account.fail("delete_maintenance_window", past).await["code"], "CONFLICT");
}

#[tokio::test]
async fn what_is_not_named_stays_and_times_are_on_the_callers_clock() {
    let account = Account::start().await;
    let service = account.simulator.account().service.id;
    let window =
        json!({"service_ids": [service], "start_time": "2026-06-20T22:00", "minutes": 9, "description": "Disks"});
    let made = account.call("create_maintenance_window", window).await["maintenance_windows"][0].clone();
    assert_eq!(made["start_time"], "2026-06-20T22:00:00-04:00");
    let later = json!({"maintenance_window_id": made["id"], "end_time": "2026-06-21T04:00:00Z", "dry_run": true});
    let shown = account.call("update_maintenance_window", later).await;
    let body = json!({"type": "maintenance_window", "start_time": "2026-06-21T02:00:00Z", "description": "Disks",
        "end_time": "2026-06-21T04:00:00Z", "services": [{"id": service, "type": "service_reference"}]});
    assert_eq!(shown["requests"][0]["body"]["maintenance_window"], body);
    let would = shown["metadata"]["would"].to_string();
    assert!(would.contains(" from Sat 2026-06-20 22:00 to Sat 2026-06-20 22:09 (America/New_York)."), "{would}");
}
