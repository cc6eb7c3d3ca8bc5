//! Schedules: rendering, daylight saving, overrides, and who is on call.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use std::collections::HashSet;

use pagerduty_sim::Simulator;
use serde_json::{Value, json};
use support::{get, ids, list, simulator, text, time};

async fn schedule(simulator: &Simulator, name: &str, query: &str) -> Value {
    let found = list(simulator, "schedules", &format!("/schedules?query={}", name.replace(' ', "+"))).await;
    let id = text(&found[0], "id").to_owned();
    get(simulator, &format!("/schedules/{id}?{query}")).await.body["schedule"].clone()
}

fn entries<'a>(schedule: &'a Value, part: &str) -> &'a [Value] {
    schedule[part]["rendered_schedule_entries"].as_array().expect("entries")
}

#[tokio::test]
async fn hand_offs_keep_their_hour_across_daylight_saving() {
    let simulator = simulator().await;
    // Clocks go forward in New York on the ninth of March 2025.
    let weekly = schedule(
        &simulator,
        "Checkout Primary",
        "since=2025-03-01T00:00:00Z&until=2025-04-01T00:00:00Z&time_zone=America/New_York",
    )
    .await;
    let starts: Vec<&str> = entries(&weekly, "final_schedule").iter().map(|entry| text(entry, "start")).collect();
    assert!(starts.contains(&"2025-03-03T09:00:00-05:00"), "{starts:?}");
    assert!(starts.contains(&"2025-03-10T09:00:00-04:00"), "{starts:?}");
    let daily = schedule(&simulator, "Data Primary", "since=2025-03-07T16:00:00Z&until=2025-03-12T15:00:00Z").await;
    assert_eq!(daily["time_zone"], "America/Los_Angeles");
    let layer = daily["schedule_layers"][0]["rendered_schedule_entries"].as_array().expect("entries");
    let hours: Vec<i64> =
        layer.iter().map(|entry| (time(entry, "end").as_second() - time(entry, "start").as_second()) / 3600).collect();
    assert_eq!(hours, [24, 23, 24, 24, 24]);
    assert!(layer.iter().all(|entry| text(entry, "start").contains("T08:00:00")));
}

#[tokio::test]
async fn rendering_covers_the_range_and_is_cut_at_its_ends() {
    let simulator = simulator().await;
    let range = "since=2025-03-04T11:00:00Z&until=2025-03-06T13:30:00Z&time_zone=UTC";
    for name in ["Checkout Primary", "Search Primary", "Platform Primary", "Data Primary"] {
        let cut = schedule(&simulator, name, range).await;
        let rendered = entries(&cut, "final_schedule");
        assert_eq!(text(&rendered[0], "start"), "2025-03-04T11:00:00Z");
        assert_eq!(text(&rendered[rendered.len() - 1], "end"), "2025-03-06T13:30:00Z");
        assert!(rendered.windows(2).all(|pair| pair[0]["end"] == pair[1]["start"]), "{name} has a gap");
        assert_eq!(cut["final_schedule"]["rendered_coverage_percentage"], 100.0);
        let whole = schedule(&simulator, name, &format!("{range}&overflow=true")).await;
        assert!(text(&entries(&whole, "final_schedule")[0], "start") < "2025-03-04T11:00:00Z");
    }
    let office = schedule(&simulator, "Database Specialists", range).await;
    let coverage = office["final_schedule"]["rendered_coverage_percentage"].as_f64().expect("a number");
    assert!(coverage > 10.0 && coverage < 90.0, "{coverage}");
}

#[tokio::test]
async fn without_a_range_nothing_is_rendered() {
    let simulator = simulator().await;
    let plain = schedule(&simulator, "Checkout Primary", "").await;
    assert!(entries(&plain, "final_schedule").is_empty());
    assert!(plain["final_schedule"]["rendered_coverage_percentage"].is_null());
    assert!(!plain["schedule_layers"].as_array().expect("layers").is_empty());
    let fortnight = schedule(&simulator, "Checkout Primary", "since=2025-03-01T00:00:00Z&time_zone=UTC").await;
    let rendered = entries(&fortnight, "final_schedule");
    assert_eq!(text(&rendered[rendered.len() - 1], "end"), "2025-03-15T00:00:00Z");
    let listed = list(&simulator, "schedules", "/schedules?limit=1").await;
    assert!(listed[0].get("schedule_layers").is_none());
    let included = list(&simulator, "schedules", "/schedules?limit=1&include[]=schedule_layers").await;
    assert!(included[0].get("schedule_layers").is_some() && included[0].get("final_schedule").is_none());
}

#[tokio::test]
async fn overrides_win() {
    let simulator = simulator().await;
    let range = "since=2025-01-01T00:00:00Z&until=2025-04-10T00:00:00Z";
    let mut seen = 0;
    for listed in list(&simulator, "schedules", "/schedules?limit=100").await {
        let id = text(&listed, "id");
        let rendered = get(&simulator, &format!("/schedules/{id}?{range}&time_zone=UTC")).await;
        let rendered = &rendered.body["schedule"];
        let overrides = list(&simulator, "overrides", &format!("/schedules/{id}/overrides?{range}")).await;
        assert_eq!(entries(rendered, "overrides_subschedule").len(), overrides.len());
        for each in &overrides {
            let (start, end) = (time(each, "start"), time(each, "end"));
            for entry in entries(rendered, "final_schedule") {
                if time(entry, "start") < end && start < time(entry, "end") {
                    assert_eq!(entry["user"]["id"], each["user"]["id"]);
                    seen += 1;
                }
            }
        }
        let editable = list(&simulator, "overrides", &format!("/schedules/{id}/overrides?{range}&editable=true")).await;
        assert!(!editable.is_empty() && editable.len() < overrides.len());
        assert_eq!(editable[0].as_object().map(|fields| fields.len()), Some(1));
    }
    assert!(seen > 60);
    let missing = get(&simulator, "/schedules/PNOTHIN/overrides").await;
    assert_eq!((missing.status, missing.code()), (404, Some(3004)));
}

