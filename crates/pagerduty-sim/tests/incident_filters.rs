//! The filters, ranges and orders of the incident list.

mod support;

use std::collections::HashSet;

use jiff::ToSpan;
use serde_json::Value;
use support::{get, ids, list, simulator, text, time};

#[tokio::test]
async fn each_filter_narrows() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let team = &facts.demo_teams[0].id;
    let (service, user) = (&facts.service.id, &facts.demo_user.id);
    type Check<'a> = Box<dyn Fn(&Value) -> bool + 'a>;
    let cases: [(String, Check<'_>); 6] = [
        ("statuses[]=triggered&statuses[]=acknowledged".to_owned(), Box::new(|row| row["status"] != "resolved")),
        ("urgencies[]=low".to_owned(), Box::new(|row| row["urgency"] == "low")),
        (format!("team_ids[]={team}"), Box::new(|row| row["teams"][0]["id"] == **team)),
        (format!("service_ids[]={service}"), Box::new(|row| row["service"]["id"] == **service)),
        (
            format!("user_ids[]={user}"),
            Box::new(|row| {
                let assignments = row["assignments"].as_array().expect("a list");
                row["status"] != "resolved" && assignments.iter().any(|each| each["assignee"]["id"] == **user)
            }),
        ),
        (
            format!("team_ids[]={team}&service_ids[]={service}&urgencies[]=high"),
            Box::new(|row| row["service"]["id"] == **service && row["urgency"] == "high"),
        ),
    ];
    let all = get(&simulator, "/incidents?date_range=all&total=true").await.body["total"].as_u64();
    for (filter, check) in cases {
        let answer = get(&simulator, &format!("/incidents?date_range=all&total=true&limit=100&{filter}")).await;
        let rows = answer.rows("incidents");
        assert!(!rows.is_empty(), "{filter} finds nothing");
        assert!(answer.body["total"].as_u64() < all, "{filter} does not narrow");
        assert!(rows.iter().all(check), "{filter} finds too much");
    }
}

#[tokio::test]
async fn filters_of_different_kinds_intersect_and_unknown_ids_match_nothing() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let other_team = facts.other_team.expect("another team").id;
    for filter in [
        format!("service_ids[]={}&team_ids[]={other_team}", facts.service.id),
        "service_ids[]=PNOBODY".to_owned(),
        "team_ids[]=".to_owned(),
    ] {
        let rows = list(&simulator, "incidents", &format!("/incidents?{filter}")).await;
        assert!(rows.is_empty(), "{filter}");
    }
}

#[tokio::test]
async fn unknown_parameters_are_ignored() {
    let simulator = simulator().await;
    let all = get(&simulator, "/incidents").await.text;
    for query in ["statuses=triggered", "teams_ids[]=P1", "status[]=triggered", "flavour=sweet"] {
        assert_eq!(get(&simulator, &format!("/incidents?{query}")).await.text, all, "{query}");
    }
}

#[tokio::test]
async fn bad_values_are_refused() {
    let simulator = simulator().await;
    for (query, code, detail) in [
        ("statuses[]=open", 2001, "Status must be a list of triggered, acknowledged, or resolved."),
        ("urgencies[]=medium", 2001, "Urgency must be a list of high or low."),
        ("since=yesterday", 2004, "since is invalid."),
        ("until=2025-13-01", 2004, "until is invalid."),
        ("since=2025-03-01T00:00:00+01:00", 2004, "since is invalid."),
        ("since=2025-03-01&until=2025-02-01", 2005, "Until must be after since."),
        ("since=2024-08-01&until=2025-03-01", 2001, "Since is invalid."),
        ("since=2024-08-01", 2001, "Since is invalid."),
        ("sort_by=colour", 2001, "Sort by is invalid."),
        ("time_zone=Mars/Olympus", 2001, "Time zone is invalid."),
    ] {
        let answer = get(&simulator, &format!("/incidents?{query}")).await;
        assert_eq!((answer.status, answer.code()), (400, Some(code)), "{query}");
        assert_eq!(answer.detail(), detail, "{query}");
    }
}

