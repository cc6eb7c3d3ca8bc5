//! The history holds together: who acknowledged was on call, deployments come before, open incidents are open.

mod support;

use pagerduty_sim::Simulator;
use serde_json::Value;
use support::{get, list, simulator, text, time};

async fn incidents(simulator: &Simulator, query: &str) -> Vec<Value> {
    list(simulator, "incidents", &format!("/incidents?limit=100&{query}")).await
}

#[tokio::test]
async fn the_acknowledger_was_on_call() {
    let simulator = simulator().await;
    let mut checked = 0;
    for incident in incidents(&simulator, "since=2025-02-24&until=2025-03-05").await {
        let id = text(&incident, "id");
        let entries = list(&simulator, "log_entries", &format!("/incidents/{id}/log_entries?limit=100")).await;
        let Some(acknowledgement) = entries.iter().find(|entry| entry["type"] == "acknowledge_log_entry") else {
            continue;
        };
        let policy = text(&incident["escalation_policy"], "id");
        let (since, until) = (text(&incident, "created_at"), text(acknowledgement, "created_at"));
        let on_calls = list(
            &simulator,
            "oncalls",
            &format!("/oncalls?limit=100&escalation_policy_ids[]={policy}&since={since}&until={until}"),
        )
        .await;
        let user = text(&acknowledgement["agent"], "id");
        assert!(on_calls.iter().any(|on_call| on_call["user"]["id"] == user), "{id}: {user} was not on call");
        checked += 1;
    }
    assert!(checked > 20);
}

#[tokio::test]
async fn log_entries_agree_with_the_incident() {
    let simulator = simulator().await;
    let mut types = std::collections::HashSet::new();
    for incident in incidents(&simulator, "since=2025-02-20").await {
        let id = text(&incident, "id");
        let mut entries = list(&simulator, "log_entries", &format!("/incidents/{id}/log_entries?limit=100")).await;
        entries.reverse();
        types.extend(entries.iter().map(|entry| text(entry, "type").to_owned()));
        assert_eq!(entries[0]["type"], "trigger_log_entry");
        assert_eq!(entries[0]["created_at"], incident["created_at"]);
        assert_eq!(entries[0]["id"], incident["first_trigger_log_entry"]["id"]);
        assert!(entries.windows(2).all(|pair| text(&pair[0], "created_at") <= text(&pair[1], "created_at")));
        let last = &entries[entries.len() - 1];
        assert_eq!(last["created_at"], incident["updated_at"]);
        let resolved = entries.iter().find(|entry| entry["type"] == "resolve_log_entry");
        assert_eq!(incident["status"] == "resolved", resolved.is_some());
        if let Some(resolved) = resolved {
            assert_eq!(resolved["created_at"], incident["resolved_at"]);
            assert_eq!(resolved["agent"]["id"], incident["last_status_change_by"]["id"]);
        }
        let one = get(&simulator, &format!("/log_entries/{}", text(last, "id"))).await;
        assert_eq!(&one.body["log_entry"], last);
    }
    for expected in ["assign", "notify", "escalate", "acknowledge", "annotate", "resolve", "trigger"] {
        assert!(types.contains(&format!("{expected}_log_entry")), "no {expected} in {types:?}");
    }
}

#[tokio::test]
async fn the_major_incident_is_a_story() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = facts.major_incident.expect("a major incident").id;
    let incident = get(&simulator, &format!("/incidents/{id}")).await.body["incident"].clone();
    assert_eq!(incident["priority"]["name"], "P1");
    assert!(list(&simulator, "notes", &format!("/incidents/{id}/notes")).await.len() > 2);
    let changes = list(&simulator, "change_events", &format!("/incidents/{id}/related_change_events")).await;
    assert_eq!(changes[0]["correlation_reason"]["reason"], "most_recent");
    let lead = time(&incident, "created_at").as_second() - time(&changes[0], "timestamp").as_second();
    assert!((60..1200).contains(&lead), "{lead}");
    let related = list(
        &simulator,
        "related_incidents",
        &format!("/incidents/{id}/related_incidents?additional_details[]=incident"),
    )
    .await;
    assert!(related.len() > 1);
    for each in &related {
        assert_ne!(each["incident"]["service"]["id"], incident["service"]["id"]);
        assert!(!each["relationships"].as_array().expect("a list").is_empty());
        let back = format!("/incidents/{}/related_incidents", text(&each["incident"], "id"));
        let back = list(&simulator, "related_incidents", &back).await;
        assert!(back.iter().any(|other| other["incident"]["id"] == id), "relations go both ways");
    }
}

