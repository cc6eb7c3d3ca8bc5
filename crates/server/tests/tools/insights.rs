//! `incident_stats` and `oncall_load`: what is counted is what the lists say.

use std::{collections::HashSet, time::Duration};

use pagerduty_sim::token;
use serde_json::{Value, json};
use toolkit::settings::Settings;

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

    // The times to acknowledge are in the log.
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
    let titles = ["title", "exact_title", "title_pattern"];
    let others = ["service", "team", "urgency", "priority", "status", "hour", "day", "weekday", "week", "month"];
    for group_by in others.into_iter().chain(titles) {
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
        sum += client.list(&query, pagerduty::Window::new(0, 1).counted()).await.unwrap().total.unwrap();
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
    let entries = json!({"since": "2026-05-15", "until": "2026-06-14", "limit": 10_000, "current_user_context": false, "include": ["type", "summary", "user", "incident", "delivery"]});
    let entries = all(&account, "get_log_entries", entries).await;
    let pages: HashSet<_> = entries
        .iter()
        .filter(|entry| entry["type"] == "notify" && entry["user"]["id"] == people[0]["user"]["id"])
        .filter(|entry| !entry["summary"].as_str().unwrap().ends_with("via email") && entry["delivery"] != "failed")
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
    // Two devices ring at night and in the morning for one incident; another comes at noon on a Sunday, and one by e-mail.
    account.answer(
        "/log_entries",
        200,
        r#"{"log_entries": [
            {"id": "R5", "type": "notify_log_entry", "created_at": "2026-06-14T10:05:00Z", "summary": "Notified Ada via email", "user": {"id": "PUSER01"}, "incident": {"id": "Q2"}},
            {"id": "R4", "type": "notify_log_entry", "created_at": "2026-06-13T23:00:00Z", "channel": {"type": "auto", "notification": {"type": "email_notification"}}, "user": {"id": "PUSER01"}, "incident": {"id": "Q3"}},
            {"id": "R3", "type": "notify_log_entry", "created_at": "2026-06-14T10:00:00Z", "channel": {"type": "auto", "notification": {"type": "push_notification"}}, "service": {"id": "PS1", "summary": "Checkout"}, "user": {"id": "PUSER01"}, "incident": {"id": "Q2", "summary": "[#2] Disk 92% full"}},
            {"id": "R2", "type": "notify_log_entry", "created_at": "2026-06-12T06:00:00Z", "channel": {"notification": {"type": "phone_notification"}}, "service": {"id": "PS1", "summary": "Checkout"}, "user": {"id": "PUSER01"}, "incident": {"id": "Q1", "summary": "[#1] Disk 91% full"}},
            {"id": "R1", "type": "notify_log_entry", "created_at": "2026-06-11T20:30:00Z", "channel": {"notification": {"type": "sms_notification"}}, "service": {"id": "PS1", "summary": "Checkout"}, "user": {"id": "PUSER01"}, "incident": {"id": "Q1", "summary": "[#1] Disk 91% full"}}
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
             "pages_at_weekends": 1, "rang_by": {"push": 1, "sms": 1, "phone": 1}, "rang_at_night_by": {"sms": 1},
             "by_email_only": 1, "by_email_only_at_night": 1, "top_services": [{"service": "Checkout", "pages": 2}],
             "top_titles": [{"title": "Disk #% full", "count": 2, "example": "Disk 91% full"}], "hours_on_call": 12.0, "nights_on_call": 1, "hours_at_night": 5.0,
             "weekends_on_call": 0, "hours_at_weekends": 0.0, "time_zone": "Europe/Berlin"},
            {"user": {"id": "PUSER02", "summary": "Ben"}, "pages": 0, "pages_at_night": 0, "nights_interrupted": 0,
             "pages_at_weekends": 0, "by_email_only": 0, "by_email_only_at_night": 0, "hours_on_call": 0.0, "nights_on_call": 0, "hours_at_night": 0.0,
             "weekends_on_call": 0, "hours_at_weekends": 0.0},
        ])
    );
}

