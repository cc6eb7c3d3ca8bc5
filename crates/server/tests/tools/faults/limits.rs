//! Rate limits: short ones are waited for, long ones handed on, and a budget that runs low slows calls down.

use std::time::{Duration, Instant};

use pagerduty_sim::{Effect, Fault};
use serde_json::json;

use super::{fail_with, hasty, respond};
use crate::support::Account;

#[tokio::test]
async fn a_long_rate_limit_is_handed_on() {
    let html = "<html><body>slow down</body></html>";
    for (effect, seconds) in [
        (Effect::RateLimited { reset: 55 }, 55),
        (respond(429, &[("retry-after", "55")], ""), 55),
        (respond(429, &[("retry-after", "45"), ("content-type", "text/html")], html), 45),
    ] {
        let (error, requests) = fail_with(effect.clone()).await;
        assert_eq!(
            (error["code"].as_str(), error["retry_after_seconds"].as_u64(), requests),
            (Some("RATE_LIMITED"), Some(seconds), 1),
            "{effect:?}: {error}"
        );
    }
}

#[tokio::test]
async fn a_limit_that_does_not_say_how_long_is_waited_for_within_the_deadline() {
    for effect in [respond(429, &[], ""), Effect::Html { status: 429 }] {
        let account = hasty(Duration::from_millis(900)).await;
        account.simulator.faults().add(Fault::new("/teams", effect));
        let error = tokio::time::timeout(super::HANGS, account.fail("get_teams", json!({}))).await.unwrap();
        assert_eq!((error["code"].as_str(), account.requests().len()), (Some("RATE_LIMITED"), 1));
        assert!(error["retry_after_seconds"].as_u64() >= Some(1), "{error}");
    }
}

#[tokio::test]
async fn a_budget_that_runs_low_slows_calls_down_and_refuses_none() {
    let account = Account::start().await;
    let low = Effect::Budget { limit: 960, remaining: 3, reset: 4 };
    account.simulator.faults().add(Fault { times: Some(1), ..Fault::new("/teams", low) });
    account.call("get_teams", json!({"limit": 1})).await;
    let started = Instant::now();
    // What the first of them is told is that much is left again.
    let calls = (0..3).map(|_| account.call("get_teams", json!({"limit": 1})));
    futures_util::future::join_all(calls).await;
    // Not how fast, but that they were spread: three of four shares of four seconds, less what has passed.
    assert!(started.elapsed() > Duration::from_millis(1500), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_wait_for_the_budget_never_passes_the_deadline() {
    let account = hasty(Duration::from_secs(2)).await;
    let empty = Effect::Budget { limit: 960, remaining: 0, reset: 50 };
    account.simulator.faults().add(Fault { times: Some(1), ..Fault::new("/teams", empty) });
    account.call("get_teams", json!({"limit": 1})).await;
    // There is no time to wait, and asking all the same would be refused.
    let error = account.fail("get_teams", json!({"limit": 1})).await;
    assert_eq!(error["code"], "RATE_LIMITED");
    assert!((40..=50).contains(&error["retry_after_seconds"].as_u64().unwrap()), "{error}");
    assert_eq!(account.requests().len(), 1);
}

#[tokio::test]
async fn the_last_requests_are_for_whoever_changes_something() {
    let account = hasty(Duration::from_secs(2)).await;
    let me = account.simulator.account().triggered_incident.unwrap();
    account.call("build_user_context", json!({})).await;
    let low = Effect::Budget { limit: 960, remaining: 1, reset: 50 };
    account.simulator.faults().add(Fault { times: Some(1), ..Fault::new("/teams", low) });
    account.call("get_teams", json!({"limit": 1})).await;
    account.call("acknowledge_incident", json!({"incident_id": me.id})).await;
}

#[tokio::test]
async fn a_window_beyond_all_reason_is_no_defect() {
    let account = hasty(Duration::from_secs(2)).await;
    let absurd = [("ratelimit-limit", "960"), ("ratelimit-remaining", "5"), ("ratelimit-reset", "9223372036854775807")];
    let body = r#"{"teams": [], "more": false}"#;
    account.simulator.faults().add(Fault::new("/teams", respond(200, &absurd, body)));
    account.call("get_teams", json!({})).await;
    // It says nothing, so nobody waits for it.
    account.call("get_teams", json!({})).await;
    account.simulator.faults().add(Fault::new("/services", respond(429, &absurd, "")));
    let error = account.fail("get_services", json!({"current_user_context": false, "query": "a"})).await;
    assert_eq!(error["code"], "RATE_LIMITED", "{error}");
}
