//! What PagerDuty and the network do wrong: each fault has its code, quotes PagerDuty, and costs no other call.

use std::time::Duration;

use pagerduty_mcp_server::toolbox::Settings;
use pagerduty_sim::{Effect, ErrorShape, Fault, token};
use serde_json::{Value, json};

use crate::support::{Account, options, settings};

async fn fail_with(effect: Effect) -> (Value, usize) {
    let account = Account::start().await;
    account.simulator.faults().add(Fault::new("/teams", effect));
    let error = account.fail("get_teams", json!({})).await;
    (error, account.requests().len())
}

#[tokio::test]
async fn every_error_body_is_quoted() {
    for (status, shape, code) in [
        (400, ErrorShape::Full, "INVALID_PARAMETER"),
        (400, ErrorShape::WithoutErrors, "INVALID_PARAMETER"),
        (400, ErrorShape::ErrorsByField, "INVALID_PARAMETER"),
        (400, ErrorShape::ErrorsString, "INVALID_PARAMETER"),
        (400, ErrorShape::ErrorList, "INVALID_PARAMETER"),
        (400, ErrorShape::ErrorString, "INVALID_PARAMETER"),
        (401, ErrorShape::Full, "UNAUTHORIZED"),
        (402, ErrorShape::Full, "PLAN_REQUIRED"),
        (403, ErrorShape::Full, "FORBIDDEN"),
        (403, ErrorShape::Scope, "FORBIDDEN"),
        (404, ErrorShape::WithoutErrors, "NOT_FOUND"),
        (409, ErrorShape::Full, "CONFLICT"),
        (422, ErrorShape::Full, "INVALID_PARAMETER"),
    ] {
        let (error, requests) = fail_with(Effect::Error { status, shape }).await;
        assert_eq!(error["code"], code, "{status} {shape:?}: {error}");
        assert!(
            !error["message"].as_str().unwrap().contains("without a readable message"),
            "{status} {shape:?}: {error}"
        );
        assert_eq!(requests, 1, "{status} {shape:?}");
    }
}

#[tokio::test]
async fn a_failing_server_is_asked_again_and_then_named() {
    for effect in [Effect::Html { status: 503 }, Effect::Error { status: 500, shape: ErrorShape::Full }] {
        let (error, requests) = fail_with(effect).await;
        assert_eq!((error["code"].as_str(), requests), (Some("UPSTREAM_ERROR"), 3));
        assert!(error["retry_after_seconds"].is_u64());
    }
    let (error, requests) = fail_with(Effect::CloseBeforeAnswer { carried_out: false }).await;
    assert_eq!((error["code"].as_str(), requests), (Some("UPSTREAM_UNREACHABLE"), 3));
}

#[tokio::test]
async fn one_failure_is_absorbed() {
    let account = Account::start().await;
    for effect in [
        Effect::Html { status: 502 },
        Effect::ResetMidBody,
        Effect::CloseBeforeAnswer { carried_out: false },
        Effect::RateLimited { reset: 1 },
    ] {
        account.simulator.faults().add(Fault { times: Some(1), ..Fault::new("/teams", effect) });
        account.call("get_teams", json!({})).await;
        assert_eq!(account.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_long_rate_limit_is_handed_on() {
    let (error, requests) = fail_with(Effect::RateLimited { reset: 55 }).await;
    assert_eq!(
        (error["code"].as_str(), error["retry_after_seconds"].as_u64(), requests),
        (Some("RATE_LIMITED"), Some(55), 1)
    );
}

#[tokio::test]
async fn unreadable_answers_say_where() {
    for (effect, place) in [
        (Effect::TruncatedJson, "`$`"),
        (Effect::MalformedJson, "`$`"),
        (Effect::EmptyBody, "`$`"),
        (Effect::Html { status: 200 }, "`$`"),
        (answer(r#"{"teams": {"id": "PT1"}}"#), "`teams`"),
        (answer(r#"{"groups": []}"#), "`teams`"),
        (answer("[]"), "`$`"),
    ] {
        let (error, _) = fail_with(effect.clone()).await;
        assert_eq!(error["code"], "INVALID_RESPONSE", "{effect:?}: {error}");
        assert!(error["message"].as_str().unwrap().contains(place), "{effect:?}: {error}");
    }
}

fn answer(body: &str) -> Effect {
    Effect::Answer { status: 200, content_type: "application/json".into(), body: body.into() }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (error, requests) =
        fail_with(Effect::Answer { status: 302, content_type: "text/plain".into(), body: String::new() }).await;
    assert_eq!((error["code"].as_str(), requests), (Some("INVALID_RESPONSE"), 1));
}

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    let short = Settings { call_timeout: Duration::from_millis(300), ..settings() };
    let account = Account::with(token::USER, options(), short).await;
    account.call("get_teams", json!({})).await;
    account.simulator.faults().add(Fault {
        latency_ms: 60_000,
        effect: None,
        ..Fault::new("/teams", Effect::EmptyBody)
    });
    let error = account.fail("get_teams", json!({})).await;
    assert_eq!(error["code"], "UPSTREAM_TIMEOUT");
    assert!(error["retry_after_seconds"].is_u64());
}

#[tokio::test]
async fn nobody_listening_is_said() {
    let account = Account::start().await;
    let gone =
        Account { simulator: Account::start().await.simulator, toolbox: account.toolbox, caller: account.caller };
    drop(account.simulator);
    let error = gone.fail("get_teams", json!({})).await;
    assert_eq!(error["code"], "UPSTREAM_UNREACHABLE");
    assert!(error["message"].as_str().unwrap().contains("refused"), "{error}");
}
