//! Custom shifts: who is on call beside the rotations of a shift-based schedule.

use pagerduty_sim::{Effect, Fault};
use serde_json::{Value, json};

use crate::support::Account;

const START: &str = "2026-06-20T08:00:00Z";
const END: &str = "2026-06-20T12:00:00Z";

async fn shifts(account: &Account, schedule: &str) -> Vec<Value> {
    let arguments = json!({"schedule_id": schedule, "since": START, "until": END});
    let schedules = account.call("get_schedules", arguments).await;
    schedules["schedules"][0]["final_schedule"].as_array().unwrap().clone()
}

#[tokio::test]
async fn somebody_is_on_call_beside_the_others_until_the_shift_is_deleted() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let (schedule, user) = (facts.shift_based_schedule.unwrap(), facts.teamless_user);
    let before = shifts(&account, &schedule.id).await;
    let arguments = json!({"schedule_id": schedule.summary, "user_id": user.summary, "start": START, "end": END});
    let mut dry = arguments.clone();
    dry["dry_run"] = true.into();
    let shown = account.call("create_custom_shift", dry).await;
    account.requests();
    let answer = account.call("create_custom_shift", arguments).await;
    let path = format!("/v3/schedules/{}/custom_shifts", schedule.id);
    let sent = account.simulator.requests();
    let body = json!({"custom_shifts": [{
        "type": "custom_shift",
        "start_time": START,
        "end_time": END,
        "assignments": [{"type": "shift_assignment", "member": {"type": "user_member", "user_id": user.id}}],
    }]});
    assert_eq!(shown["requests"], json!([{"method": "POST", "path": path, "body": body}]));
    assert_eq!(
        account.requests(),
        [
            format!("GET /v3/schedules/{}", schedule.id),
            format!("POST {path}"),
            format!("GET {path}?since={START}&until={END}&limit=100"),
        ]
    );
    assert_eq!(sent[1].body, Some(body));
    let made = &answer["custom_shifts"][0];
    assert_eq!(made["user"], json!({"id": user.id}));

    let after = shifts(&account, &schedule.id).await;
    assert_eq!(after.len(), before.len() + 1, "{after:?}");
    let shown = after.iter().find(|shift| shift["custom_shift_id"] == made["id"]).unwrap();
    assert_eq!((&shown["start"], &shown["user"]["summary"]), (&made["start"], &json!(user.summary)));
    assert!(before.iter().all(|shift| shift.get("custom_shift_id").is_none()));
    let arguments = json!({"current_user_context": false, "schedule_ids": [schedule.id], "since": START, "until": END});
    let oncalls = account.call("get_oncalls", arguments).await;
    assert!(oncalls["oncalls"].as_array().unwrap().iter().any(|one| one["user"]["id"] == user.id), "{oncalls}");

    // Somebody takes it over, and the others stay.
    let arguments = json!({"schedule_id": schedule.id, "user_id": user.id, "other_user_id": before[0]["user"]["id"], "shift": START});
    account.simulator.clear_requests();
    account.call("swap_shifts", arguments).await;
    let sent = account.simulator.requests();
    let overrides =
        sent.iter().find(|request| request.method == "POST").unwrap().body.clone().unwrap()["overrides"].clone();
    assert_eq!(overrides[0]["custom_shift_id"], made["id"]);

    account.requests();
    let arguments = json!({"schedule_id": schedule.id, "custom_shift_id": made["id"]});
    account.call("delete_custom_shift", arguments.clone()).await;
    assert_eq!(account.requests()[1], format!("DELETE {path}/{}", made["id"].as_str().unwrap()));
    assert!(shifts(&account, &schedule.id).await.iter().all(|shift| shift.get("custom_shift_id").is_none()));
    let error = account.fail("delete_custom_shift", arguments).await;
    assert!(error["hint"].as_str().unwrap().contains("get_schedules"), "{error}");
}

#[tokio::test]
async fn other_schedules_have_none() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let (schedule, user) = (facts.demo_schedule.unwrap().id, facts.demo_user.id);
    let arguments = json!({"schedule_id": schedule, "user_id": user, "start": START, "end": END});
    let error = account.fail("create_custom_shift", arguments).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    assert!(error["hint"].as_str().unwrap().contains("shift-based"), "{error}");
    let arguments = json!({"schedule_id": "PNONE01", "user_id": user, "start": START, "end": END});
    assert_eq!(account.fail("create_custom_shift", arguments).await["code"], "INVALID_SCHEDULE_ID");
    let arguments = json!({"schedule_id": schedule, "user_id": user, "start": END, "end": START});
    assert_eq!(account.fail("create_custom_shift", arguments).await["code"], "INVALID_TIME_RANGE");
}

#[tokio::test]
async fn one_that_may_have_been_made_is_not_made_again() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let schedule = facts.shift_based_schedule.unwrap().id;
    let path = format!("/v3/schedules/{schedule}/custom_shifts");
    let effect = Effect::CloseBeforeAnswer { carried_out: true };
    account.simulator.faults().add(Fault { method: Some("POST".into()), ..Fault::new(&path, effect) });
    let arguments = json!({"schedule_id": schedule, "user_id": facts.demo_user.id, "start": START, "end": END});
    let error = account.fail("create_custom_shift", arguments).await;
    assert!(error["hint"].as_str().unwrap().contains("before doing it again"), "{error}");
    assert_eq!(account.requests().iter().filter(|line| line.starts_with("POST")).count(), 1);
}
