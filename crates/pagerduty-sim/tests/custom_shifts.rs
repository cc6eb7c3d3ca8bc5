//! Custom shifts of shift-based schedules: somebody more is on call, and nobody is replaced.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use pagerduty_sim::{Simulator, token};
use serde_json::{Value, json};
use support::{Answer, get, list, post, put, send_as, simulator, text};

const RANGE: &str = "since=2025-03-20T00:00:00Z&until=2025-03-21T00:00:00Z&time_zone=UTC";

fn schedule(simulator: &Simulator) -> String {
    simulator.account().shift_based_schedule.expect("a shift-based schedule").id
}

fn path(simulator: &Simulator) -> String {
    format!("/v3/schedules/{}/custom_shifts", schedule(simulator))
}

fn wanted(start: &str, end: &str, user: &str) -> Value {
    let member = json!({"type": "user_member", "user_id": user});
    json!({
        "type": "custom_shift",
        "start_time": start,
        "end_time": end,
        "assignments": [{"type": "shift_assignment", "member": member}],
    })
}

async fn create(simulator: &Simulator, shifts: &[Value]) -> Answer {
    post(simulator, &path(simulator), json!({"custom_shifts": shifts})).await
}

async fn delete(simulator: &Simulator, id: &str) -> Answer {
    send_as(simulator, token::USER, "DELETE", &format!("{}/{id}", path(simulator)), None).await
}

async fn shifts(simulator: &Simulator) -> Vec<Value> {
    let target = format!("/v3/schedules/{}?include[]=final_schedule&{RANGE}", schedule(simulator));
    let schedule = get(simulator, &target).await.body["schedule"].clone();
    schedule["final_schedule"]["computed_shift_assignments"].as_array().expect("shifts").clone()
}

#[tokio::test]
async fn a_custom_shift_adds_somebody() {
    let simulator = simulator().await;
    let user = simulator.account().teamless_user.id;
    let before = shifts(&simulator).await;
    let answer = create(&simulator, &[wanted("2025-03-20T10:00:00Z", "2025-03-20T12:00:00Z", &user)]).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let made = &answer.body["custom_shifts"][0];
    let one = get(&simulator, &format!("{}/{}", path(&simulator), text(made, "id"))).await;
    assert_eq!(one.body["custom_shift"], *made);
    assert_eq!(list(&simulator, "custom_shifts", &format!("{}?{RANGE}", path(&simulator))).await[0]["id"], made["id"]);
    let after = shifts(&simulator).await;
    assert_eq!(after.len(), before.len() + 1);
    let added = after.iter().find(|shift| shift["source"]["type"] == "custom_shift").expect("a custom shift");
    assert_eq!((&added["source"]["shift_id"], &added["member"]["user_id"]), (&made["id"], &json!(user)));
    let target = format!(
        "/oncalls?since=2025-03-20T11:00:00Z&until=2025-03-20T11:00:00Z&schedule_ids[]={}",
        schedule(&simulator)
    );
    let on_calls = list(&simulator, "oncalls", &target).await;
    assert!(on_calls.iter().any(|on_call| on_call["user"]["id"] == user) && on_calls.len() > 1);
    assert_eq!(delete(&simulator, text(made, "id")).await.status, 204);
    assert_eq!(shifts(&simulator).await, before);
    assert_eq!(delete(&simulator, text(made, "id")).await.status, 404);
}

#[tokio::test]
async fn a_custom_shift_can_be_overridden() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let (user, other) = (&facts.teamless_user.id, &facts.demo_user.id);
    let (start, end) = ("2025-03-20T10:00:00Z", "2025-03-20T12:00:00Z");
    let made = create(&simulator, &[wanted(start, end, user)]).await.body["custom_shifts"][0].clone();
    let member = |user: &str| json!({"type": "user_member", "user_id": user});
    let wanted = json!({
        "type": "override_shift",
        "custom_shift_id": made["id"],
        "start_time": start,
        "end_time": end,
        "overridden_member": member(user),
        "overriding_member": member(other),
    });
    let target = format!("/v3/schedules/{}/overrides", schedule(&simulator));
    let answer = post(&simulator, &target, json!({"overrides": [wanted]})).await;
    assert_eq!((answer.status, &answer.body["overrides"][0]["custom_shift_id"]), (201, &made["id"]));
    let after = shifts(&simulator).await;
    let taken = after.iter().find(|shift| shift["source"]["type"] == "custom_shift_override").expect("an override");
    assert_eq!((&taken["source"]["shift_id"], &taken["member"]["user_id"]), (&made["id"], &json!(other)));
}

