//! The same seed and clock make the same account, byte for byte; another seed makes another one.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use pagerduty_sim::{Options, Simulator, Size};
use support::{get, options};

const TARGETS: [&str; 12] = [
    "/users?limit=100",
    "/users/me",
    "/teams",
    "/services?limit=100&include[]=integrations",
    "/escalation_policies?limit=100",
    "/schedules?include[]=final_schedule&since=2025-03-01&until=2025-03-20",
    "/incidents?limit=100&include[]=body",
    "/incidents?limit=100&statuses[]=triggered",
    "/log_entries?limit=100",
    "/change_events?limit=100",
    "/oncalls?limit=100",
    "/priorities",
];

async fn answers(options: Options) -> Vec<String> {
    let simulator = Simulator::start(options).await.expect("a free port");
    let mut answers = Vec::new();
    for target in TARGETS {
        let answer = get(&simulator, target).await;
        assert_eq!(answer.status, 200, "{target}: {}", answer.text);
        answers.push(answer.text);
    }
    answers
}

#[tokio::test]
async fn the_same_options_make_the_same_bytes() {
    assert_eq!(answers(options()).await, answers(options()).await);
}

#[tokio::test]
async fn another_seed_makes_another_account() {
    let other = answers(Options { seed: 7, ..options() }).await;
    for (one, other) in answers(options()).await.iter().zip(&other) {
        assert_ne!(one, other);
    }
}

#[tokio::test]
async fn the_account_has_the_size_that_was_asked_for() {
    for size in [
        Size::default(),
        Size { users: 130, teams: 12, services: 150, escalation_policies: 40, schedules: 50, incidents: 700 },
        Size { users: 8, teams: 2, services: 2, escalation_policies: 2, schedules: 2, incidents: 20 },
    ] {
        let simulator = Simulator::start(Options { size, ..options() }).await.expect("a free port");
        let counts = simulator.account().counts;
        assert_eq!(
            (counts.users, counts.teams, counts.services, counts.schedules, counts.incidents),
            (size.users, size.teams, size.services, size.schedules, size.incidents)
        );
        assert_eq!(counts.escalation_policies, size.escalation_policies);
        for (name, path) in [("services", "/services"), ("escalation_policies", "/escalation_policies")] {
            let rows = support::list(&simulator, name, &format!("{path}?limit=100")).await;
            let names: std::collections::HashSet<&str> = rows.iter().map(|row| support::text(row, "name")).collect();
            assert_eq!(names.len(), rows.len(), "two {name} share a name");
        }
    }
}

#[tokio::test]
async fn a_hundred_thousand_incidents_can_be_made() {
    let size = Size { incidents: 100_000, ..Size::default() };
    let simulator = Simulator::start(Options { size, ..options() }).await.expect("a free port");
    let answer = get(&simulator, "/incidents?date_range=all&total=true&limit=1").await;
    assert_eq!(answer.body["total"], 100_000);
    let number = answer.body["incidents"][0]["incident_number"].as_u64().expect("a number") + 99_999;
    assert_eq!(get(&simulator, &format!("/incidents/{number}")).await.status, 200);
}
