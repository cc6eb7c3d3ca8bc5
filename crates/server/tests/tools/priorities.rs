//! `get_priorities`

use pagerduty_sim::{Options, token};
use serde_json::json;

use crate::support::{self, Account};

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

#[tokio::test]
async fn an_account_without_priorities_says_so() {
    let account =
        Account::with(token::USER, Options { priorities: false, ..support::options() }, support::settings()).await;
    let service = account.simulator.account().service.id;
    let incident = account.simulator.account().triggered_incident.unwrap().id;
    let answer = account.call("get_priorities", json!({})).await;
    assert_eq!(answer["metadata"]["count"], 0);
    assert_eq!(answer["metadata"]["warnings"], json!(["this account does not use priorities"]));
    // Some accounts answer with an empty list.
    account.answer("/priorities", 200, r#"{"priorities": []}"#);
    let answer = account.call("get_priorities", json!({})).await;
    assert_eq!(answer["metadata"]["warnings"], json!(["this account does not use priorities"]));
    account.simulator.faults().clear();
    for (tool, arguments) in [
        ("create_incident", json!({"service_id": service, "title": "It", "priority": "P1"})),
        ("update_incident", json!({"incident_id": incident, "priority": "P1"})),
    ] {
        let error = account.fail(tool, arguments).await;
        assert_eq!(
            (&error["code"], &error["message"]),
            (&json!("INVALID_PARAMETER"), &json!("this account does not use priorities"))
        );
    }
    assert!(account.requests().iter().all(|line| line.starts_with("GET ")), "nothing was changed");

    let answer = account.call("create_incident", json!({"service_id": service, "title": "It"})).await;
    assert!(answer["incidents"][0]["id"].is_string() && answer["incidents"][0].get("priority").is_none(), "{answer}");
    let answer = account.call("get_incidents", json!({"limit": 50})).await;
    assert!(answer["incidents"].as_array().unwrap().iter().all(|incident| incident.get("priority").is_none()));
    let answer = account.call("incident_stats", json!({"group_by": "priority"})).await;
    let groups = answer["groups"].as_array().unwrap();
    assert!(groups.len() == 1 && groups[0]["name"] == "none", "{answer:#}");
}
