//! Times: how they are read, that both ends of a range are sent, and that an answer has one zone.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use pagerduty::{ResourceKind, Timestamp};
use pagerduty_sim::token;
use serde_json::{Value, json};
use toolkit::{access::Access, parameters::schema::Kind, settings::Settings};

use crate::support::{Account, NOW, options, settings};

/// The first request whose path ends so.
fn sent(account: &Account, path: &str) -> String {
    let asked = account.requests();
    let is_it = |line: &&String| line.split(['?', ' ']).nth(1).is_some_and(|sent| sent.ends_with(path));
    asked.iter().find(is_it).unwrap_or_else(|| panic!("{path}: {asked:?}")).clone()
}

#[tokio::test]
async fn a_time_without_an_offset_is_in_the_zone_of_the_call_or_in_utc() {
    let account = Account::start().await;
    for (tool, base, path) in [
        ("get_incidents", json!({"team_ids": ["PT1"]}), "/incidents"),
        ("get_log_entries", json!({"team_ids": ["PT1"]}), "/log_entries"),
        ("get_change_events", json!({"service_id": "PS1"}), "/change_events"),
        ("get_oncalls", json!({"schedule_ids": ["PSC1"], "user_ids": ["PU1"]}), "/oncalls"),
        ("list_users_oncall", json!({"schedule_id": "PSC1"}), "/schedules/PSC1/users"),
        ("get_schedules", json!({"schedule_id": "PSC1"}), "/schedules/PSC1"),
        ("get_overrides", json!({"schedule_id": "PSC1"}), "/schedules/PSC1/overrides"),
        ("find_coverage_gaps", json!({"schedule_ids": ["PSC1"]}), "/schedules/PSC1"),
        ("incident_stats", json!({"team_ids": ["PT1"]}), "/incidents"),
        ("oncall_load", json!({}), "/oncalls"),
        ("oncall_handoff", json!({}), "/change_events"),
    ] {
        for (zone, range) in [
            (json!("America/New_York"), "since=2026-06-16T13:00:00Z&until=2026-06-17T04:00:00Z"),
            (json!(null), "since=2026-06-16T09:00:00Z&until=2026-06-17T00:00:00Z"),
        ] {
            if zone.is_null() && ["find_coverage_gaps", "oncall_handoff"].contains(&tool) {
                // They have a zone of their own.
                continue;
            }
            let mut arguments = base.clone();
            arguments["since"] = "2026-06-16T09:00".into();
            arguments["until"] = "2026-06-17".into();
            arguments["time_zone"] = zone;
            account.outcome(tool, arguments).await;
            let line = sent(&account, path);
            assert!(line.contains(range), "{tool}: {line}");
        }
    }
}

#[tokio::test]
async fn who_is_on_call_at_noon_is_who_is_on_call_at_noon_there() {
    let account = Account::start().await;
    let schedule = account.simulator.account().demo_schedule.unwrap().id;
    for (arguments, since) in [
        (json!({"at": "2026-11-27T12:00:00", "time_zone": "America/New_York"}), ""),
        (json!({"at": "2026-06-27T12:00:00", "time_zone": "America/New_York"}), "2026-06-27T16:00:00Z"),
        (json!({"at": "2026-06-27T12:00:00", "time_zone": "asia/kolkata"}), "2026-06-27T06:30:00Z"),
        (json!({"at": "2026-06-27T12:00:00"}), "2026-06-27T12:00:00Z"),
        (json!({"at": "2026-06-27T12:00:00Z", "time_zone": "America/New_York"}), "2026-06-27T12:00:00Z"),
        (json!({"at": "tomorrow", "time_zone": "America/New_York"}), "2026-06-16T04:00:00Z"),
        (json!({"at": "now+2h"}), "2026-06-15T16:00:00Z"),
    ] {
        let mut arguments = arguments;
        arguments["schedule_id"] = schedule.clone().into();
        let (answer, is_error) = account.outcome("find_oncall", arguments.clone()).await;
        let asked = account.requests();
        if since.is_empty() {
            assert!(is_error && answer["error"]["message"].as_str().unwrap().contains("2026-11-27T17:00:00Z"));
            continue;
        }
        assert!(asked[0].contains(&format!("since={since}&")), "{arguments}: {asked:?}");
        let metadata = &answer["metadata"];
        let is_absolute = arguments["at"].as_str().unwrap().ends_with('Z');
        assert_eq!(metadata["times"]["at"].is_null(), is_absolute, "{arguments}: {answer}");
        if let Some(read) = metadata["times"]["at"].as_str() {
            assert_eq!(read.parse::<Timestamp>().unwrap(), since.parse().unwrap(), "{arguments}");
            assert_eq!(read.ends_with('Z'), arguments.get("time_zone").is_none(), "{read}");
        }
        let is_relative = arguments["at"].as_str().is_some_and(|at| !at.starts_with('2'));
        assert_eq!(metadata["now"].is_string(), is_relative, "{arguments}: {answer}");
        let zone = match arguments["time_zone"].as_str() {
            Some("asia/kolkata") => json!("Asia/Kolkata"),
            Some(zone) => json!(zone),
            None if is_absolute || is_relative => Value::Null,
            None => json!("UTC"),
        };
        assert_eq!(metadata.get("time_zone").cloned().unwrap_or_default(), zone, "{arguments}: {answer}");
    }
}

