//! The answers that the facts give to people's questions are those that the API gives.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;
use pagerduty_sim::{Clock, Options, Simulator};
use serde_json::Value;
use support::{get, list, options, simulator, text, time};

/// Accounts of other seeds, at other times of the year.
async fn others() -> Vec<Simulator> {
    let mut simulators = Vec::new();
    for (seed, now) in (1..).zip(["2024-07-06T03:17:11Z", "2024-11-20T18:45:00Z", "2026-12-24T09:00:00Z"]) {
        let now = Clock::Fixed(now.parse().expect("a timestamp"));
        simulators.push(Simulator::start(Options { seed, now, ..Options::default() }).await.expect("a free port"));
    }
    simulators
}

#[tokio::test]
async fn three_incidents_about_payments_are_triggered() {
    let mut simulators = others().await;
    simulators.push(simulator().await);
    for simulator in simulators {
        let open = list(&simulator, "incidents", "/incidents?limit=100&statuses[]=triggered&date_range=all").await;
        let about = |row: &&Value| {
            let words = format!("{} {}", text(row, "title"), text(&row["service"], "summary"));
            words.to_lowercase().contains("payment")
        };
        let found: HashSet<&str> = open.iter().filter(about).map(|row| text(row, "id")).collect();
        let facts = simulator.account().payment_incidents;
        assert_eq!(found, facts.iter().map(|each| each.id.as_str()).collect());
        assert_eq!(facts.len(), 3);
    }
}

/// The entries of a final schedule.
async fn entries(simulator: &Simulator, schedule: &str, since: &str, until: &str) -> Vec<Value> {
    let target = format!("/schedules/{schedule}?since={since}&until={until}&time_zone=UTC");
    let schedule = get(simulator, &target).await.body["schedule"].clone();
    schedule["final_schedule"]["rendered_schedule_entries"].as_array().expect("entries").clone()
}

#[tokio::test]
async fn a_schedule_has_a_gap() {
    let mut simulators = others().await;
    simulators.push(simulator().await);
    for simulator in simulators {
        let facts = simulator.account();
        let gap = facts.coverage_gap.expect("a gap");
        assert!(entries(&simulator, &gap.schedule.id, &gap.start, &gap.end).await.is_empty());
        let now: jiff::Timestamp = facts.now.parse().expect("a timestamp");
        let horizon = now + jiff::SignedDuration::from_hours(24 * 60);
        let around = entries(&simulator, &gap.schedule.id, &facts.now, &horizon.to_string()).await;
        let holes: Vec<_> = around.windows(2).filter(|pair| pair[0]["end"] != pair[1]["start"]).collect();
        assert_eq!(holes.len(), 1, "it is the only one");
        assert_eq!((&holes[0][0]["end"], &holes[0][1]["start"]), (&gap.start.into(), &gap.end.into()));
    }
}

#[tokio::test]
async fn somebody_is_on_call_twice() {
    let mut simulators = others().await;
    simulators.push(simulator().await);
    for simulator in simulators {
        let double = simulator.account().double_booking.expect("a double booking");
        assert_ne!(double.schedules[0].id, double.schedules[1].id);
        for schedule in &double.schedules {
            let there = entries(&simulator, &schedule.id, &double.start, &double.end).await;
            assert_eq!(there.len(), 1);
            assert_eq!(
                (&there[0]["user"]["id"], &there[0]["start"]),
                (&double.user.id.clone().into(), &double.start.clone().into())
            );
        }
    }
}

