//! Tokens, scopes, the `From` header, abilities and rate limits.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use pagerduty_sim::{Options, Simulator, token};
use serde_json::json;
use support::{Answer, authorization, get, options, send, send_as, simulator};

const EVERY_TOKEN: [&str; 8] = [
    token::USER,
    token::ACCOUNT,
    token::READ_ONLY_ACCOUNT,
    token::TEAMLESS_USER,
    token::OAUTH_READ,
    token::OAUTH_WRITE,
    token::OAUTH_SCOPED,
    token::OAUTH_APP,
];

#[tokio::test]
async fn every_token_reads() {
    let simulator = simulator().await;
    for token in EVERY_TOKEN {
        assert_eq!(send_as(&simulator, token, "GET", "/teams", None).await.status, 200, "{token}");
    }
}

#[tokio::test]
async fn anything_else_is_unauthorized() {
    let simulator = simulator().await;
    let key_as_bearer = format!("Bearer {}", token::USER);
    let oauth_as_key = format!("Token token={}", token::OAUTH_WRITE);
    let unknown = ["Token token=nonsense", &key_as_bearer, &oauth_as_key];
    for header in unknown {
        let answer = send(simulator.url(), "GET", "/teams", &[("authorization", header)], None).await;
        let answer = answer.expect("an answer");
        assert_eq!((answer.status, answer.code()), (401, Some(2006)), "{header}");
    }
    for headers in [&[][..], &[("authorization", token::USER)], &[("authorization", "Basic dTpw")]] {
        let answer = send(simulator.url(), "GET", "/teams", headers, None).await.expect("an answer");
        assert_eq!(answer.status, 401);
        assert!(answer.body.is_null(), "the web server answers in plain text");
    }
}

#[tokio::test]
async fn only_user_tokens_have_a_user() {
    let simulator = simulator().await;
    let facts = simulator.account();
    for (token, id) in [
        (token::USER, &facts.demo_user.id),
        (token::OAUTH_READ, &facts.demo_user.id),
        (token::OAUTH_SCOPED, &facts.demo_user.id),
        (token::TEAMLESS_USER, &facts.teamless_user.id),
    ] {
        let answer = send_as(&simulator, token, "GET", "/users/me", None).await;
        assert_eq!(answer.body["user"]["id"], **id, "{token}");
    }
    for token in [token::ACCOUNT, token::READ_ONLY_ACCOUNT, token::OAUTH_APP] {
        let answer = send_as(&simulator, token, "GET", "/users/me", None).await;
        assert_eq!(answer.status, 400);
        let error = answer.body["error"].as_str().expect("a string");
        assert!(error.contains("account-level access token"));
    }
}

#[tokio::test]
async fn a_user_without_teams_has_none() {
    let simulator = simulator().await;
    let answer = send_as(&simulator, token::TEAMLESS_USER, "GET", "/users/me", None).await;
    assert_eq!(answer.body["user"]["teams"], json!([]));
    let answer = get(&simulator, "/users/me").await;
    assert_eq!(answer.body["user"]["teams"].as_array().map(Vec::len), Some(2));
}

async fn note(simulator: &Simulator, token: &str, from: Option<&str>) -> Answer {
    let incident = simulator.account().major_incident.expect("a major incident").id;
    let authorization = authorization(token);
    let mut headers = vec![("authorization", authorization.as_str())];
    headers.extend(from.map(|from| ("from", from)));
    let body = json!({"note": {"content": "Looking"}});
    let target = format!("/incidents/{incident}/notes");
    send(simulator.url(), "POST", &target, &headers, Some(&body)).await.expect("an answer")
}

#[tokio::test]
async fn writing_needs_the_right_token() {
    let simulator = simulator().await;
    let email = simulator.account().demo_email;
    let from = Some(email.as_str());
    for token in [token::USER, token::ACCOUNT, token::TEAMLESS_USER, token::OAUTH_WRITE, token::OAUTH_APP] {
        assert_eq!(note(&simulator, token, from).await.status, 200, "{token}");
    }
    let denied = note(&simulator, token::READ_ONLY_ACCOUNT, from).await;
    assert_eq!((denied.status, denied.code()), (403, Some(2010)));
    for (token, required) in [(token::OAUTH_READ, "write"), (token::OAUTH_SCOPED, "incidents.write")] {
        let denied = note(&simulator, token, from).await;
        assert_eq!(denied.status, 403);
        assert_eq!(denied.body["error"]["message"], "Token missing required scopes");
        assert_eq!(denied.body["error"]["required_scopes"], required);
        assert!(denied.body["error"]["token_scopes"].is_string());
        assert_eq!(denied.code(), None);
    }
}

