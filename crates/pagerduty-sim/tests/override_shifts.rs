//! Overrides of shift-based schedules: each takes the place of one member in the shifts of one rotation.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use pagerduty_sim::{Simulator, token};
use serde_json::{Value, json};
use support::{Answer, get, list, post, send_as, simulator, text};

const RANGE: &str = "since=2025-03-20T00:00:00Z&until=2025-03-21T00:00:00Z&time_zone=UTC";

fn path(simulator: &Simulator) -> String {
    format!("/v3/schedules/{}", simulator.account().shift_based_schedule.expect("a shift-based schedule").id)
}

async fn shifts(simulator: &Simulator) -> Vec<Value> {
    let target = format!("{}?include[]=final_schedule&{RANGE}", path(simulator));
    let schedule = get(simulator, &target).await.body["schedule"].clone();
    schedule["final_schedule"]["computed_shift_assignments"].as_array().expect("shifts").clone()
}

/// An override of two hours in the shift by day.
fn wanted(shift: &Value, user: &str) -> Value {
    json!({
        "type": "override_shift",
        "rotation_id": shift["source"]["rotation_id"],
        "start_time": "2025-03-20T10:00:00Z",
        "end_time": "2025-03-20T12:00:00Z",
        "overridden_member": shift["member"],
        "overriding_member": {"type": "user_member", "user_id": user},
    })
}

async fn create(simulator: &Simulator, overrides: &[Value]) -> Answer {
    post(simulator, &format!("{}/overrides", path(simulator)), json!({"overrides": overrides})).await
}

async fn delete(simulator: &Simulator, id: &str) -> Answer {
    send_as(simulator, token::USER, "DELETE", &format!("{}/overrides/{id}", path(simulator)), None).await
}

/// Who is on call at eleven, by the on-calls.
async fn on_call(simulator: &Simulator) -> Vec<String> {
    let id = simulator.account().shift_based_schedule.expect("a schedule").id;
    let target = format!("/oncalls?since=2025-03-20T11:00:00Z&until=2025-03-20T11:00:00Z&schedule_ids[]={id}");
    let on_calls = list(simulator, "oncalls", &target).await;
    on_calls.iter().map(|on_call| text(&on_call["user"], "id").to_owned()).collect()
}

#[tokio::test]
async fn an_override_takes_effect_and_can_be_deleted() {
    let simulator = simulator().await;
    let (before, by_day) = (shifts(&simulator).await, on_call(&simulator).await);
    let user = simulator.account().teamless_user.id;
    let day = before.iter().find(|shift| text(shift, "start_time") == "2025-03-20T07:00:00Z").expect("eight in Berlin");
    let answer = create(&simulator, &[wanted(day, &user)]).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let made = &answer.body["overrides"][0];
    assert_eq!((&made["overridden_member"], &made["rotation_id"]), (&day["member"], &day["source"]["rotation_id"]));
    let after = shifts(&simulator).await;
    assert_eq!(after.len(), before.len() + 2, "the shift is in three parts");
    let part = after.iter().find(|shift| shift["source"]["override_id"] == made["id"]).expect("a part");
    assert_eq!(part["source"]["type"], "schedule_rotation_override");
    assert_eq!((text(part, "start_time"), text(&part["member"], "user_id")), ("2025-03-20T10:00:00Z", &*user));
    assert!(on_call(&simulator).await.contains(&user));
    let listed = list(&simulator, "overrides", &format!("{}/overrides?{RANGE}", path(&simulator))).await;
    assert_eq!(listed[0]["id"], made["id"]);
    assert_eq!(delete(&simulator, text(made, "id")).await.status, 204);
    assert_eq!((shifts(&simulator).await, on_call(&simulator).await), (before, by_day));
    assert_eq!(delete(&simulator, text(made, "id")).await.status, 404);
}

