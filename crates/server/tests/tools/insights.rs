//! `incident_stats` and `oncall_load`: what is counted is what the lists say.

use std::{collections::HashSet, time::Duration};

use pagerduty_mcp_server::toolbox::Settings;
use pagerduty_sim::token;
use serde_json::{Value, json};

use crate::support::{Account, options, settings};

/// Every item of a list, by its cursors.
async fn all(account: &Account, tool: &str, mut arguments: Value) -> Vec<Value> {
    let mut items = Vec::new();
    loop {
        let answer = account.call(tool, arguments.clone()).await;
        let list = answer.as_object().unwrap().iter().find(|(key, _)| *key != "metadata").unwrap().1;
        items.extend(list.as_array().unwrap().clone());
        match answer["metadata"].get("next_cursor") {
            Some(cursor) => arguments["cursor"] = cursor.clone(),
            None => return items,
        }
    }
}

fn seconds(from: &Value, to: &Value) -> i64 {
    let second = |value: &Value| value.as_str().unwrap().parse::<pagerduty::Timestamp>().unwrap().as_second();
    second(to) - second(from)
}

#[tokio::test]
async fn counts_and_times_are_those_of_the_incidents() {
    let account = Account::start().await;
    let range = json!({"since": "2026-05-15", "until": "2026-06-14"});
    let answer = account.call("incident_stats", range.clone()).await;
    let asked = account.requests();
    assert!(asked.iter().any(|line| line.starts_with("GET /log_entries?") && line.contains("is_overview=true")));
    let mut listed = range.clone();
    listed["limit"] = 10_000.into();
    listed["include"] = json!(["id", "service", "status", "created_at", "resolved_at", "urgency"]);
    let incidents = all(&account, "get_incidents", listed).await;
    let total = &answer["metadata"]["total"];
    assert_eq!(total["incidents"], incidents.len());
    let high = incidents.iter().filter(|one| one["urgency"] == "high").count();
    assert_eq!(total["high_urgency"], high);
    let groups = answer["groups"].as_array().unwrap();
    assert!(groups.len() > 1 && groups.is_sorted_by(|a, b| a["incidents"].as_u64() >= b["incidents"].as_u64()));
    let of_first = incidents.iter().filter(|one| one["service"]["id"] == groups[0]["id"]).count();
    assert_eq!(groups[0]["incidents"], of_first, "{groups:?}");
    let mut times: Vec<i64> = incidents
        .iter()
        .filter(|one| one["status"] == "resolved")
        .map(|one| seconds(&one["created_at"], &one["resolved_at"]))
        .collect();
    times.sort_unstable();
    let resolve = &total["seconds_to_resolve"];
    assert_eq!(resolve["count"], times.len());
    assert_eq!(resolve["p50"], times[times.len().div_ceil(2) - 1]);
    assert_eq!(resolve["p90"], times[(times.len() * 9).div_ceil(10) - 1]);

    // The times to acknowledge stand in the log.
    let entries = json!({"since": "2026-05-15", "until": "2026-06-15", "limit": 10_000, "include": ["type", "created_at", "incident"]});
    let entries = all(&account, "get_log_entries", entries).await;
    let ids: HashSet<_> = incidents.iter().map(|one| one["id"].as_str().unwrap()).collect();
    let acknowledged: HashSet<_> = entries
        .iter()
        .filter(|entry| entry["type"] == "acknowledge")
        .filter_map(|entry| entry["incident"]["id"].as_str())
        .filter(|id| ids.contains(id))
        .collect();
    assert_eq!(total["seconds_to_acknowledge"]["count"], acknowledged.len());
    assert!(total["seconds_to_acknowledge"]["p50"].as_i64() <= total["seconds_to_acknowledge"]["p90"].as_i64());
}