#[tokio::test]
async fn the_requester_must_be_known() {
    let simulator = simulator().await;
    for token in [token::ACCOUNT, token::OAUTH_APP] {
        let missing = note(&simulator, token, None).await;
        assert_eq!((missing.status, missing.code()), (400, Some(2016)));
        assert_eq!(
            missing.body["error"]["message"],
            "You must specify a user's email address in the \"From\" header to perform this action"
        );
    }
    for token in [token::ACCOUNT, token::USER] {
        assert_eq!(note(&simulator, token, Some("somebody")).await.code(), Some(1028));
        assert_eq!(note(&simulator, token, Some("a b@larkspur.example")).await.code(), Some(1028));
        assert_eq!(note(&simulator, token, Some("nobody@larkspur.example")).await.code(), Some(1008));
    }
    assert_eq!(note(&simulator, token::USER, None).await.status, 200);
    let email = simulator.account().demo_email.to_uppercase();
    let written = note(&simulator, token::ACCOUNT, Some(&email)).await;
    assert_eq!(written.body["note"]["user"]["id"], simulator.account().demo_user.id);
}

#[tokio::test]
async fn plans_may_lack_abilities() {
    let lacking = |abilities: &[&str]| Options {
        missing_abilities: abilities.iter().map(|ability| (*ability).to_owned()).collect(),
        ..options()
    };
    let simulator = Simulator::start(lacking(&["teams", "urgencies", "event_intelligence"])).await.expect("a port");
    let incident = simulator.account().major_incident.expect("a major incident").id;
    for (target, ability) in [
        ("/teams".to_owned(), "teams"),
        ("/services?team_ids[]=P123456".to_owned(), "teams"),
        ("/incidents?team_ids[]=P123456".to_owned(), "teams"),
        ("/incidents?urgencies[]=high".to_owned(), "urgencies"),
        ("/incidents?sort_by=urgency".to_owned(), "urgencies"),
        (format!("/incidents/{incident}/past_incidents"), "event_intelligence"),
        (format!("/incidents/{incident}/related_incidents"), "event_intelligence"),
        ("/abilities/teams".to_owned(), "teams"),
    ] {
        let answer = get(&simulator, &target).await;
        assert_eq!((answer.status, answer.code()), (402, Some(2014)), "{target}");
        assert_eq!(answer.body["error"]["missing_abilities"], ability);
    }
    assert_eq!(get(&simulator, "/incidents").await.status, 200);
    let abilities = get(&simulator, "/abilities").await;
    assert!(!abilities.rows("abilities").contains(&json!("teams")));
    assert_eq!(get(&simulator, "/abilities/read_only_users").await.status, 204);
    assert_eq!(get(&simulator, "/abilities/flying").await.status, 404);
}

#[tokio::test]
async fn the_rate_limit_counts_by_token() {
    let options = Options { rate_limit: 2, ..options() };
    let simulator = Simulator::start(options).await.expect("a free port");
    let first = get(&simulator, "/teams").await;
    assert_eq!(first.header("ratelimit-limit"), Some("2"));
    assert_eq!(first.header("ratelimit-remaining"), Some("1"));
    assert!(first.header("ratelimit-reset").is_some());
    assert_eq!(get(&simulator, "/teams").await.header("ratelimit-remaining"), Some("0"));
    let third = get(&simulator, "/teams").await;
    assert_eq!((third.status, third.code()), (429, Some(2020)));
    assert_eq!(third.body["error"]["message"], "Rate Limit Exceeded");
    assert_eq!(send_as(&simulator, token::ACCOUNT, "GET", "/teams", None).await.status, 200);
}

#[tokio::test]
async fn every_answer_has_a_request_id() {
    let simulator = simulator().await;
    let one = get(&simulator, "/teams").await;
    let other = get(&simulator, "/nowhere").await;
    assert_eq!((other.status, other.code()), (404, Some(2100)));
    assert!(one.header("x-request-id").is_some());
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}
