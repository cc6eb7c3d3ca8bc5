//! What clients and models send that no schema says, and what is plain all the same.

use pagerduty::ResourceKind;
use serde_json::{Value, json};

use crate::support::Account;

#[tokio::test]
async fn an_empty_text_is_absent_for_every_kind_of_parameter() {
    let account = Account::start().await;
    account.has(ResourceKind::Team, "PT1");
    let plain = json!({"team_ids": ["PT1"]});
    account.call("get_incidents", plain.clone()).await;
    let expected = account.requests_for_lists();
    let mut arguments = plain;
    for name in [
        "incident_id",
        "service_ids",
        "statuses",
        "urgencies",
        "user_ids",
        "incident_key",
        "query",
        "priorities",
        "all_dates",
        "sort_by",
        "since",
        "until",
        "limit",
        "cursor",
        "include_notes",
        "include",
        "time_zone",
        "current_user_context",
    ] {
        arguments[name] = "".into();
    }
    let answer = account.call("get_incidents", arguments).await;
    assert_eq!(account.requests(), expected);
    let warnings = answer["metadata"]["warnings"].as_array().unwrap();
    let ignored: Vec<_> = warnings.iter().filter_map(|one| one.as_str()?.strip_prefix("ignored ")).collect();
    assert_eq!(ignored.len(), 1, "one line for all: {warnings:?}");
    assert!(ignored[0].contains("`since`"), "{warnings:?}");
    for (tool, arguments, code) in [
        ("acknowledge_incident", json!({"incident_id": ""}), "INVALID_INCIDENT_ID"),
        ("get_incidents", json!({"incident_id": " "}), "INVALID_INCIDENT_ID"),
        ("get_services", json!({"service_id": "\u{200b}"}), "INVALID_SERVICE_ID"),
        ("get_services", json!({"team_ids": [""]}), "INVALID_TEAM_ID"),
        ("add_incident_note", json!({"incident_id": "Q1", "content": ""}), "MISSING_PARAMETER"),
        (
            "create_rotation",
            json!({"schedule_id": "PSC1", "user_ids": ["PU1"], "start": "", "every": "day"}),
            "MISSING_PARAMETER",
        ),
    ] {
        let error = account.fail(tool, arguments.clone()).await;
        assert_eq!(error["code"], code, "{tool} {arguments}: {error}");
    }
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn what_clients_add_is_ignored_with_a_warning() {
    let account = Account::start().await;
    let arguments = json!({
        "limit": 1, "toolCallId": "call_1", "sessionId": "a", "tool": "get_teams", "action": "sendMessage", "chatInput": "who",
    });
    let answer = account.call("get_teams", arguments).await;
    assert_eq!(account.requests(), ["GET /teams?limit=1"]);
    let warnings = answer["metadata"]["warnings"].to_string();
    assert!(warnings.contains("`toolCallId`") && warnings.contains("`chatInput`"), "{warnings}");
    let error = account.fail("get_teams", json!({"toolCall": 1})).await;
    assert_eq!(error["code"], "UNKNOWN_PARAMETER", "another name is a mistake");
}

#[tokio::test]
async fn ids_are_read_as_people_type_and_copy_them() {
    let account = Account::start().await;
    for (tool, arguments, request) in [
        ("get_incidents", json!({"incident_id": "#43686"}), "GET /incidents/43686?"),
        ("get_incidents", json!({"incident_id": 43686}), "GET /incidents/43686?"),
        ("get_incidents", json!({"incident_id": 43686.0}), "GET /incidents/43686?"),
        ("get_incidents", json!({"incident_id": "  QPV1ABC "}), "GET /incidents/QPV1ABC?"),
        (
            "get_incidents",
            json!({"incident_id": "https://acme.pagerduty.com/incidents/QPV1ABC"}),
            "GET /incidents/QPV1ABC?",
        ),
        (
            "triage_incident",
            json!({"incident_id": "https://acme.eu.pagerduty.com/incidents/QPV1ABC/timeline?x=1"}),
            "GET /incidents/QPV1ABC?",
        ),
        (
            "get_services",
            json!({"service_id": "https://acme.pagerduty.com/service-directory/PSVC123"}),
            "GET /services/PSVC123",
        ),
        ("get_users", json!({"user_id": "https://acme.pagerduty.com/users/PUSER12"}), "GET /users/PUSER12"),
        (
            "get_schedules",
            json!({"schedule_id": "https://acme.pagerduty.com/schedules#PSCHED1"}),
            "GET /schedules/PSCHED1",
        ),
        (
            "get_escalation_policies",
            json!({"escalation_policy_id": "PESC123"}),
            "GET /escalation_policies/PESC123?include[]=escalation_rule_assignment_strategies",
        ),
        (
            "find_oncall",
            json!({"escalation_policy_id": "PESC123"}),
            "GET /escalation_policies/PESC123?include[]=escalation_rule_assignment_strategies",
        ),
    ] {
        account.outcome(tool, arguments.clone()).await;
        let asked = account.requests();
        assert!(asked[0].starts_with(request), "{tool} {arguments}: {asked:?}");
    }
}

#[tokio::test]
async fn a_name_that_is_a_word_of_the_api_still_works_as_a_name() {
    let account = Account::start().await;
    account.answer("/teams", 200, r#"{"teams": [{"id": "PTEAM12", "name": "Users"}]}"#);
    account.outcome("get_teams", json!({"team_id": "users"})).await;
    assert_eq!(account.requests()[1], "GET /teams/PTEAM12");
    let error = account.fail("get_teams", json!({"team_id": "values"})).await;
    assert_eq!(error["code"], "INVALID_TEAM_ID");
    assert!(account.requests().iter().all(|line| !line.starts_with("GET /teams/")), "a word is no ID");
}

#[tokio::test]
async fn commas_separate_what_cannot_have_them() {
    let account = Account::start().await;
    let arguments =
        json!({"team_ids": "PXKVED7, PRM702X", "statuses": "triggered,acknowledged", "include": "id,title"});
    account.call("get_incidents", arguments).await;
    let expected = "GET /incidents?team_ids[]=PXKVED7&team_ids[]=PRM702X&statuses[]=triggered&statuses[]=acknowledged&sort_by=created_at:desc&limit=100&total=true";
    assert_eq!(account.requests(), [expected]);
    account.call("get_incidents", json!({"team_ids": ["PXKVED7,PRM702X"], "urgencies": "high,"})).await;
    assert_eq!(
        account.requests(),
        [
            "GET /incidents?team_ids[]=PXKVED7&team_ids[]=PRM702X&urgencies[]=high&sort_by=created_at:desc&limit=100&total=true"
        ]
    );
    let answer = account.call("acknowledge_incidents", json!({"incident_ids": "#1, #2", "dry_run": true})).await;
    assert!(answer["metadata"]["would"].as_str().unwrap().starts_with("Acknowledge 2 incidents: "), "{answer}");
    account.requests();
    // A name may have a comma.
    account.answer("/teams", 200, r#"{"teams": [{"id": "PTEAM12", "name": "Night, Day"}]}"#);
    account.call("get_services", json!({"team_ids": "Night, Day"})).await;
    assert!(account.requests()[1].starts_with("GET /services?team_ids[]=PTEAM12&"));
}

#[tokio::test]
async fn a_filter_for_others_turns_the_default_off() {
    let account = Account::start().await;
    account.has(ResourceKind::Team, "PT1");
    account.has(ResourceKind::Service, "PS1");
    account.has(ResourceKind::User, "PU1");
    for (tool, arguments, request) in [
        (
            "get_incidents",
            json!({"team_ids": ["PT1"]}),
            "GET /incidents?team_ids[]=PT1&sort_by=created_at:desc&limit=100",
        ),
        (
            "get_incidents",
            json!({"service_ids": "PS1"}),
            "GET /incidents?service_ids[]=PS1&sort_by=created_at:desc&limit=100",
        ),
        ("get_services", json!({"team_ids": ["PT1"]}), "GET /services?team_ids[]=PT1&limit=100"),
        ("get_users", json!({"team_ids": ["PT1"]}), "GET /users?team_ids[]=PT1&limit=100"),
        (
            "get_escalation_policies",
            json!({"user_ids": ["PU1"]}),
            "GET /escalation_policies?user_ids[]=PU1&include[]=escalation_rule_assignment_strategies&limit=100",
        ),
        (
            "get_escalation_policies",
            json!({"team_ids": ["PT1"]}),
            "GET /escalation_policies?team_ids[]=PT1&include[]=escalation_rule_assignment_strategies&limit=100",
        ),
        ("get_oncalls", json!({"user_ids": ["PU1"]}), "GET /oncalls?user_ids[]=PU1&limit=100"),
    ] {
        account.call(tool, arguments.clone()).await;
        let asked = account.requests();
        let line = asked.iter().find(|line| line.starts_with(request.split('?').next().unwrap())).unwrap();
        assert!(line.contains(request), "{tool} {arguments}: {asked:?}");
        assert!(asked.iter().all(|line| line != "GET /users/me"), "{asked:?}");
        let mut arguments = arguments;
        arguments["current_user_context"] = true.into();
        assert_eq!(account.fail(tool, arguments).await["code"], "CONFLICTING_PARAMETERS", "{tool}");
    }
}

#[tokio::test]
async fn resolved_incidents_are_assigned_to_nobody() {
    let account = Account::start().await;
    account.has(ResourceKind::User, "PU1");
    let with = |statuses: Value| json!({"user_ids": ["PU1"], "statuses": statuses});
    let error = account.fail("get_incidents", with(json!(["resolved"]))).await;
    assert!(error["message"].as_str().unwrap().contains("`user_ids`"), "{error}");
    assert_eq!(account.requests(), Vec::<String>::new());
    let answer = account.call("get_incidents", with(json!(["triggered", "resolved"]))).await;
    assert!(answer["metadata"]["warnings"].to_string().contains("assigned to nobody"), "{answer}");
    account.call("get_incidents", with(json!(["triggered"]))).await;
}

#[tokio::test]
async fn custom_fields_are_an_object_too() {
    let account = Account::start().await;
    let open = account.call("get_incidents", json!({"statuses": ["triggered"], "limit": 1})).await;
    let id = open["incidents"][0]["id"].clone();
    let with = |values: Value| json!({"incident_id": id, "values": values, "dry_run": true});
    let plain = json!(["vendor_ticket=https://vendor.example/1", "regulator_told=true"]);
    let expected = account.call("set_custom_fields", with(plain)).await["requests"].clone();
    for values in [
        json!({"vendor_ticket": "https://vendor.example/1", "regulator_told": true}),
        json!([{"vendor_ticket": "https://vendor.example/1"}, {"regulator_told": true}]),
        json!(r#"{"vendor_ticket": "https://vendor.example/1", "regulator_told": true}"#),
    ] {
        assert_eq!(account.call("set_custom_fields", with(values)).await["requests"], expected);
    }
}
