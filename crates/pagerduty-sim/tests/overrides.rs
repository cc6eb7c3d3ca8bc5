//! Overrides that are made and deleted: they take effect at once, everywhere.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use pagerduty_sim::{Simulator, token};
use serde_json::{Value, json};
use support::{Answer, get, ids, list, post, send_as, simulator, text};

const NOW: &str = support::NOW;

/// The schedule that the demo user is on call in, whoever stands in for them.
async fn schedule(simulator: &Simulator) -> String {
    let rows = list(simulator, "schedules", "/schedules?query=Checkout%20Primary").await;
    text(&rows[0], "id").to_owned()
}

fn wanted(start: &str, end: &str, user: &str) -> Value {
    json!({"start": start, "end": end, "user": {"id": user, "type": "user_reference"}})
}

async fn create(simulator: &Simulator, overrides: &[Value]) -> Answer {
    let target = format!("/schedules/{}/overrides", schedule(simulator).await);
    post(simulator, &target, json!({"overrides": overrides})).await
}

async fn delete(simulator: &Simulator, id: &str) -> Answer {
    let target = format!("/schedules/{}/overrides/{id}", schedule(simulator).await);
    send_as(simulator, token::USER, "DELETE", &target, None).await
}

/// Who is on call at a time, by the schedule and by the on-calls.
async fn on_call(simulator: &Simulator, time: &str) -> String {
    let id = schedule(simulator).await;
    let target = format!("/schedules/{id}?since={time}&until={}&time_zone=UTC", time.replace(":00Z", ":01Z"));
    let rendered = get(simulator, &target).await.body["schedule"]["final_schedule"].clone();
    let user = text(&rendered["rendered_schedule_entries"][0]["user"], "id").to_owned();
    let target = format!("/oncalls?since={time}&until={time}&schedule_ids[]={id}");
    let on_calls = list(simulator, "oncalls", &target).await;
    assert!(on_calls.iter().all(|on_call| on_call["user"]["id"] == user), "{time}");
    user
}

#[tokio::test]
async fn an_override_takes_effect_and_can_be_deleted() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let user = &facts.teamless_user.id;
    let (start, inside, end) = ("2025-03-10T10:00:00Z", "2025-03-10T11:00:00Z", "2025-03-10T12:00:00Z");
    let before = on_call(&simulator, inside).await;
    let answer = create(&simulator, &[wanted(start, end, user)]).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let created = &answer.body[0];
    assert_eq!((&created["status"], &created["override"]["user"]["id"]), (&json!(201), &json!(user)));
    assert_eq!(support::time(&created["override"], "start").to_string(), start);
    assert_eq!(on_call(&simulator, inside).await, *user);
    let id = text(&created["override"], "id");
    let target = format!("/schedules/{}/overrides?since={start}&until={end}", schedule(&simulator).await);
    assert_eq!(list(&simulator, "overrides", &target).await, [created["override"].clone()]);
    let deleted = delete(&simulator, id).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    assert_eq!(on_call(&simulator, inside).await, before);
    assert!(list(&simulator, "overrides", &target).await.is_empty());
    let again = delete(&simulator, id).await;
    assert_eq!((again.status, again.code()), (404, Some(4004)));
}

#[tokio::test]
async fn the_last_one_wins() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let (first, second) = (&facts.teamless_user.id, &facts.demo_user.id);
    let answer = create(
        &simulator,
        &[
            wanted("2025-04-01T10:00:00Z", "2025-04-01T16:00:00Z", first),
            wanted("2025-04-01T08:00:00Z", "2025-04-01T12:00:00Z", second),
        ],
    )
    .await;
    assert_eq!(answer.body.as_array().map(Vec::len), Some(2));
    for (time, user) in [
        ("2025-04-01T09:00:00Z", second),
        ("2025-04-01T11:00:00Z", second),
        ("2025-04-01T12:00:00Z", first),
        ("2025-04-01T15:00:00Z", first),
    ] {
        assert_eq!(on_call(&simulator, time).await, *user, "{time}");
    }
}

#[tokio::test]
async fn one_that_has_begun_ends_now() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let user = &facts.teamless_user.id;
    let answer = create(&simulator, &[wanted("2025-03-05T15:00:00Z", "2025-03-05T18:00:00Z", user)]).await;
    let id = text(&answer.body[0]["override"], "id");
    assert_eq!(on_call(&simulator, "2025-03-05T16:00:00Z").await, *user);
    assert_eq!(delete(&simulator, id).await.status, 200);
    assert_ne!(on_call(&simulator, "2025-03-05T16:00:00Z").await, *user);
    assert_eq!(on_call(&simulator, "2025-03-05T15:10:00Z").await, *user);
    let past = delete(&simulator, id).await;
    assert_eq!((past.status, past.code()), (400, Some(4004)));
}

#[tokio::test]
async fn some_can_fail_while_others_are_made() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let user = &facts.teamless_user.id;
    let good = wanted("2025-05-01T10:00:00", "2025-05-01T12:00:00", user);
    let empty = wanted("2025-05-01T10:00:00Z", "2025-05-01T10:00:00Z", user);
    let bad = [
        (empty, "Override must end after its start"),
        (wanted("2025-02-01T10:00:00Z", NOW, user), "Override must end in the future"),
        (wanted("soon", "2025-05-01T10:00:00Z", user), "Start is invalid"),
        (wanted("2025-05-01T10:00:00Z", "later", user), "End is invalid"),
        (wanted("2025-05-01T10:00:00Z", "2025-05-01T12:00:00Z", "PNOBODY"), "User is invalid"),
    ];
    let mut all = vec![good];
    all.extend(bad.iter().map(|(wanted, _)| wanted.clone()));
    let answer = create(&simulator, &all).await;
    assert_eq!(answer.status, 201);
    let results = answer.body.as_array().expect("a bare list");
    assert_eq!(results[0]["status"], 201);
    assert!(
        text(&results[0]["override"], "start").starts_with("2025-05-01T10:00:00-"),
        "a time of the schedule's zone"
    );
    for (result, (wanted, error)) in results[1..].iter().zip(&bad) {
        assert_eq!((&result["status"], &result["errors"]), (&json!(400), &json!([error])));
        assert_eq!(result["override"], *wanted);
    }
    let target = format!("/schedules/{}/overrides?since=2025-05-01&until=2025-05-03", schedule(&simulator).await);
    let listed = list(&simulator, "overrides", &target).await;
    assert_eq!(ids(&listed), [text(&results[0]["override"], "id")]);
}

#[tokio::test]
async fn bad_requests_are_refused_whole() {
    let simulator = simulator().await;
    let user = simulator.account().teamless_user.id;
    let good = wanted("2025-05-01T10:00:00Z", "2025-05-01T12:00:00Z", &user);
    let target = format!("/schedules/{}/overrides", schedule(&simulator).await);
    for body in [json!({}), json!({"overrides": []}), json!([good])] {
        let answer = post(&simulator, &target, body).await;
        assert_eq!((answer.status, answer.code()), (400, Some(2001)));
    }
    let body = json!({"overrides": [good]});
    let unknown = post(&simulator, "/schedules/PNOTHIN/overrides", body.clone()).await;
    assert_eq!((unknown.status, unknown.code()), (404, Some(3004)));
    for token in [token::READ_ONLY_ACCOUNT, token::OAUTH_READ, token::OAUTH_SCOPED] {
        assert_eq!(send_as(&simulator, token, "POST", &target, Some(&body)).await.status, 403);
    }
}
