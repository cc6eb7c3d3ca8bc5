//! Answers of something else than PagerDuty's API, such as pages: they say nothing about what was asked for.

use pagerduty_sim::{Effect, Fault};
use serde_json::json;

use crate::support::Account;

const PAGE: &str = "<!DOCTYPE html><html><body>The page you were looking for doesn't exist.</body></html>";

#[tokio::test]
async fn a_page_says_nothing_about_an_id() {
    for (status, body) in [
        (404, PAGE),
        (404, ""),
        (404, "not found"),
        (404, "\"x\""),
        (404, "{}"),
        (200, PAGE),
        (200, "ok"),
        (302, PAGE),
        (403, PAGE),
        (503, PAGE),
    ] {
        for (tool, arguments, path) in [
            ("get_users", json!({"user_id": "PU1"}), "/users/PU1"),
            ("get_incidents", json!({"incident_id": "Q1"}), "/incidents/Q1"),
            ("triage_incident", json!({"incident_id": "Q1"}), "/incidents/Q1"),
            ("get_priorities", json!({}), "/priorities"),
        ] {
            let account = Account::start().await;
            let effect = Effect::Answer { status, content_type: "text/html".into(), body: body.into() };
            account.simulator.faults().add(Fault::new(path, effect));
            let error = account.fail(tool, arguments).await;
            let said = error.to_string();
            assert!(!said.contains("does not exist") && !said.contains("with this ID"), "{status} {tool}: {said}");
            for part in ["token", "PAGERDUTY_REGION", "PAGERDUTY_API_URL"] {
                assert!(error["hint"].as_str().unwrap().contains(part), "{status} {tool}: {said}");
            }
            if status == 404 {
                assert_eq!(error["code"], "INVALID_RESPONSE", "{tool}: {said}");
            }
        }
    }
}

#[tokio::test]
async fn pagerduty_says_in_json_that_something_is_not_there() {
    let account = Account::start().await;
    let error = account.fail("get_users", json!({"user_id": "PNOSUCH"})).await;
    assert_eq!(error["code"], "INVALID_USER_ID");
}
