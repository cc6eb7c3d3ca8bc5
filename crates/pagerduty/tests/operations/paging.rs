//! Lists go on in every way that PagerDuty has, from one kind of position.

use pagerduty::{
    Client,
    operation::{Content, OperationAnswer, Position},
};
use serde_json::{Value, json};

use super::{
    build,
    support::{Answer, Asked, Server},
};

/// Rows of the list.
const ROWS: u64 = 250;

fn rows(range: std::ops::Range<u64>) -> Vec<Value> {
    range.map(|number| json!({"id": format!("P{number}")})).collect()
}

/// A list that goes on as each of its kinds does.
fn answer(asked: &Asked) -> Answer {
    let sent: Value = serde_json::from_str(&asked.1.body).unwrap_or_default();
    let text = |name: &str| {
        let pair = asked.0.split(['?', '&']).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        pair.map(str::to_owned).or_else(|| Some(sent[name].as_str()?.to_owned()))
    };
    let limit = asked.number("limit").or(sent["limit"].as_u64()).unwrap();
    let start = ["offset", "cursor", "after", "starting_after"].into_iter().find_map(text);
    let start: u64 = start.map_or(0, |start| start.trim_start_matches("row").parse().unwrap());
    let end = (start + limit).min(ROWS);
    let (key, more, row) = (key(&asked.0), end < ROWS, format!("row{end}"));
    let next = if more { json!(row) } else { Value::Null };
    let body = match key {
        "incidents" => json!({key: rows(start..end), "more": more, "limit": limit, "offset": start, "total": null}),
        "records" => json!({key: rows(start..end), "next_cursor": next, "limit": limit}),
        "alert_grouping_settings" => json!({key: rows(start..end), "after": next, "limit": limit}),
        _ => json!({key: rows(start..end), "last": row, "more": more, "filters": {"urgency": "high"}}),
    };
    Answer::Body(200, body.to_string())
}

fn key(address: &str) -> &'static str {
    ["incidents", "records", "alert_grouping_settings"]
        .into_iter()
        .find(|key| address.starts_with(&format!("/{key}")) || address.contains("/audit/") && *key == "records")
        .unwrap_or("data")
}

async fn read(client: &Client, id: &str, from: Option<&Position>, limit: u64) -> OperationAnswer {
    let body = (id == "getAnalyticsIncidents").then(|| json!({"filters": {"urgency": "high"}}));
    client.read_operation(&build(id, json!({}), body).unwrap(), from, limit).await.unwrap()
}

fn ids(answer: &OperationAnswer) -> Vec<String> {
    let Content::Rows(rows) = &answer.content else { panic!("{answer:?}") };
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_kind_of_list_goes_on_where_it_ended() {
    for (id, position) in [
        ("listIncidents", "offset:120"),
        ("listAuditRecords", "cursor:row120"),
        ("listAlertGroupingSettings", "after:row120"),
        ("getAnalyticsIncidents", "starting_after:row120"),
    ] {
        let server = Server::start(answer).await;
        let first = read(&server.client, id, None, 120).await;
        let next = first.next.clone().unwrap();
        assert_eq!(next.to_string(), position, "{id}");
        let rest = read(&server.client, id, Some(&next.to_string().parse().unwrap()), 1_000).await;
        let all = [ids(&first), ids(&rest)].concat();
        assert_eq!(all, (0..ROWS).map(|number| format!("P{number}")).collect::<Vec<_>>(), "{id}");
        assert_eq!(rest.next, None, "{id}");
        assert!(!rest.is_cut, "{id}");
    }
}

#[tokio::test]
async fn a_position_of_another_list_is_refused() {
    let server = Server::start(answer).await;
    for (id, position) in
        [("listIncidents", "cursor:a"), ("listAuditRecords", "offset:5"), ("listAbilities", "offset:5")]
    {
        let request = build(id, json!({}), None).unwrap();
        let error = server.client.read_operation(&request, Some(&position.parse().unwrap()), 5).await.unwrap_err();
        assert!(error.is_unsent(), "{id}");
    }
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn a_limit_of_the_call_holds_beside_that_of_the_reader() {
    let server = Server::start(answer).await;
    let request = build("listIncidents", json!({"limit": 3, "offset": 4}), None).unwrap();
    let answer = server.client.read_operation(&request, None, 100).await.unwrap();
    assert_eq!(ids(&answer), ["P4", "P5", "P6"]);
    assert_eq!(server.asked()[0].0, "/incidents?limit=3&offset=4");
}

#[tokio::test]
async fn a_list_that_cannot_go_on_says_so() {
    let page = r#"{"services": [{"id": "P1"}], "more": true, "limit": 1}"#;
    let server = Server::start(|_| Answer::Body(200, page.to_owned())).await;
    let answer = read(&server.client, "getBusinessServiceImpacts", None, 10).await;
    assert_eq!((ids(&answer), answer.next, answer.is_cut), (vec!["P1".to_owned()], None, true));
}

#[tokio::test]
async fn a_list_that_stands_still_ends() {
    let page = r#"{"records": [{"id": "P1"}], "next_cursor": "same"}"#;
    let server = Server::start(|_| Answer::Body(200, page.to_owned())).await;
    let answer = read(&server.client, "listAuditRecords", None, 10).await;
    assert_eq!((ids(&answer).len(), answer.next), (2, None));
    assert_eq!(server.asked().len(), 2);
}
