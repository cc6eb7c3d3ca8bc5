//! Lists that go on, whatever PagerDuty's way of paging is.

use serde_json::{Value, json};

use crate::support::Account;

/// Every row of a list, `limit` at a time, each page by the cursor of the one before.
async fn all(account: &Account, mut arguments: Value, key: &str, limit: usize) -> (Vec<Value>, usize) {
    arguments["limit"] = limit.into();
    let (mut rows, mut pages) = (Vec::new(), 0);
    loop {
        let answer = account.call("read_operation", arguments.clone()).await;
        let page = answer[key].as_array().unwrap();
        assert!(page.len() <= limit, "{answer}");
        rows.extend(page.iter().cloned());
        pages += 1;
        assert!(pages < 100, "it never ends");
        match answer["metadata"].get("next_cursor") {
            Some(cursor) => arguments["cursor"] = cursor.clone(),
            None => return (rows, pages),
        }
    }
}

#[tokio::test]
async fn every_row_comes_once_by_every_way_of_paging() {
    let account = Account::start().await;
    let (service, _) = super::service(&account).await;
    let range = json!({"filters": {
        "created_at_start": "2026-01-08T00:00:00Z", "created_at_end": "2026-06-12T00:00:00Z", "service_ids": [service],
    }});
    for (arguments, key, limit) in [
        (json!({"operation_id": "listUsers"}), "users", 7),
        (json!({"operation_id": "listAuditRecords", "parameters": {"since": "now-30d", "until": "now"}}), "records", 2),
        (json!({"operation_id": "getAnalyticsIncidents", "body": range}), "data", 5),
        (json!({"operation_id": "listAbilities"}), "abilities", 2),
    ] {
        let (rows, pages) = all(&account, arguments.clone(), key, limit).await;
        assert!(pages > 1, "{arguments}: {} rows", rows.len());
        let (whole, _) = all(&account, arguments.clone(), key, 1000).await;
        assert_eq!(rows, whole, "{arguments}");
    }
}

#[tokio::test]
async fn a_list_that_is_too_large_for_an_answer_goes_on_within_a_page() {
    let account = Account::start().await;
    let row = |place: usize| json!({"id": format!("R{place}"), "type": "record", "details": "x".repeat(20_000)});
    let page = |from: usize, next: Value| {
        json!({"records": (from..from + 5).map(row).collect::<Vec<_>>(), "limit": 5, "next_cursor": next}).to_string()
    };
    account.answer("/audit/records", 200, &page(0, Value::Null));
    let arguments = json!({"operation_id": "listAuditRecords"});
    let (rows, pages) = all(&account, arguments, "records", 100).await;
    assert!(pages > 1);
    let ids: Vec<_> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["R0", "R1", "R2", "R3", "R4"]);
}

#[tokio::test]
async fn a_cursor_belongs_to_its_query() {
    let account = Account::start().await;
    let first = json!({"operation_id": "listUsers", "parameters": {"query": "a", "include": ["teams"]}, "limit": 1});
    let answer = account.call("read_operation", first).await;
    let cursor = answer["metadata"]["next_cursor"].clone();
    let same =
        json!({"operation_id": "listUsers", "parameters": {"include": ["teams"], "query": "a"}, "cursor": cursor});
    account.call("read_operation", same).await;
    for other in [
        json!({"operation_id": "listUsers", "parameters": {"query": "b", "include": ["teams"]}, "cursor": cursor}),
        json!({"operation_id": "listTeams", "parameters": {"query": "a", "include": ["teams"]}, "cursor": cursor}),
    ] {
        let error = account.fail("read_operation", other).await;
        assert_eq!(error["message"], "`cursor` belongs to another query, or was changed");
    }
}