#[tokio::test]
async fn of_one_that_has_begun_only_the_end_changes() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let (user, other) = (&facts.teamless_user.id, &facts.demo_user.id);
    let begun = wanted("2025-03-05T15:00:00Z", "2025-03-05T18:00:00Z", user);
    let to_come = wanted("2025-03-20T10:00:00Z", "2025-03-20T12:00:00Z", user);
    let made = create(&simulator, &[begun, to_come]).await.body["custom_shifts"].clone();
    let targets = [0, 1].map(|place| format!("{}/{}", path(&simulator), text(&made[place], "id")));
    let assignments = wanted("", "", other)["assignments"].clone();
    let update = |fields: Value| json!({"custom_shift": fields});
    let refused = put(&simulator, &targets[0], update(json!({"assignments": assignments}))).await;
    assert!(refused.body["error"]["errors"]["custom_shift.assignments"][0].is_string(), "{}", refused.text);
    let longer = put(&simulator, &targets[0], update(json!({"end_time": "2025-03-05T19:00:00Z"}))).await;
    assert_eq!((longer.status, &longer.body["custom_shift"]["assignments"]), (200, &made[0]["assignments"]));
    let all =
        json!({"start_time": "2025-03-21T10:00:00Z", "end_time": "2025-03-21T12:00:00Z", "assignments": assignments});
    let changed = put(&simulator, &targets[1], update(all)).await.body["custom_shift"].clone();
    assert_eq!(changed["assignments"][0]["member"]["user_id"], *other);
    let backwards = put(&simulator, &targets[1], update(json!({"end_time": "2025-03-21T09:00:00Z"}))).await;
    assert_eq!((backwards.status, backwards.code()), (400, Some(2001)));
    assert_eq!(delete(&simulator, text(&made[0], "id")).await.status, 204);
    assert_eq!(
        get(&simulator, &format!("{}?time_zone=UTC", targets[0])).await.body["custom_shift"]["end_time"],
        support::NOW
    );
    assert_eq!(delete(&simulator, text(&made[0], "id")).await.status, 400);
}

#[tokio::test]
async fn what_is_wrong_is_named_by_its_field_and_nothing_is_made() {
    let simulator = simulator().await;
    let user = simulator.account().teamless_user.id;
    let good = wanted("2025-03-20T10:00:00Z", "2025-03-20T12:00:00Z", &user);
    let with = |name: &str, value: Value| {
        let mut bad = good.clone();
        bad[name] = value;
        bad
    };
    for (bad, field) in [
        (with("type", json!("shift")), "custom_shift.type"),
        (with("start_time", json!("soon")), "custom_shift.start_time"),
        (with("end_time", json!("2025-03-20T10:00:00Z")), "custom_shift.end_time"),
        (with("assignments", json!([])), "custom_shift.assignments"),
        (wanted("2025-03-20T10:00:00Z", "2025-03-20T12:00:00Z", "PNOBODY"), "custom_shift.assignments.member.user_id"),
        (wanted("2025-02-20T10:00:00Z", "2025-02-20T12:00:00Z", &user), "custom_shift.end_time"),
    ] {
        let refused = create(&simulator, &[good.clone(), bad]).await;
        assert_eq!((refused.status, refused.code()), (400, Some(2001)));
        assert!(refused.body["error"]["errors"][field][0].is_string(), "{field}: {}", refused.text);
    }
    assert!(list(&simulator, "custom_shifts", &format!("{}?{RANGE}", path(&simulator))).await.is_empty());
    assert_eq!(send_as(&simulator, token::OAUTH_SCOPED, "POST", &path(&simulator), Some(&json!({}))).await.status, 403);
}
