//! `limit` and `cursor`: a total, fetched as needed, that goes on exactly where it stopped.

use serde_json::{Value, json};

use crate::support::Account;

fn ids(answer: &Value) -> Vec<String> {
    let items = answer.as_object().unwrap().values().nth(1).unwrap().as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn everybody(extra: Value) -> Value {
    let mut arguments = json!({"current_user_context": false, "query": "a", "include": ["id"]});
    arguments.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    arguments
}

fn incidents(account: &Account, extra: Value) -> Value {
    let team = account.simulator.requests().is_empty();
    assert!(team);
    let mut arguments = json!({"since": "2026-01-01", "until": "2026-06-15T14:00:00Z", "include": ["id"]});
    arguments.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    arguments
}

#[tokio::test]
async fn a_limit_is_a_total_and_fetches_no_more_pages_than_it_needs() {
    let account = Account::start().await;
    let arguments = incidents(&account, json!({"limit": 105}));
    let answer = account.call("get_incidents", arguments).await;
    assert_eq!(answer["metadata"]["count"], 105);
    let pages: Vec<_> = account.requests().into_iter().filter(|line| line.starts_with("GET /incidents")).collect();
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert!(pages[0].ends_with("limit=100&total=true"), "{pages:?}");
    assert!(pages[1].ends_with("limit=5&offset=100"), "{pages:?}");
}

#[tokio::test]
async fn cursors_walk_a_list_without_gaps_or_repetitions() {
    let account = Account::start().await;
    let whole = ids(&account.call("get_users", everybody(json!({}))).await);
    assert!(whole.len() > 15, "{}", whole.len());
    let (mut walked, mut cursor) = (Vec::new(), Value::Null);
    loop {
        // The number of items and their fields may change on the way.
        let answer =
            account.call("get_users", everybody(json!({"limit": 4 + walked.len() % 3, "cursor": cursor}))).await;
        walked.extend(ids(&answer));
        cursor = answer["metadata"]["next_cursor"].clone();
        assert_eq!(answer["metadata"].get("truncated").is_some(), cursor.is_string());
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(walked, whole);
}

#[tokio::test]
async fn a_cursor_of_another_query_is_refused() {
    let account = Account::start().await;
    let answer = account.call("get_users", everybody(json!({"limit": 2}))).await;
    let cursor = &answer["metadata"]["next_cursor"];
    account.requests();
    for (tool, arguments) in [
        ("get_users", json!({"current_user_context": false, "query": "b", "cursor": cursor})),
        ("get_users", json!({"cursor": cursor})),
        ("get_teams", json!({"query": "a", "cursor": cursor})),
        ("get_teams", json!({"cursor": "ffffffffffffffff-0000000000000000"})),
    ] {
        assert_eq!(account.fail(tool, arguments).await["code"], "INVALID_PARAMETER");
    }
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn more_rows_than_asked_for_are_cut() {
    let account = Account::start().await;
    let rows: Vec<_> = (0..7).map(|index| json!({"id": format!("PT{index}")})).collect();
    account.answer("/teams", 200, &json!({"teams": rows}).to_string());
    let answer = account.call("get_teams", json!({"limit": 3})).await;
    assert_eq!(ids(&answer), ["PT0", "PT1", "PT2"]);
    assert_eq!(answer["metadata"]["truncated"], true);
}

#[tokio::test]
async fn pages_without_a_total_are_followed_one_by_one() {
    let account = Account::start().await;
    for (first, more) in [(0, true), (100, true), (200, false)] {
        let rows: Vec<_> =
            (first..first + if more { 100 } else { 30 }).map(|index| json!({"id": format!("PT{index}")})).collect();
        let body = json!({"teams": rows, "limit": 100, "offset": first, "more": more, "total": null}).to_string();
        let effect = pagerduty_sim::Effect::Answer { status: 200, content_type: "application/json".into(), body };
        account
            .simulator
            .faults()
            .add(pagerduty_sim::Fault { times: Some(1), ..pagerduty_sim::Fault::new("/teams", effect) });
    }
    let answer = account.call("get_teams", json!({"limit": 1000})).await;
    assert_eq!(answer["metadata"]["count"], 230);
    assert_eq!(answer["metadata"].get("truncated"), None);
    assert_eq!(
        account.requests(),
        ["GET /teams?limit=100&total=true", "GET /teams?limit=100&offset=100", "GET /teams?limit=100&offset=200"]
    );
}

#[tokio::test]
async fn nothing_is_asked_for_beyond_pagerdutys_last_row() {
    let account = Account::start().await;
    let answer = account.call("get_teams", json!({"limit": 4_000_000_000_u32})).await;
    assert!(answer["metadata"]["warnings"][0].as_str().unwrap().contains("10000"));
    assert_eq!(account.requests(), ["GET /teams?limit=100&total=true"]);
}