#[tokio::test]
async fn both_ends_of_a_range_are_sent() {
    let account = Account::start().await;
    for (tool, arguments, path, range) in [
        ("get_incidents", json!({"since": "2026-06-01"}), "/incidents", ("2026-06-01T00:00:00Z", NOW)),
        (
            "get_incidents",
            json!({"until": "2026-06-10"}),
            "/incidents",
            ("2026-05-11T00:00:00Z", "2026-06-10T00:00:00Z"),
        ),
        ("get_incidents", json!({"since": "now-24h"}), "/incidents", ("2026-06-14T14:00:00Z", NOW)),
        ("get_incidents", json!({"since": "yesterday"}), "/incidents", ("2026-06-14T00:00:00Z", NOW)),
        (
            "get_incidents",
            json!({"since": "yesterday", "until": "today"}),
            "/incidents",
            ("2026-06-14T00:00:00Z", "2026-06-15T00:00:00Z"),
        ),
        ("get_log_entries", json!({"since": "now-30m"}), "/log_entries", ("2026-06-15T13:30:00Z", NOW)),
        (
            "get_log_entries",
            json!({"until": "2026-06-10"}),
            "/log_entries",
            ("2026-05-11T00:00:00Z", "2026-06-10T00:00:00Z"),
        ),
        (
            "get_log_entries",
            json!({"incident_id": "Q1ABCDE", "until": "2026-06-10"}),
            "/log_entries",
            ("2025-12-12T00:00:00Z", "2026-06-10T00:00:00Z"),
        ),
        ("get_change_events", json!({"since": "now-1w"}), "/change_events", ("2026-06-08T14:00:00Z", NOW)),
        (
            "get_change_events",
            json!({"service_id": "PS1", "until": "2026-06-10"}),
            "/change_events",
            ("2026-03-12T00:00:00Z", "2026-06-10T00:00:00Z"),
        ),
        (
            "get_oncalls",
            json!({"schedule_ids": ["PSC1"], "user_ids": ["PU1"], "since": "2026-06-10"}),
            "/oncalls",
            ("2026-06-10T00:00:00Z", NOW),
        ),
        (
            "get_oncalls",
            json!({"schedule_ids": ["PSC1"], "user_ids": ["PU1"], "until": "now+7d"}),
            "/oncalls",
            (NOW, "2026-06-22T14:00:00Z"),
        ),
        (
            "get_schedules",
            json!({"schedule_id": "PSC1", "since": "2026-06-10"}),
            "/schedules/PSC1",
            ("2026-06-10T00:00:00Z", "2026-06-24T00:00:00Z"),
        ),
        (
            "get_schedules",
            json!({"schedule_id": "PSC1", "until": "2026-06-24"}),
            "/schedules/PSC1",
            ("2026-06-10T00:00:00Z", "2026-06-24T00:00:00Z"),
        ),
        (
            "list_users_oncall",
            json!({"schedule_id": "PSC1", "since": "2026-06-10"}),
            "/schedules/PSC1/users",
            ("2026-06-10T00:00:00Z", NOW),
        ),
        (
            "list_users_oncall",
            json!({"schedule_id": "PSC1", "until": "2026-06-20"}),
            "/schedules/PSC1/users",
            (NOW, "2026-06-20T00:00:00Z"),
        ),
        (
            "get_overrides",
            json!({"schedule_id": "PSC1", "until": "tomorrow"}),
            "/schedules/PSC1/overrides",
            (NOW, "2026-06-16T00:00:00Z"),
        ),
        (
            "incident_stats",
            json!({"team_ids": ["PT1"], "until": "2026-06-10"}),
            "/incidents",
            ("2026-05-11T00:00:00Z", "2026-06-10T00:00:00Z"),
        ),
    ] {
        account.outcome(tool, arguments.clone()).await;
        let line = sent(&account, path);
        assert!(line.contains(&format!("since={}&until={}", range.0, range.1)), "{tool} {arguments}: {line}");
    }
}