/// How many incidents told each user first at night, in the last thirty days.
async fn pages_at_night(simulator: &Simulator) -> HashMap<String, usize> {
    let users = list(simulator, "users", "/users?limit=100").await;
    let zone = |name: &str| {
        let name = if name == "Eastern Time (US & Canada)" { "America/New_York" } else { name };
        TimeZone::get(name).expect("a zone")
    };
    let zones: HashMap<&str, TimeZone> =
        users.iter().map(|user| (text(user, "id"), zone(text(user, "time_zone")))).collect();
    let now: jiff::Timestamp = simulator.account().now.parse().expect("a timestamp");
    let since = now - jiff::SignedDuration::from_hours(24 * 30);
    let mut first: HashMap<(String, String), jiff::Timestamp> = HashMap::new();
    for page in 0.. {
        let target = format!("/log_entries?limit=100&offset={}&since={since}", page * 100);
        let entries = list(simulator, "log_entries", &target).await;
        if entries.is_empty() {
            break;
        }
        for entry in entries.iter().filter(|entry| entry["type"] == "notify_log_entry") {
            let page = (text(&entry["user"], "id").to_owned(), text(&entry["incident"], "id").to_owned());
            // Newest first: what comes later was earlier.
            first.insert(page, time(entry, "created_at"));
        }
    }
    let mut pages = HashMap::new();
    for ((user, _), at) in first {
        let hour = zones[user.as_str()].to_datetime(at).hour();
        *pages.entry(user).or_default() += usize::from(!(7..22).contains(&hour));
    }
    pages
}

#[tokio::test]
async fn somebody_had_by_far_the_worst_nights() {
    let simulator = simulator().await;
    let worst = simulator.account().worst_nights.expect("bad nights");
    let mut pages: Vec<(String, usize)> = pages_at_night(&simulator).await.into_iter().collect();
    pages.sort_by_key(|(_, pages)| std::cmp::Reverse(*pages));
    assert_eq!(pages[0], (worst.user.id.clone(), worst.pages));
    assert_eq!(pages[1].1, worst.next);
    assert!(worst.pages > worst.next * 3 / 2, "{worst:?}");
    let members = format!("/teams/{}/members?limit=100", simulator.account().demo_teams[0].id);
    let members = list(&simulator, "members", &members).await;
    assert!(members.iter().any(|member| member["user"]["id"] == worst.user.id), "it is a colleague");
    for simulator in others().await {
        let worst = simulator.account().worst_nights.expect("bad nights");
        assert!(worst.pages > worst.next * 5 / 4, "{worst:?}");
    }
}

#[tokio::test]
async fn an_incident_has_a_likely_cause_and_a_precedent() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let precedent = facts.precedent.expect("a precedent");
    assert_eq!(precedent.incident, facts.major_incident.expect("a major incident"));
    let incident = get(&simulator, &format!("/incidents/{}", precedent.number)).await.body["incident"].clone();
    let id = text(&incident, "id");
    assert_eq!(id, precedent.incident.id);
    let changes = list(&simulator, "change_events", &format!("/incidents/{id}/related_change_events")).await;
    let change = changes.iter().find(|change| change["id"] == precedent.change_event).expect("the change");
    assert_eq!(change["services"][0]["id"], incident["service"]["id"]);
    let lead = time(&incident, "created_at").as_second() - time(change, "timestamp").as_second();
    assert!((60..1200).contains(&lead), "{lead}");
    let past = list(&simulator, "past_incidents", &format!("/incidents/{id}/past_incidents")).await;
    assert!(past.iter().any(|past| past["incident"]["id"] == precedent.past_incident.id));
    let entries = format!("/incidents/{}/log_entries?limit=100", precedent.past_incident.id);
    let entries = list(&simulator, "log_entries", &entries).await;
    let resolved = entries.iter().find(|entry| entry["type"] == "resolve_log_entry").expect("the end");
    assert_eq!(text(resolved, "note"), precedent.resolution);
}

#[tokio::test]
async fn a_small_account_promises_less() {
    let size =
        pagerduty_sim::Size { users: 8, teams: 2, services: 2, escalation_policies: 2, schedules: 2, incidents: 20 };
    let simulator = Simulator::start(Options { size, ..options() }).await.expect("a free port");
    let facts = simulator.account();
    assert!(facts.coverage_gap.is_none() && facts.double_booking.is_none() && facts.precedent.is_none());
}
