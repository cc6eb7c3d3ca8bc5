//! `get_oncalls`.

use insta::assert_json_snapshot;
use pagerduty::ResourceKind;
use serde_json::{Value, json};

use crate::support::Account;

#[tokio::test]
async fn filters_are_sent() {
    let account = Account::start().await;
    account.has(ResourceKind::Schedule, "PS1");
    account.has(ResourceKind::Schedule, "PS2");
    account.has(ResourceKind::User, "PU1");
    account.has(ResourceKind::EscalationPolicy, "PE1");
    let arguments = json!({
        "current_user_context": false, "schedule_ids": ["PS1", "PS2"], "user_ids": ["PU1"], "escalation_policy_ids": ["PE1"],
        "since": "2026-06-15T09:00:00-05:00", "until": "2026-06-20", "earliest": true, "limit": 7,
    });
    account.call("get_oncalls", arguments).await;
    assert_eq!(
        account.requests_for_lists(),
        ["GET /oncalls?schedule_ids[]=PS1&schedule_ids[]=PS2&user_ids[]=PU1&escalation_policy_ids[]=PE1\
          &since=2026-06-15T14:00:00Z&until=2026-06-20T00:00:00Z&earliest=true&limit=100&total=true"]
    );
}

#[tokio::test]
async fn the_context_filters_by_the_users_policies() {
    let account = Account::start().await;
    account.has(ResourceKind::Schedule, "PS1");
    account.has(ResourceKind::EscalationPolicy, "POTHER1");
    let me = account.call("build_user_context", json!({})).await;
    let policies: Vec<&str> =
        me["escalation_policy_ids"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let all = policies.iter().map(|id| format!("escalation_policy_ids[]={id}&")).collect::<String>();
    account.requests_for_lists();

    let answer = account.call("get_oncalls", json!({})).await;
    assert_eq!(account.requests_for_lists().pop().unwrap(), format!("GET /oncalls?{all}limit=100&total=true"));
    assert!(answer["oncalls"].as_array().unwrap().iter().any(|oncall| oncall["user"]["id"] != me["user_id"]));

    account.call("get_oncalls", json!({"schedule_ids": ["PS1"]})).await;
    assert_eq!(
        account.requests_for_lists().pop().unwrap(),
        format!("GET /oncalls?schedule_ids[]=PS1&{all}limit=100&total=true")
    );

    let answer = account.call("get_oncalls", json!({"escalation_policy_ids": [policies[0], "POTHER1"]})).await;
    assert_eq!(
        account.requests_for_lists().pop().unwrap(),
        format!("GET /oncalls?escalation_policy_ids[]={}&limit=100&total=true", policies[0])
    );
    assert!(answer["metadata"]["warnings"][0].as_str().unwrap().contains("`POTHER1`"));

    let answer =
        account.call("get_oncalls", json!({"escalation_policy_ids": ["POTHER1"], "schedule_ids": ["PS1"]})).await;
    assert_eq!(answer["metadata"]["count"], 0);
    assert!(account.requests_for_lists().iter().all(|line| !line.starts_with("GET /oncalls")));
}

#[tokio::test]
async fn an_on_call_has_the_documented_fields() {
    let account = Account::start().await;
    account.answer(
        "/oncalls",
        200,
        r#"{"oncalls":[{"escalation_policy":{"id":"PE1","type":"escalation_policy_reference","summary":"Checkout","self":"s","html_url":"h"},"escalation_level":2,
            "schedule":{"id":"PSC1","type":"schedule_reference","summary":"Primary","self":"s","html_url":"h"},"user":{"id":"PU1","type":"user_reference","summary":"Ann Lee","self":"s","html_url":"h"},
            "start":"2026-06-15T00:00:00Z","end":"2026-06-22T00:00:00Z"},
            {"escalation_policy":{"id":"PE1","summary":"Checkout"},"escalation_level":3,"schedule":null,"user":{"id":"PU2","summary":"Bo"},"start":null,"end":null}],
            "limit":100,"offset":0,"more":false,"total":null}"#,
    );
    let arguments = json!({"current_user_context": false, "schedule_ids": ["PSC1"]});
    assert_json_snapshot!(account.call("get_oncalls", arguments).await, @r#"
    {
      "metadata": {
        "count": 2,
        "description": "Found 2 results for resource type oncalls"
      },
      "oncalls": [
        {
          "user": {
            "id": "PU1",
            "summary": "Ann Lee"
          },
          "schedule": {
            "id": "PSC1",
            "summary": "Primary"
          },
          "escalation_policy": {
            "id": "PE1",
            "summary": "Checkout"
          },
          "escalation_level": 2,
          "start": "2026-06-15T00:00:00Z",
          "end": "2026-06-22T00:00:00Z"
        },
        {
          "user": {
            "id": "PU2",
            "summary": "Bo"
          },
          "escalation_policy": {
            "id": "PE1",
            "summary": "Checkout"
          },
          "escalation_level": 3
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn ranges_end_after_they_start_and_within_90_days() {
    let account = Account::start().await;
    account.has(ResourceKind::Schedule, "PS1");
    let range = |since: Value, until: Value| json!({"current_user_context": false, "schedule_ids": ["PS1"], "since": since, "until": until});
    for (since, until) in [
        ("2026-06-16".into(), "2026-06-15".into()),
        ("2026-06-16".into(), "2026-06-16".into()),
        ("2026-06-16".into(), "2026-09-14".into()),
        ("2026-06-16".into(), Value::Null),
        (Value::Null, "2026-06-15T13:00:00Z".into()),
    ] {
        let error = account.fail("get_oncalls", range(since, until)).await;
        assert_eq!(error["code"], "INVALID_TIME_RANGE", "{error}");
    }
    assert_eq!(account.requests(), Vec::<String>::new());
    for (since, until) in [
        ("2026-06-16".into(), "2026-09-13T14:00:00Z".into()),
        ("2026-06-01".into(), Value::Null),
        (Value::Null, "2026-06-16".into()),
    ] {
        account.call("get_oncalls", range(since, until)).await;
    }
}

#[tokio::test]
async fn a_service_is_its_policy_and_times_are_in_a_zone() {
    let account = Account::start().await;
    let services = account.call("get_services", json!({"limit": 1})).await;
    let service = &services["services"][0];
    let policy = service["escalation_policy"]["id"].as_str().unwrap();
    account.requests();
    let arguments = json!({"service_ids": [service["id"]], "time_zone": "Asia/Kolkata"});
    let answer = account.call("get_oncalls", arguments).await;
    let sent = account.requests();
    assert_eq!(
        sent.last().unwrap(),
        &format!("GET /oncalls?escalation_policy_ids[]={policy}&time_zone=Asia/Kolkata&limit=100&total=true")
    );
    let oncalls = answer["oncalls"].as_array().unwrap();
    assert!(!oncalls.is_empty() && oncalls.iter().all(|one| one["escalation_policy"]["id"] == policy), "{answer}");
    let starts: Vec<_> = oncalls.iter().filter_map(|one| one["start"].as_str()).collect();
    assert!(!starts.is_empty() && starts.iter().all(|start| start.ends_with("+05:30")), "{starts:?}");
    let found = account.call("find_oncall", json!({"policy_id": policy, "time_zone": "Asia/Kolkata"})).await;
    assert!(found["levels"].to_string().contains("+05:30"), "{found}");
    let error = account.fail("find_oncall", json!({"policy_id": policy, "time_zone": "Kolkata"})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    let error = account.fail("get_oncalls", json!({"service_ids": ["P1"], "current_user_context": true})).await;
    assert_eq!(error["code"], "CONFLICTING_PARAMETERS");
}

/// Rows of one shift in three policies, among others.
fn one_shift_in_several_policies() -> Value {
    let row = |policy: &str, user: &str, level: u32, end: &str| {
        json!({"escalation_policy": {"id": policy, "summary": policy}, "escalation_level": level,
               "user": {"id": user, "summary": user}, "schedule": {"id": "PSC1", "summary": "Days"},
               "start": "2026-06-15T00:00:00Z", "end": end})
    };
    let (monday, tuesday) = ("2026-06-22T00:00:00Z", "2026-06-23T00:00:00Z");
    let odd = json!({"escalation_policy": "PE9", "escalation_level": 1, "user": "PU9"});
    json!({"oncalls": [
        row("PE1", "PU1", 1, monday), row("PE1", "PU2", 1, monday), odd, row("PE2", "PU1", 1, monday),
        row("PE2", "PU1", 2, monday), row("PE3", "PU1", 1, tuesday), row("PE3", "PU1", 1, monday), odd,
    ]})
}

#[tokio::test]
async fn one_shift_is_one_row_whatever_the_policies() {
    let account = Account::start().await;
    account.answer("/oncalls", 200, &one_shift_in_several_policies().to_string());
    let of = |more: Value| {
        let mut arguments = json!({"current_user_context": false, "schedule_ids": ["PSC1"]});
        arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        arguments
    };
    let answer = account.call("get_oncalls", of(json!({}))).await;
    let rows = answer["oncalls"].as_array().unwrap();
    assert_eq!(rows.len(), 6, "what cannot be read is not taken for the same: {answer:#}");
    let expected = json!({
        "user": {"id": "PU1", "summary": "PU1"}, "schedule": {"id": "PSC1", "summary": "Days"},
        "escalation_policies": [{"id": "PE1", "summary": "PE1"}, {"id": "PE2", "summary": "PE2"}, {"id": "PE3", "summary": "PE3"}],
        "escalation_level": 1, "start": "2026-06-15T00:00:00Z", "end": "2026-06-22T00:00:00Z",
    });
    assert_eq!(rows[0].to_string(), expected.to_string(), "the policies stand where the policy stood");
    assert_eq!(rows[1]["escalation_policy"]["id"], "PE1");

    let old = account.call("get_oncalls", of(json!({"by_policy": true}))).await;
    assert_eq!(old["oncalls"].as_array().unwrap().len(), 8);
    let few = account.call("get_oncalls", of(json!({"include": ["user", "start"], "limit": 1}))).await;
    assert_eq!(few["oncalls"], json!([{"user": {"id": "PU1", "summary": "PU1"}, "start": "2026-06-15T00:00:00Z"}]));
    assert_eq!(few["metadata"]["description"], "1 of 6 oncalls");
    let cursor = &few["metadata"]["next_cursor"];
    let rest = account.call("get_oncalls", of(json!({"include": ["escalation_policies"], "cursor": cursor}))).await;
    assert_eq!(rest["oncalls"].as_array().unwrap().len(), 5);
    assert_eq!(rest["oncalls"][0], json!({"escalation_policy": {"id": "PE1", "summary": "PE1"}}));
}

#[tokio::test]
async fn how_to_reach_people_comes_with_their_shifts() {
    let account = Account::start().await;
    account.answer("/oncalls", 200, &one_shift_in_several_policies().to_string());
    let methods = json!({"contact_methods": [
        {"type": "email_contact_method", "address": "a@example.com"},
        {"type": "phone_contact_method", "country_code": 1, "address": "5550100"},
        {"type": "sms_contact_method", "country_code": 1, "address": "5550100"},
        {"type": "sms_contact_method", "country_code": 1, "address": "5550101"},
        {"type": "push_notification_contact_method", "address": "token"},
    ]});
    account.answer("/users/PU1/contact_methods", 200, &methods.to_string());
    account.answer("/users/PU2/contact_methods", 403, "{}");
    let arguments = json!({"current_user_context": false, "schedule_ids": ["PSC1"], "include_contact_methods": true});
    let answer = account.call("get_oncalls", arguments).await;
    assert_eq!(
        answer["oncalls"][0]["contact"],
        json!(["email a@example.com", "phone +1 5550100 (also sms)", "sms +1 5550101"])
    );
    assert_eq!(answer["oncalls"][1].get("contact"), None);
    assert!(answer["metadata"]["warnings"].to_string().contains("how to reach PU2 is missing"), "{answer:#}");
    let asked = account.requests().into_iter().filter(|line| line.ends_with("/contact_methods")).count();
    assert_eq!(asked, 2, "each person once");
}