#[tokio::test]
async fn what_was_read_is_told() {
    let account = Account::start().await;
    let answer = account.call("get_incidents", json!({"since": "now-24h", "limit": 1})).await;
    assert_eq!(answer["metadata"]["times"], json!({"since": "2026-06-14T14:00:00Z", "until": NOW}));
    assert_eq!(answer["metadata"]["now"], NOW);
    let answer = account.call("get_incidents", json!({"since": "2026-06-01", "until": NOW, "limit": 1})).await;
    assert_eq!(answer["metadata"]["times"], json!({"since": "2026-06-01T00:00:00Z"}));
    assert_eq!((&answer["metadata"]["time_zone"], &answer["metadata"]["now"]), (&json!("UTC"), &json!(null)));
    let answer =
        account.call("get_incidents", json!({"since": "2026-06-01T00:00:00Z", "until": NOW, "limit": 1})).await;
    for name in ["times", "time_zone", "now"] {
        assert_eq!(answer["metadata"].get(name), None, "nothing had to be read: {answer}");
    }
    // Whoever wants to know what time it is can ask any list.
    for include in [json!("now"), json!(["id", "now"])] {
        let answer = account.call("get_teams", json!({"limit": 1, "include": include})).await;
        assert_eq!(answer["metadata"]["now"], NOW);
        assert!(answer["teams"][0]["id"].is_string(), "{answer}");
    }
}

#[tokio::test]
async fn a_time_that_a_clock_skips_or_shows_twice_is_pointed_out() {
    let account = Account::start().await;
    account.has(ResourceKind::Team, "PT1");
    for (at, read, words) in [
        ("2026-03-29T02:30", "2026-03-29T03:30:00+02:00", "goes forward"),
        ("2025-10-26T02:30", "2025-10-26T02:30:00+02:00", "comes twice"),
    ] {
        let arguments = json!({"since": at, "until": "2026-04-01", "time_zone": "Europe/Berlin", "team_ids": ["PT1"]});
        let answer = account.call("incident_stats", arguments).await;
        assert_eq!(answer["metadata"]["times"]["since"], read);
        let warning = answer["metadata"]["warnings"][0].as_str().unwrap();
        assert!(warning.contains(words) && warning.contains(read), "{warning}");
    }
}

#[tokio::test]
async fn a_list_goes_on_at_the_time_of_its_first_call() {
    let passed = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&passed);
    let settings = Settings {
        clock: Arc::new(move || NOW.parse::<Timestamp>().unwrap().plus_seconds(clock.load(Ordering::Relaxed))),
        ..settings()
    };
    let account = Account::with(token::USER, options(), settings).await;
    let query = json!({"since": "now-20d", "limit": 2, "current_user_context": false, "query": "e"});
    for (mut arguments, range) in [
        (json!({"since": "now-20d"}), "since=2026-05-26T14:00:00Z&until=2026-06-15T14:00:00Z"),
        (json!({"since": "2026-06-01"}), "since=2026-06-01T00:00:00Z&until=2026-06-15T14:00:00Z"),
        (query, "since=2026-05-26T14:00:00Z&until=2026-06-15T14:00:00Z"),
    ] {
        arguments["limit"] = 2.into();
        passed.store(0, Ordering::Relaxed);
        for minutes in [0, 7, 90] {
            passed.store(minutes * 60, Ordering::Relaxed);
            account.requests();
            let answer = account.call("get_incidents", arguments.clone()).await;
            assert!(sent(&account, "/incidents").contains(range), "after {minutes} minutes: {answer}");
            assert_eq!(answer["metadata"]["now"], NOW);
            arguments["cursor"] = answer["metadata"]["next_cursor"].clone();
        }
        arguments["since"] = "now-19d".into();
        let error = account.fail("get_incidents", arguments).await;
        assert_eq!(error["code"], "INVALID_PARAMETER", "the cursor is of another query");
    }
}

#[tokio::test]
async fn an_answer_has_one_zone() {
    let account = Account::start().await;
    account.answer(
        "/incidents/Q1ABCDE/alerts",
        200,
        r#"{"alerts": [{"id": "QA1", "created_at": "2026-06-15T07:00:00-07:00", "body": {"type": "alert_body", "details": {"start": "2026-06-15T07:00:00-07:00"}}}]}"#,
    );
    let utc = account.call("get_alerts", json!({"incident_id": "Q1ABCDE"})).await;
    assert_eq!(utc["alerts"][0]["created_at"], "2026-06-15T14:00:00Z");
    let there = account.call("get_alerts", json!({"incident_id": "Q1ABCDE", "time_zone": "Asia/Kolkata"})).await;
    assert_eq!(there["alerts"][0]["created_at"], "2026-06-15T19:30:00+05:30");
    assert_eq!(there["metadata"]["time_zone"], "Asia/Kolkata");
    for answer in [&utc, &there] {
        assert!(
            answer.to_string().contains("\"start\":\"2026-06-15T07:00:00-07:00\""),
            "what others sent stays: {answer}"
        );
    }
}