#[tokio::test]
async fn past_incidents_are_older_and_of_the_same_service() {
    let simulator = simulator().await;
    let id = simulator.account().resolved_incident.expect("a resolved incident").id;
    let incident = get(&simulator, &format!("/incidents/{id}")).await.body["incident"].clone();
    let answer = get(&simulator, &format!("/incidents/{id}/past_incidents?limit=50&total=true")).await;
    let past = answer.rows("past_incidents");
    assert!(past.len() > 1 && answer.body["total"].as_u64() >= Some(past.len() as u64));
    for each in past {
        assert!(time(&each["incident"], "created_at") < time(&incident, "created_at"));
        let found = get(&simulator, &format!("/incidents/{}", text(&each["incident"], "id"))).await;
        assert_eq!(found.body["incident"]["service"]["id"], incident["service"]["id"]);
        assert!(each["score"].as_f64().expect("a number") > 0.0);
    }
    let default = get(&simulator, &format!("/incidents/{id}/past_incidents")).await;
    assert!(default.rows("past_incidents").len() <= 5);
    assert_eq!((&default.body["limit"], &default.body["total"]), (&Value::from(5), &Value::Null));
}

#[tokio::test]
async fn the_best_past_incident_is_not_always_first() {
    let simulator = simulator().await;
    let mut unsorted = 0;
    for incident in incidents(&simulator, "since=2025-03-02").await {
        let id = text(&incident, "id");
        let past = list(&simulator, "past_incidents", &format!("/incidents/{id}/past_incidents")).await;
        let scores: Vec<f64> = past.iter().filter_map(|each| each["score"].as_f64()).collect();
        unsorted += usize::from(!scores.iter().rev().is_sorted());
    }
    assert!(unsorted > 5);
}

#[tokio::test]
async fn the_history_has_the_shapes_people_ask_about() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let mut all = Vec::new();
    for page in 0..30 {
        let query = format!("date_range=all&offset={}", page * 100);
        all.extend(incidents(&simulator, &query).await);
    }
    let count = |check: &dyn Fn(&Value) -> bool| all.iter().filter(|row| check(row)).count();
    let open = count(&|row| row["status"] != "resolved");
    assert!((5..40).contains(&open), "{open} are open");
    assert!(count(&|row| text(row, "title").starts_with("No Data:")) > 30);
    let by_itself =
        count(&|row| row["status"] == "resolved" && row["last_status_change_by"]["type"] == "service_reference");
    assert!(by_itself > 1000, "{by_itself} resolved by themselves");
    for priority in ["P1", "P2", "P3", "P4", "P5"] {
        assert!(count(&|row| row["priority"]["name"] == priority) > 3, "no {priority}");
    }
    assert!(count(&|row| row["priority"].is_null()) > 1500);
    let at_night = count(&|row| (2..6).contains(&time(row, "created_at").to_zoned(jiff::tz::TimeZone::UTC).hour()));
    let by_day = count(&|row| (14..18).contains(&time(row, "created_at").to_zoned(jiff::tz::TimeZone::UTC).hour()));
    assert!(at_night > 100 && by_day > at_night + at_night / 2, "{at_night} at night, {by_day} by day");
    for team in &facts.demo_teams {
        let query = format!("statuses[]=triggered&statuses[]=acknowledged&team_ids[]={}", team.id);
        assert!(!incidents(&simulator, &query).await.is_empty(), "nothing is open in {}", team.summary);
    }
}

#[tokio::test]
async fn the_demo_user_has_something_to_do_at_any_time() {
    for (seed, now) in (0..).zip([
        "2024-02-29T00:00:00Z",
        "2024-03-31T00:59:59Z",
        "2024-07-06T03:17:11Z",
        "2024-10-27T01:30:00Z",
        "2024-11-03T06:00:00Z",
        "2024-12-31T23:59:59Z",
        "2025-06-15T12:00:00Z",
        "2026-01-01T09:00:00Z",
        "2027-08-19T18:45:00Z",
        "2030-05-05T14:00:00Z",
    ]) {
        let options = pagerduty_sim::Options {
            seed,
            now: pagerduty_sim::Clock::Fixed(now.parse().expect("a timestamp")),
            size: pagerduty_sim::Size { incidents: 200, ..Default::default() },
            ..Default::default()
        };
        let simulator = Simulator::start(options).await.expect("a free port");
        let facts = simulator.account();
        assert_eq!(facts.now, now);
        assert_eq!(facts.demo_teams.len(), 2);
        assert!(facts.triggered_incident.is_some() && facts.acknowledged_incident.is_some(), "{now}");
        assert!(facts.major_incident.is_some() && facts.resolved_incident.is_some(), "{now}");
        let mine = format!("/oncalls?limit=100&user_ids[]={}", facts.demo_user.id);
        let mine = list(&simulator, "oncalls", &mine).await;
        let schedules: std::collections::HashSet<&str> =
            mine.iter().filter_map(|each| each["schedule"]["id"].as_str()).collect();
        assert_eq!(schedules.len(), 1, "{now}");
        assert!(mine.iter().any(|each| each["schedule"].is_null()), "{now}");
    }
}
