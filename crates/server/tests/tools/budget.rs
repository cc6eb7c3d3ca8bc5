//! How large an answer gets: whole items up to the budget, and where to go on; one that is larger is shortened.

use std::collections::HashSet;

use pagerduty_sim::{Options, Size, token};
use serde_json::{Value, json};
use toolkit::settings::Settings;

use crate::support::{Account, options, settings};

/// The account with this limit of bytes for an answer.
async fn within(max_response_bytes: usize) -> Account {
    Account::with(token::USER, options(), Settings { max_response_bytes, ..settings() }).await
}

fn ids(answer: &Value) -> Vec<String> {
    let items = answer["incidents"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn half_a_year(extra: Value) -> Value {
    let mut arguments = json!({"since": "2026-01-01", "until": "2026-06-15T14:00:00Z"});
    arguments.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    arguments
}

#[tokio::test]
async fn what_does_not_fit_is_left_for_the_next_call() {
    let account = within(8000).await;
    let whole: Vec<_> = ids(&within(10_000_000).await.call("get_incidents", half_a_year(json!({}))).await);
    let mut walked = Vec::new();
    let mut cursor = None;
    loop {
        let arguments = cursor.map_or(json!({}), |cursor: String| json!({ "cursor": cursor }));
        let (answer, text) = account.text("get_incidents", half_a_year(arguments)).await;
        assert!(text.len() <= 8000, "{} bytes", text.len());
        let metadata = &answer["metadata"];
        let count = ids(&answer).len();
        assert!(count > 0);
        assert_eq!(metadata["count"], count);
        let counted: u64 = metadata["status_counts"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!(counted, count as u64, "counted is what is there");
        walked.extend(ids(&answer));
        cursor = metadata["next_cursor"].as_str().map(str::to_owned);
        assert_eq!(metadata["truncated"] == true, cursor.is_some());
        if walked.len() >= whole.len() {
            break;
        }
        let left = metadata["left_out"].as_u64().unwrap();
        assert!(left as usize + count <= 100 && left > 0, "{metadata}");
    }
    assert_eq!(walked[..whole.len()], whole);
}

#[tokio::test]
async fn pages_that_would_not_fit_are_not_fetched() {
    let account = Account::start().await;
    account.call("get_incidents", json!({"limit": 1})).await;
    account.requests();
    let answer = account.call("get_incidents", half_a_year(json!({"limit": 400}))).await;
    let requests = account.requests();
    let lists: Vec<_> = requests.iter().filter(|line| line.starts_with("GET /incidents?")).collect();
    assert_eq!(lists.len(), 1, "{lists:?}");
    let metadata = &answer["metadata"];
    let total = metadata["count"].as_u64().unwrap() + metadata["left_out"].as_u64().unwrap();
    assert!(total > 100 && total <= 400, "{metadata}");

    // With one small field each, all of them fit.
    let answer = account.call("get_incidents", half_a_year(json!({"limit": 400, "include": ["id"]}))).await;
    assert_eq!((&answer["metadata"]["count"], answer["metadata"].get("left_out")), (&json!(total), None));
    assert_eq!(account.requests().iter().filter(|line| line.starts_with("GET /incidents?")).count(), 2);
}

#[tokio::test]
async fn one_item_that_is_too_large_has_its_longest_texts_shortened() {
    let account = within(4000).await;
    let body = json!({"incident": {
        "id": "Q1", "title": "t", "body": {"details": {"__pd_cef_payload": {"details": {"log": "x\n".repeat(50_000), "host": "web-1"}}}},
    }});
    account.answer("/incidents/Q1", 200, &body.to_string());
    let (answer, text) = account.text("get_incidents", json!({"incident_id": "Q1"})).await;
    assert!(text.len() <= 4000 && text.len() > 2000, "{} bytes", text.len());
    assert_eq!(answer["incidents"][0]["body_details"]["host"], "web-1");
    let warning = answer["metadata"]["warnings"][0].as_str().unwrap();
    assert!(warning.starts_with("too large for one answer, so shortened: `body_details.log` ("), "{warning}");
    assert!(warning.ends_with("of 100000 characters)"), "{warning}");
}

#[tokio::test]
async fn the_text_is_the_structured_content() {
    let account = within(6000).await;
    for arguments in [json!({"limit": 2}), half_a_year(json!({})), json!({"incident_id": "Q0"})] {
        let (answer, text) = account.text("get_incidents", arguments).await;
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), answer);
        assert_eq!(text, answer.to_string(), "also in the order of its fields");
    }
}

/// An account with more incidents in the range than PagerDuty hands out of one query.
async fn busy() -> Account {
    let options = Options { size: Size { incidents: 26_000, ..Size::default() }, ..options() };
    Account::with(token::USER, options, Settings { max_response_bytes: 10_000_000, ..settings() }).await
}

async fn walk(account: &Account, filters: Value) -> Vec<String> {
    let mut walked = Vec::new();
    let mut arguments = filters.clone();
    loop {
        let answer = account.call("get_incidents", arguments.clone()).await;
        assert_eq!(answer["metadata"].get("warnings"), None, "{}", answer["metadata"]);
        walked.extend(ids(&answer));
        match &answer["metadata"]["next_cursor"] {
            Value::Null => return walked,
            cursor => arguments["cursor"] = cursor.clone(),
        }
    }
}

#[tokio::test]
async fn a_walk_goes_on_beyond_the_row_limit_and_yields_every_item_once() {
    let account = busy().await;
    let teams: Vec<_> = account.call("get_teams", json!({"include": ["id"]})).await["teams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|team| team["id"].clone())
        .collect();
    let filters = json!({
        "current_user_context": false, "team_ids": teams, "since": "2026-01-01", "until": "2026-06-15",
        "include": ["id"], "limit": 3000,
    });
    let walked = walk(&account, filters.clone()).await;
    assert!(walked.len() > 20_000, "{} incidents: two seams", walked.len());
    let distinct: HashSet<_> = walked.iter().collect();
    assert_eq!(distinct.len(), walked.len());
    // The same range in pieces that each stay below the limit.
    let mut pieces = HashSet::new();
    for month in 1..=6 {
        let mut piece = filters.clone();
        piece["since"] = format!("2026-{month:02}-01").into();
        piece["until"] = if month == 6 { "2026-06-15".into() } else { format!("2026-{:02}-01", month + 1).into() };
        pieces.extend(walk(&account, piece).await);
    }
    assert_eq!(pieces.len(), walked.len());
}
