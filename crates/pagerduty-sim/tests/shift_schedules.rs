//! Shift-based schedules: an API of their own, and the same on-calls as all others.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use pagerduty_sim::{Simulator, token};
use serde_json::{Value, json};
use support::{get, ids, list, post, send_as, simulator, text};

const RANGE: &str = "since=2025-03-05T00:00:00Z&until=2025-03-12T00:00:00Z";

fn schedule(simulator: &Simulator) -> String {
    simulator.account().shift_based_schedule.expect("a shift-based schedule").id
}

async fn shifts(simulator: &Simulator, query: &str) -> Vec<Value> {
    let target = format!("/v3/schedules/{}?include[]=final_schedule&{query}", schedule(simulator));
    let answer = get(simulator, &target).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let shifts = &answer.body["schedule"]["final_schedule"]["computed_shift_assignments"];
    shifts.as_array().expect("shifts").clone()
}

#[tokio::test]
async fn each_kind_has_its_own_lists() {
    let simulator = simulator().await;
    let id = schedule(&simulator);
    let answer = get(&simulator, "/v3/schedules").await;
    assert_eq!(ids(answer.rows("schedules")), [id.as_str()]);
    assert_eq!((&answer.body["limit"], answer.body.get("total")), (&json!(100), None));
    let row = &answer.body["schedules"][0];
    assert_eq!(row["type"], "schedule_v3_reference");
    assert_eq!(row["self"], format!("https://api.pagerduty.com/v3/schedules/{id}"));
    let older = list(&simulator, "schedules", "/schedules?limit=100").await;
    assert_eq!(older.len(), simulator.account().counts.schedules);
    assert!(older.iter().all(|row| row["id"] != id && row["type"] == "schedule"));
    assert!(list(&simulator, "schedules", "/v3/schedules?query=liaison").await.len() == 1);
    assert!(list(&simulator, "schedules", "/v3/schedules?query=checkout").await.is_empty());
    let team = &simulator.account().demo_teams[0].id;
    assert!(list(&simulator, "schedules", &format!("/v3/schedules?team_ids[]={team}")).await.is_empty());
}

#[tokio::test]
async fn each_kind_is_refused_by_the_endpoints_of_the_other() {
    let simulator = simulator().await;
    let id = schedule(&simulator);
    let older = simulator.account().demo_schedule.expect("a schedule").id;
    for target in
        [format!("/schedules/{id}"), format!("/schedules/{id}/users"), format!("/schedules/{id}/overrides?{RANGE}")]
    {
        let refused = get(&simulator, &target).await;
        assert_eq!((refused.status, refused.code()), (400, Some(2001)), "{target}");
        assert_eq!(refused.body["error"]["type"], "schedule_v3");
    }
    let wanted = json!({"overrides": [{"start": "2025-04-01", "end": "2025-04-02", "user": {"id": "P"}}]});
    assert_eq!(post(&simulator, &format!("/schedules/{id}/overrides"), wanted).await.status, 400);
    for rest in ["", "/rotations", &format!("/overrides?{RANGE}"), &format!("/custom_shifts?{RANGE}")] {
        let refused = get(&simulator, &format!("/v3/schedules/{older}{rest}")).await;
        assert_eq!((refused.status, refused.code()), (400, Some(2001)), "{rest}");
        assert!(refused.body["error"]["errors"].is_object());
        let unknown = get(&simulator, &format!("/v3/schedules/PNOTHIN{rest}")).await;
        assert_eq!((unknown.status, unknown.code()), (404, Some(2100)), "{rest}");
    }
    let unbounded = get(&simulator, &format!("/v3/schedules/{id}/overrides?since=2025-03-05")).await;
    assert_eq!(unbounded.body["error"]["errors"], json!({"until": ["is required"]}));
}

