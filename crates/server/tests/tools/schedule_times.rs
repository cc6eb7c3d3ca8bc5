//! Times of changes in one schedule, which are on its clock.

use serde_json::{Value, json};

use crate::support::Account;

#[tokio::test]
async fn a_change_in_a_schedule_is_on_the_clock_of_the_schedule() {
    let account = Account::start().await;
    let made = json!({"name": "Night Watch", "time_zone": "America/New_York"});
    let schedule = account.call("create_schedule", made).await["schedules"][0]["id"].clone();
    let user = account.simulator.account().demo_user.id;
    let with = |more: Value| {
        let mut arguments = json!({"schedule_id": schedule, "user_id": user, "dry_run": true});
        arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        arguments
    };
    let range = json!({"start": "2026-06-20T08:00:00", "end": "2026-06-20T18:00:00+02:00"});
    let answer = account.call("create_custom_shift", with(range)).await;
    let shift = answer["requests"][0]["body"].to_string();
    assert!(shift.contains("2026-06-20T12:00:00Z") && shift.contains("2026-06-20T16:00:00Z"), "{answer}");
    let metadata = &answer["metadata"];
    assert_eq!(metadata["times"], json!({"start": "2026-06-20T08:00:00-04:00"}));
    assert_eq!(metadata["time_zone"], "America/New_York");
    let would = metadata["would"].as_str().unwrap();
    assert!(would.contains("from Sat 2026-06-20 08:00 to Sat 2026-06-20 12:00 (America/New_York)"), "{answer}");
    assert_eq!(metadata.get("warnings"), None);

    let answer = account.call("create_custom_shift", with(json!({"start": "tomorrow", "end": "now+2d"}))).await;
    let shift = answer["requests"][0]["body"].to_string();
    assert!(shift.contains("2026-06-16T04:00:00Z") && shift.contains("2026-06-17T14:00:00Z"), "{answer}");

    // Where everything has an offset, only what the question names is read: the schedule and the person.
    let shift_based = account.simulator.account().shift_based_schedule.unwrap().id;
    account.requests();
    let range = json!({"schedule_id": shift_based, "start": "2026-06-20T08:00:00Z", "end": "2026-06-20T18:00:00Z"});
    account.outcome("create_custom_shift", with(range)).await;
    assert_eq!(account.requests().len(), 2);

    let rotation = json!({
        "schedule_id": schedule, "user_ids": [user], "start": "2026-07-01T09:00", "every": "week", "dry_run": true,
    });
    let answer = account.call("create_rotation", rotation).await;
    assert!(answer["requests"].to_string().contains("2026-07-01T13:00:00Z"), "{answer}");
}

#[tokio::test]
async fn an_override_on_a_clock_that_nobody_knows_is_refused() {
    let account = Account::start().await;
    let body = r#"{"schedule": {"id": "PSC1", "name": "Primary", "time_zone": "Mars/Olympus"}}"#;
    account.answer("/schedules/PSC1", 200, body);
    let arguments =
        json!({"schedule_id": "PSC1", "user_id": "PU1", "start": "2026-06-20T08:00", "end": "2026-06-20T09:00"});
    let error = account.fail("create_override", arguments.clone()).await;
    assert_eq!(error["code"], "INVALID_TIMESTAMP");
    assert!(account.requests().iter().all(|line| line.starts_with("GET")));
    account.simulator.faults().clear();
    let mut arguments = arguments;
    arguments["dry_run"] = true.into();
    for (schedule, zone, start) in [
        ("Executives on Call", "Eastern Time (US & Canada)", "2026-06-20T12:00:00Z"),
        ("Platform Primary On-Call", "Europe/Berlin", "2026-06-20T06:00:00Z"),
    ] {
        let found = account.call("get_schedules", json!({"query": schedule})).await;
        assert_eq!(found["schedules"][0]["time_zone"], zone);
        arguments["schedule_id"] = schedule.into();
        arguments["user_id"] = account.simulator.account().demo_user.id.into();
        let answer = account.call("create_override", arguments.clone()).await;
        assert!(answer["requests"].to_string().contains(start), "{zone}: {answer}");
    }
}