#[tokio::test]
async fn the_users_of_a_schedule_are_its_members_or_those_on_call() {
    let simulator = simulator().await;
    let id = simulator.account().demo_schedule.expect("a schedule").id;
    let members = list(&simulator, "users", &format!("/schedules/{id}/users")).await;
    assert!(members.len() > 2);
    let now = "since=2025-03-05T15:20:00Z&until=2025-03-05T15:20:00Z";
    let on_call = list(&simulator, "users", &format!("/schedules/{id}/users?{now}")).await;
    assert_eq!(ids(&on_call), [simulator.account().demo_user.id.as_str()]);
    let fortnight = "since=2025-03-05T15:20:00Z&until=2025-03-19T15:20:00Z";
    let on_call = list(&simulator, "users", &format!("/schedules/{id}/users?{fortnight}")).await;
    assert!(on_call.len() > 1 && on_call.len() < members.len() + 2);
}

#[tokio::test]
async fn on_calls_agree_with_the_schedules() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let now = list(&simulator, "oncalls", "/oncalls?limit=100&time_zone=UTC").await;
    let instant = support::NOW.parse().expect("a timestamp");
    for on_call in &now {
        if on_call["schedule"].is_null() {
            assert!(on_call["start"].is_null() && on_call["end"].is_null());
            continue;
        }
        assert!(time(on_call, "start") <= instant && instant < time(on_call, "end"));
        if on_call["schedule"]["type"] == "schedule_v3_reference" {
            continue;
        }
        let id = text(&on_call["schedule"], "id");
        let (since, until) = (text(on_call, "start"), text(on_call, "end"));
        let rendered = get(&simulator, &format!("/schedules/{id}?since={since}&until={until}")).await;
        let rendered = entries(&rendered.body["schedule"], "final_schedule");
        assert_eq!(rendered.len(), 1, "a shift is one entry");
        assert_eq!(rendered[0]["user"]["id"], on_call["user"]["id"]);
    }
    let demo = facts.demo_user.id.as_str();
    let mine = list(&simulator, "oncalls", &format!("/oncalls?limit=100&user_ids[]={demo}")).await;
    let schedules: HashSet<&str> = mine.iter().filter_map(|each| each["schedule"]["id"].as_str()).collect();
    assert_eq!(schedules, HashSet::from([facts.demo_schedule.as_ref().expect("a schedule").id.as_str()]));
    let direct = mine.iter().filter(|each| each["schedule"].is_null()).count();
    assert_eq!(direct, facts.demo_escalation_policies.len());
}

#[tokio::test]
async fn on_call_filters_narrow() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let policy = &facts.demo_escalation_policies[0].id;
    let schedule = &facts.demo_schedule.expect("a schedule").id;
    for (query, pointer, id) in [
        (format!("escalation_policy_ids[]={policy}"), "/escalation_policy/id", policy),
        (format!("schedule_ids[]={schedule}"), "/schedule/id", schedule),
        (format!("user_ids[]={}", facts.demo_user.id), "/user/id", &facts.demo_user.id),
    ] {
        let rows = list(&simulator, "oncalls", &format!("/oncalls?limit=100&{query}")).await;
        assert!(!rows.is_empty());
        assert!(rows.iter().all(|row| row.pointer(pointer) == Some(&json!(id))), "{query}");
    }
    let permanent = list(&simulator, "oncalls", "/oncalls?limit=100&schedule_ids[]=null").await;
    assert!(!permanent.is_empty() && permanent.iter().all(|row| row["schedule"].is_null()));
    let range = "since=2025-03-05T00:00:00Z&until=2025-05-05T00:00:00Z";
    let both = format!("/oncalls?limit=100&{range}&escalation_policy_ids[]={policy}&time_zone=UTC");
    let all = list(&simulator, "oncalls", &both).await;
    let earliest = list(&simulator, "oncalls", &format!("{both}&earliest=true")).await;
    let combination = |row: &Value| (row["escalation_level"].as_u64(), text(&row["user"], "id").to_owned());
    let distinct: HashSet<_> = all.iter().map(combination).collect();
    assert!(all.len() > earliest.len());
    assert_eq!(earliest.len(), distinct.len());
    let backwards = get(&simulator, "/oncalls?since=2025-03-06&until=2025-03-05").await;
    assert_eq!(backwards.status, 400);
    let far = "/oncalls?since=2025-05-20&until=2027-01-01&limit=100&time_zone=UTC";
    let far = list(&simulator, "oncalls", far).await;
    let horizon = "2025-06-03T15:20:00Z".parse().expect("a timestamp");
    assert!(far.iter().filter(|row| !row["start"].is_null()).all(|row| time(row, "start") < horizon));
}

#[tokio::test]
async fn the_next_shift_of_a_user_can_be_asked_for() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.demo_schedule.expect("a schedule").id;
    let target = format!("/schedules/{id}?include_next_oncall_for_user={}", facts.demo_user.id);
    let next = get(&simulator, &target).await.body["schedule"]["next_oncall_for_user"].clone();
    assert_eq!(next["user"]["id"], facts.demo_user.id);
}
