//! Over HTTP, as whom a request is served: however its token is spelled, and never as somebody else.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use pagerduty_sim::{Effect, Fault, token};
use serde_json::{Value, json};

use crate::{
    http::{on_a_simulator, started},
    http_client::Server,
    program::{directory, program},
};

/// As whom a request with these headers is served: a user, or nobody.
fn whom(server: &Server, headers: &[(&str, &str)]) -> Option<String> {
    let answer = server.post(headers, "tools/call", json!({"name": "build_user_context", "arguments": {}}));
    let message: Value = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
    Some(message["result"]["structuredContent"]["user_id"].as_str()?.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_read_however_it_is_spelled() {
    let (_simulator, server) = on_a_simulator(&[]).await;
    let demo = whom(&server, &[("X-PagerDuty-Token", token::USER)]);
    assert!(demo.is_some());
    for value in ["Token token=KEY", "token token=\"KEY\"", "TOKEN KEY", "Bearer KEY", "bearer  KEY"] {
        let value = value.replace("KEY", token::USER);
        assert_eq!(whom(&server, &[("Authorization", &value)]), demo, "{value}");
        let both = [("Authorization", value.as_str()), ("X-PagerDuty-Token", token::USER)];
        assert_eq!(whom(&server, &both), demo, "{value}, and once more");
    }
    let access_token = format!("bearer {}", token::OAUTH_READ);
    assert!(whom(&server, &[("Authorization", &access_token)]).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_copied_with_a_token_is_named_and_not_sent() {
    let (simulator, server) = on_a_simulator(&[]).await;
    for (header, value, said) in [
        ("X-PagerDuty-Token", "token=KEY", "before the token"),
        ("X-PagerDuty-Token", "Token token=KEY", "before the token"),
        ("X-PagerDuty-Token", "Bearer KEY", "before the token"),
        ("X-PagerDuty-Token", "PAGERDUTY_API_TOKEN=KEY", "before the token"),
        ("X-PagerDuty-Token", "KEY,", "comma or semicolon after"),
        ("Authorization", "Bearer token=KEY", "before the token"),
        ("Authorization", "Bearer KEY;", "comma or semicolon after"),
        ("Authorization", "Token token=KEY,", "comma or semicolon after"),
    ] {
        let value = value.replace("KEY", token::USER);
        let answer = server.post(&[(header, &value)], "tools/call", json!({"name": "get_teams", "arguments": {}}));
        assert_eq!(answer.status, 400, "{header}: {value}");
        assert!(answer.body.contains(said) && !answer.body.contains(token::USER), "{header}: {value}: {answer:?}");
    }
    assert_eq!(simulator.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_never_lends_its_own_token_to_a_request_that_brings_one() {
    let (simulator, _) = on_a_simulator(&[]).await;
    let mut command = program();
    command.env("PAGERDUTY_API_URL", simulator.url()).env("PAGERDUTY_API_TOKEN", token::USER);
    let server = started(command).await;
    assert!(whom(&server, &[]).is_some());
    let foreign: &[&[(&str, &str)]] = &[
        &[("Authorization", "Bearer pdus+_somebody")],
        &[("authorization", "bearer y_NbAkKc66ryYTWUXYEu")],
        &[("Authorization", "Token token=x")],
        &[("Authorization", "token x")],
        &[("Authorization", "TOKEN token=\"x\"")],
        &[("Authorization", "Basic eDp5")],
        &[("Authorization", "y_NbAkKc66ryYTWUXYEu")],
        &[("Authorization", "Bearer aaaa.bbbb.cccc")],
        &[("Authorization", "Bearer ")],
        &[("Authorization", "")],
        &[("Authorization", "Basic eDp5"), ("Authorization", "Bearer x")],
        &[("Authorization", "Bearer x"), ("X-PagerDuty-Token", token::TEAMLESS_USER)],
        &[("X-PagerDuty-Token", token::TEAMLESS_USER), ("X-PagerDuty-Token", token::TEAMLESS_USER)],
        &[("X-PagerDuty-Token", "")],
        &[("X-PagerDuty-Token", "a,b")],
        &[("X-PagerDuty-Api-Token", token::TEAMLESS_USER)],
        &[("X-PagerDuty-Key", token::TEAMLESS_USER)],
        &[("PagerDuty-Token", token::TEAMLESS_USER)],
    ];
    for headers in foreign {
        assert_eq!(whom(&server, headers), None, "{headers:?}");
    }
    let answer = server.post(&[("X-PagerDuty-Tokn", "x"), ("X-PagerDuty-Apikey", "x")], "tools/list", json!({}));
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("did you mean `x-pagerduty-token`?"), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn bearer_is_the_token_of_a_server_that_has_one() {
    let secret = directory("server-token-bearer").join("secret");
    fs::write(&secret, "open-sesame-42-times\n").unwrap();
    let (_simulator, server) = on_a_simulator(&["--server-token-file", secret.to_str().unwrap()]).await;
    let open = ("Authorization", "bearer open-sesame-42-times");
    assert!(whom(&server, &[open, ("X-PagerDuty-Token", token::USER)]).is_some());
    let bearer = format!("Bearer {}", token::USER);
    let token_scheme = format!("Token token={}", token::USER);
    for value in [&bearer, &token_scheme, "Bearer pdus+_somebody"] {
        let answer = server.post(&[("Authorization", value)], "tools/list", json!({}));
        assert_eq!(answer.status, 401, "{answer:?}");
        let message: Value = serde_json::from_str(&answer.body).unwrap();
        assert!(message["error"]["message"].as_str().unwrap().contains("`X-PagerDuty-Token: …`"), "{answer:?}");
        assert!(answer.head.contains("www-authenticate: bearer"), "{answer:?}");
    }
    assert_eq!(server.post(&[open, open], "tools/list", json!({})).status, 400);

    // What was done is told to those who may call; how it is, to everybody.
    assert_eq!(server.get("/metrics").status, 401);
    assert_eq!(server.send("GET", "/metrics", &[open], "").status, 200);
    assert_eq!((server.get("/healthz").status, server.get("/readyz").status), (200, 200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_is_not_sent_again_at_once() {
    let (simulator, server) = on_a_simulator(&[]).await;
    let call = || server.call(&[("X-PagerDuty-Token", "made-up")], "get_teams", json!({}))["error"].clone();
    assert_eq!(call()["code"], "UNAUTHORIZED");
    let sent = simulator.requests().len();
    for _ in 0..5 {
        let error = call();
        assert_eq!(error["code"], "UNAUTHORIZED", "{error}");
        assert!(error["retry_after_seconds"].is_u64(), "{error}");
    }
    assert_eq!(simulator.requests().len(), sent);
    assert!(whom(&server, &[("X-PagerDuty-Token", token::USER)]).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_made_up_tokens_stays_here_and_keeps_nobody_out() {
    let (simulator, server) = on_a_simulator(&["--max-calls", "4"]).await;
    let mine = [("X-PagerDuty-Token", token::USER)];
    assert!(whom(&server, &mine).is_some());
    simulator.clear_requests();
    simulator.faults().add(Fault { latency_ms: 100, effect: None, ..Fault::new("/services", Effect::EmptyBody) });
    let is_over = AtomicBool::new(false);
    let (started, mut sent) = (Instant::now(), 0);
    std::thread::scope(|scope| {
        let floods: Vec<_> = (0..8)
            .map(|thread| {
                let (server, is_over) = (&server, &is_over);
                scope.spawn(move || {
                    let mut calls = 0;
                    while !is_over.load(Ordering::Relaxed) && calls < 40 {
                        let made_up = format!("made-up-{thread}-{calls}");
                        let headers = [("X-PagerDuty-Token", made_up.as_str())];
                        let answer =
                            server.call(&headers, "get_services", json!({"query": "x", "current_user_context": false}));
                        let code = answer["error"]["code"].as_str().unwrap_or_default();
                        assert!(["UNAUTHORIZED", "RATE_LIMITED"].contains(&code), "{answer}");
                        calls += 1;
                    }
                    calls
                })
            })
            .collect();
        for _ in 0..30 {
            let answer = server.call(&mine, "get_teams", json!({"limit": 1}));
            assert_eq!(answer["metadata"]["count"], 1, "{answer}");
        }
        is_over.store(true, Ordering::Relaxed);
        sent = floods.into_iter().map(|flood| flood.join().unwrap()).sum();
    });
    let passed_on = simulator.requests().iter().filter(|request| request.path == "/services").count();
    // 25 within 5 seconds.
    let most = 25 * (started.elapsed().as_secs() as usize / 5 + 2);
    assert!((1..=most).contains(&passed_on), "{passed_on} of {sent}");
}
