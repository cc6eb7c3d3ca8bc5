//! Setting up shift-based schedules: schedules and rotations.

use std::sync::{Arc, Mutex};

use pagerduty_sim::{Effect, Fault, token};
use serde_json::{Value, json};
use toolkit::{
    settings::Settings,
    write::consent::{ConsentChannel, ConsentReply},
};

use crate::support::{Account, options, settings};

/// A new schedule in the zone of Berlin.
async fn schedule(account: &Account) -> String {
    let arguments = json!({"name": "Night Watch", "time_zone": "europe/berlin", "description": "At night"});
    let made = account.call("create_schedule", arguments).await["schedules"][0].clone();
    account.requests();
    made["id"].as_str().unwrap().to_owned()
}

fn body(account: &Account, method: &str) -> Value {
    let requests = account.simulator.requests();
    requests.into_iter().find(|request| request.method == method).unwrap().body.unwrap()
}

#[tokio::test]
async fn a_schedule_is_made_changed_and_deleted() {
    let account = Account::start().await;
    let team = account.simulator.account().demo_teams[0].clone();
    account.simulator.clear_requests();
    let arguments = json!({"name": "Bridges", "time_zone": " europe/berlin", "description": "Opened by whom", "team_ids": [team.summary]});
    let made = account.call("create_schedule", arguments).await["schedules"][0].clone();
    let fields = json!({
        "name": "Bridges",
        "time_zone": "Europe/Berlin",
        "description": "Opened by whom",
        "teams": [{"id": team.id, "type": "team_reference"}],
    });
    assert_eq!(body(&account, "POST"), json!({"schedule": fields}));
    assert_eq!((&made["name"], &made["teams"][0]["id"]), (&json!("Bridges"), &json!(team.id)));

    let id = made["id"].as_str().unwrap();
    account.requests();
    let changed = account.call("update_schedule", json!({"schedule_id": "bridges", "time_zone": "UTC"})).await;
    assert_eq!(body(&account, "PUT"), json!({"schedule": {"time_zone": "UTC"}}), "nothing else is sent");
    assert_eq!(account.requests()[2..], [format!("GET /v3/schedules/{id}"), format!("PUT /v3/schedules/{id}")]);
    assert_eq!(
        (&changed["schedules"][0]["name"], &changed["schedules"][0]["time_zone"]),
        (&made["name"], &json!("UTC"))
    );

    let left = account.call("delete_schedule", json!({"schedule_id": id})).await;
    assert_eq!(account.requests()[..2], [format!("GET /v3/schedules/{id}"), format!("DELETE /v3/schedules/{id}")]);
    assert!(left["schedules"].as_array().unwrap().iter().all(|one| one["id"] != id));
    assert_eq!(account.fail("get_schedules", json!({"schedule_id": id})).await["code"], "INVALID_SCHEDULE_ID");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_before_anything_is_sent() {
    let account = Account::start().await;
    let used = account.simulator.account().shift_based_schedule.unwrap().id;
    let older = account.simulator.account().demo_schedule.unwrap().id;
    let user = account.simulator.account().demo_user.id;
    let rotation = |more: Value| {
        let mut arguments =
            json!({"schedule_id": used, "user_ids": [user], "start": "2026-06-20T08:00:00Z", "every": "day"});
        arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        arguments
    };
    for (tool, arguments, code, word) in [
        ("create_schedule", json!({"name": "A", "time_zone": "Berlin"}), "INVALID_PARAMETER", "IANA"),
        ("update_schedule", json!({"schedule_id": used}), "MISSING_PARAMETER", "description"),
        ("update_schedule", json!({"schedule_id": used, "time_zone": "Mars"}), "INVALID_PARAMETER", "IANA"),
        ("update_schedule", json!({"schedule_id": older, "name": "A"}), "INVALID_PARAMETER", "shift-based"),
        ("delete_schedule", json!({"schedule_id": used}), "CONFLICT", "`candidates`"),
        ("delete_schedule", json!({"schedule_id": older}), "INVALID_PARAMETER", "shift-based"),
        ("create_rotation", rotation(json!({"shift_hours": 25})), "INVALID_PARAMETER", "every week"),
        (
            "create_rotation",
            rotation(json!({"user_ids": vec![user.clone(); 21]})),
            "INVALID_PARAMETER",
            "second rotation",
        ),
        ("create_rotation", rotation(json!({"until": "2026-06-19"})), "INVALID_TIME_RANGE", ""),
        ("create_rotation", rotation(json!({"every": "month"})), "INVALID_PARAMETER", ""),
        ("create_rotation", rotation(json!({"schedule_id": older})), "INVALID_PARAMETER", "shift-based"),
        ("delete_rotation", json!({"schedule_id": "PNONE01", "rotation_id": "A1"}), "INVALID_SCHEDULE_ID", ""),
    ] {
        let error = account.fail(tool, arguments.clone()).await;
        assert_eq!(error["code"], code, "{tool} {arguments}: {error}");
        assert!(word.is_empty() || error["hint"].as_str().unwrap().contains(word), "{tool} {arguments}: {error}");
    }
    assert!(account.requests().iter().all(|line| line.starts_with("GET")));
}

#[tokio::test]
async fn a_rotation_is_made_and_then_its_event() {
    let account = Account::start().await;
    let schedule = schedule(&account).await;
    let facts = account.simulator.account();
    let users = [facts.teamless_user, facts.demo_user];
    let arguments = json!({
        "schedule_id": "Night Watch", "user_ids": [users[0].summary, users[1].id], "start": "2026-06-15T20:00:00+02:00",
        "every": "day", "shift_hours": 12, "shifts_per_member": 7, "until": "2026-12-01", "name": "Nights",
    });
    let mut dry = arguments.clone();
    dry["dry_run"] = true.into();
    let shown = account.call("create_rotation", dry).await["requests"].clone();
    let path = format!("/v3/schedules/{schedule}/rotations");
    assert_eq!(shown[0], json!({"method": "POST", "path": path}), "its body is empty");
    assert_eq!(shown[1]["path"], format!("{path}/NEW_ROTATION_ID/events"));
    let at = |time: &str| json!({"date_time": time, "time_zone": "Europe/Berlin"});
    let member = |id: &str| json!({"type": "user_member", "user_id": id});
    let event = json!({
        "name": "Nights",
        "start_time": at("2026-06-15T18:00:00Z"),
        "end_time": at("2026-06-16T06:00:00Z"),
        "effective_since": "2026-06-15T18:00:00Z",
        "effective_until": "2026-11-30T23:00:00Z",
        "recurrence": ["RRULE:FREQ=DAILY"],
        "assignment_strategy": {
            "type": "rotating_member_assignment_strategy",
            "shifts_per_member": 7,
            "members": [member(&users[0].id), member(&users[1].id)],
        },
    });
    assert_eq!(shown[1]["body"], json!({"event": event}));
    assert!(account.requests().iter().all(|line| line.starts_with("GET")));

    let answer = account.call("create_rotation", arguments).await;
    let rotation = answer["schedules"][0]["rotations"][0].clone();
    let id = rotation["id"].as_str().unwrap();
    assert_eq!(rotation["events"][0]["name"], "Nights");
    let sent = account.simulator.requests();
    let posts: Vec<_> = sent.iter().filter(|request| request.method == "POST").collect();
    assert_eq!((posts[0].path.as_str(), posts[1].path.clone()), (path.as_str(), format!("{path}/{id}/events")));
    assert_eq!((posts[0].body.clone(), posts[1].body.clone()), (Some(json!({})), Some(json!({"event": event}))));

    let listed = account.call("get_schedules", json!({"schedule_id": schedule, "include": ["rotations"]})).await;
    assert_eq!(listed["schedules"][0]["rotations"][0]["id"], *id);
    let range = json!({"schedule_id": schedule, "since": "2026-06-21T00:00:00Z", "until": "2026-06-24T00:00:00Z"});
    let shifts = account.call("get_schedules", range.clone()).await["schedules"][0]["final_schedule"].clone();
    let who: Vec<&Value> = shifts.as_array().unwrap().iter().map(|shift| &shift["user"]["summary"]).collect();
    let [first, second] = users.each_ref().map(|user| json!(user.summary));
    assert_eq!(who, [&first, &first, &second, &second], "the second week begins on the 22nd: {shifts}");

    account.requests();
    let left = account.call("delete_rotation", json!({"schedule_id": schedule, "rotation_id": id})).await;
    assert_eq!(account.requests()[1], format!("DELETE {path}/{id}"));
    assert!(left["schedules"][0].get("rotations").is_none(), "{left}");
    assert!(account.call("get_schedules", range).await["schedules"][0].get("final_schedule").is_none());
    let error = account.fail("delete_rotation", json!({"schedule_id": schedule, "rotation_id": id})).await;
    assert!(error["hint"].as_str().unwrap().contains("rotations"), "{error}");
}

#[tokio::test]
async fn a_week_is_a_week_on_the_wall() {
    let account = Account::start().await;
    let schedule = schedule(&account).await;
    let user = account.simulator.account().demo_user.id;
    let arguments = json!({"schedule_id": schedule, "user_ids": [user], "start": "2026-10-19T07:00:00Z", "every": "week", "dry_run": true});
    let event = account.call("create_rotation", arguments).await["requests"][1]["body"]["event"].clone();
    assert_eq!((&event["name"], &event["recurrence"]), (&json!("Weekly"), &json!(["RRULE:FREQ=WEEKLY"])));
    assert_eq!(event["end_time"]["date_time"], "2026-10-26T08:00:00Z", "nine o'clock in Berlin, as at the start");
    assert_eq!(event["assignment_strategy"]["shifts_per_member"], 1);
    assert!(event.get("effective_until").is_none());
}

#[tokio::test]
async fn a_rotation_that_stays_empty_is_named() {
    let account = Account::start().await;
    let schedule = schedule(&account).await;
    let user = account.simulator.account().demo_user.id;
    let arguments = json!({"schedule_id": schedule, "user_ids": [user], "start": "2028-01-01", "every": "week"});
    let error = account.fail("create_rotation", arguments.clone()).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    let message = error["message"].as_str().unwrap();
    assert!(error["upstream_message"].as_str().unwrap().contains("12 months"), "{error}");
    assert!(error["hint"].as_str().unwrap().contains("delete_rotation"), "{error}");
    let id = message.strip_prefix("rotation ").unwrap().split(' ').next().unwrap();
    account.call("delete_rotation", json!({"schedule_id": schedule, "rotation_id": id})).await;

    // Where the first request fails there is no second one.
    let path = format!("/v3/schedules/{schedule}/rotations");
    let effect = Effect::Answer { status: 400, content_type: "application/json".into(), body: "{}".into() };
    account.simulator.faults().add(Fault { method: Some("POST".into()), ..Fault::new(&path, effect) });
    account.requests();
    account.fail("create_rotation", arguments).await;
    assert_eq!(account.requests().iter().filter(|line| line.starts_with("POST")).count(), 1);
}

#[tokio::test]
async fn a_person_is_asked_before_something_is_deleted() {
    let mut account = Account::start().await;
    let schedule = schedule(&account).await;
    let user = account.simulator.account().demo_user.id;
    let arguments = json!({"schedule_id": schedule, "user_ids": [user], "start": "2026-07-01", "every": "week"});
    let made = account.call("create_rotation", arguments).await["schedules"][0]["rotations"][0]["id"].clone();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let questions = Arc::clone(&asked);
    account.caller.ask = ConsentChannel::Client(Arc::new(move |question| {
        questions.lock().unwrap().push(question);
        Box::pin(async { ConsentReply::No })
    }));
    for (tool, arguments) in [
        ("delete_rotation", json!({"schedule_id": schedule, "rotation_id": made})),
        ("delete_schedule", json!({"schedule_id": schedule})),
    ] {
        assert_eq!(account.fail(tool, arguments).await["code"], "NOT_CONFIRMED");
        assert!(asked.lock().unwrap().pop().unwrap().contains("“Night Watch”"), "{tool}");
    }
    assert_eq!(account.requests().iter().filter(|line| line.starts_with("DELETE")).count(), 0);
}

#[tokio::test]
async fn both_requests_of_a_rotation_count() {
    let limited = Settings { max_writes_per_minute: 2, ..settings() };
    let account = Account::with(token::USER, options(), limited).await;
    let schedule = schedule(&account).await;
    let user = account.simulator.account().demo_user.id;
    let arguments = json!({"schedule_id": schedule, "user_ids": [user], "start": "2026-07-01", "every": "week"});
    assert_eq!(account.fail("create_rotation", arguments).await["code"], "RATE_LIMITED");
    assert!(account.requests().iter().all(|line| line.starts_with("GET")));
}
