//! `get_schedules` and `list_users_oncall`.

use insta::assert_json_snapshot;
use serde_json::json;

use crate::support::Account;

const SCHEDULE: &str = r#"{"schedule":{"id":"PSC1","type":"schedule","summary":"Primary","self":"s","html_url":"https://x/PSC1","name":"Primary","time_zone":"Europe/London","description":"On call",
    "web_cal_url":"webcal://planted-secret","http_cal_url":"https://planted-secret","personal_web_cal_url":"webcal://planted-secret",
    "users":[{"id":"PU1","type":"user_reference","summary":"Ann Lee","self":"s","html_url":"h"}],
    "escalation_policies":[{"id":"PE1","type":"escalation_policy_reference","summary":"Checkout","self":"s","html_url":"h"}],
    "teams":[{"id":"PT1","type":"team_reference","summary":"Payments","self":"s","html_url":"h"}],
    "schedule_layers":[{"id":"PL1","name":"Weekly","start":"2025-01-01T00:00:00Z","end":null,"rotation_virtual_start":"2025-01-01T00:00:00Z","rotation_turn_length_seconds":604800,
        "restrictions":[],"rendered_schedule_entries":[],"rendered_coverage_percentage":null,
        "users":[{"user":{"id":"PU1","type":"user_reference","summary":"Ann Lee","self":"s","html_url":"h"}}]}],
    "final_schedule":{"name":"Final Schedule","rendered_coverage_percentage":100.0,"rendered_schedule_entries":[
        {"start":"2026-06-15T00:00:00Z","end":"2026-06-16T00:00:00Z","user":{"id":"PU1","type":"user_reference","summary":"Ann Lee","self":"s","html_url":"h"}}]},
    "overrides_subschedule":{"name":"Overrides","rendered_coverage_percentage":0.0,"rendered_schedule_entries":[]}}}"#;

#[tokio::test]
async fn filters_are_sent() {
    let account = Account::start().await;
    account.call("get_schedules", json!({"query": "prim", "limit": 4})).await;
    account.call("get_schedules", json!({"include": ["id", "name"]})).await;
    account.answer("/schedules/PSC1", 200, SCHEDULE);
    account
        .call("get_schedules", json!({"schedule_id": "PSC1", "since": "2026-06-15", "until": "2026-06-16T00:00"}))
        .await;
    assert_eq!(
        account.requests(),
        [
            "GET /schedules?query=prim&include[]=schedule_layers&limit=4",
            "GET /schedules?limit=100",
            "GET /schedules/PSC1?since=2026-06-15T00:00:00Z&until=2026-06-16T00:00:00Z",
        ]
    );
}

#[tokio::test]
async fn one_schedule_has_the_documented_fields_and_no_calendar_urls() {
    let account = Account::start().await;
    account.answer("/schedules/PSC1", 200, SCHEDULE);
    let answer = account.call("get_schedules", json!({"schedule_id": "PSC1", "since": "2026-06-15"})).await;
    assert!(!answer.to_string().contains("planted-secret"));
    assert_json_snapshot!(answer, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type schedules",
        "times": {
          "since": "2026-06-15T00:00:00Z",
          "until": "2026-06-29T00:00:00Z"
        },
        "time_zone": "UTC",
        "untrusted": [
          "description"
        ]
      },
      "schedules": [
        {
          "id": "PSC1",
          "name": "Primary",
          "description": "On call",
          "time_zone": "Europe/London",
          "escalation_policies": [
            {
              "id": "PE1",
              "summary": "Checkout"
            }
          ],
          "teams": [
            {
              "id": "PT1",
              "summary": "Payments"
            }
          ],
          "schedule_layers": [
            {
              "id": "PL1",
              "name": "Weekly",
              "start": "2025-01-01T00:00:00Z",
              "users": [
                {
                  "id": "PU1",
                  "summary": "Ann Lee"
                }
              ]
            }
          ],
          "final_schedule": [
            {
              "start": "2026-06-15T00:00:00Z",
              "end": "2026-06-16T00:00:00Z",
              "user": {
                "id": "PU1",
                "summary": "Ann Lee"
              }
            }
          ]
        }
      ]
    }
    "#);
    assert_json_snapshot!(account.call("get_schedules", json!({"schedule_id": "PSC1", "include": ["users", "html_url"]})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type schedules"
      },
      "schedules": [
        {
          "users": [
            {
              "id": "PU1",
              "summary": "Ann Lee"
            }
          ],
          "html_url": "https://x/PSC1"
        }
      ]
    }
    "#);
    for field in ["http_cal_url", "web_cal_url", "personal_web_cal_url"] {
        let error = account.fail("get_schedules", json!({"schedule_id": "PSC1", "include": [field]})).await;
        assert_eq!(error["code"], "INVALID_INCLUDE_FIELD");
    }
}

#[tokio::test]
async fn shifts_are_shown_only_in_a_range() {
    let account = Account::start().await;
    account.answer("/schedules/PSC1", 200, SCHEDULE);
    let answer = account.call("get_schedules", json!({"schedule_id": "PSC1"})).await;
    assert_eq!(answer["schedules"][0].get("final_schedule"), None);
}

