//! `get_users` and `build_user_context`.

use insta::assert_json_snapshot;
use pagerduty::ResourceKind;
use pagerduty_sim::token;
use serde_json::{Value, json};

use crate::support::Account;

#[tokio::test]
async fn filters_are_sent() {
    let account = Account::start().await;
    account.has(ResourceKind::Team, "PT1");
    account
        .call("get_users", json!({"current_user_context": false, "team_ids": ["PT1"], "query": "ann", "limit": 2}))
        .await;
    account.call("get_users", json!({"current_user_context": false, "query": "ann"})).await;
    // Where nothing is found, names are looked at with their accents.
    let asked = [
        "GET /users?team_ids[]=PT1&query=ann&limit=2",
        "GET /users?team_ids[]=PT1&limit=100&total=true",
        "GET /users?query=ann&limit=100",
    ];
    assert_eq!(account.requests_for_lists(), asked);
}

#[tokio::test]
async fn one_user_has_the_documented_fields() {
    let account = Account::start().await;
    account.answer(
        "/users/PU1",
        200,
        r#"{"user":{"name":"Ann Lee","email":"ann@example.com","time_zone":"Europe/London","color":"purple","avatar_url":"https://a/1.png","billed":true,"role":"user",
            "description":"SRE","invitation_sent":false,"job_title":"Engineer","locale":"en","http_cal_url":"https://x/planted-secret","web_cal_url":"webcal://planted-secret",
            "teams":[{"id":"PT1","type":"team_reference","summary":"Payments","self":"s","html_url":"h"}],
            "contact_methods":[{"id":"PC1","type":"email_contact_method_reference","summary":"Default","self":"s","html_url":null}],
            "notification_rules":[{"id":"PN1","type":"assignment_notification_rule_reference","summary":"0 minutes","self":"s","html_url":null}],
            "coordinated_incidents":[],"id":"PU1","type":"user","summary":"Ann Lee","self":"s","html_url":"https://x/users/PU1"}}"#,
    );
    assert_json_snapshot!(account.call("get_users", json!({"user_id": "PU1"})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type users",
        "untrusted": [
          "description",
          "job_title"
        ]
      },
      "users": [
        {
          "id": "PU1",
          "name": "Ann Lee",
          "email": "ann@example.com",
          "type": "user",
          "description": "SRE",
          "job_title": "Engineer",
          "time_zone": "Europe/London",
          "teams": [
            {
              "id": "PT1",
              "type": "team_reference",
              "summary": "Payments"
            }
          ],
          "contact_methods": [
            {
              "id": "PC1",
              "type": "email_contact_method_reference",
              "summary": "Default"
            }
          ],
          "notification_rules": [
            {
              "id": "PN1",
              "type": "assignment_notification_rule_reference"
            }
          ]
        }
      ]
    }
    "#);
    let on_request = json!(["role", "html_url", "avatar_url", "locale"]);
    assert_json_snapshot!(account.call("get_users", json!({"user_id": "PU1", "include": on_request})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type users"
      },
      "users": [
        {
          "role": "user",
          "html_url": "https://x/users/PU1",
          "avatar_url": "https://a/1.png",
          "locale": "en"
        }
      ]
    }
    "#);
    let error = account.fail("get_users", json!({"user_id": "PU1", "include": ["http_cal_url"]})).await;
    assert_eq!(error["code"], "INVALID_INCLUDE_FIELD");
}

#[tokio::test]
async fn the_user_context_is_complete_and_nothing_else() {
    let account = Account::start().await;
    let me = account.call("build_user_context", json!({})).await;
    let names: Vec<_> = me.as_object().unwrap().keys().collect();
    assert_eq!(names, ["user_id", "name", "email", "team_ids", "service_ids", "escalation_policy_ids"]);
    let user = me["user_id"].as_str().unwrap();
    let requests = account.requests();
    assert_eq!(requests[0], "GET /users/me");
    assert!(requests.iter().any(|line| line.starts_with("GET /services?team_ids[]=")), "{requests:?}");
    assert!(
        requests.contains(&format!("GET /escalation_policies?user_ids[]={user}&limit=100&total=true")),
        "{requests:?}"
    );
}

