//! `find_coverage_gaps`: when nobody is on call, and who is in two schedules at once.

use serde_json::json;

use crate::support::Account;

const POLICY: &str =
    r#"{"escalation_policy": {"id": "PPOLIC1", "name": "Payments", "escalation_rules": [{"id": "R1"}, {"id": "R2"}]}}"#;

#[tokio::test]
async fn gaps_and_double_bookings_are_found_across_a_change_of_the_clock() {
    let account = Account::start().await;
    account.answer("/escalation_policies/PPOLIC1", 200, POLICY);
    account.answer(
        "/oncalls",
        200,
        r#"{"oncalls": [
            {"escalation_policy": {"id": "PPOLIC1"}, "escalation_level": 1, "user": {"id": "PUSER01", "summary": "Ada"}, "schedule": {"id": "PSCHED1", "summary": "First"}, "start": "2026-06-14T00:00:00Z", "end": "2026-06-16T08:00:00+02:00"},
            {"escalation_policy": {"id": "PPOLIC1"}, "escalation_level": 1, "user": {"id": "PUSER01", "summary": "Ada"}, "schedule": {"id": "PSCHED2", "summary": "Second"}, "start": "2026-06-16T04:00:00Z", "end": "2026-06-16T09:00:00Z"},
            {"escalation_policy": {"id": "PPOLIC1"}, "escalation_level": 1, "user": {"id": "PUSER02", "summary": "Ben"}, "schedule": {"id": "PSCHED1", "summary": "First"}, "start": "2026-06-16T12:00:00Z", "end": "2026-06-18T00:00:00Z"},
            {"escalation_policy": {"id": "PPOLIC1"}, "escalation_level": 2, "user": {"id": "PUSER02", "summary": "Ben"}, "start": null, "end": null}
        ]}"#,
    );
    let arguments = json!({"current_user_context": false, "escalation_policy_ids": ["PPOLIC1"], "until": "2026-06-17T00:00:00Z",
            "problems": ["nobody", "double_booked"], "time_zone": "UTC"});
    let answer = account.call("find_coverage_gaps", arguments.clone()).await;
    assert_eq!(
        answer["gaps"],
        json!([
            {"problem": "nobody", "escalation_policy": {"id": "PPOLIC1", "summary": "Payments"}, "escalation_level": 1,
             "start": "2026-06-16T09:00:00Z", "end": "2026-06-16T12:00:00Z", "hours": 3.0},
            {"problem": "double_booked", "user": {"id": "PUSER01", "summary": "Ada"},
             "schedules": [{"id": "PSCHED1", "summary": "First"}, {"id": "PSCHED2", "summary": "Second"}],
             "start": "2026-06-16T04:00:00Z", "end": "2026-06-16T06:00:00Z", "hours": 2.0},
        ])
    );
    let asked = account.requests();
    assert_eq!(
        asked,
        [
            "GET /escalation_policies/PPOLIC1?include[]=escalation_rule_assignment_strategies",
            "GET /oncalls?escalation_policy_ids[]=PPOLIC1&since=2026-06-15T14:00:00Z&until=2026-06-17T00:00:00Z&limit=100&total=true",
            "GET /oncalls?user_ids[]=PUSER01&user_ids[]=PUSER02&since=2026-06-15T14:00:00Z&until=2026-06-17T00:00:00Z&limit=100&total=true",
        ]
    );
    // What is not asked for is counted, and times are where somebody lives.
    let mut arguments = arguments;
    arguments["problems"] = json!(null);
    arguments["time_zone"] = json!("Asia/Kolkata");
    let answer = account.call("find_coverage_gaps", arguments.clone()).await;
    let times = |gap: &serde_json::Value| (gap["start"].clone(), gap["end"].clone());
    assert_eq!(answer["gaps"].as_array().unwrap().len(), 1, "{answer:#}");
    assert_eq!(times(&answer["gaps"][0]), (json!("2026-06-16T14:30:00+05:30"), json!("2026-06-16T17:30:00+05:30")));
    assert_eq!(
        answer["metadata"]["found"],
        json!({"nobody": {"times": 1, "hours_in_all": 3.0}, "double_booked": {"times": 1, "hours_in_all": 2.0}})
    );
    assert_eq!(answer["metadata"]["time_zone"], "Asia/Kolkata");
    arguments["problems"] = json!(["double_booked"]);
    let answer = account.call("find_coverage_gaps", arguments).await;
    assert_eq!(answer["gaps"][0]["problem"], "double_booked");
    assert_eq!(answer["metadata"]["count"], 1);
}

#[tokio::test]
async fn a_schedule_is_looked_at_as_it_is_with_overrides() {
    let account = Account::start().await;
    account.answer(
        "/schedules/PSCHED1",
        200,
        r#"{"schedule": {"id": "PSCHED1", "name": "Nights", "time_zone": "UTC", "final_schedule": {"rendered_schedule_entries": [
            {"start": "2026-10-24T22:00:00+02:00", "end": "2026-10-25T06:00:00+01:00", "user": {"id": "PUSER01"}},
            {"start": "2026-10-25T22:00:00+01:00", "end": "2026-10-26T06:00:00+01:00", "user": {"id": "PUSER02"}}
        ]}}}"#,
    );
    let arguments =
        json!({"schedule_ids": ["PSCHED1"], "since": "2026-08-24T20:00:00Z", "until": "2026-08-25T20:00:00Z"});
    let answer = account.call("find_coverage_gaps", arguments).await;
    assert_eq!(answer["gaps"][0]["hours"], 24.0);
    assert_eq!(account.requests(), ["GET /schedules/PSCHED1?since=2026-08-24T20:00:00Z&until=2026-08-25T20:00:00Z"]);
    let error = account
        .fail("find_coverage_gaps", json!({"since": "2026-10-24T20:00:00Z", "until": "2026-10-26T05:00:00Z"}))
        .await;
    assert_eq!(error["code"], "INVALID_TIME_RANGE", "PagerDuty knows 90 days: {error}");
}

