//! A history for the day: accounts that are made at different times of one day are the same account.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use std::collections::HashMap;

use pagerduty_sim::{Clock, History, Options, Simulator, Size};
use serde_json::Value;
use support::{all, get, text, time};

/// The account of a day, as it is at some time.
async fn at(now: &str) -> Simulator {
    let now = Clock::Fixed(now.parse().expect("a timestamp"));
    let size = Size { incidents: 600, ..Size::default() };
    let options = Options { now, history: History::Today, size, ..Options::default() };
    Simulator::start(options).await.expect("a free port")
}

async fn incidents(simulator: &Simulator) -> HashMap<String, Value> {
    let incidents = all(simulator, "incidents", "/incidents?date_range=all").await;
    incidents.into_iter().map(|incident| (text(&incident, "id").to_owned(), incident)).collect()
}

#[tokio::test]
async fn incidents_keep_their_numbers_ids_and_times_all_day() {
    let early = incidents(&at("2025-03-05T00:00:07Z").await).await;
    let late = incidents(&at("2025-03-05T23:58:00Z").await).await;
    assert_eq!(early.len(), late.len());
    for (id, one) in &early {
        let other = &late[id];
        for field in ["incident_number", "created_at", "title", "service"] {
            assert_eq!(one[field], other[field], "{id}");
        }
        if one["status"] == "resolved" {
            assert_eq!(one["resolved_at"], other["resolved_at"], "{id}");
        }
    }
    let next_day = incidents(&at("2025-03-06T00:00:07Z").await).await;
    assert!(
        early.iter().any(|(id, one)| next_day[id]["created_at"] != one["created_at"]),
        "a new day is a new account"
    );
}

#[tokio::test]
async fn nothing_lies_in_the_future() {
    for now in ["2025-03-05T00:00:00Z", "2025-03-05T09:31:00Z", "2025-03-05T23:59:59Z"] {
        let simulator = at(now).await;
        let now = now.parse().expect("a timestamp");
        for incident in incidents(&simulator).await.values() {
            assert!(time(incident, "created_at") <= now && time(incident, "updated_at") <= now, "{incident}");
        }
        for entry in
            all(&simulator, "log_entries", "/log_entries?since=2025-02-20T00:00:00Z&until=2026-01-01T00:00:00Z").await
        {
            assert!(time(&entry, "created_at") <= now, "{entry}");
        }
        for change in all(&simulator, "change_events", "/change_events?until=2026-01-01T00:00:00Z").await {
            assert!(time(&change, "timestamp") <= now, "{change}");
        }
    }
}

#[tokio::test]
async fn what_was_open_at_the_start_of_the_day_goes_on() {
    let simulator = at("2025-03-05T18:00:00Z").await;
    let open =
        all(&simulator, "incidents", "/incidents?statuses[]=triggered&statuses[]=acknowledged&date_range=all").await;
    assert!(open.len() > 5);
    let facts = simulator.account();
    assert_eq!(facts.payment_incidents.len(), 3);
    let id = &facts.payment_incidents[0].id;
    let entries = get(&simulator, &format!("/incidents/{id}/log_entries?limit=100")).await;
    let escalations = entries.rows("log_entries").iter().filter(|entry| entry["type"] == "escalate_log_entry");
    assert!(escalations.count() > 1, "nobody reacted all day");
}
