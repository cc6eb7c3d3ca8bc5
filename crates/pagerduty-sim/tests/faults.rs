//! Faults on demand, and the record of requests.

mod support;

use pagerduty_sim::{Effect, ErrorShape, Fault, OddRow, Simulator, token};
use serde_json::{Value, json};
use support::{Answer, authorization, get, list, send, send_as, simulator};

async fn with(simulator: &Simulator, effect: Effect) -> std::io::Result<Answer> {
    simulator.faults().clear();
    simulator.faults().add(Fault { times: Some(1), ..Fault::new("/teams", effect) });
    let authorization = authorization(token::USER);
    let answer = send(simulator.url(), "GET", "/teams", &[("authorization", &authorization)], None).await;
    assert_eq!(get(simulator, "/teams").await.status, 200, "the fault wears off");
    answer
}

#[tokio::test]
async fn errors_come_in_every_shape() {
    let simulator = simulator().await;
    for (shape, check) in [
        (ErrorShape::Full, "/error/errors/0"),
        (ErrorShape::WithoutErrors, "/error/code"),
        (ErrorShape::ErrorsByField, "/error/errors/field/0"),
        (ErrorShape::ErrorsString, "/error/errors"),
        (ErrorShape::ErrorList, "/error/1"),
        (ErrorShape::ErrorString, "/error"),
        (ErrorShape::Scope, "/error/required_scopes"),
        (ErrorShape::CodeString, "/error/code"),
    ] {
        let answer = with(&simulator, Effect::Error { status: 400, shape }).await.expect("an answer");
        assert_eq!(answer.status, 400);
        assert!(answer.body.pointer(check).is_some(), "{shape:?}: {}", answer.text);
    }
}

#[tokio::test]
async fn answers_can_be_replaced() {
    let simulator = simulator().await;
    let limited = with(&simulator, Effect::RateLimited { reset: 7 }).await.expect("an answer");
    assert_eq!((limited.status, limited.code()), (429, Some(2020)));
    assert_eq!(limited.header("ratelimit-reset"), Some("7"));
    let html = with(&simulator, Effect::Html { status: 429 }).await.expect("an answer");
    assert_eq!((html.status, html.header("content-type")), (429, Some("text/html")));
    assert!(html.header("ratelimit-reset").is_none() && html.text.contains("<html>"));
    let page = with(&simulator, Effect::Html { status: 200 }).await.expect("an answer");
    assert_eq!(page.status, 200);
    let effect = Effect::Answer { status: 503, content_type: "application/json".to_owned(), body: "{}".to_owned() };
    let other = with(&simulator, effect).await.expect("an answer");
    assert_eq!((other.status, other.body), (503, json!({})));
}

#[tokio::test]
async fn answers_can_be_spoilt() {
    let simulator = simulator().await;
    for effect in [Effect::TruncatedJson, Effect::MalformedJson, Effect::EmptyBody] {
        let answer = with(&simulator, effect.clone()).await.expect("an answer");
        assert_eq!(answer.status, 200, "{effect:?}");
        assert!(serde_json::from_str::<Value>(&answer.text).is_err(), "{effect:?}");
    }
}

#[tokio::test]
async fn connections_can_be_cut() {
    let simulator = simulator().await;
    assert!(with(&simulator, Effect::CloseBeforeAnswer { carried_out: false }).await.is_err());
    assert!(with(&simulator, Effect::CloseBeforeAnswer { carried_out: true }).await.is_err());
    assert!(with(&simulator, Effect::ResetMidBody).await.is_err());
}

#[tokio::test]
async fn a_cut_connection_may_hide_a_change() {
    let simulator = simulator().await;
    let incident = simulator.account().major_incident.expect("a major incident").id;
    let target = format!("/incidents/{incident}/notes");
    let before = list(&simulator, "notes", &target).await.len();
    let authorization = authorization(token::USER);
    let headers = [("authorization", authorization.as_str())];
    let body = json!({"note": {"content": "Twice?"}});
    for (carried_out, notes) in [(false, before), (true, before + 1)] {
        simulator.faults().add(Fault {
            method: Some("POST".to_owned()),
            times: Some(1),
            ..Fault::new("/incidents/*/notes", Effect::CloseBeforeAnswer { carried_out })
        });
        assert!(send(simulator.url(), "POST", &target, &headers, Some(&body)).await.is_err());
        assert_eq!(list(&simulator, "notes", &target).await.len(), notes);
    }
}

