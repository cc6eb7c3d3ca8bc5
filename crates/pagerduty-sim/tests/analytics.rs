//! The numbers of the analytics are those of the incidents.

mod support;

use pagerduty_sim::{Simulator, token};
use serde_json::{Value, json};
use support::{list, post, send_as, simulator, text};

const ALL: &str = "/analytics/metrics/incidents/all";
const RAW: &str = "/analytics/raw/incidents";

fn february() -> Value {
    json!({"created_at_start": "2025-02-01T00:00:00Z", "created_at_end": "2025-03-01T00:00:00Z"})
}

/// Asks as the account, which needs no filter.
async fn ask(simulator: &Simulator, target: &str, body: Value) -> Value {
    let answer = send_as(simulator, token::ACCOUNT, "POST", target, Some(&body)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

/// All incidents of February.
async fn incidents(simulator: &Simulator) -> Vec<Value> {
    let mut all = Vec::new();
    for page in 0.. {
        let query = format!("since=2025-02-01T00:00:00Z&until=2025-03-01T00:00:00Z&limit=100&offset={}", page * 100);
        let rows = list(simulator, "incidents", &format!("/incidents?{query}")).await;
        if rows.is_empty() {
            break;
        }
        all.extend(rows);
    }
    all
}

#[tokio::test]
async fn metrics_count_the_incidents_of_the_account() {
    let simulator = simulator().await;
    let all = incidents(&simulator).await;
    let answer = ask(&simulator, ALL, json!({"filters": february()})).await;
    let metrics = &answer["data"][0];
    assert_eq!(metrics["total_incident_count"], all.len());
    let automatic =
        |row: &&Value| row["status"] == "resolved" && row["last_status_change_by"]["type"] == "service_reference";
    assert_eq!(metrics["total_incidents_auto_resolved"], all.iter().filter(automatic).count());
    let by_service = ask(&simulator, "/analytics/metrics/incidents/services", json!({"filters": february()})).await;
    let rows = by_service["data"].as_array().cloned().unwrap_or_default();
    let sum: u64 = rows.iter().filter_map(|row| row["total_incident_count"].as_u64()).sum();
    assert_eq!(sum, all.len() as u64);
    let counts: Vec<u64> = rows.iter().filter_map(|row| row["total_incident_count"].as_u64()).collect();
    assert!(counts.iter().rev().is_sorted(), "the largest first");
    for row in &rows {
        let own = all.iter().filter(|incident| incident["service"]["id"] == row["service_id"]).count();
        assert_eq!(row["total_incident_count"], own);
    }
    let urgent =
        json!({"filters": {"urgency": "high", "created_at_start": "2025-02-01", "created_at_end": "2025-03-01"}});
    let urgent = ask(&simulator, ALL, urgent).await;
    let high = all.iter().filter(|row| row["urgency"] == "high").count();
    assert_eq!(urgent["data"][0]["total_incident_count"], high);
}

#[tokio::test]
async fn metrics_come_by_day_week_and_month() {
    let simulator = simulator().await;
    for (unit, most) in [("day", 28), ("week", 5), ("month", 1)] {
        let body = json!({"filters": february(), "aggregate_unit": unit, "order_by": "total_incident_count"});
        let answer = ask(&simulator, ALL, body).await;
        let rows = answer["data"].as_array().cloned().unwrap_or_default();
        assert_eq!(rows.len(), most, "{unit}");
        assert!(rows.iter().all(|row| text(row, "range_start").ends_with("T00:00:00")));
    }
}

#[tokio::test]
async fn raw_incidents_are_read_page_by_page_and_agree_with_their_log() {
    let simulator = simulator().await;
    let all = incidents(&simulator).await;
    let mut read: Vec<Value> = Vec::new();
    let mut after = String::new();
    loop {
        let body = json!({"filters": february(), "limit": 90, "order": "asc", "starting_after": after});
        let answer = ask(&simulator, RAW, body).await;
        read.extend(answer["data"].as_array().cloned().unwrap_or_default());
        after = text(&answer, "last").to_owned();
        if answer["more"] == false {
            break;
        }
    }
    assert_eq!(support::ids(&read), support::ids(&all));
    for row in read.iter().rev().take(25) {
        let target = format!("/incidents/{}/log_entries?limit=100", text(row, "id"));
        let entries = list(&simulator, "log_entries", &target).await;
        let count = |name: &str| entries.iter().filter(|entry| entry["type"] == name).count();
        assert_eq!(row["acknowledgement_count"], count("acknowledge_log_entry"));
        assert_eq!(row["total_notifications"], count("notify_log_entry"));
        assert_eq!(row["escalation_count"], count("escalate_log_entry"));
    }
}

#[tokio::test]
async fn keys_of_users_name_teams_or_services() {
    let simulator = simulator().await;
    for target in [ALL, RAW] {
        assert_eq!(post(&simulator, target, json!({"filters": february()})).await.status, 400);
        let mut filters = february();
        filters["team_ids"] = json!([simulator.account().demo_teams[0].id]);
        assert_eq!(post(&simulator, target, json!({"filters": filters})).await.status, 200);
    }
    let long = json!({"filters": {"created_at_start": "2023-01-01", "created_at_end": "2025-01-01"}});
    assert_eq!(send_as(&simulator, token::ACCOUNT, "POST", ALL, Some(&long)).await.status, 400, "two years");
    let read_only = json!({"filters": february()});
    let read_only = send_as(&simulator, token::READ_ONLY_ACCOUNT, "POST", ALL, Some(&read_only)).await;
    assert_eq!(read_only.status, 200, "it changes nothing");
}
