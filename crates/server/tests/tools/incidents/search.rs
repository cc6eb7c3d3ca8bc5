//! `get_incidents`: what it can be asked for beside the core filters.

use pagerduty::ResourceKind;
use serde_json::{Value, json};

use crate::support::Account;

fn only(requests: &[String]) -> &str {
    requests.iter().find(|line| line.starts_with("GET /incidents?")).unwrap()
}

#[tokio::test]
async fn filters_are_sent() {
    let account = Account::start().await;
    let me = account.call("build_user_context", json!({})).await;
    let user = me["user_id"].as_str().unwrap();
    account.requests();
    let arguments = json!({"current_user_context": false, "user_ids": [me["email"]], "sort_by": "created_at:asc", "all_dates": true, "limit": 5});
    let answer = account.call("get_incidents", arguments).await;
    assert_eq!(
        only(&account.requests()),
        format!("GET /incidents?date_range=all&user_ids[]={user}&sort_by=created_at:asc&limit=5&total=true")
    );
    let incidents = answer["incidents"].as_array().unwrap();
    assert!(incidents.is_sorted_by(|a, b| a["created_at"].as_str() <= b["created_at"].as_str()));
    let key = account.call("get_incidents", json!({"limit": 1, "include": ["id", "incident_key"]})).await;
    let (id, key) = (&key["incidents"][0]["id"], key["incidents"][0]["incident_key"].as_str().unwrap());
    account.requests();
    let answer = account.call("get_incidents", json!({"current_user_context": false, "incident_key": key})).await;
    assert_eq!(
        only(&account.requests()),
        format!("GET /incidents?incident_key={key}&sort_by=created_at:desc&limit=100&total=true")
    );
    assert_eq!(&answer["incidents"][0]["id"], id);
    for wrong in [
        json!({"all_dates": true, "since": "2026-06-01"}),
        json!({"incident_id": "P1", "query": "disk"}),
        json!({"sort_by": "title:asc"}),
    ] {
        account.fail("get_incidents", wrong).await;
    }
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn a_text_in_the_title_and_priorities_are_looked_for_here() {
    let account = Account::start().await;
    let all = account.call("get_incidents", json!({"limit": 1000, "include": ["id", "title", "priority"]})).await;
    let all = all["incidents"].as_array().unwrap();
    let word = all[0]["title"].as_str().unwrap().split(' ').next_back().unwrap().to_uppercase();
    let ids = |list: &Value| {
        list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let has = |one: &&Value| one["title"].as_str().unwrap().to_uppercase().contains(&word);
    let expected: Vec<_> = all.iter().filter(has).map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    let answer = account.call("get_incidents", json!({"query": word, "include": ["id"]})).await;
    assert!(ids(&answer["incidents"]).starts_with(&expected), "{word}: {expected:?}");

    // One at a time, by the cursor.
    let mut arguments = json!({"query": word, "include": ["id"], "limit": 1});
    let mut walked = Vec::new();
    loop {
        let answer = account.call("get_incidents", arguments.clone()).await;
        walked.extend(ids(&answer["incidents"]));
        match answer["metadata"].get("next_cursor") {
            Some(cursor) => arguments["cursor"] = cursor.clone(),
            None => break,
        }
    }
    assert_eq!(walked, ids(&answer["incidents"]));

    let answer =
        account.call("get_incidents", json!({"priorities": ["p1", "P2"], "include": ["id", "priority"]})).await;
    let found = answer["incidents"].as_array().unwrap();
    assert!(!found.is_empty() && found.iter().all(|one| ["P1", "P2"].contains(&one["priority"].as_str().unwrap())));
}

#[tokio::test]
async fn alerts_timeline_and_changes_come_with_an_incident() {
    let account = Account::start().await;
    let one = account.call("get_incidents", json!({"limit": 1})).await;
    let id = one["incidents"][0]["id"].as_str().unwrap();
    account.requests();
    let arguments =
        json!({"incident_id": id, "include_alerts": true, "include_timeline": true, "include_change_events": true});
    let answer = account.call("get_incidents", arguments).await;
    let mut asked = account.requests();
    asked.sort();
    assert_eq!(
        asked,
        [
            format!("GET /incidents/{id}/alerts?limit=100"),
            format!("GET /incidents/{id}/log_entries?limit=100"),
            format!("GET /incidents/{id}/related_change_events"),
            format!("GET /incidents/{id}?include[]=body"),
        ]
    );
    let incident = &answer["incidents"][0];
    assert!(incident["alerts"].is_array() && incident["log_entries"].is_array(), "{incident}");
    assert_eq!(answer["metadata"]["log_entries_count"], incident["log_entries"].as_array().unwrap().len());
}

#[tokio::test]
async fn who_has_it_and_its_key_are_looked_for_in_the_whole_account() {
    let account = Account::start().await;
    account.has(ResourceKind::User, "PU1");
    account.call("get_incidents", json!({"user_ids": ["PU1"]})).await;
    account.call("get_incidents", json!({"incident_key": "k"})).await;
    assert_eq!(
        account.requests_for_lists(),
        [
            "GET /incidents?user_ids[]=PU1&sort_by=created_at:desc&limit=100&total=true",
            "GET /incidents?incident_key=k&sort_by=created_at:desc&limit=100&total=true"
        ]
    );
    account.call("get_incidents", json!({"user_ids": ["PU1"], "current_user_context": true})).await;
    assert!(account.requests_for_lists().pop().unwrap().contains("team_ids[]="));
}

#[tokio::test]
async fn nothing_of_ones_own_is_not_nothing() {
    let account = Account::start().await;
    account.has(ResourceKind::Schedule, "PNOSUCH1");
    for (tool, arguments) in [
        ("get_incidents", json!({"statuses": ["triggered"], "query": "no such title"})),
        ("get_services", json!({"query": "no such service"})),
        ("get_users", json!({"query": "no such user"})),
        ("get_oncalls", json!({"schedule_ids": ["PNOSUCH1"]})),
    ] {
        let answer = account.call(tool, arguments).await;
        assert_eq!(answer["metadata"]["count"], 0);
        let warnings = answer["metadata"]["warnings"].to_string();
        assert!(warnings.contains("only what belongs to you was looked at"), "{tool}: {answer}");
    }
    let answer = account.call("get_services", json!({"query": "no such service", "current_user_context": false})).await;
    let warnings = answer["metadata"]["warnings"].as_array().unwrap();
    assert!(warnings.len() == 1 && warnings[0].as_str().unwrap().contains("try one word"), "{answer}");
}

#[tokio::test]
async fn filters_of_tools_that_may_look_further_do_so() {
    let account = Account::start().await;
    account.has(ResourceKind::Service, "PS1");
    account.has(ResourceKind::Team, "PT1");
    for (tool, arguments, sent) in [
        ("incident_stats", json!({"service_ids": ["PS1"]}), "/incidents?service_ids[]=PS1&since="),
        ("incident_stats", json!({"team_ids": ["PT1"]}), "/incidents?team_ids[]=PT1&since="),
        ("oncall_load", json!({"team_ids": ["PT1"]}), "/users?team_ids[]=PT1&"),
        (
            "find_coverage_gaps",
            json!({"team_ids": ["PT1"], "time_zone": "UTC"}),
            "/escalation_policies?team_ids[]=PT1&",
        ),
        ("get_log_entries", json!({"team_ids": ["PT1"]}), "/log_entries?team_ids[]=PT1&"),
        ("get_change_events", json!({"team_ids": ["PT1"]}), "/change_events?team_ids[]=PT1&"),
        ("oncall_load", json!({"current_user_context": false}), "/users?limit="),
        (
            "find_coverage_gaps",
            json!({"current_user_context": false, "time_zone": "UTC"}),
            "/escalation_policies?limit=",
        ),
    ] {
        account.call(tool, arguments.clone()).await;
        let asked = account.requests();
        assert!(asked.iter().any(|line| line.starts_with(&format!("GET {sent}"))), "{tool} {arguments}: {asked:?}");
        assert!(!asked.iter().any(|line| line == "GET /users/me"), "{tool} {arguments}: {asked:?}");
    }
    let error = account.fail("incident_stats", json!({"team_ids": ["PT1"], "current_user_context": true})).await;
    assert_eq!(error["code"], "CONFLICTING_PARAMETERS");
}
