//! Answers that cannot be read, or that nobody should read to the end.

use std::{io::Write, time::Duration};

use pagerduty_sim::{Effect, Fault};
use serde_json::json;

use super::{answer, fail_with, hasty, respond};
use crate::support::Account;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn unreadable_answers_say_where() {
    for (effect, place) in [
        (Effect::TruncatedJson, "`$`"),
        (Effect::MalformedJson, "`$`"),
        (Effect::EmptyBody, "`$`"),
        (Effect::Html { status: 200 }, "HTML"),
        (answer("\u{feff}[]"), "`$`"),
        (answer(r#"{"error": {"message": "out of order"}}"#), "there is an error"),
        (answer(r#"{"teams": {"id": "PT1"}}"#), "`teams`"),
        (answer(r#"{"teams": null}"#), "`teams`"),
        (answer(r#"{"groups": []}"#), "`teams`"),
        (answer("[]"), "`$`"),
        (answer("null"), "`$`"),
        (answer(&"[".repeat(200_000)), "`$`"),
        (respond(204, &[], ""), "`$`"),
    ] {
        let (error, requests) = fail_with(effect.clone()).await;
        let told = format!("{effect:?}").chars().take(200).collect::<String>();
        assert_eq!((error["code"].as_str(), requests), (Some("INVALID_RESPONSE"), 1), "{told}: {error}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(place) && message.len() < 1000, "{told}: {error}");
    }
}

#[tokio::test]
async fn what_is_nested_deeply_inside_of_a_row_costs_the_row_only() {
    let account = Account::start().await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    account.answer("/teams", 200, &format!(r#"{{"teams": [{{"id": "PT1", "x": {deep}}}, {{"id": "PT2", "name": {deep}}}, {{"id": "PT3"}}], "more": false}}"#));
    let answer = account.call("get_teams", json!({"include": ["id"]})).await;
    let ids: Vec<_> = answer["teams"].as_array().unwrap().iter().map(|team| team["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"PT3"), "{answer}");
    assert!(ids.len() == 3 || answer["metadata"]["warnings"].is_array(), "{answer}");
}

#[tokio::test]
async fn the_content_type_is_not_trusted() {
    for content_type in ["text/html", "application/octet-stream", "nonsense"] {
        let account = Account::start().await;
        let body = r#"{"teams": [{"id": "PT1"}], "more": false}"#;
        account.simulator.faults().add(Fault::new("/teams", respond(200, &[("content-type", content_type)], body)));
        assert_eq!(account.call("get_teams", json!({})).await["metadata"]["count"], 1, "{content_type}");
    }
}

#[tokio::test]
async fn a_body_is_read_up_to_a_bound() {
    let large = format!(r#"{{"teams": [{{"id": "PT1", "name": "{}"}}]}}"#, "x".repeat(100_000_000));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(large.as_bytes()).unwrap();
    let packed = respond(200, &[JSON, ("content-encoding", "gzip")], packed.finish().unwrap());
    for effect in [respond(200, &[JSON], large.clone()), packed] {
        let (error, requests) = fail_with(effect).await;
        // Fewer rows were asked for, down to one.
        assert!((2..10).contains(&requests), "{requests}");
        assert_eq!(error["code"], "INVALID_RESPONSE", "{error}");
        assert_eq!(error["message"], "`teams[0]` has more than 32 MiB by itself, and was not read");
        assert!(!error["hint"].as_str().unwrap().contains("PAGERDUTY_API_URL"), "{error}");
    }
    let (error, requests) = fail_with(respond(400, &[JSON], large)).await;
    assert_eq!((error["code"].as_str(), requests), (Some("INVALID_PARAMETER"), 1), "{error}");
    assert!(error["message"].as_str().unwrap().contains("400 without a readable message"), "{error}");
}

#[tokio::test]
async fn a_trickle_ends_at_the_deadline() {
    let account = hasty(Duration::from_millis(400)).await;
    account.call("get_teams", json!({})).await;
    account.simulator.faults().add(Fault::new("/teams", Effect::Trickle));
    let error = tokio::time::timeout(super::HANGS, account.fail("get_teams", json!({}))).await.unwrap();
    assert_eq!(error["code"], "UPSTREAM_TIMEOUT");
}

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    let account = hasty(Duration::from_millis(300)).await;
    account.call("get_teams", json!({})).await;
    account.simulator.faults().add(Fault {
        latency_ms: 60_000,
        effect: None,
        ..Fault::new("/teams", Effect::EmptyBody)
    });
    let error = tokio::time::timeout(super::HANGS, account.fail("get_teams", json!({}))).await.unwrap();
    assert_eq!(error["code"], "UPSTREAM_TIMEOUT");
    assert!(error["retry_after_seconds"].is_u64());
}
