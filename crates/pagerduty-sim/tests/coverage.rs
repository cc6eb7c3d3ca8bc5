//! Who is on call: those who can respond, in no two places at once, with overrides that relieve somebody.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use std::collections::{HashMap, HashSet};

use pagerduty_sim::{Clock, Options, Simulator, Size};
use serde_json::Value;
use support::{all, get, options, text, time};

/// Accounts of several seeds, sizes and times of the year.
async fn accounts() -> Vec<(Simulator, jiff::Timestamp)> {
    let mut accounts = Vec::new();
    let large = Size { users: 90, teams: 12, services: 40, escalation_policies: 26, schedules: 27, incidents: 100 };
    for (seed, now, size) in [
        (options().seed, support::NOW, Size { incidents: 100, ..Size::default() }),
        (1, "2024-07-06T03:17:11Z", Size { incidents: 100, ..Size::default() }),
        (2, "2026-12-24T09:00:00Z", large),
    ] {
        let now: jiff::Timestamp = now.parse().expect("a timestamp");
        let options = Options { seed, now: Clock::Fixed(now), size, ..Options::default() };
        accounts.push((Simulator::start(options).await.expect("a free port"), now));
    }
    accounts
}

/// The schedules with their entries from a month before a time to a month after it.
async fn schedules(simulator: &Simulator, now: jiff::Timestamp) -> Vec<Value> {
    let mut whole = Vec::new();
    let days = |count: i64| now + jiff::SignedDuration::from_hours(24 * count);
    for schedule in all(simulator, "schedules", "/schedules").await {
        let id = text(&schedule, "id");
        let mut target = format!("/schedules/{id}?since={}&until={}&time_zone=UTC", days(-30), days(34));
        target.push_str("&overflow=true");
        whole.push(get(simulator, &target).await.body["schedule"].clone());
    }
    whole
}

fn entries<'a>(schedule: &'a Value, layer: &str) -> &'a [Value] {
    schedule[layer]["rendered_schedule_entries"].as_array().expect("entries")
}

fn overlap(one: &Value, other: &Value) -> bool {
    time(one, "start") < time(other, "end") && time(other, "start") < time(one, "end")
}

#[tokio::test]
async fn primary_and_secondary_are_two_people() {
    for (simulator, now) in accounts().await {
        let promised = simulator.account().double_booking.expect("a double booking");
        let schedules = schedules(&simulator, now).await;
        let by_name: HashMap<&str, &Value> = schedules.iter().map(|one| (text(one, "name"), one)).collect();
        let mut pairs = 0;
        for (name, primary) in &by_name {
            let Some(secondary) =
                by_name.get(name.replace("Primary", "Secondary").as_str()).filter(|_| name.contains("Primary"))
            else {
                continue;
            };
            pairs += 1;
            for one in entries(primary, "final_schedule") {
                for other in entries(secondary, "final_schedule").iter().filter(|other| overlap(one, other)) {
                    let is_promised =
                        one["user"]["id"] == promised.user.id && text(one, "start") <= promised.end.as_str();
                    assert!(one["user"]["id"] != other["user"]["id"] || is_promised, "{name}: {one} and {other}");
                }
            }
        }
        assert!(pairs > 3, "{pairs} pairs");
    }
}

#[tokio::test]
async fn whoever_only_reads_is_never_on_call() {
    for (simulator, now) in accounts().await {
        let users = all(&simulator, "users", "/users").await;
        let readers: HashSet<&str> =
            users.iter().filter(|user| user["role"] == "observer").map(|user| text(user, "id")).collect();
        assert!(!readers.is_empty());
        let until = now + jiff::SignedDuration::from_hours(24 * 20);
        let since = now - jiff::SignedDuration::from_hours(24 * 10);
        for on_call in all(&simulator, "oncalls", &format!("/oncalls?since={since}&until={until}")).await {
            assert!(!readers.contains(text(&on_call["user"], "id")), "{on_call}");
        }
    }
}

#[tokio::test]
async fn overrides_relieve_somebody_each_on_other_days() {
    for (simulator, now) in accounts().await {
        let (mut starts, mut count) = (HashMap::<String, usize>::new(), 0);
        for schedule in schedules(&simulator, now).await {
            let id = text(&schedule, "id");
            for each in entries(&schedule, "overrides_subschedule") {
                // Who would be on call without it, by the layers, from the top.
                let layers = schedule["schedule_layers"].as_array().expect("layers");
                let user = &each["user"]["id"];
                let relieved: Vec<&Value> = layers
                    .iter()
                    .find_map(|layer| {
                        let under = layer["rendered_schedule_entries"].as_array().expect("entries");
                        let under: Vec<&Value> = under.iter().filter(|entry| overlap(entry, each)).collect();
                        (!under.is_empty()).then_some(under)
                    })
                    .unwrap_or_default();
                assert!(!relieved.is_empty(), "{id}: nobody is relieved by {each}");
                assert!(relieved.iter().all(|entry| entry["user"]["id"] != *user), "{id}: {each} over {relieved:?}");
                *starts.entry(text(each, "start").to_owned()).or_default() += 1;
                count += 1;
            }
        }
        assert!(count > 15, "{count} overrides");
        assert!(starts.values().all(|same| *same <= 3), "{starts:?}");
        let days: HashSet<&str> = starts.keys().map(|start| &start[..10]).collect();
        assert!(days.len() * 4 > count, "{} days of {count} overrides", days.len());
    }
}
