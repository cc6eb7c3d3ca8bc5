//! `limit` and `cursor`: a total, fetched as needed, that goes on exactly where it stopped.

use pagerduty_sim::{Effect, Fault, token};
use serde_json::{Value, json};
use toolkit::settings::Settings;

use crate::support::{Account, options, settings};

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
async fn a_cursor_beyond_the_end_of_a_list_says_nothing_of_its_length() {
    let account = Account::start().await;
    let cursor = account.call("get_users", everybody(json!({"limit": 15}))).await["metadata"]["next_cursor"].clone();
    assert!(cursor.is_string());
    // Since then the list has become shorter.
    let none = json!({"users": [], "limit": 100, "offset": 15, "more": false, "total": null});
    account.answer("/users", 200, &none.to_string());
    let answer = account.call("get_users", everybody(json!({"cursor": cursor}))).await;
    assert_eq!((&answer["metadata"]["count"], answer["metadata"].get("total")), (&json!(0), None), "{answer}");
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

fn page(rows: std::ops::Range<u32>, more: bool, total: u32) -> String {
    let rows: Vec<_> = rows.map(|index| json!({"id": format!("PT{index}")})).collect();
    json!({"teams": rows, "limit": 100, "offset": 0, "more": more, "total": total}).to_string()
}

#[tokio::test]
async fn pages_that_come_short_lose_no_row() {
    let account = Account::start().await;
    // 40 rows at a time, whatever was asked for: six requests for the first hundred rows and what follows.
    for (offset, rows) in [(0, 0..40), (40, 40..80), (80, 80..100), (100, 100..140), (140, 140..150)] {
        let effect = pagerduty_sim::Effect::Answer {
            status: 200,
            content_type: "application/json".into(),
            body: page(rows, offset < 140, 150),
        };
        account
            .simulator
            .faults()
            .add(pagerduty_sim::Fault { times: Some(1), ..pagerduty_sim::Fault::new("/teams", effect) });
    }
    let answer = account.call("get_teams", json!({"limit": 200})).await;
    let all: Vec<_> = (0..150).map(|index| format!("PT{index}")).collect();
    assert_eq!(ids(&answer), all);
    assert_eq!(answer["metadata"].get("truncated"), None);
}

#[tokio::test]
async fn a_row_on_two_pages_is_returned_once() {
    let account = Account::start().await;
    for (rows, more) in [(0..100, true), (99..150, false)] {
        let effect = pagerduty_sim::Effect::Answer {
            status: 200,
            content_type: "application/json".into(),
            body: page(rows, more, 151),
        };
        account
            .simulator
            .faults()
            .add(pagerduty_sim::Fault { times: Some(1), ..pagerduty_sim::Fault::new("/teams", effect) });
    }
    let answer = account.call("get_teams", json!({"limit": 200})).await;
    assert_eq!(answer["metadata"]["count"], 150);
}

#[tokio::test]
async fn more_without_rows_ends_with_a_word() {
    let account = Account::start().await;
    account.answer("/teams", 200, &page(0..0, true, 5));
    let answer = account.call("get_teams", json!({})).await;
    assert!(answer["metadata"]["warnings"][0].as_str().unwrap().contains("some may be missing"));
    assert_eq!(answer["metadata"].get("next_cursor"), None);
}

#[tokio::test]
async fn a_count_stands_in_for_more() {
    let account = Account::start().await;
    account.answer("/teams", 200, r#"{"teams": [{"id": "PT1"}], "total": 3}"#);
    let answer = account.call("get_teams", json!({"limit": 1})).await;
    assert_eq!(answer["metadata"]["truncated"], true);
}

#[tokio::test]
async fn the_last_row_that_pagerduty_hands_out_is_the_end() {
    let large = Settings { max_response_bytes: 1_000_000, ..settings() };
    let account = Account::with(token::USER, options(), large).await;
    let answer = account.call("get_teams", json!({"limit": 4_000_000_000_000_u64})).await;
    assert_eq!(answer["metadata"].get("warnings"), None);
    assert_eq!(account.requests(), ["GET /teams?limit=100&total=true"]);
    let rows: Vec<_> = (0..100).map(|index| json!({"id": format!("PT{index}")})).collect();
    account.answer("/teams", 200, &json!({"teams": rows, "more": true, "total": 20_000}).to_string());
    let answer = account.call("get_teams", json!({"limit": 10_000, "include": ["id"]})).await;
    assert!(answer["metadata"]["warnings"][0].as_str().unwrap().contains("10000"), "{}", answer["metadata"]);
    assert_eq!((&answer["metadata"]["truncated"], answer["metadata"].get("next_cursor")), (&json!(true), None));
}

#[tokio::test]
async fn the_same_query_written_otherwise_goes_on() {
    let account = Account::start().await;
    let first = json!({"team_ids": ["PT1", "PT2"], "current_user_context": false, "since": "2026-06-01", "limit": 1});
    let body = json!({"incidents": [{"id": "Q1"}], "more": true, "total": 9}).to_string();
    account.answer("/incidents", 200, &body);
    let cursor = account.call("get_incidents", first).await["metadata"]["next_cursor"].clone();
    let again = json!({"team_ids": "[\"PT2\",\"PT1\"]", "current_user_context": "false", "since": "2026-06-01T00:00:00Z",
        "include_notes": false, "cursor": cursor, "limit": 1});
    account.call("get_incidents", again).await;
}

#[tokio::test]
async fn rows_are_not_lost_where_pagerduty_does_not_say_whether_there_are_more() {
    let rows =
        |from: usize, to: usize| (from..to).map(|number| json!({"id": format!("PT{number}")})).collect::<Vec<_>>();
    let answers = |account: &Account, pages: &[Value]| {
        for page in pages {
            let effect =
                Effect::Answer { status: 200, content_type: "application/json".into(), body: page.to_string() };
            account.simulator.faults().add(Fault { times: Some(1), ..Fault::new("/teams", effect) });
        }
    };
    // A count, once, and pages that are shorter than was asked for.
    let account = Account::start().await;
    let counted = |from, to| json!({"teams": rows(from, to), "total": 150});
    let bare = |from, to| json!({"teams": rows(from, to)});
    answers(&account, &[counted(0, 60), counted(60, 100), bare(100, 130), bare(130, 150)]);
    let answer = account.call("get_teams", json!({"limit": 300, "include": ["id"]})).await;
    assert_eq!(answer["metadata"]["count"], 150, "{}", answer["metadata"]);
    assert_eq!(
        account.requests(),
        [
            "GET /teams?limit=100&total=true",
            "GET /teams?limit=40&offset=60&total=true",
            "GET /teams?limit=50&offset=100",
            "GET /teams?limit=20&offset=130",
        ]
    );
    // Neither a count nor a word: a full page may have others after it.
    answers(&account, &[bare(0, 100), bare(100, 130)]);
    let answer = account.call("get_teams", json!({"limit": 300, "include": ["id"]})).await;
    assert_eq!(answer["metadata"]["count"], 130, "{}", answer["metadata"]);
    answers(&account, &[bare(0, 100)]);
    let answer = account.call("get_teams", json!({"limit": 100, "include": ["id"]})).await;
    assert_eq!(answer["metadata"]["truncated"], true);
}

#[tokio::test]
async fn all_dates_that_end_at_the_row_limit_say_how_to_go_on() {
    let settings = Settings { max_response_bytes: 4 << 20, ..settings() };
    let account = Account::with(token::USER, options(), settings).await;
    let rows: Vec<_> = (0..100).map(|number| json!({"id": format!("Q{number}")})).collect();
    let body = json!({"incidents": rows, "more": true, "limit": 100, "offset": 9900, "total": 20_000});
    account.answer("/incidents", 200, &body.to_string());
    let told =
        async |arguments: Value| account.call("get_incidents", arguments).await["metadata"]["warnings"].to_string();
    let arguments = json!({"all_dates": true, "limit": 10_000, "include": ["id"]});
    let warnings = told(arguments).await;
    assert!(warnings.contains("give `since` and `until` instead of `all_dates` to see others"), "{warnings}");
}
