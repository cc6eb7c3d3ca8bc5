//! `limit`, `offset`, `total`, `more`, and lists without them.

mod support;

use support::{get, ids, list, simulator};

#[tokio::test]
async fn pages_join_to_the_whole_list() {
    let simulator = simulator().await;
    let mut seen = Vec::new();
    loop {
        let answer = get(&simulator, &format!("/services?limit=23&offset={}", seen.len())).await;
        seen.extend(ids(answer.rows("services")).into_iter().map(str::to_owned));
        if answer.body["more"] == false {
            break;
        }
    }
    assert_eq!(seen, ids(&list(&simulator, "services", "/services?limit=100").await));
    assert_eq!(seen.len(), 60);
}

#[tokio::test]
async fn the_limit_is_25_by_default_and_100_at_most() {
    let simulator = simulator().await;
    for (query, limit) in [("", 25), ("?limit=7", 7), ("?limit=100", 100), ("?limit=1000", 100), ("?limit=x", 25)] {
        let answer = get(&simulator, &format!("/incidents{query}")).await;
        assert_eq!(answer.body["limit"], limit, "{query}");
        assert_eq!(answer.rows("incidents").len(), limit, "{query}");
    }
}

#[tokio::test]
async fn the_total_is_null_unless_asked_for() {
    let simulator = simulator().await;
    assert!(get(&simulator, "/users").await.body["total"].is_null());
    assert!(get(&simulator, "/users?total=1").await.body["total"].is_null());
    let answer = get(&simulator, "/users?total=true&limit=3&offset=2").await;
    assert_eq!(answer.body["total"], 40);
    assert_eq!(answer.body["offset"], 2);
}

#[tokio::test]
async fn nothing_lies_beyond_ten_thousand() {
    let simulator = simulator().await;
    let edge = get(&simulator, "/incidents?offset=9900&limit=100").await;
    assert_eq!((edge.status, edge.rows("incidents").len()), (200, 0));
    let beyond = get(&simulator, "/incidents?offset=9901&limit=100").await;
    assert_eq!((beyond.status, beyond.code()), (400, Some(2002)));
    assert!(beyond.detail().starts_with("Offset+limit exceeds maximum allowed value of 10000."));
}

#[tokio::test]
async fn some_lists_have_no_pages() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let incident = facts.major_incident.expect("a major incident").id;
    let schedule = facts.demo_schedule.expect("a schedule").id;
    for target in [
        format!("/incidents/{incident}/notes"),
        format!("/incidents/{incident}/related_incidents"),
        format!("/schedules/{schedule}/users"),
        format!("/users/{}/contact_methods", facts.demo_user.id),
        "/abilities".to_owned(),
    ] {
        let answer = get(&simulator, &target).await;
        assert_eq!(answer.status, 200, "{target}");
        assert!(answer.body.get("more").is_none(), "{target}");
    }
}