#[tokio::test]
async fn lists_have_layers() {
    let account = Account::start().await;
    let answer = account.call("get_schedules", json!({"limit": 2})).await;
    let schedules = answer["schedules"].as_array().unwrap();
    assert!(
        schedules.iter().all(|schedule| schedule["schedule_layers"][0]["users"][0]["id"].is_string()),
        "{answer:#}"
    );
    assert!(schedules.iter().all(|schedule| schedule.get("final_schedule").is_none()));
}

#[tokio::test]
async fn shifts_need_a_schedule_and_a_range() {
    let account = Account::start().await;
    let error = account.fail("get_schedules", json!({"since": "2026-06-15"})).await;
    assert_eq!(error["code"], "MISSING_PARAMETER");
    assert!(error["message"].as_str().unwrap().contains("`schedule_id`"));
    let answer = account.call("get_schedules", json!({"include": ["id", "final_schedule"]})).await;
    assert!(answer["metadata"]["warnings"][0].as_str().unwrap().contains("`since`"));
}

#[tokio::test]
async fn users_on_call_are_always_asked_for_with_both_ends() {
    let account = Account::start().await;
    account.answer(
        "/schedules/PSC1/users",
        200,
        r#"{"users":[{"id":"PU1","name":"Ann Lee","email":"ann@example.com","type":"user","role":"user"}]}"#,
    );
    let answer = account.call("list_users_oncall", json!({"schedule_id": "PSC1"})).await;
    assert_json_snapshot!(answer, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type users"
      },
      "users": [
        {
          "id": "PU1",
          "name": "Ann Lee",
          "email": "ann@example.com",
          "type": "user"
        }
      ]
    }
    "#);
    let arguments = json!({"schedule_id": "PSC1", "since": "2026-06-14"});
    account.call("list_users_oncall", arguments).await;
    account.call("list_users_oncall", json!({"schedule_id": "PSC1", "until": "2026-06-16", "include": ["id"]})).await;
    assert_eq!(
        account.requests(),
        [
            "GET /schedules/PSC1/users?since=2026-06-15T14:00:00Z&until=2026-06-15T14:00:01Z",
            "GET /schedules/PSC1/users?since=2026-06-14T00:00:00Z&until=2026-06-15T14:00:00Z",
            "GET /schedules/PSC1/users?since=2026-06-15T14:00:00Z&until=2026-06-16T00:00:00Z",
        ]
    );
    let error = account.fail("list_users_oncall", json!({"schedule_id": "PSC1", "until": "2026-06-14"})).await;
    assert_eq!(error["code"], "INVALID_TIME_RANGE");
}

#[tokio::test]
async fn somebody_is_on_call_now_but_not_every_member() {
    let account = Account::start().await;
    let schedules = account.call("get_schedules", json!({"include": ["id", "users"]})).await;
    let mut narrower = 0;
    for schedule in schedules["schedules"].as_array().unwrap() {
        let now = account.call("list_users_oncall", json!({"schedule_id": schedule["id"]})).await;
        let members = schedule["users"].as_array().map_or(0, Vec::len);
        narrower += usize::from(now["users"].as_array().unwrap().len() < members);
    }
    assert!(narrower > 10, "{narrower}");
}

#[tokio::test]
async fn the_schedules_of_a_team_are_listed_and_others_are_pointed_to() {
    let account = Account::start().await;
    let teams = account.call("get_teams", json!({})).await;
    let team = teams["teams"][0]["id"].as_str().unwrap();
    account.requests();
    let answer = account.call("get_schedules", json!({"team_ids": [team], "limit": 5})).await;
    assert_eq!(account.requests(), [format!("GET /schedules?team_ids[]={team}&include[]=schedule_layers&limit=5")]);
    for schedule in answer["schedules"].as_array().unwrap() {
        assert!(schedule["teams"].as_array().unwrap().iter().any(|one| one["id"] == team), "{schedule}");
    }
    let name = account.simulator.account().shift_based_schedule.unwrap().summary;
    let answer = account.call("get_schedules", json!({"query": name})).await;
    assert_eq!(answer["metadata"]["count"], 0);
    assert!(answer["metadata"]["warnings"].to_string().contains("`shift_based`"), "{answer}");
}

#[tokio::test]
async fn a_layer_says_when_it_has_somebody_on_call() {
    let account = Account::start().await;
    for (name, layer, restrictions) in [
        ("Platform Primary", "Europe", json!(["daily 08:00 to 16:00"])),
        ("Search Primary", "Weekends", json!(["Saturday 00:00 to Monday 00:00"])),
        (
            "Database Specialists",
            "Office hours",
            json!([
                "Monday 09:00 to 17:00",
                "Tuesday 09:00 to 17:00",
                "Wednesday 09:00 to 17:00",
                "Thursday 09:00 to 17:00",
                "Friday 09:00 to 17:00",
            ]),
        ),
    ] {
        let answer = account.call("get_schedules", json!({"query": name})).await;
        let layers = answer["schedules"][0]["schedule_layers"].as_array().unwrap();
        let shown = layers.iter().find(|one| one["name"] == layer).unwrap();
        assert_eq!(shown["restrictions"], restrictions, "{name}");
    }
}
