//! Credentials as PagerDuty sees them.

use pagerduty_sim::token;
use serde_json::json;
use toolkit::call::caller::Caller;

use crate::support::Account;

#[tokio::test]
async fn each_kind_of_token_has_its_scheme() {
    for (token, authorization) in [
        (token::USER, format!("Token token={}", token::USER)),
        (token::OAUTH_READ, format!("Bearer {}", token::OAUTH_READ)),
    ] {
        let account = Account::as_token(token).await;
        account.call("get_teams", json!({})).await;
        let request = account.simulator.requests().pop().unwrap();
        assert_eq!(request.header("authorization"), Some(authorization.as_str()));
        assert_eq!(request.header("accept"), Some("application/vnd.pagerduty+json;version=2"));
        assert_eq!(request.header("user-agent"), Some("test/1"));
    }
}

#[tokio::test]
async fn an_unknown_token_is_named_with_the_region() {
    let account = Account::as_token("wrong").await;
    let error = account.fail("get_teams", json!({})).await;
    assert_eq!(error["code"], "UNAUTHORIZED");
    assert!(error["hint"].as_str().unwrap().contains("PAGERDUTY_REGION"));
    assert!(!error.to_string().contains("wrong"));
}

#[tokio::test]
async fn without_a_token_every_tool_says_what_to_set() {
    let account = Account { caller: Caller::default(), ..Account::start().await };
    let error = account.fail("build_user_context", json!({})).await;
    assert_eq!(error["code"], "AUTH_REQUIRED");
    assert!(error["hint"].as_str().unwrap().contains("PAGERDUTY_API_TOKEN"));
}
