//! Overrides of schedules, and swapping shifts.

use pagerduty_sim::{Effect, Fault};
use serde_json::{Value, json};

use crate::support::Account;

/// Who is on call in a schedule at a time.
async fn on_call(account: &Account, schedule: &str, at: &str, until: &str) -> Value {
    let arguments = json!({"schedule_id": schedule, "since": at, "until": until});
    let users = account.call("list_users_oncall", arguments).await["users"].clone();
    users.as_array().unwrap().iter().map(|user| user["id"].clone()).collect()
}

/// What was sent to change a schedule.
fn sent(account: &Account) -> Value {
    let requests = account.simulator.requests();
    requests.into_iter().find(|request| request.method == "POST").unwrap().body.unwrap()
}

#[tokio::test]
async fn somebody_stands_in_and_no_longer() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let (schedule, user) = (facts.demo_schedule.unwrap(), facts.teamless_user);
    let (start, end) = ("2026-06-20T08:00:00Z", "2026-06-20T12:00:00Z");
    let before = on_call(&account, &schedule.id, start, end).await;
    account.simulator.clear_requests();
    let arguments = json!({"schedule_id": schedule.summary, "user_id": user.summary, "start": start, "end": end});
    let answer = account.call("create_override", arguments).await;
    assert_eq!(
        sent(&account),
        json!({"overrides": [{"start": start, "end": end, "user": {"id": user.id, "type": "user_reference"}}]})
    );
    let id = &answer["overrides"][0]["id"];
    assert_eq!(answer["overrides"][0]["user"]["id"], user.id, "read back: {answer}");
    assert_eq!(on_call(&account, &schedule.id, start, end).await, json!([user.id]));
    account.requests();
    let listed = account.call("get_overrides", json!({"schedule_id": schedule.id, "until": "2026-07-01"})).await;
    assert!(listed["overrides"].as_array().unwrap().iter().any(|one| one["id"] == *id), "{listed}");
    let path = format!("GET /schedules/{}/overrides", schedule.id);
    assert_eq!(account.requests(), [format!("{path}?since=2026-06-15T14:00:00Z&until=2026-07-01T00:00:00Z")]);
    account.call("delete_override", json!({"schedule_id": schedule.id, "override_id": id})).await;
    let sent = account.requests();
    assert_eq!(
        sent[..2],
        [format!("GET /schedules/{}", schedule.id), format!("DELETE {}/{}", &path[4..], id.as_str().unwrap())]
    );
    assert_eq!(on_call(&account, &schedule.id, start, end).await, before);
    let error = account.fail("delete_override", json!({"schedule_id": schedule.id, "override_id": "QNONE"})).await;
    assert!(error["hint"].as_str().unwrap().contains("get_overrides"), "{error}");
}

#[tokio::test]
async fn what_pagerduty_refuses_inside_a_success_is_an_error() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let schedule = facts.demo_schedule.unwrap().id;
    let body = json!([{"status": 400, "errors": ["Override must end in the future"], "override": {}}]).to_string();
    let effect = Effect::Answer { status: 201, content_type: "application/json".into(), body };
    let path = format!("/schedules/{schedule}/overrides");
    account.simulator.faults().add(Fault { method: Some("POST".into()), ..Fault::new(&path, effect) });
    let arguments =
        json!({"schedule_id": schedule, "user_id": facts.demo_user.id, "start": "2026-07-01", "end": "2026-07-02"});
    let error = account.fail("create_override", arguments).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    assert!(error["hint"].as_str().unwrap().contains("nothing was changed"), "{error}");
    account.requests();
    let arguments = json!({"schedule_id": schedule, "user_id": "PU1", "start": "2026-07-02T00:00:00Z", "end": "2026-07-01T00:00:00Z"});
    let error = account.fail("create_override", arguments).await;
    assert_eq!(error["code"], "INVALID_TIME_RANGE");
    assert!(error["message"].as_str().unwrap().starts_with("`start`"), "{error}");
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn an_override_of_the_past_is_refused_and_one_that_should_have_begun_begins_now() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let schedule = facts.demo_schedule.unwrap().id;
    let span = |start: &str, end: &str| json!({"schedule_id": schedule, "user_id": facts.demo_user.id, "start": start, "end": end, "dry_run": true});
    let error = account.fail("create_override", span("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")).await;
    assert_eq!(error["code"], "INVALID_TIME_RANGE", "{error}");
    assert!(error["message"].as_str().unwrap().ends_with("is over"), "{error}");
    assert_eq!(account.requests(), Vec::<String>::new());
    for (start, is_late) in [("2026-06-15T13:00:00Z", true), ("2026-06-15T15:00:00Z", false)] {
        let answer = account.call("create_override", span(start, "2026-06-15T20:00:00Z")).await;
        let would = answer["metadata"]["would"].as_str().unwrap();
        assert_eq!(would.contains("it begins now"), is_late, "{would}");
    }
}

#[tokio::test]
async fn what_was_done_and_cannot_be_read_back_is_not_to_be_repeated() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let schedule = facts.demo_schedule.unwrap().id;
    let path = format!("/schedules/{schedule}/overrides");
    let effect = Effect::Answer { status: 500, content_type: "application/json".into(), body: "{}".into() };
    account.simulator.faults().add(Fault { method: Some("GET".into()), ..Fault::new(&path, effect) });
    let (start, end) = ("2026-06-20T08:00:00Z", "2026-06-20T12:00:00Z");
    let arguments = json!({"schedule_id": schedule, "user_id": facts.demo_user.id, "start": start, "end": end});
    let error = account.fail("create_override", arguments).await;
    assert!(error["message"].as_str().unwrap().starts_with("the change was made"), "{error}");
    assert!(error["hint"].as_str().unwrap().contains("do not repeat"), "{error}");
    assert_eq!(error.get("retry_after_seconds"), None);
}