#[tokio::test]
async fn rows_can_be_odd() {
    let simulator = simulator().await;
    for row in [OddRow::Null, OddRow::String, OddRow::WrongTypes, OddRow::MissingFields] {
        let answer = with(&simulator, Effect::OddRow { row }).await.expect("an answer");
        let rows = answer.rows("teams");
        assert_eq!(rows.len(), 9);
        let odd = &rows[1];
        match row {
            OddRow::Null => assert!(odd.is_null()),
            OddRow::String => assert!(odd.is_string()),
            OddRow::WrongTypes => assert!(odd["name"].is_number()),
            OddRow::MissingFields => assert_eq!(odd, &json!({"id": rows[0]["id"]})),
        }
    }
}

#[tokio::test]
async fn faults_can_wait_and_slow_down() {
    let simulator = simulator().await;
    let slow = Fault { method: None, path: "/teams".into(), after: 1, times: Some(1), latency_ms: 30, effect: None };
    simulator.faults().add(slow);
    // Only the least is asserted: a busy machine may take longer, never shorter.
    for at_least in [0, 30, 0] {
        let start = std::time::Instant::now();
        assert_eq!(get(&simulator, "/teams").await.status, 200);
        assert!(start.elapsed().as_millis() >= at_least);
    }
}

#[tokio::test]
async fn requests_are_recorded() {
    let simulator = simulator().await;
    let incident = simulator.account().major_incident.expect("a major incident").id;
    get(&simulator, "/incidents?team_ids%5B%5D=P1&team_ids[]=P2&limit=3").await;
    let body = json!({"note": {"content": "Hello"}});
    send_as(&simulator, token::USER, "POST", &format!("/incidents/{incident}/notes"), Some(&body)).await;
    get(&simulator, "/users/../teams").await;
    let requests = simulator.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!((requests[0].method.as_str(), requests[0].path.as_str()), ("GET", "/incidents"));
    assert_eq!(requests[0].query_values("team_ids[]"), ["P1", "P2"]);
    assert_eq!(requests[0].header("authorization"), Some("Token token=u+demo-user-token-01"));
    assert_eq!((requests[1].status, &requests[1].body), (200, &Some(body)));
    assert_eq!((requests[2].path.as_str(), requests[2].status), ("/users/../teams", 404));
    simulator.clear_requests();
    assert!(simulator.requests().is_empty());
}

#[tokio::test]
async fn other_programs_control_it_over_http() {
    let simulator = simulator().await;
    let url = simulator.url();
    let fault = json!({"path": "/teams", "times": 1, "effect": {"kind": "rate_limited", "reset": 2}});
    let added = send(url, "POST", "/_sim/faults", &[], Some(&fault)).await.expect("an answer");
    assert_eq!(added.status, 204);
    assert_eq!(get(&simulator, "/teams").await.status, 429);
    let requests = send(url, "GET", "/_sim/requests", &[], None).await.expect("an answer");
    assert_eq!(requests.body[0]["path"], "/teams");
    assert_eq!(requests.body[0]["status"], 429);
    send(url, "DELETE", "/_sim/requests", &[], None).await.expect("an answer");
    assert!(simulator.requests().is_empty());
    let account = send(url, "GET", "/_sim/account", &[], None).await.expect("an answer");
    assert_eq!(account.body["demo_user"]["id"], simulator.account().demo_user.id);
    let unknown = json!({"path": "/teams", "effect": {"kind": "explode"}});
    let refused = send(url, "POST", "/_sim/faults", &[], Some(&unknown)).await.expect("an answer");
    assert_eq!(refused.status, 400);
    send(url, "POST", "/_sim/faults", &[], Some(&fault)).await.expect("an answer");
    send(url, "DELETE", "/_sim/faults", &[], None).await.expect("an answer");
    assert_eq!(get(&simulator, "/teams").await.status, 200);
}

#[tokio::test]
async fn a_dropped_simulator_is_gone() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    assert_eq!(get(&simulator, "/teams").await.status, 200);
    drop(simulator);
    tokio::task::yield_now().await;
    assert!(send(&url, "GET", "/_sim/account", &[], None).await.is_err());
}
