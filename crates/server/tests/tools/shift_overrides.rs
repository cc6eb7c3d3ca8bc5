//! Overrides of shift-based schedules: one for each shift that is taken over.

use serde_json::{Value, json};

use crate::support::Account;

async fn account() -> (Account, String) {
    let account = Account::start().await;
    let schedule = account.simulator.account().shift_based_schedule.unwrap();
    (account, schedule.id)
}

/// What is on call in a range, as PagerDuty's v3 API and the tools have it: start, end and user.
async fn shifts(account: &Account, schedule: &str, since: &str, until: &str) -> Vec<(String, String, String)> {
    let arguments = json!({"schedule_id": schedule, "since": since, "until": until});
    let schedules = account.call("get_schedules", arguments).await;
    let shifts = schedules["schedules"][0]["final_schedule"].as_array().unwrap().clone();
    account.simulator.clear_requests();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let utc = |value: &Value| text(value).parse::<pagerduty::Timestamp>().unwrap().to_string();
    shifts.iter().map(|one| (utc(&one["start"]), utc(&one["end"]), text(&one["user"]["id"]))).collect()
}

fn posted(account: &Account) -> Value {
    let requests = account.simulator.requests();
    requests.into_iter().find(|request| request.method == "POST").unwrap().body.unwrap()["overrides"].clone()
}

#[tokio::test]
async fn somebody_takes_over_each_shift_of_a_time() {
    let (account, schedule) = account().await;
    let name = account.simulator.account().shift_based_schedule.unwrap().summary;
    let user = account.simulator.account().teamless_user;
    let (start, end) = ("2026-06-17T12:00:00Z", "2026-06-18T12:00:00Z");
    let before = shifts(&account, &schedule, start, end).await;
    assert_eq!(before.len(), 3, "by day, by night, by day: {before:?}");
    let arguments = json!({"schedule_id": name, "user_id": user.summary, "start": start, "end": end});
    let mut dry = arguments.clone();
    dry["dry_run"] = true.into();
    let shown = account.call("create_override", dry).await["requests"].clone();
    assert_eq!(shown[0]["path"], format!("/v3/schedules/{schedule}/overrides"));
    assert!(account.requests().iter().all(|line| line.starts_with("GET")));

    let answer = account.call("create_override", arguments).await;
    let sent = posted(&account);
    assert_eq!(shown[0]["body"]["overrides"], sent);
    for (one, (from, to, on_call)) in sent.as_array().unwrap().iter().zip(&before) {
        let member = |id: &str| json!({"type": "user_member", "user_id": id});
        assert_eq!((&one["type"], &one["start_time"]), (&json!("override_shift"), &json!(from)));
        assert_eq!((&one["end_time"], &one["overridden_member"]), (&json!(to), &member(on_call)));
        assert_eq!(one["overriding_member"], member(&user.id));
    }
    assert!(sent[0]["rotation_id"].is_string() && sent[0]["rotation_id"] != sent[1]["rotation_id"]);
    assert_eq!(sent.as_array().unwrap().len(), 3);
    assert_eq!(answer["metadata"]["count"], 3, "read back: {answer}");
    let lines = account.requests();
    assert_eq!(lines[2], format!("POST /v3/schedules/{schedule}/overrides"), "{lines:?}");
    assert!(shifts(&account, &schedule, start, end).await.iter().all(|shift| shift.2 == user.id));

    for one in answer["overrides"].as_array().unwrap() {
        account.requests();
        account.call("delete_override", json!({"schedule_id": schedule, "override_id": one["id"]})).await;
        let delete = format!("DELETE /v3/schedules/{schedule}/overrides/{}", one["id"].as_str().unwrap());
        let [v2, v3] = ["", "/v3"].map(|version| format!("GET {version}/schedules/{schedule}"));
        assert_eq!(account.requests()[..3], [v2, format!("{v3}?include[]=final_schedule"), delete]);
    }
    assert_eq!(shifts(&account, &schedule, start, end).await, before);
    let error = account.fail("delete_override", json!({"schedule_id": schedule, "override_id": "ANONE"})).await;
    assert!(error["hint"].as_str().unwrap().contains("get_overrides"), "{error}");
}

#[tokio::test]
async fn who_is_on_call_already_is_not_replaced_and_what_is_over_stays() {
    let (account, schedule) = account().await;
    let shift = shifts(&account, &schedule, "2026-06-15T13:00:00Z", "2026-06-15T15:00:00Z").await.remove(0);
    let arguments = |user: &str, start: &str, end: &str| json!({"schedule_id": schedule, "user_id": user, "start": start, "end": end});
    let error = account.fail("create_override", arguments(&shift.2, &shift.0, &shift.1)).await;
    assert!(error["message"].as_str().unwrap().contains("already on call"), "{error}");
    let user = account.simulator.account().teamless_user.id;
    let error = account.fail("create_override", arguments(&user, "2026-06-14", "2026-06-15")).await;
    assert_eq!(error["code"], "INVALID_TIME_RANGE");
    account.requests();
    account.call("create_override", arguments(&user, &shift.0, &shift.1)).await;
    assert_eq!(posted(&account)[0]["start_time"], "2026-06-15T14:00:00Z", "now, and not an hour ago");
    // Who stands in can be replaced in turn.
    let other = account.simulator.account().demo_user.id;
    account.simulator.clear_requests();
    account.call("create_override", arguments(&other, "2026-06-15T14:30:00Z", "2026-06-15T15:00:00Z")).await;
    assert_eq!(posted(&account)[0]["overridden_member"]["user_id"], user);
    let after = shifts(&account, &schedule, "2026-06-15T14:30:00Z", "2026-06-15T15:00:00Z").await;
    assert_eq!(after[0].2, other);
}

