//! What is remembered of the current user: fetched once for each credential, shared, and dropped when it is not true any more.

use pagerduty::Credential;
use pagerduty_sim::token;
use serde_json::{Value, json};
use toolkit::call::caller::Caller;

use crate::support::Account;

fn paths(requests: &[String]) -> Vec<&str> {
    requests.iter().map(|line| line.split('?').next().unwrap_or_default()).collect()
}

#[tokio::test]
async fn a_warm_call_costs_one_request() {
    let account = Account::start().await;
    account.call("get_incidents", json!({"limit": 1})).await;
    assert_eq!(paths(&account.requests()), ["GET /users/me", "GET /services", "GET /incidents"]);
    for (tool, path) in [
        ("get_incidents", "GET /incidents"),
        ("get_services", "GET /services"),
        ("get_users", "GET /users"),
        ("get_escalation_policies", "GET /escalation_policies"),
    ] {
        account.call(tool, json!({"limit": 1})).await;
        assert_eq!(paths(&account.requests()), [path], "{tool}");
    }
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_look_up() {
    let account = Account::start().await;
    let call = || account.call("get_incidents", json!({"limit": 1}));
    tokio::join!(call(), call(), call(), call(), call());
    let requests = account.requests();
    let count = |path| paths(&requests).into_iter().filter(|one| *one == path).count();
    assert_eq!((count("GET /users/me"), count("GET /services"), count("GET /incidents")), (1, 1, 5));
}

#[tokio::test]
async fn building_the_context_reads_afresh_and_warms_what_follows() {
    let account = Account::start().await;
    let parts = ["GET /users/me", "GET /services", "GET /escalation_policies"];
    for _ in 0..2 {
        account.call("build_user_context", json!({})).await;
        let requests = account.requests();
        let mut paths = paths(&requests);
        paths[1..].sort_unstable_by_key(|path| parts.iter().position(|part| part == path));
        assert_eq!(paths, parts);
    }
    account.call("get_oncalls", json!({"limit": 1})).await;
    assert_eq!(paths(&account.requests()), ["GET /oncalls"]);
    account.call("get_incidents", json!({"limit": 1})).await;
    assert_eq!(paths(&account.requests()), ["GET /incidents"]);
}

#[tokio::test]
async fn a_token_that_is_refused_is_forgotten() {
    let account = Account::start().await;
    account.call("get_incidents", json!({"limit": 1})).await;
    account.answer("/incidents", 401, r#"{"error": {"message": "Unauthorized", "code": 2006}}"#);
    assert_eq!(account.fail("get_incidents", json!({"limit": 1})).await["code"], "UNAUTHORIZED");
    account.simulator.faults().clear();
    account.requests();
    account.call("get_incidents", json!({"limit": 1})).await;
    assert_eq!(paths(&account.requests()), ["GET /users/me", "GET /services", "GET /incidents"]);
}

#[tokio::test]
async fn a_failure_is_not_remembered() {
    let account = Account::start().await;
    account.answer("/users/me", 404, r#"{"error": {"message": "Not Found", "code": 2100}}"#);
    account.fail("get_services", json!({"limit": 1})).await;
    account.simulator.faults().clear();
    account.call("get_services", json!({"limit": 1})).await;
}

#[tokio::test]
async fn what_one_credential_is_told_is_not_another_ones() {
    let account = Account::start().await;
    let mine = account.call("get_services", json!({"include": ["id"]})).await;
    let other = Caller { credential: Credential::new(token::TEAMLESS_USER).unwrap().into(), ..Caller::default() };
    let outcome = account.toolbox.call(account.toolbox.find("get_services").unwrap(), Default::default(), other).await;
    assert_eq!(outcome.answer()["services"], Value::from(Vec::<Value>::new()));
    assert_eq!(account.call("get_services", json!({"include": ["id"]})).await, mine);
}
