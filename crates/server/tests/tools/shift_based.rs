//! Shift-based schedules, which PagerDuty keeps behind `/v3/schedules`, wherever a schedule is expected.

use serde_json::{Value, json};

use crate::support::Account;

const UNTIL: &str = "2026-06-29T14:00:00Z";

async fn account() -> (Account, String, String) {
    let account = Account::start().await;
    let schedule = account.simulator.account().shift_based_schedule.unwrap();
    (account, schedule.id, schedule.summary)
}

#[tokio::test]
async fn they_are_listed_on_request_and_shown_by_id_with_names() {
    let (account, id, name) = account().await;
    let plain = account.call("get_schedules", json!({"limit": 100})).await;
    assert!(plain["schedules"].as_array().unwrap().iter().all(|one| one["id"] != id));
    account.requests();
    let listed = account.call("get_schedules", json!({"shift_based": true, "query": name, "limit": 5})).await;
    assert_eq!((&listed["schedules"][0]["id"], &listed["schedules"][0]["name"]), (&json!(id), &json!(name)));
    let sent = account.requests();
    assert_eq!(sent, [format!("GET /v3/schedules?query={name}&limit=5")]);

    let shown = account.call("get_schedules", json!({"schedule_id": id, "until": UNTIL})).await;
    let shifts = shown["schedules"][0]["final_schedule"].as_array().unwrap();
    assert!(shifts.iter().all(|shift| shift["user"]["summary"].is_string() && shift["start"].is_string()), "{shown}");
    let sent = account.requests();
    assert!(sent[0].starts_with(&format!("GET /schedules/{id}?since=")), "{sent:?}");
    let since = UNTIL.parse::<pagerduty::Timestamp>().unwrap().plus_days(-14);
    let path = format!("GET /v3/schedules/{id}?since={since}&until={UNTIL}&include[]=final_schedule");
    assert_eq!(sent[1], path);
    let plain = account.call("get_schedules", json!({"schedule_id": id})).await;
    assert_eq!(plain["schedules"][0]["name"], name);
    assert!(plain["schedules"][0].get("final_schedule").is_none());
}

#[tokio::test]
async fn they_are_found_by_name_and_say_who_is_on_call() {
    let (account, id, name) = account().await;
    let found = account.call("find_oncall", json!({"schedule_id": name})).await;
    assert_eq!(found["metadata"]["names_read_as"], json!({name.clone(): id}));
    let first = &found["levels"][0]["on_call"][0]["user"]["id"];
    let users = account.call("list_users_oncall", json!({"schedule_id": name})).await;
    let users: Vec<&Value> = users["users"].as_array().unwrap().iter().map(|user| &user["id"]).collect();
    assert_eq!(users, [first]);
}

#[tokio::test]
async fn their_gaps_are_found_and_their_overrides_seen() {
    let (account, id, _) = account().await;
    let arguments = json!({"schedule_ids": [id], "until": UNTIL});
    let gaps = account.call("find_coverage_gaps", arguments).await["gaps"].clone();
    let times = gaps[0]["times_in_all"].as_u64().unwrap_or(1);
    let arguments = json!({"schedule_id": id, "since": "2026-06-15T14:00:00Z", "until": UNTIL});
    let shifts = account.call("get_schedules", arguments).await["schedules"][0]["final_schedule"].clone();
    // What no shift covers is a gap: from the end of one to the start of the next.
    let shifts = shifts.as_array().unwrap();
    let between = shifts.windows(2).filter(|pair| pair[0]["end"].as_str() < pair[1]["start"].as_str()).count();
    assert!(between == 0 || times as usize >= between && gaps[0]["problem"] == "nobody", "{gaps}");
    let seen = account.call("get_overrides", json!({"schedule_id": id, "since": "2026-01-01", "until": UNTIL})).await;
    for one in seen["overrides"].as_array().unwrap() {
        assert!(one["user"]["id"].is_string() && one["start"].is_string(), "{one}");
    }
}

#[tokio::test]
async fn an_id_of_neither_kind_is_refused_as_before() {
    let account = Account::start().await;
    for (tool, arguments) in [
        ("get_schedules", json!({"schedule_id": "PNOSUCH1"})),
        ("list_users_oncall", json!({"schedule_id": "PNOSUCH1"})),
        ("get_overrides", json!({"schedule_id": "PNOSUCH1"})),
    ] {
        assert_eq!(account.fail(tool, arguments).await["code"], "INVALID_SCHEDULE_ID", "{tool}");
    }
}