#[tokio::test]
async fn shifts_cover_the_range_and_name_their_source() {
    let simulator = simulator().await;
    let id = schedule(&simulator);
    let bare = get(&simulator, &format!("/v3/schedules/{id}?{RANGE}")).await.body["schedule"].clone();
    assert!(bare.get("final_schedule").is_none(), "only if it is included");
    assert_eq!((&bare["type"], &bare["time_zone"]), (&json!("schedule_v3"), &json!("Europe/Berlin")));
    let rotations = list(&simulator, "rotations", &format!("/v3/schedules/{id}/rotations")).await;
    assert_eq!(bare["rotations"], json!(rotations));
    let event = &rotations[0]["events"][0];
    assert_eq!(event["recurrence"], json!(["RRULE:FREQ=DAILY"]));
    assert_eq!(event["assignment_strategy"]["shifts_per_member"], 7);
    let shifts = shifts(&simulator, &format!("{RANGE}&time_zone=UTC")).await;
    assert_eq!(shifts[0]["start_time"], "2025-03-05T00:00:00Z");
    assert_eq!(shifts[shifts.len() - 1]["end_time"], "2025-03-12T00:00:00Z");
    assert!(shifts.windows(2).all(|pair| pair[0]["end_time"] == pair[1]["start_time"]));
    let overrides = list(&simulator, "overrides", &format!("/v3/schedules/{id}/overrides?{RANGE}&time_zone=UTC")).await;
    assert_eq!(overrides.len(), 1);
    let source = |kind: &str| shifts.iter().find(|shift| shift["source"]["type"] == kind).expect("a shift").clone();
    assert_eq!(source("schedule_rotation")["source"]["rotation_id"], rotations[1]["id"], "it begins by night");
    let replaced = source("schedule_rotation_override");
    assert_eq!(replaced["source"]["override_id"], overrides[0]["id"]);
    assert_eq!(
        (&replaced["start_time"], &replaced["member"]),
        (&overrides[0]["start_time"], &overrides[0]["overriding_member"])
    );
    assert_eq!(overrides[0]["rotation_id"], rotations[0]["id"]);
    assert_eq!(overrides[0]["start_time"], "2025-03-10T08:00:00Z", "nine o'clock in Berlin");
    assert!(list(&simulator, "custom_shifts", &format!("/v3/schedules/{id}/custom_shifts?{RANGE}")).await.is_empty());
}

#[tokio::test]
async fn nobody_is_a_member_too() {
    let simulator = simulator().await;
    let shifts = shifts(&simulator, "since=2024-01-01T00:00:00Z&until=2024-01-02T00:00:00Z").await;
    assert_eq!(shifts.len(), 1, "the schedule is not that old");
    assert_eq!(shifts[0]["member"], json!({"type": "empty_member"}));
}

#[tokio::test]
async fn on_calls_and_policies_refer_to_it() {
    let simulator = simulator().await;
    let id = schedule(&simulator);
    let on_calls = list(&simulator, "oncalls", &format!("/oncalls?schedule_ids[]={id}&{RANGE}&limit=100")).await;
    assert!(!on_calls.is_empty());
    assert!(on_calls.iter().all(|on_call| on_call["schedule"]["type"] == "schedule_v3_reference"));
    let now = list(&simulator, "oncalls", &format!("/oncalls?schedule_ids[]={id}")).await;
    let narrow = shifts(&simulator, "since=2025-03-05T15:20:00Z&until=2025-03-05T15:20:01Z").await;
    assert_eq!(narrow[0]["member"]["user_id"], now[0]["user"]["id"]);
    let policies =
        get(&simulator, &format!("/v3/schedules/{id}")).await.body["schedule"]["escalation_policies"].clone();
    let policy = text(&policies[0], "id");
    assert_eq!(now[0]["escalation_policy"]["id"], policy);
    let policy = get(&simulator, &format!("/escalation_policies/{policy}")).await;
    let targets = policy.body["escalation_policy"]["escalation_rules"][0]["targets"].clone();
    let types: Vec<&str> = targets.as_array().expect("targets").iter().map(|target| text(target, "type")).collect();
    assert_eq!(types, ["schedule_reference", "schedule_v3_reference"]);
    let whole = list(&simulator, "oncalls", &format!("/oncalls?schedule_ids[]={id}&include[]=schedules")).await;
    assert_eq!(whole[0]["schedule"]["type"], "schedule_v3_reference");
    let scoped = send_as(&simulator, token::OAUTH_SCOPED, "GET", "/v3/schedules", None).await;
    assert_eq!(scoped.status, 200);
}