#[tokio::test]
async fn the_lists_of_the_user_context_take_every_page() {
    let account = Account::start().await;
    let row = |index: u32| format!(r#"{{"id":"PS{index}"}}"#);
    for (offset, rows) in [("0", 0..100), ("100", 100..200), ("200", 200..205)] {
        let rows: Vec<_> = rows.map(row).collect();
        let body = format!(
            r#"{{"services":[{}],"limit":100,"offset":{offset},"more":{},"total":205}}"#,
            rows.join(","),
            offset != "200"
        );
        let effect = pagerduty_sim::Effect::Answer { status: 200, content_type: "application/json".into(), body };
        // Faults are served in the order in which they were added; pages may be asked for in any.
        account
            .simulator
            .faults()
            .add(pagerduty_sim::Fault { times: Some(1), ..pagerduty_sim::Fault::new("/services", effect) });
    }
    let me = account.call("build_user_context", json!({})).await;
    assert_eq!(me["service_ids"].as_array().map(Vec::len), Some(205));
}

#[tokio::test]
async fn a_user_without_teams_sees_nothing_and_is_told_why() {
    let account = Account::as_token(token::TEAMLESS_USER).await;
    account.has(ResourceKind::Schedule, "PS1");
    for tool in ["get_incidents", "get_services", "get_users", "get_oncalls", "get_escalation_policies"] {
        let answer = account.call(tool, json!({})).await;
        assert_eq!(answer["metadata"]["count"], 0, "{tool}");
        let warnings = &answer["metadata"]["warnings"];
        assert!(warnings[0].as_str().is_some_and(|text| text.contains("nothing is listed")), "{tool}: {answer}");
        let requests = account.requests();
        let filtered = |line: &String| line == "GET /users/me" || line.contains("user_ids[]=");
        assert!(requests.iter().all(filtered), "{tool}: {requests:?}");
    }
    // A filter by schedule narrows nothing to nothing.
    let answer = account.call("get_oncalls", json!({"schedule_ids": ["PS1"]})).await;
    assert_eq!(answer["metadata"]["count"], 0);
    let me = account.call("build_user_context", json!({})).await;
    assert_eq!((&me["team_ids"], &me["service_ids"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn an_account_level_token_has_no_user_context() {
    let account = Account::as_token(token::ACCOUNT).await;
    for (tool, parameter) in [
        ("get_incidents", "service_ids"),
        ("get_services", "team_ids"),
        ("get_users", "query"),
        ("get_oncalls", "schedule_ids"),
        ("get_escalation_policies", "user_ids"),
    ] {
        let error = account.fail(tool, json!({})).await;
        assert_eq!(error["code"], "USER_CONTEXT_UNAVAILABLE", "{tool}");
        let hint = error["hint"].as_str().unwrap();
        assert!(hint.contains("`current_user_context` to false") && hint.contains(parameter), "{tool}: {hint}");
    }
    let error = account.fail("build_user_context", json!({})).await;
    assert_eq!(error["code"], "USER_CONTEXT_UNAVAILABLE");
    assert_eq!(error.get("retry_after_seconds"), None::<&Value>);
}

#[tokio::test]
async fn somebody_is_reached_whether_on_call_or_not() {
    let account = Account::start().await;
    let me = account.simulator.account().demo_user;
    let answer = account.call("get_users", json!({"user_id": "me", "include_contact_methods": true})).await;
    let user = &answer["users"][0];
    assert_eq!(user["id"], me.id);
    let contact = user["contact"].as_array().unwrap();
    assert!(contact.iter().any(|way| way.as_str().unwrap().starts_with("phone +")), "{user}");
    let asked = account.requests();
    assert!(asked.contains(&format!("GET /users/{}/contact_methods", me.id)), "{asked:?}");
    let path = format!("/users/{}/contact_methods", me.id);
    account.answer(&path, 403, r#"{"error": {"code": 2010, "message": "Access Denied"}}"#);
    let answer = account.call("get_users", json!({"user_id": me.id, "include_contact_methods": true})).await;
    assert!(answer["users"][0].get("contact").is_none());
    assert!(answer["metadata"]["warnings"].to_string().contains("how to reach"), "{answer}");
    let error = account.fail("get_users", json!({"include_contact_methods": true})).await;
    assert_eq!(error["code"], "MISSING_PARAMETER");
}

#[tokio::test]
async fn contact_methods_that_are_asked_for_come_with_their_addresses() {
    let account = Account::start().await;
    let user = account.simulator.account().demo_user.id;
    let include = json!(["id", "contact_methods"]);
    let plain = account.call("get_users", json!({"user_id": user})).await["users"][0].clone();
    assert!(plain["contact_methods"][0].get("address").is_none(), "{plain}");
    account.requests();
    let one = account.call("get_users", json!({"user_id": user, "include": include})).await["users"][0].clone();
    assert_eq!(account.requests(), [format!("GET /users/{user}?include[]=contact_methods")]);
    let all = account.call("get_users", json!({"include": include, "limit": 100})).await;
    assert!(
        account.requests().iter().any(|line| line.contains("/users?") && line.contains("include[]=contact_methods"))
    );
    let same = all["users"].as_array().unwrap().iter().find(|one| one["id"] == user.as_str()).unwrap();
    assert_eq!(*same, one);
    let methods = one["contact_methods"].as_array().unwrap();
    assert!(methods.iter().all(|method| method["address"].is_string()), "{methods:?}");
    assert!(methods.iter().any(|method| method["country_code"].is_u64()), "{methods:?}");
}

#[tokio::test]
async fn what_is_sent_as_a_reference_has_its_summary_for_a_name() {
    let account = Account::start().await;
    let row = json!({"id": "PX1", "type": "x_reference", "summary": "Ann Lee"});
    for (tool, resource, has_context) in [
        ("get_users", "users", true),
        ("get_teams", "teams", false),
        ("get_services", "services", true),
        ("get_schedules", "schedules", false),
        ("get_escalation_policies", "escalation_policies", true),
    ] {
        account.answer(&format!("/{resource}"), 200, &json!({resource: [row]}).to_string());
        let mut arguments = json!({"query": "Ann", "include": ["name"]});
        if has_context {
            arguments["current_user_context"] = false.into();
        }
        let (answer, _) = account.outcome(tool, arguments).await;
        assert_eq!(answer[resource][0], json!({"name": "Ann Lee"}), "{tool}: {answer}");
    }
}

#[tokio::test]
async fn a_way_that_is_switched_off_reaches_nobody() {
    let account = Account::start().await;
    let user = account.simulator.account().demo_user.id;
    let methods = json!([
        {"id": "PC1", "type": "phone_contact_method", "country_code": 1, "address": "5550001", "blacklisted": true},
        {"id": "PC2", "type": "sms_contact_method", "country_code": 1, "address": "5550002", "enabled": false},
        {"id": "PC3", "type": "whatsapp_contact_method", "country_code": 1, "address": "5550003", "enabled": true},
        {"id": "PC4", "type": "phone_contact_method", "country_code": 1, "address": "5550003", "blacklisted": false},
    ]);
    let path = format!("/users/{user}/contact_methods");
    account.answer(&path, 200, &json!({"contact_methods": methods}).to_string());
    let answer = account.call("get_users", json!({"user_id": user, "include_contact_methods": true})).await;
    assert_eq!(answer["users"][0]["contact"], json!(["phone +1 5550003 (also whatsapp)"]));
    let warnings = answer["metadata"]["warnings"].to_string();
    assert!(warnings.contains("2 of the ways to reach") && warnings.contains("switched off or blocked"), "{warnings}");
    let whole = json!({"user": {"id": user, "contact_methods": methods}});
    account.answer(&format!("/users/{user}"), 200, &whole.to_string());
    let answer = account.call("get_users", json!({"user_id": user, "include": ["contact_methods"]})).await;
    let methods = &answer["users"][0]["contact_methods"];
    assert_eq!((&methods[0]["blacklisted"], &methods[1]["enabled"]), (&json!(true), &json!(false)), "{methods}");
    assert!(methods[2].get("enabled").is_none() && methods[3].get("blacklisted").is_none(), "{methods}");
}