#[tokio::test]
async fn without_a_range_the_last_month_is_listed() {
    let simulator = simulator().await;
    let now: jiff::Timestamp = support::NOW.parse().expect("a timestamp");
    let oldest = |rows: &[Value]| time(&rows[0], "created_at");
    let month = list(&simulator, "incidents", "/incidents?limit=1").await;
    assert!(now.since(oldest(&month)).expect("a span").get_seconds() <= 31 * 86_400);
    let half = list(&simulator, "incidents", "/incidents?limit=1&since=2024-09-06").await;
    assert!(oldest(&half) < now.checked_sub((160 * 24).hours()).expect("a time"));
    let all = list(&simulator, "incidents", "/incidents?limit=1&date_range=all&since=nonsense-is-ignored").await;
    assert!(oldest(&all) < oldest(&half));
}

#[tokio::test]
async fn since_and_until_bound_the_creation() {
    let simulator = simulator().await;
    let query = "/incidents?limit=100&since=2025-02-03T08:00:00Z&until=2025-02-06T20:30:00Z";
    let rows = list(&simulator, "incidents", query).await;
    assert!(rows.len() > 5);
    for row in &rows {
        let created = text(row, "created_at");
        assert!(("2025-02-03T08:00:00Z".."2025-02-06T20:30:00Z").contains(&created), "{created}");
    }
}

#[tokio::test]
async fn naive_times_are_of_the_time_zone() {
    let simulator = simulator().await;
    let with = |query: &str| format!("/incidents?limit=100&{query}");
    let offset = get(&simulator, &with("since=2025-02-20T10:00:00Z")).await;
    for query in [
        "since=2025-02-20T10:00:00&time_zone=UTC",
        // The account is in New York.
        "since=2025-02-20T05:00:00",
    ] {
        assert_eq!(get(&simulator, &with(query)).await.text, offset.text, "{query}");
    }
    let tokyo = list(&simulator, "incidents", &with("since=2025-02-20T19:00:00&time_zone=Asia/Tokyo")).await;
    assert_eq!(ids(&tokyo), ids(offset.rows("incidents")));
    assert!(text(&tokyo[0], "created_at").ends_with("+09:00"));
}

#[tokio::test]
async fn lists_can_be_sorted() {
    let simulator = simulator().await;
    let numbers = |rows: &[Value]| -> Vec<u64> {
        rows.iter().map(|row| row["incident_number"].as_u64().expect("a number")).collect()
    };
    let default = numbers(&list(&simulator, "incidents", "/incidents?limit=50").await);
    assert!(default.is_sorted());
    let newest = numbers(&list(&simulator, "incidents", "/incidents?limit=50&sort_by=created_at:desc").await);
    assert!(newest.iter().rev().is_sorted() && newest[0] > default[0]);
    let urgent = list(&simulator, "incidents", "/incidents?limit=100&sort_by=urgency,incident_number:desc").await;
    assert!(urgent.iter().all(|row| row["urgency"] == "high"));
    assert!(numbers(&urgent).iter().rev().is_sorted());
    let resolved =
        list(&simulator, "incidents", "/incidents?limit=100&statuses[]=resolved&sort_by=resolved_at:desc").await;
    let times: Vec<&str> = resolved.iter().map(|row| text(row, "resolved_at")).collect();
    assert!(times.iter().rev().is_sorted());
}

#[tokio::test]
async fn an_incident_key_finds_its_incident() {
    let simulator = simulator().await;
    let incident = simulator.account().major_incident.expect("a major incident").id;
    let alerts = list(&simulator, "alerts", &format!("/incidents/{incident}/alerts")).await;
    let keys: HashSet<&str> = alerts.iter().map(|alert| text(alert, "alert_key")).collect();
    assert_eq!(keys.len(), alerts.len());
    for key in keys {
        let found = list(&simulator, "incidents", &format!("/incidents?incident_key={key}")).await;
        assert_eq!(ids(&found), [incident.as_str()]);
    }
}

#[tokio::test]
async fn one_incident_is_found_by_id_or_number() {
    let simulator = simulator().await;
    let incident = simulator.account().major_incident.expect("a major incident").id;
    let by_id = get(&simulator, &format!("/incidents/{incident}")).await;
    let number = &by_id.body["incident"]["incident_number"];
    assert_eq!(get(&simulator, &format!("/incidents/{number}")).await.text, by_id.text);
    for unknown in ["QNOSUCHINCIDEN", "1", "999999999999999999999"] {
        let answer = get(&simulator, &format!("/incidents/{unknown}")).await;
        assert_eq!((answer.status, answer.code()), (404, Some(5001)), "{unknown}");
    }
    let notes = get(&simulator, &format!("/incidents/{number}/notes")).await;
    assert_eq!(notes.status, 404, "numbers are only good for reading the incident itself");
}