#[tokio::test]
async fn an_override_can_be_overridden_and_nobody_can_be_on_call() {
    let simulator = simulator().await;
    let user = simulator.account().teamless_user.id;
    let before = shifts(&simulator).await;
    let day = before.iter().find(|shift| text(shift, "start_time") == "2025-03-20T07:00:00Z").expect("a shift");
    create(&simulator, &[wanted(day, &user)]).await;
    let mut nobody = wanted(day, &user);
    nobody["overridden_member"] = json!({"type": "user_member", "user_id": user});
    nobody["overriding_member"] = json!({"type": "empty_member"});
    assert_eq!(create(&simulator, &[nobody]).await.status, 201);
    assert!(on_call(&simulator).await.is_empty());
}

#[tokio::test]
async fn one_that_has_begun_ends_now() {
    let simulator = simulator().await;
    let target =
        format!("{}?include[]=final_schedule&since=2025-03-05T15:20:00Z&until=2025-03-05T16:00:00Z", path(&simulator));
    let schedule = get(&simulator, &target).await.body["schedule"].clone();
    let shift = &schedule["final_schedule"]["computed_shift_assignments"][0];
    let mut begun = wanted(shift, &simulator.account().teamless_user.id);
    (begun["start_time"], begun["end_time"]) = (json!("2025-03-05T15:00:00Z"), json!("2025-03-05T16:00:00Z"));
    let made = create(&simulator, &[begun]).await.body["overrides"][0].clone();
    assert_eq!(delete(&simulator, text(&made, "id")).await.status, 204);
    let range = "since=2025-03-05T00:00:00Z&until=2025-03-06T00:00:00Z&time_zone=UTC";
    let left = list(&simulator, "overrides", &format!("{}/overrides?{range}", path(&simulator))).await;
    assert_eq!(left[0]["end_time"], support::NOW);
    let over = delete(&simulator, text(&made, "id")).await;
    assert_eq!((over.status, over.code()), (400, Some(2001)));
}

#[tokio::test]
async fn what_is_wrong_is_named_by_its_field_and_nothing_is_made() {
    let simulator = simulator().await;
    let shifts = shifts(&simulator).await;
    let day = shifts.iter().find(|shift| text(shift, "start_time") == "2025-03-20T07:00:00Z").expect("a shift");
    let user = simulator.account().teamless_user.id;
    let good = wanted(day, &user);
    let with = |name: &str, value: Value| {
        let mut bad = good.clone();
        bad[name] = value;
        bad
    };
    let other = json!({"type": "user_member", "user_id": user});
    for (bad, field) in [
        (with("type", json!("override")), "override.type"),
        (with("start_time", json!("soon")), "override.start_time"),
        (with("end_time", json!("2025-03-20T10:00:00Z")), "override.end_time"),
        (with("rotation_id", json!("ANOSUCH")), "override.rotation_id"),
        (with("rotation_id", Value::Null), "override"),
        (with("custom_shift_id", json!("ANOSUCH")), "override"),
        (with("overriding_member", json!({"type": "user_member"})), "override.overriding_member.user_id"),
        (with("overridden_member", json!({})), "override.overridden_member.type"),
        (with("overridden_member", other), "override.overridden_member"),
    ] {
        let refused = create(&simulator, &[good.clone(), bad]).await;
        assert_eq!((refused.status, refused.code()), (400, Some(2001)));
        assert!(refused.body["error"]["errors"][field][0].is_string(), "{field}: {}", refused.text);
    }
    assert_eq!(create(&simulator, &[]).await.status, 400);
    let listed = list(&simulator, "overrides", &format!("{}/overrides?{RANGE}", path(&simulator))).await;
    assert!(listed.is_empty());
    let target = format!("{}/overrides", path(&simulator));
    let body = json!({"overrides": [good]});
    for token in [token::READ_ONLY_ACCOUNT, token::OAUTH_READ, token::OAUTH_SCOPED] {
        assert_eq!(send_as(&simulator, token, "POST", &target, Some(&body)).await.status, 403);
    }
}
