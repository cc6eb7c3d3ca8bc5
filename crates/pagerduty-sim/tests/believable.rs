//! The account is as irregular as one that people use.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use support::history::history;
use support::{all, simulator, text, time};

fn type_of(entry: &Value) -> &str {
    text(entry, "type").trim_end_matches("_log_entry")
}

#[tokio::test]
async fn people_do_all_that_people_do_in_believable_amounts() {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for entry in history().await.incidents.iter().flat_map(|incident| &incident.entries) {
        let by_person = entry["agent"]["type"] == "user_reference";
        let summary = text(entry, "summary");
        let kind = match type_of(entry) {
            "assign" | "escalate" if by_person => format!("{} by a person", type_of(entry)),
            "resolve" if summary.contains("merged into") => "merge".to_owned(),
            "field_value_change" if summary.starts_with("Updated priority") => "priority".to_owned(),
            other => other.to_owned(),
        };
        *counts.entry(kind).or_default() += 1;
    }
    for (kind, least, most) in [
        ("assign by a person", 20, 200),
        ("escalate by a person", 8, 120),
        ("delegate", 8, 120),
        ("snooze", 30, 300),
        ("unacknowledge", 20, 600),
        ("merge", 10, 120),
        ("priority", 80, 700),
        ("responder_request", 20, 120),
        ("status_update", 20, 120),
        ("urgency_change", 10, 300),
        ("exhaust_escalation_path", 0, 200),
    ] {
        let count = counts.get(kind).copied().unwrap_or_default();
        assert!((least..=most).contains(&count), "{count} of {kind}: {counts:?}");
    }
}

#[tokio::test]
async fn responders_join_decline_or_say_nothing() {
    let incidents = &history().await.incidents;
    let responders =
        incidents.iter().flat_map(|incident| incident.row["incidents_responders"].as_array().expect("a list"));
    let states: HashSet<&str> = responders.map(|responder| text(responder, "state")).collect();
    assert_eq!(states, HashSet::from(["joined", "declined", "pending"]));
}

#[tokio::test]
async fn people_resolve_what_others_acknowledged_and_what_people_reported() {
    let (mut same, mut other, mut reported, mut by_service) = (0, 0, 0, 0);
    for incident in &history().await.incidents {
        let entries = &incident.entries;
        let find = |wanted: &str| entries.iter().rfind(|entry| type_of(entry) == wanted);
        let Some(end) = find("resolve").filter(|entry| !text(entry, "summary").contains("merged")) else { continue };
        let is_person = end["agent"]["type"] == "user_reference";
        if let (Some(acknowledgement), true) = (find("acknowledge"), is_person) {
            let is_same = acknowledgement["agent"]["id"] == end["agent"]["id"];
            (same, other) = (same + usize::from(is_same), other + usize::from(!is_same));
        }
        if entries[0]["type"] == "trigger_log_entry" && entries[0]["agent"]["type"] == "user_reference" {
            (reported, by_service) = (reported + 1, by_service + usize::from(!is_person));
        }
    }
    assert!(other * 10 > same && other < same, "{other} by others, {same} by the same");
    assert!(reported > 40 && by_service * 8 < reported, "{by_service} of {reported} reports");
}

#[tokio::test]
async fn incidents_start_and_last_irregularly() {
    let incidents = history().await.incidents.iter().map(|incident| &incident.row);
    let (mut times, mut lengths): (HashMap<i64, usize>, HashMap<i64, usize>) = Default::default();
    for incident in incidents.filter(|incident| !incident["resolved_at"].is_null()) {
        let start = time(incident, "created_at");
        *times.entry(start.as_second().rem_euclid(86_400)).or_default() += 1;
        *lengths.entry(time(incident, "resolved_at").duration_since(start).as_secs()).or_default() += 1;
    }
    // A service's timeout is the one length that repeats.
    lengths.retain(|length, _| ![14_400, 86_400].contains(length));
    assert!(times.values().all(|count| *count < 6), "a time of day repeats");
    let most = lengths.iter().max_by_key(|(_, count)| **count).expect("lengths");
    assert!(*most.1 < 20, "{most:?}");
}

#[tokio::test]
async fn major_incidents_are_told_in_their_own_words() {
    let mut told: HashMap<&str, usize> = HashMap::new();
    for incident in &history().await.incidents {
        let by_people = incident.notes.iter().filter(|note| note["user"]["type"] == "user_reference");
        let notes: Vec<&Value> = by_people.collect();
        if notes.len() > 2 {
            notes.iter().for_each(|note| *told.entry(text(note, "content")).or_default() += 1);
        }
    }
    assert!(told.len() > 60, "{} notes", told.len());
    let repeated: Vec<_> = told.iter().filter(|(_, count)| **count > 1).collect();
    assert!(repeated.is_empty(), "{repeated:?}");
}

#[tokio::test]
async fn two_people_share_a_name_and_no_address() {
    let users = all(&simulator().await, "users", "/users").await;
    let different = |field: &str| users.iter().map(|user| text(user, field)).collect::<HashSet<_>>().len();
    assert_eq!((different("name"), different("email")), (users.len() - 1, users.len()));
}