/// A schedule that PagerDuty answers with, in which nobody is on call from two to four.
fn with_a_gap(shifts: &Value) -> String {
    let schedule = json!({
        "id": "PV3", "type": "schedule_v3", "name": "Gaps", "time_zone": "UTC",
        "final_schedule": {"type": "final_schedule", "computed_shift_assignments": shifts},
    });
    json!({"schedule": schedule}).to_string()
}

#[tokio::test]
async fn where_nobody_is_on_call_there_is_nothing_to_override() {
    let account = Account::start().await;
    let user = account.simulator.account().demo_user.id;
    account.answer("/schedules/PV3", 400, r#"{"error":{"message":"Invalid Input Provided","code":2001}}"#);
    let shift = |from: &str, to: &str, member: Value, source: Value| json!({"start_time": format!("2026-06-20T{from}:00:00Z"), "end_time": format!("2026-06-20T{to}:00:00Z"), "member": member, "source": source});
    let ann = json!({"type": "user_member", "user_id": "PANN"});
    let nobody = json!({"type": "empty_member"});
    let shifts = json!([
        shift("00", "02", ann.clone(), json!({"type": "custom_shift", "shift_id": "ACS1"})),
        shift("02", "04", nobody.clone(), json!({"type": "schedule_rotation"})),
        shift("04", "06", nobody.clone(), json!({"type": "schedule_rotation", "rotation_id": "AR1"})),
        shift(
            "06",
            "08",
            ann.clone(),
            json!({"type": "schedule_rotation_override", "rotation_id": "AR1", "override_id": "AO1"})
        ),
    ]);
    account.answer("/v3/schedules/PV3", 200, &with_a_gap(&shifts));
    let arguments = json!({"schedule_id": "PV3", "user_id": user, "start": "2026-06-20T00:00:00Z", "end": "2026-06-20T08:00:00Z", "dry_run": true});
    let answer = account.call("create_override", arguments).await;
    let warning = answer["metadata"]["warnings"][0].as_str().unwrap();
    assert!(warning.contains("2026-06-20T02:00:00Z/2026-06-20T04:00:00Z"), "{warning}");
    let overrides = answer["requests"][0]["body"]["overrides"].as_array().unwrap().clone();
    let origins: Vec<_> =
        overrides.iter().map(|one| (one["rotation_id"].as_str(), one["custom_shift_id"].as_str())).collect();
    assert_eq!(origins, [(None, Some("ACS1")), (Some("AR1"), None), (Some("AR1"), None)]);
    let replaced: Vec<_> = overrides.iter().map(|one| one["overridden_member"].clone()).collect();
    assert_eq!(replaced, [ann.clone(), nobody, ann]);

    account.simulator.faults().clear();
    account.answer("/schedules/PV3", 400, r#"{"error":{"message":"Invalid Input Provided","code":2001}}"#);
    account.answer("/v3/schedules/PV3", 200, &with_a_gap(&json!([shifts[1]])));
    let arguments =
        json!({"schedule_id": "PV3", "user_id": user, "start": "2026-06-20T02:00:00Z", "end": "2026-06-20T04:00:00Z"});
    let error = account.fail("create_override", arguments).await;
    assert!(error["message"].as_str().unwrap().contains("nobody is on call"), "{error}");
}

#[tokio::test]
async fn two_people_swap_their_shifts() {
    let (account, schedule) = account().await;
    let all = shifts(&account, &schedule, "2026-06-15T14:00:00Z", "2026-06-29T14:00:00Z").await;
    let one = &all[1];
    let other = all.iter().skip(2).find(|shift| shift.2 != one.2).unwrap();
    let arguments = json!({
        "schedule_id": schedule, "user_id": one.2, "other_user_id": other.2, "shift": one.0, "other_shift": other.0,
    });
    account.call("swap_shifts", arguments).await;
    let sent = posted(&account);
    let who = |at: usize| {
        (sent[at]["overridden_member"]["user_id"].clone(), sent[at]["overriding_member"]["user_id"].clone())
    };
    assert_eq!(who(0), (json!(one.2), json!(other.2)));
    assert_eq!(who(1), (json!(other.2), json!(one.2)));
    for (shift, user) in [(one, &other.2), (other, &one.2)] {
        let now = shifts(&account, &schedule, &shift.0, &shift.1).await;
        assert_eq!(now, [(shift.0.clone(), shift.1.clone(), user.clone())]);
    }
}

#[tokio::test]
async fn what_pagerduty_refuses_is_said_in_its_words() {
    let (account, schedule) = account().await;
    let body =
        r#"{"error":{"message":"Invalid Request","code":2001,"errors":{"override.end_time":["is too far ahead"]}}}"#;
    account.answer(&format!("/v3/schedules/{schedule}/overrides"), 400, body);
    let user = account.simulator.account().demo_user.id;
    let arguments = json!({"schedule_id": schedule, "user_id": user, "start": "2026-06-20T08:00:00Z", "end": "2026-06-20T09:00:00Z"});
    let error = account.fail("create_override", arguments).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    assert!(error["upstream_message"].as_str().unwrap().contains("override.end_time: is too far ahead"), "{error}");
}
