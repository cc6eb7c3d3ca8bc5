//! Setting up shift-based schedules: schedules, rotations and their events.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use pagerduty_sim::{Simulator, token};
use serde_json::{Value, json};
use support::{Answer, get, ids, list, post, put, send_as, simulator, text};

async fn delete(simulator: &Simulator, target: &str) -> Answer {
    send_as(simulator, token::USER, "DELETE", target, None).await
}

/// A new schedule; its path.
async fn schedule(simulator: &Simulator) -> String {
    let fields = json!({"name": "Night Watch", "time_zone": "America/New_York"});
    let answer = post(simulator, "/v3/schedules", json!({"schedule": fields})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    format!("/v3/schedules/{}", text(&answer.body["schedule"], "id"))
}

/// A new rotation of it; its path.
async fn rotation(simulator: &Simulator, schedule: &str) -> String {
    let answer = post(simulator, &format!("{schedule}/rotations"), json!({})).await;
    assert_eq!((answer.status, &answer.body["rotation"]["events"]), (201, &json!([])));
    format!("{schedule}/rotations/{}", text(&answer.body["rotation"], "id"))
}

fn at(time: &str) -> Value {
    json!({"date_time": time, "time_zone": "America/New_York"})
}

/// Two users who take shifts of twelve hours from nine in the evening, a night each.
fn nights(users: &[String]) -> Value {
    let members: Vec<Value> = users.iter().map(|id| json!({"type": "user_member", "user_id": id})).collect();
    json!({
        "name": "Nights",
        "start_time": at("2025-03-07T21:00:00-05:00"),
        "end_time": at("2025-03-08T09:00:00-05:00"),
        "effective_since": "2025-03-07T00:00:00Z",
        "recurrence": ["RRULE:FREQ=DAILY"],
        "assignment_strategy": {
            "type": "rotating_member_assignment_strategy",
            "shifts_per_member": 1,
            "members": members,
        },
    })
}

fn users(simulator: &Simulator) -> [String; 2] {
    let facts = simulator.account();
    [facts.teamless_user.id, facts.demo_user.id]
}

async fn shifts(simulator: &Simulator, schedule: &str) -> Vec<(String, String, Value)> {
    let range = "since=2025-03-07T12:00:00Z&until=2025-03-10T16:00:00Z&time_zone=UTC";
    let answer = get(simulator, &format!("{schedule}?include[]=final_schedule&{range}")).await;
    let shifts = answer.body["schedule"]["final_schedule"]["computed_shift_assignments"].clone();
    let taken = shifts.as_array().expect("shifts").iter().filter(|shift| shift["member"]["type"] == "user_member");
    let row = |shift: &Value| {
        (text(shift, "start_time").to_owned(), text(shift, "end_time").to_owned(), shift["member"]["user_id"].clone())
    };
    taken.map(row).collect()
}

#[tokio::test]
async fn a_rotation_takes_effect_on_the_clock_on_the_wall() {
    let simulator = simulator().await;
    let schedule = schedule(&simulator).await;
    let rotation = rotation(&simulator, &schedule).await;
    let [one, other] = users(&simulator);
    let answer =
        post(&simulator, &format!("{rotation}/events"), json!({"event": nights(&[one.clone(), other.clone()])})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let event = &answer.body["event"];
    assert_eq!((&event["recurrence"], &event["effective_until"]), (&json!(["RRULE:FREQ=DAILY"]), &Value::Null));
    let shift = |start: &str, end: &str, user: &str| (start.to_owned(), end.to_owned(), json!(user));
    assert_eq!(
        shifts(&simulator, &schedule).await,
        [
            shift("2025-03-08T02:00:00Z", "2025-03-08T14:00:00Z", &one),
            // Daylight saving begins in this night, which is an hour shorter.
            shift("2025-03-09T02:00:00Z", "2025-03-09T13:00:00Z", &other),
            shift("2025-03-10T01:00:00Z", "2025-03-10T13:00:00Z", &one),
        ]
    );
    let events = list(&simulator, "events", &format!("{rotation}/events")).await;
    assert_eq!(events, std::slice::from_ref(event));
    let one = get(&simulator, &format!("{rotation}/events/{}", text(event, "id"))).await;
    assert_eq!(one.body["event"], *event);
    assert_eq!(get(&simulator, &rotation).await.body["rotation"]["events"], json!(events));
    assert_eq!(delete(&simulator, &format!("{rotation}/events/{}", text(event, "id"))).await.status, 204);
    assert!(list(&simulator, "events", &format!("{rotation}/events")).await.is_empty());
    assert!(shifts(&simulator, &schedule).await.is_empty());
}

#[tokio::test]
async fn everybody_can_be_on_call_at_once() {
    let simulator = simulator().await;
    let schedule = schedule(&simulator).await;
    let rotation = rotation(&simulator, &schedule).await;
    let mut event = nights(&users(&simulator));
    event["assignment_strategy"]["type"] = "every_member_assignment_strategy".into();
    event["effective_until"] = "2025-03-09T00:00:00Z".into();
    post(&simulator, &format!("{rotation}/events"), json!({"event": event})).await;
    let shifts = shifts(&simulator, &schedule).await;
    assert_eq!(shifts.len(), 2);
    assert_eq!(shifts[0].0, shifts[1].0);
}

#[tokio::test]
async fn a_rotation_that_is_deleted_keeps_what_is_over() {
    let simulator = simulator().await;
    let id = simulator.account().shift_based_schedule.expect("a schedule").id;
    let schedule = format!("/v3/schedules/{id}");
    let rotations = list(&simulator, "rotations", &format!("{schedule}/rotations")).await;
    for rotation in &rotations {
        assert_eq!(delete(&simulator, &format!("{schedule}/rotations/{}", text(rotation, "id"))).await.status, 204);
    }
    assert!(list(&simulator, "rotations", &format!("{schedule}/rotations")).await.is_empty());
    let gone = get(&simulator, &format!("{schedule}/rotations/{}", text(&rotations[0], "id"))).await;
    assert_eq!((gone.status, gone.code()), (404, Some(2100)));
    let range = "since=2025-03-05T00:00:00Z&until=2025-03-06T00:00:00Z&time_zone=UTC";
    let answer = get(&simulator, &format!("{schedule}?include[]=final_schedule&{range}")).await;
    let shifts = answer.body["schedule"]["final_schedule"]["computed_shift_assignments"].clone();
    let last = shifts.as_array().and_then(|shifts| shifts.last()).expect("shifts").clone();
    assert_eq!((text(&last, "start_time"), &last["member"]["type"]), (support::NOW, &json!("empty_member")));
    assert!(list(&simulator, "oncalls", &format!("/oncalls?schedule_ids[]={id}")).await.is_empty());
}

#[tokio::test]
async fn schedules_are_made_changed_and_deleted() {
    let simulator = simulator().await;
    let team = simulator.account().demo_teams[0].clone();
    let fields = json!({
        "name": "Bridges",
        "time_zone": "UTC",
        "description": "Who opens them",
        "teams": [{"id": team.id, "type": "team_reference"}],
    });
    let made = post(&simulator, "/v3/schedules", json!({"schedule": fields})).await.body["schedule"].clone();
    assert_eq!(
        (&made["name"], &made["type"], &made["rotations"]),
        (&json!("Bridges"), &json!("schedule_v3"), &json!([]))
    );
    assert_eq!(made["teams"][0]["id"], team.id);
    let schedule = format!("/v3/schedules/{}", text(&made, "id"));
    let changed = put(&simulator, &schedule, json!({"schedule": {"time_zone": "Asia/Tokyo"}})).await;
    let mut expected = made.clone();
    expected["time_zone"] = "Asia/Tokyo".into();
    assert_eq!(changed.body["schedule"], expected);
    let listed = list(&simulator, "schedules", &format!("/v3/schedules?team_ids[]={}", team.id)).await;
    assert_eq!(ids(&listed), [text(&made, "id")]);
    assert_eq!(delete(&simulator, &schedule).await.status, 204);
    for target in [schedule.clone(), schedule.replace("/v3", "")] {
        assert_eq!(get(&simulator, &target).await.status, 404, "{target}");
    }
    assert_eq!(list(&simulator, "schedules", "/v3/schedules").await.len(), 1);
    let used = simulator.account().shift_based_schedule.expect("a schedule").id;
    let refused = delete(&simulator, &format!("/v3/schedules/{used}")).await;
    assert!(refused.body["error"]["errors"]["schedule.escalation_policies"][0].is_string(), "{}", refused.text);
}

#[tokio::test]
async fn what_is_wrong_is_named_by_its_field() {
    let simulator = simulator().await;
    let schedule = schedule(&simulator).await;
    let rotation = rotation(&simulator, &schedule).await;
    let with = |name: &str, value: Value| {
        let mut bad = nights(&users(&simulator));
        bad[name] = value;
        bad
    };
    let strategy = |name: &str, value: Value| {
        let mut strategy = nights(&users(&simulator))["assignment_strategy"].clone();
        strategy[name] = value;
        with("assignment_strategy", strategy)
    };
    for (bad, field) in [
        (with("name", Value::Null), "event.name"),
        (with("start_time", at("soon")), "event.start_time.date_time"),
        (with("end_time", json!({"date_time": "2025-03-08", "time_zone": "Mars"})), "event.end_time.time_zone"),
        (with("end_time", at("2025-03-07T21:00:00-05:00")), "event.end_time"),
        (with("effective_since", json!("2027-01-01T00:00:00Z")), "event.effective_since"),
        (with("effective_until", json!("2025-03-06T00:00:00Z")), "event.effective_until"),
        (with("recurrence", json!([])), "event.recurrence"),
        (strategy("type", json!("user_assignment_strategy")), "event.assignment_strategy.type"),
        (strategy("shifts_per_member", Value::Null), "event.assignment_strategy.shifts_per_member"),
        (strategy("members", json!([])), "event.assignment_strategy.members"),
        (
            strategy("members", json!([{"type": "user_member", "user_id": "PNOBODY"}])),
            "event.assignment_strategy.members.user_id",
        ),
    ] {
        let refused = post(&simulator, &format!("{rotation}/events"), json!({"event": bad})).await;
        assert_eq!((refused.status, refused.code()), (400, Some(2001)), "{field}");
        assert!(refused.body["error"]["errors"][field][0].is_string(), "{field}: {}", refused.text);
    }
    let good = json!({"event": nights(&users(&simulator))});
    assert_eq!(post(&simulator, &format!("{rotation}/events"), good.clone()).await.status, 201);
    let second = post(&simulator, &format!("{rotation}/events"), good).await;
    assert_eq!(second.body["error"]["errors"], json!({"rotation.events": ["cannot overlap"]}));
    let full = post(&simulator, &format!("{schedule}/rotations"), json!({"name": "Nights"})).await;
    assert_eq!(full.status, 400);
    for (fields, field) in [
        (json!({"time_zone": "UTC"}), "schedule.name"),
        (json!({"name": "", "time_zone": "UTC"}), "schedule.name"),
        (json!({"name": "A"}), "schedule.time_zone"),
        (json!({"name": "A", "time_zone": "Mars"}), "schedule.time_zone"),
        (json!({"name": "A", "time_zone": "UTC", "rotations": []}), "schedule.rotations"),
        (
            json!({"name": "A", "time_zone": "UTC", "teams": [{"id": "PNONE", "type": "team_reference"}]}),
            "schedule.teams",
        ),
    ] {
        let refused = post(&simulator, "/v3/schedules", json!({"schedule": fields})).await;
        assert!(refused.body["error"]["errors"][field][0].is_string(), "{field}: {}", refused.text);
    }
}