#[tokio::test]
async fn two_people_swap_their_next_shifts() {
    let account = Account::start().await;
    let schedule = account.simulator.account().demo_schedule.unwrap().id;
    let arguments = json!({"schedule_id": schedule, "since": "2026-06-15T14:00:00Z", "until": "2026-08-01"});
    let shifts = account.call("get_schedules", arguments).await["schedules"][0]["final_schedule"].clone();
    let shifts = shifts.as_array().unwrap();
    let one = &shifts[1];
    let other = shifts.iter().skip(2).find(|shift| shift["user"]["id"] != one["user"]["id"]).unwrap();
    account.simulator.clear_requests();
    let at = |shift: &Value| shift["start"].clone();
    let arguments = json!({
        "schedule_id": schedule, "user_id": one["user"]["id"], "other_user_id": other["user"]["summary"],
        "shift": at(one), "other_shift": at(other),
    });
    account.call("swap_shifts", arguments).await;
    // A shift that somebody stands in for in the middle is several overrides.
    let mut users: Vec<Value> =
        sent(&account)["overrides"].as_array().unwrap().iter().map(|one| one["user"]["id"].clone()).collect();
    users.dedup();
    assert_eq!(users, [other["user"]["id"].clone(), one["user"]["id"].clone()]);
    for (shift, user) in [(one, other), (other, one)] {
        let (start, end) = (shift["start"].as_str().unwrap(), shift["end"].as_str().unwrap());
        assert_eq!(on_call(&account, &schedule, start, end).await, json!([user["user"]["id"]]));
    }
    let arguments = json!({"schedule_id": schedule, "user_id": "PNONE01", "other_user_id": one["user"]["id"]});
    let error = account.fail("swap_shifts", arguments).await;
    assert!(error["message"].as_str().unwrap().contains("no shift"), "{error}");
}

#[tokio::test]
async fn the_next_shift_is_one_that_has_not_begun() {
    let account = Account::start().await;
    let schedule = account.simulator.account().demo_schedule.unwrap().id;
    let now = "2026-06-15T14:00:00Z";
    let arguments = json!({"schedule_id": schedule, "since": now, "until": "2026-08-10"});
    let shifts = account.call("get_schedules", arguments).await["schedules"][0]["final_schedule"].clone();
    let shifts = shifts.as_array().unwrap();
    let time = |value: &Value| value.as_str().unwrap().parse::<pagerduty::Timestamp>().unwrap();
    let me = shifts[0]["user"]["id"].clone();
    assert!(time(&shifts[0]["start"]) <= now.parse().unwrap(), "somebody is on call now");
    let next = |user: &Value| shifts[1..].iter().find(|shift| shift["user"]["id"] == *user).unwrap();
    let other = shifts.iter().map(|shift| &shift["user"]["id"]).find(|id| **id != me).unwrap();
    let arguments = json!({"schedule_id": schedule, "user_id": me, "other_user_id": other});
    account.simulator.clear_requests();
    let answer = account.call("swap_shifts", arguments).await;
    let starts: Vec<_> =
        sent(&account)["overrides"].as_array().unwrap().iter().map(|one| time(&one["start"])).collect();
    for shift in [next(&me), next(other)] {
        assert!(starts.contains(&time(&shift["start"])), "{starts:?}");
    }
    for shown in answer["overrides"].as_array().unwrap() {
        assert!([&me, other].contains(&&shown["user"]["id"]), "{shown}");
    }
}

#[tokio::test]
async fn a_whole_shift_is_swapped_also_where_somebody_stands_in_for_a_part() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let schedule = facts.demo_schedule.unwrap().id;
    let now = "2026-06-15T14:00:00Z";
    let arguments = json!({"schedule_id": schedule, "since": now, "until": "2026-08-10"});
    let shifts = account.call("get_schedules", arguments).await["schedules"][0]["final_schedule"].clone();
    let shifts = shifts.as_array().unwrap();
    let time = |value: &Value| value.as_str().unwrap().parse::<pagerduty::Timestamp>().unwrap();
    // Shifts that begin and end well ahead, where nobody stands in yet.
    let (me, other) =
        (&shifts[3], &shifts[4..].iter().find(|one| one["user"]["id"] != shifts[3]["user"]["id"]).unwrap());
    let (start, end) = (time(&me["start"]), time(&me["end"]));
    let (from, to) = (start.plus_seconds(3600), start.plus_seconds(7200));
    assert!(to < end);
    let cut = json!({
        "schedule_id": schedule, "user_id": facts.teamless_user.id, "start": from.to_string(), "end": to.to_string(),
    });
    account.call("create_override", cut).await;
    account.simulator.clear_requests();
    let arguments = json!({
        "schedule_id": schedule, "user_id": me["user"]["id"], "other_user_id": other["user"]["id"],
        "shift": to.to_string(), "other_shift": other["start"], "dry_run": true,
    });
    let answer = account.call("swap_shifts", arguments).await;
    let overrides = answer["requests"][0]["body"]["overrides"].as_array().unwrap();
    let spans: Vec<_> = overrides.iter().map(|one| (time(&one["start"]), time(&one["end"]))).collect();
    assert!(spans.contains(&(start, from)) && spans.contains(&(to, end)), "{answer:#}");
    let would = answer["metadata"]["would"].as_str().unwrap();
    assert!(would.contains("one shift in ") && would.contains('@'), "{would}");
}
