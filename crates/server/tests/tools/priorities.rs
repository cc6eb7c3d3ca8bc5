//! `get_priorities`

use serde_json::json;

use crate::support::Account;

#[tokio::test]
async fn priorities_are_listed_in_their_order() {
    let account = Account::start().await;
    let answer = account.call("get_priorities", json!({})).await;
    assert!(account.requests()[0].starts_with("GET /priorities"));
    let names: Vec<_> =
        answer["priorities"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names[0], "P1");
    assert!(names.len() > 2 && names.is_sorted(), "{names:?}");
}