#[tokio::test]
async fn who_is_on_in_a_schedule_and_elsewhere_is_found() {
    let account = Account::start().await;
    account.answer(
        "/schedules/PSCHED1",
        200,
        r#"{"schedule": {"id": "PSCHED1", "name": "Nights", "time_zone": "UTC", "final_schedule": {"rendered_schedule_entries": [
            {"start": "2026-06-15T14:00:00Z", "end": "2026-06-16T14:00:00Z", "user": {"id": "PUSER01", "summary": "Ada"}}
        ]}}}"#,
    );
    account.answer(
        "/oncalls",
        200,
        r#"{"oncalls": [
            {"escalation_policy": {"id": "P1"}, "escalation_level": 1, "user": {"id": "PUSER01"}, "schedule": {"id": "PSCHED1"}, "start": "2026-06-15T14:00:00Z", "end": "2026-06-16T14:00:00Z"},
            {"escalation_policy": {"id": "P2"}, "escalation_level": 1, "user": {"id": "PUSER01"}, "schedule": {"id": "PSCHED2", "summary": "Days"}, "start": "2026-06-16T06:00:00Z", "end": "2026-06-16T18:00:00Z"},
            {"escalation_policy": {"id": "P3"}, "escalation_level": 1, "user": {"id": "PUSER01"}, "schedule": {"id": "PSCHED3"}, "start": "2026-06-16T15:00:00Z", "end": "2026-06-16T18:00:00Z"}
        ]}"#,
    );
    let arguments = json!({"current_user_context": false, "schedule_ids": ["PSCHED1"], "until": "2026-06-16T14:00:00Z",
            "problems": ["double_booked"]});
    let answer = account.call("find_coverage_gaps", arguments).await;
    assert_eq!(
        answer["gaps"],
        json!([{"problem": "double_booked", "user": {"id": "PUSER01", "summary": "Ada"},
                "schedules": [{"id": "PSCHED1", "summary": "Nights"}, {"id": "PSCHED2", "summary": "Days"}],
                "start": "2026-06-16T06:00:00Z", "end": "2026-06-16T14:00:00Z", "hours": 8.0}]),
        "what does not concern the schedule that was asked for is left out"
    );
    let asked = account.requests();
    assert_eq!(
        asked[1],
        "GET /oncalls?user_ids[]=PUSER01&since=2026-06-15T14:00:00Z&until=2026-06-16T14:00:00Z&limit=100&total=true"
    );
}

#[tokio::test]
async fn each_gap_is_an_entry_and_the_sum_is_a_sum() {
    let account = Account::start().await;
    let nights = (16..20).map(|day| {
        json!({"start": format!("2026-06-{day}T08:00:00Z"), "end": format!("2026-06-{}T06:00:00Z", day + 1),
               "user": {"id": "PUSER01"}})
    });
    let schedule = json!({"schedule": {"id": "PSCHED1", "name": "Days", "time_zone": "Europe/Berlin",
        "final_schedule": {"rendered_schedule_entries": nights.collect::<Vec<_>>()}}});
    account.answer("/schedules/PSCHED1", 200, &schedule.to_string());
    let arguments = json!({"schedule_ids": ["PSCHED1"], "since": "2026-06-16T08:00:00Z", "until": "2026-06-20T06:00:00Z",
            "time_zone": "Europe/Berlin"});
    let answer = account.call("find_coverage_gaps", arguments).await;
    let gaps = answer["gaps"].as_array().unwrap();
    let expected: Vec<_> = (17..20)
        .map(|day| {
            json!({"problem": "nobody", "schedule": {"id": "PSCHED1", "summary": "Days"},
                   "start": format!("2026-06-{day}T08:00:00+02:00"), "end": format!("2026-06-{day}T10:00:00+02:00"),
                   "hours": 2.0})
        })
        .collect();
    assert_eq!(gaps, &expected);
    assert_eq!(answer["metadata"]["found"]["nobody"], json!({"times": 3, "hours_in_all": 6.0}));
}

#[tokio::test]
async fn the_earlier_parameter_still_works() {
    let account = Account::start().await;
    for (earlier, present) in [(json!(true), json!(["nobody", "double_booked"])), (json!("false"), json!(["nobody"]))] {
        let asked = account.call("find_coverage_gaps", json!({"double_booked": earlier})).await;
        assert_eq!(asked, account.call("find_coverage_gaps", json!({"problems": present})).await);
    }
    let both = json!({"double_booked": true, "problems": ["nobody"]});
    assert_eq!(account.fail("find_coverage_gaps", both).await["code"], "CONFLICTING_PARAMETERS");
}

#[tokio::test]
async fn ones_own_policies_are_looked_at_by_default() {
    let account = Account::start().await;
    let answer = account.call("find_coverage_gaps", json!({})).await;
    assert!(answer["metadata"]["checked"]["escalation_policies"].as_u64().unwrap() > 0);
    for gap in answer["gaps"].as_array().unwrap() {
        assert!(gap["start"].as_str() < gap["end"].as_str(), "{gap}");
    }
}