/// Every text that is a time, with where it stands.
fn times(value: &Value, place: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) if text.len() >= 20 && text.parse::<Timestamp>().is_ok() => {
            found.push((place.to_owned(), text.clone()));
        }
        Value::Array(values) => values.iter().for_each(|value| times(value, place, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                // What others sent, and rotations, which say their zone themselves.
                if !["body_details", "details", "links", "custom_details", "date_time"].contains(&name.as_str()) {
                    times(value, &format!("{place}.{name}"), found);
                }
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn every_tool_shows_all_times_in_one_zone() {
    let account = Account::start().await;
    let open = account.call("get_incidents", json!({"statuses": ["triggered", "acknowledged"], "limit": 1})).await;
    let incident = open["incidents"][0]["id"].clone();
    let schedule = account.simulator.account().demo_schedule.unwrap().id;
    for (tool, arguments) in [
        ("get_incidents", json!({"limit": 3})),
        ("triage_incident", json!({"incident_id": incident})),
        ("get_log_entries", json!({"limit": 3})),
        ("get_change_events", json!({"limit": 3})),
        ("get_oncalls", json!({})),
        ("find_oncall", json!({"schedule_id": schedule})),
        ("get_schedules", json!({"schedule_id": schedule, "until": "2026-06-20"})),
        ("get_overrides", json!({"schedule_id": schedule, "until": "2026-07-20"})),
        ("find_coverage_gaps", json!({})),
        ("incident_stats", json!({"group_by": "hour"})),
        ("oncall_load", json!({"since": "2026-06-10"})),
        ("oncall_handoff", json!({})),
    ] {
        // The demo user lives in New York.
        let own = if matches!(tool, "find_coverage_gaps" | "oncall_handoff") { "-04:00" } else { "Z" };
        for (zone, end) in [(json!("Asia/Kolkata"), "+05:30"), (json!(null), own), (json!("UTC"), "Z")] {
            let mut arguments = arguments.clone();
            arguments["time_zone"] = zone.clone();
            let answer = account.call(tool, arguments).await;
            let mut found = Vec::new();
            times(&answer, "", &mut found);
            let odd: Vec<_> = found.iter().filter(|(_, time)| !time.ends_with(end)).collect();
            assert!(!found.is_empty() && odd.is_empty(), "{tool} in {zone}: {odd:?}");
            if !zone.is_null() {
                assert_eq!(answer["metadata"]["time_zone"], zone, "{tool}");
            }
        }
    }
}

#[tokio::test]
async fn every_tool_that_reads_times_takes_a_zone() {
    let account = Account::start().await;
    for entry in account.toolbox.entries() {
        let has = |kind: &Kind| entry.parameters().iter().any(|parameter| parameter.kind == *kind);
        if entry.info.access == Access::Read && has(&Kind::Timestamp) {
            assert!(has(&Kind::TimeZone), "{}", entry.info.name);
        }
    }
}

#[tokio::test]
async fn a_handoff_and_coverage_are_in_the_zone_of_the_schedule_or_the_user() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let me = account.call("get_users", json!({"user_id": facts.demo_user.id, "include": ["time_zone"]})).await;
    let mine = &me["users"][0]["time_zone"];
    let schedules = account.call("get_schedules", json!({"limit": 100, "include": ["id", "time_zone"]})).await;
    let other = schedules["schedules"].as_array().unwrap().iter().find(|one| one["time_zone"] != *mine).unwrap();
    for (tool, arguments, zone) in [
        ("oncall_handoff", json!({}), mine),
        ("oncall_handoff", json!({"user_id": facts.demo_user.id}), mine),
        ("oncall_handoff", json!({"schedule_id": other["id"]}), &other["time_zone"]),
        ("oncall_handoff", json!({"time_zone": "Asia/Tokyo"}), &json!("Asia/Tokyo")),
        ("find_coverage_gaps", json!({}), mine),
        ("find_coverage_gaps", json!({"schedule_ids": [other["id"]]}), &other["time_zone"]),
        ("find_coverage_gaps", json!({"schedule_ids": [other["id"]], "time_zone": "Asia/Tokyo"}), &json!("Asia/Tokyo")),
        // A time without an offset is on the clock that the answer shows.
        ("find_coverage_gaps", json!({"until": "2026-06-20"}), mine),
    ] {
        let answer = account.call(tool, arguments.clone()).await;
        assert_eq!(answer["metadata"]["time_zone"], *zone, "{tool} {arguments}: {:#}", answer["metadata"]);
    }
    let everybody = Account::as_token(pagerduty_sim::token::ACCOUNT).await;
    let team = facts.demo_teams[0].id.as_str();
    let answer = everybody.call("find_coverage_gaps", json!({"team_ids": [team]})).await;
    assert!(answer["metadata"].get("time_zone").is_none(), "nobody's zone is meant: {:#}", answer["metadata"]);
}