/// A call that did not get through woke nobody.
#[tokio::test]
async fn a_notification_that_failed_is_no_page() {
    let account = Account::start().await;
    account.answer("/users", 200, r#"{"users": [{"id": "PUSER01", "name": "Ada"}]}"#);
    account.answer("/oncalls", 200, r#"{"oncalls": []}"#);
    let entry = |id: u32, incident: &str, kind: &str, status: &str| {
        json!({"id": format!("R{id}"), "type": "notify_log_entry", "created_at": format!("2026-06-12T02:0{id}:00Z"), "user": {"id": "PUSER01"},
            "channel": {"type": "auto", "notification": {"type": kind, "status": status}}, "incident": {"id": incident, "summary": "[#1] Disk full"}})
    };
    let entries = [
        entry(4, "Q2", "phone_notification", "failed"),
        entry(3, "Q1", "phone_notification", "failed"),
        entry(2, "Q1", "sms_notification", "failed"),
        entry(1, "Q1", "push_notification", "success"),
    ];
    account.answer("/log_entries", 200, &json!({"log_entries": entries}).to_string());
    let answer = account.call("oncall_load", json!({"since": "2026-06-01", "until": "2026-06-15"})).await;
    let ada = &answer["people"][0];
    assert_eq!((&ada["pages"], &ada["pages_at_night"]), (&json!(1), &json!(1)), "{ada:#}");
    assert_eq!((&ada["rang_by"], &ada["rang_at_night_by"]), (&json!({"push": 1}), &json!({"push": 1})), "{ada:#}");
    assert_eq!(ada["not_delivered_by"], json!({"phone": 2, "sms": 1}), "{ada:#}");
}

/// Incidents at these times, with these titles, as PagerDuty lists them.
fn incidents_at(times: &[(&str, &str)]) -> String {
    let one = |(place, (at, title)): (usize, &(&str, &str))| json!({"id": format!("Q{place}"), "status": "triggered", "created_at": at, "title": title});
    json!({"incidents": times.iter().enumerate().map(one).collect::<Vec<_>>(), "total": times.len()}).to_string()
}

#[tokio::test]
async fn groups_of_time_are_whole_and_in_order() {
    let account = Account::start().await;
    account.answer("/log_entries", 200, r#"{"log_entries": []}"#);
    let incidents = incidents_at(&[
        ("2026-03-28T23:30:00Z", "A"),
        ("2026-03-29T00:30:00Z", "B"),
        ("2026-03-31T22:30:00Z", "C"),
        ("2026-03-31T22:40:00Z", "D"),
    ]);
    account.answer("/incidents", 200, &incidents);
    let counted = async |group_by: &str| {
        let arguments = json!({"group_by": group_by, "since": "2026-03-27T23:00:00Z", "until": "2026-04-01T22:00:00Z",
            "time_zone": "Europe/Berlin", "groups": 2});
        let answer = account.call("incident_stats", arguments).await;
        let groups = answer["groups"].as_array().unwrap().iter();
        let counts: Vec<_> =
            groups.map(|one| (one["name"].as_str().unwrap().to_owned(), one["incidents"].as_u64().unwrap())).collect();
        (counts, answer)
    };
    let owned =
        |counts: &[(&str, u64)]| counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect::<Vec<_>>();
    let (days, answer) = counted("day").await;
    let expected = [("2026-03-28", 0), ("2026-03-29", 2), ("2026-03-30", 0), ("2026-03-31", 0), ("2026-04-01", 2)];
    assert_eq!(days, owned(&expected));
    assert_eq!(
        (&answer["metadata"]["since"], &answer["metadata"]["until"], &answer["metadata"]["time_zone"]),
        (&json!("2026-03-28T00:00:00+01:00"), &json!("2026-04-02T00:00:00+02:00"), &json!("Europe/Berlin"))
    );
    assert_eq!(
        answer["metadata"]["busiest"],
        json!({"hour": {"name": "00", "incidents": 3}, "day": {"name": "2026-03-29", "incidents": 2},
               "weekday": {"name": "Sunday", "incidents": 2}})
    );
    let (hours, _) = counted("hour").await;
    assert_eq!(hours.len(), 24);
    assert_eq!((&hours[0].1, &hours[1].1, &hours[23].1), (&3, &1, &0));
    let (weekdays, _) = counted("weekday").await;
    assert_eq!(weekdays.iter().map(|one| one.1).collect::<Vec<_>>(), [0, 0, 2, 0, 0, 0, 2]);
    assert_eq!(weekdays[0].0, "Monday");
    assert_eq!(counted("week").await.0, owned(&[("2026-03-23", 2), ("2026-03-30", 2)]));
    assert_eq!(counted("month").await.0, owned(&[("2026-03", 2), ("2026-04", 2)]));
    let (services, answer) = counted("exact_title").await;
    assert_eq!(services.len(), 2);
    assert!(answer["metadata"]["warnings"].to_string().contains("2 of 4 groups"), "{answer:#}");
}

#[tokio::test]
async fn titles_are_exact_where_they_are_the_same() {
    let account = Account::start().await;
    account.answer("/log_entries", 200, r#"{"log_entries": []}"#);
    let at = "2026-06-14T10:00:00Z";
    let incidents = incidents_at(&[
        (at, "Disk 91% full"),
        (at, "Disk 92% full"),
        (at, "Disk 91% full"),
        (at, "Job 7 failed"),
        (at, "Job 7 failed"),
    ]);
    account.answer("/incidents", 200, &incidents);
    let grouped = async |group_by: &str| {
        let answer = account.call("incident_stats", json!({"group_by": group_by})).await;
        let line = |one: &Value| (one["name"].clone(), one["incidents"].clone(), one["example"].clone());
        answer["groups"].as_array().unwrap().iter().map(line).collect::<Vec<_>>()
    };
    let null = Value::Null;
    let disk = (json!("Disk #% full"), json!(3), json!("Disk 91% full"));
    assert_eq!(grouped("title").await, [disk.clone(), (json!("Job 7 failed"), json!(2), null.clone())]);
    assert_eq!(grouped("title_pattern").await, [disk, (json!("Job # failed"), json!(2), null.clone())]);
    let exact = [("Disk 91% full", 2), ("Job 7 failed", 2), ("Disk 92% full", 1)];
    assert_eq!(grouped("exact_title").await, exact.map(|(name, count)| (json!(name), json!(count), null.clone())));
    let only = account.call("incident_stats", json!({"query": "disk"})).await;
    assert_eq!(only["metadata"]["total"]["incidents"], 3);
}

#[tokio::test]
async fn resolved_by_the_service_is_not_the_same_as_never_touched() {
    let account = Account::start().await;
    let by = json!({"id": "PS1", "type": "service_reference", "summary": "Checkout"});
    let user = json!({"id": "PU1", "type": "user_reference", "summary": "Ada"});
    let incident = |id: &str, by: &Value| json!({"id": id, "status": "resolved", "created_at": "2026-06-14T10:00:00Z", "last_status_change_by": by});
    let incidents = json!({"incidents": [incident("Q1", &by), incident("Q2", &by), incident("Q3", &user)], "total": 3});
    let entry = |incident: &str, kind: &str, agent: &Value| json!({"id": format!("R{incident}{kind}"), "type": kind, "created_at": "2026-06-14T10:01:00Z", "incident": {"id": incident}, "agent": agent});
    let entries = json!({"log_entries": [
        entry("Q1", "trigger_log_entry", &by), entry("Q1", "resolve_log_entry", &by),
        entry("Q2", "assign_log_entry", &user), entry("Q3", "resolve_log_entry", &user),
    ]});
    account.answer("/incidents", 200, &incidents.to_string());
    account.answer("/log_entries", 200, &entries.to_string());
    let total = account.call("incident_stats", json!({})).await["metadata"]["total"].clone();
    assert_eq!(
        (&total["resolved"], &total["resolved_by_service"], &total["never_touched_by_a_person"]),
        (&json!(3), &json!(2), &json!(1))
    );
    account.simulator.faults().clear();
    account.answer("/incidents", 200, &incidents.to_string());
    account.answer("/log_entries", 403, "{}");
    let answer = account.call("incident_stats", json!({})).await;
    assert_eq!(answer["metadata"]["total"].get("never_touched_by_a_person"), None);
    assert!(answer["metadata"]["warnings"].to_string().contains("what no person touched"), "{answer:#}");
}