#[tokio::test]
async fn every_way_to_group_covers_every_incident() {
    let account = Account::start().await;
    let mut sums = HashSet::new();
    for group_by in ["service", "team", "urgency", "priority", "status", "hour", "day", "weekday", "title"] {
        let answer = account.call("incident_stats", json!({"group_by": group_by, "groups": 1000})).await;
        let groups = answer["groups"].as_array().unwrap();
        sums.insert(groups.iter().map(|group| group["incidents"].as_u64().unwrap()).sum::<u64>());
        assert!(!groups.is_empty() && groups.iter().all(|group| group["name"].is_string()), "{group_by}: {groups:?}");
    }
    assert_eq!(sums.len(), 1, "{sums:?}");
    let error = account.fail("incident_stats", json!({"group_by": "colour"})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    assert!(error["hint"].as_str().unwrap().contains("`weekday`"), "{error}");
    let error = account.fail("incident_stats", json!({"group_by": "hour", "time_zone": "Mars/Olympus"})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
}

#[tokio::test]
async fn a_resolved_incident_is_that_of_whoever_had_it() {
    let account = Account::start().await;
    let user = |id: &str| json!({"id": id, "type": "user_reference", "summary": format!("Name of {id}")});
    let by_monitor = json!({"id": "PSERV01", "type": "service_reference", "summary": "Checkout"});
    let incidents = json!({"incidents": [
        {"id": "Q1", "status": "acknowledged", "created_at": "2026-06-15T10:00:00Z", "assignments": [{"assignee": user("PUSER01")}]},
        {"id": "Q2", "status": "resolved", "created_at": "2026-06-15T10:00:00Z", "last_status_change_by": user("PUSER03")},
        {"id": "Q3", "status": "resolved", "created_at": "2026-06-15T10:00:00Z", "last_status_change_by": user("PUSER03")},
        {"id": "Q4", "status": "resolved", "created_at": "2026-06-15T10:00:00Z", "last_status_change_by": by_monitor},
    ], "total": 4});
    let entry = |id: &str, at: &str| json!({"id": at, "type": "acknowledge_log_entry", "created_at": at, "incident": {"id": "Q2"}, "agent": user(id)});
    let entries =
        json!({"log_entries": [entry("PUSER03", "2026-06-15T10:09:00Z"), entry("PUSER02", "2026-06-15T10:05:00Z")]});
    account.answer("/incidents", 200, &incidents.to_string());
    account.answer("/log_entries", 200, &entries.to_string());
    let answer = account.call("incident_stats", json!({"group_by": "assignee"})).await;
    let groups = answer["groups"].as_array().unwrap();
    let names: Vec<_> = groups.iter().map(|group| (group["name"].as_str().unwrap(), &group["id"])).collect();
    let (first, second, third) = (json!("PUSER01"), json!("PUSER02"), json!("PUSER03"));
    let expected = [
        ("Name of PUSER01", &first),
        ("Name of PUSER02", &second),
        ("Name of PUSER03", &third),
        ("none", &Value::Null),
    ];
    assert_eq!(names, expected, "{groups:?}");
    assert_eq!(groups[1]["seconds_to_acknowledge"]["p50"], 300);
}

/// Incidents of the whole account since 2025, as the far end counts them half a year at a time.
async fn count(account: &Account) -> u64 {
    let client = pagerduty::Endpoint::new(account.simulator.url().parse().unwrap(), "test/1")
        .client(pagerduty::Credential::new(token::USER).unwrap());
    let mut sum = 0;
    let quarters = ["2025-01-01", "2025-06-01", "2025-11-01", "2026-04-01", "2026-06-15T14:00:00Z"];
    for ends in quarters.windows(2) {
        let query = pagerduty::model::incident::IncidentsQuery {
            since: Some(ends[0].parse().unwrap()),
            until: Some(ends[1].parse().unwrap()),
            ..Default::default()
        };
        sum += client.incidents(&query, pagerduty::Window::new(0, 1).counted()).await.unwrap().total.unwrap();
    }
    sum
}

#[tokio::test]
async fn ranges_beyond_what_pagerduty_hands_out_are_counted_in_parts() {
    let mut options = options();
    options.size.incidents = 24_000;
    // Tests are built without optimisation, and run beside each other.
    let settings = Settings { call_timeout: Duration::from_secs(300), ..settings() };
    let account = Account::with(token::USER, options, settings).await;
    let arguments = json!({"current_user_context": false, "since": "2025-01-01", "until": "2026-06-15T14:00:00Z"});
    let answer = account.call("incident_stats", arguments).await;
    let asked = account.requests();
    for line in asked.iter().filter(|line| line.starts_with("GET /incidents?")) {
        let offset = line.split("offset=").nth(1).map_or(0, |rest| rest.split('&').next().unwrap().parse().unwrap());
        assert!(offset < 10_000, "{line}");
    }
    assert_eq!(answer["metadata"]["total"]["incidents"], count(&account).await);
}

#[tokio::test]
async fn load_is_counted_for_each_person() {
    let account = Account::start().await;
    let range = json!({"since": "2026-05-15", "until": "2026-06-14"});
    let answer = account.call("oncall_load", range.clone()).await;
    let people = answer["people"].as_array().unwrap();
    let of = |person: &Value, field: &str| person[field].as_u64().unwrap();
    assert!(people.iter().any(|person| of(person, "pages") > 0), "{people:?}");
    assert!(people.is_sorted_by(|a, b| of(a, "pages_at_night") >= of(b, "pages_at_night")));
    for person in people {
        assert!(of(person, "pages") >= of(person, "pages_at_night"), "{person}");
        let hours = person["hours_on_call"].as_f64().unwrap();
        assert!((0.0..=30.0 * 24.0).contains(&hours), "{person}");
    }
    // The first of them, counted again from the log.
    let entries =
        json!({"since": "2026-05-15", "until": "2026-06-14", "limit": 10_000, "include": ["type", "user", "incident"]});
    let entries = all(&account, "get_log_entries", entries).await;
    let pages: HashSet<_> = entries
        .iter()
        .filter(|entry| entry["type"] == "notify" && entry["user"]["id"] == people[0]["user"]["id"])
        .filter_map(|entry| entry["incident"]["id"].as_str())
        .collect();
    assert_eq!(of(&people[0], "pages") as usize, pages.len());
}

#[tokio::test]
async fn a_page_belongs_to_the_time_of_its_first_notification_where_the_person_lives() {
    let account = Account::start().await;
    account.answer(
        "/users",
        200,
        r#"{"users": [{"id": "PUSER01", "name": "Ada", "time_zone": "Europe/Berlin"}, {"id": "PUSER02", "name": "Ben"}]}"#,
    );
    // Two devices ring at night and in the morning for one incident; another comes at noon on a Sunday.
    account.answer(
        "/log_entries",
        200,
        r#"{"log_entries": [
            {"id": "R3", "type": "notify_log_entry", "created_at": "2026-06-14T10:00:00Z", "user": {"id": "PUSER01"}, "incident": {"id": "Q2"}},
            {"id": "R2", "type": "notify_log_entry", "created_at": "2026-06-12T06:00:00Z", "user": {"id": "PUSER01"}, "incident": {"id": "Q1"}},
            {"id": "R1", "type": "notify_log_entry", "created_at": "2026-06-11T20:30:00Z", "user": {"id": "PUSER01"}, "incident": {"id": "Q1"}}
        ]}"#,
    );
    account.answer(
        "/oncalls",
        200,
        r#"{"oncalls": [
            {"user": {"id": "PUSER01"}, "schedule": {"id": "PA"}, "start": "2026-06-10T00:00:00Z", "end": "2026-06-10T08:00:00Z"},
            {"user": {"id": "PUSER01"}, "schedule": {"id": "PB"}, "start": "2026-06-10T04:00:00Z", "end": "2026-06-10T12:00:00Z"}
        ]}"#,
    );
    let answer = account.call("oncall_load", json!({"since": "2026-06-01", "until": "2026-06-15"})).await;
    assert_eq!(
        answer["people"],
        json!([
            {"user": {"id": "PUSER01", "summary": "Ada"}, "pages": 2, "pages_at_night": 1, "nights_interrupted": 1,
             "pages_at_weekends": 1, "hours_on_call": 12.0, "nights_on_call": 1, "hours_at_night": 5.0,
             "weekends_on_call": 0, "hours_at_weekends": 0.0, "time_zone": "Europe/Berlin"},
            {"user": {"id": "PUSER02", "summary": "Ben"}, "pages": 0, "pages_at_night": 0, "nights_interrupted": 0,
             "pages_at_weekends": 0, "hours_on_call": 0.0, "nights_on_call": 0, "hours_at_night": 0.0,
             "weekends_on_call": 0, "hours_at_weekends": 0.0},
        ])
    );
}
