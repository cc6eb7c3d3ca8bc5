//! Arguments: forgiving where the meaning is plain, and exact errors before any request for everything else.

use pagerduty::ResourceKind;
use serde_json::{Value, json};

use crate::support::Account;

#[tokio::test]
async fn plain_meanings_are_understood() {
    let account = Account::start().await;
    account.has(ResourceKind::Team, "PT1");
    for arguments in [
        json!({"current_user_context": "false", "team_ids": "PT1", "limit": "5", "statuses": "triggered", "since": null, "include": null}),
        json!({"current_user_context": "False", "team_ids": "[\"PT1\"]", "limit": 5.0, "statuses": ["Triggered"], "until": null}),
        json!({"current_user_context": false, "team_ids": ["PT1", null], "limit": " 5 ", "statuses": "[\"triggered\"]", "incident_id": null}),
    ] {
        account.call("get_incidents", arguments).await;
        assert_eq!(
            account.requests_for_lists(),
            ["GET /incidents?team_ids[]=PT1&statuses[]=triggered&sort_by=created_at:desc&limit=5&total=true"]
        );
    }
}

#[tokio::test]
async fn invalid_values_of_a_list_are_named_and_never_widen_it() {
    let account = Account::start().await;
    account.has(ResourceKind::Team, "PT1");
    let with = |statuses: Value| json!({"current_user_context": false, "team_ids": ["PT1"], "statuses": statuses});
    let answer = account.call("get_incidents", with(json!(["open", "triggered"]))).await;
    let warning = answer["metadata"]["warnings"][0].as_str().unwrap();
    assert!(warning.contains("`open`") && warning.contains("`acknowledged`"), "{warning}");
    assert_eq!(
        account.requests_for_lists(),
        ["GET /incidents?team_ids[]=PT1&statuses[]=triggered&sort_by=created_at:desc&limit=100&total=true"]
    );
    let error = account.fail("get_incidents", with(json!(["open", 5]))).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    let error = account.fail("get_incidents", json!({"urgencies": ["medium"]})).await;
    assert!(error["hint"].as_str().unwrap().contains("`high` and `low`"));
    assert_eq!(account.requests_for_lists(), Vec::<String>::new());
}

#[tokio::test]
async fn empty_lists_and_texts_are_ignored_with_a_word() {
    let account = Account::start().await;
    let answer = account.call("get_teams", json!({"query": "", "include": []})).await;
    assert_eq!(answer["metadata"]["warnings"], json!(["ignored `query` and `include`: were empty"]));
    let error = account.fail("get_services", json!({"current_user_context": false, "team_ids": []})).await;
    assert_eq!(error["code"], "MISSING_PARAMETER");
}

/// Tool, arguments, code, and a word that the error must have.
fn refused() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    let mut table = vec![
        ("get_incidents", json!({"status": ["triggered"]}), "UNKNOWN_PARAMETER", "`statuses`"),
        ("get_services", json!({"teams_ids": ["PT1"]}), "UNKNOWN_PARAMETER", "`team_ids`"),
        ("build_user_context", json!({"x": 1}), "UNKNOWN_PARAMETER", "no parameters"),
        ("get_teams", json!({"limit": 0}), "INVALID_PARAMETER", "`limit`"),
        ("get_teams", json!({"limit": -5}), "INVALID_PARAMETER", "`limit`"),
        ("get_teams", json!({"limit": 1.5}), "INVALID_PARAMETER", "`limit`"),
        ("get_teams", json!({"limit": "many"}), "INVALID_PARAMETER", "`many`"),
        ("get_teams", json!({"limit": [5]}), "INVALID_PARAMETER", "`limit`"),
        ("get_teams", json!({"query": {"a": 1}}), "INVALID_PARAMETER", "`query`"),
        ("get_teams", json!({"cursor": "what"}), "INVALID_PARAMETER", "`cursor`"),
        ("get_oncalls", json!({"since": "2026-07-01"}), "INVALID_TIME_RANGE", "give `until`"),
        (
            "list_users_oncall",
            json!({"schedule_id": "PS1", "since": "2026-07-01"}),
            "INVALID_TIME_RANGE",
            "give `until`",
        ),
        ("get_incidents", json!({"since": "2026-07-01"}), "INVALID_TIME_RANGE", "give `until`"),
        ("get_incidents", json!({"since": "2026-06-01T10:00[America/New_York]"}), "INVALID_TIMESTAMP", "`since`"),
        ("get_incidents", json!({"current_user_context": "perhaps"}), "INVALID_PARAMETER", "`current_user_context`"),
        ("get_oncalls", json!({"earliest": 3}), "INVALID_PARAMETER", "`earliest`"),
        ("get_teams", json!({"include": ["id", "nam"]}), "INVALID_INCLUDE_FIELD", "`name`"),
        ("get_incidents", json!({"include": ["sumary", "x"]}), "INVALID_INCLUDE_FIELD", "`summary`"),
        (
            "acknowledge_incident",
            json!({"incident_id": "Q1", "include": ["titel"]}),
            "INVALID_INCLUDE_FIELD",
            "`title`",
        ),
        ("get_incidents", json!({"since": "a while ago"}), "INVALID_TIMESTAMP", "2026-02-26T00:00:00Z"),
        ("get_incidents", json!({"until": "next monday 09:00"}), "INVALID_TIMESTAMP", "`until`"),
        ("get_incidents", json!({"since": "24 hours ago"}), "INVALID_TIMESTAMP", "`now-24h`"),
        ("get_oncalls", json!({"since": 1_767_225_600}), "INVALID_TIMESTAMP", "`2026-01-01T00:00:00Z`"),
        ("get_oncalls", json!({"since": "1767225600"}), "INVALID_TIMESTAMP", "`2026-01-01T00:00:00Z`"),
        ("get_incidents", json!({"since": "now+9999999999w"}), "INVALID_TIMESTAMP", "`since`"),
        ("get_incidents", json!({"time_zone": "Berlin"}), "INVALID_PARAMETER", "`Europe/Berlin`"),
        ("get_incidents", json!({"hours": 24}), "UNKNOWN_PARAMETER", "`since`, such as `now-24h`"),
        ("snooze_incident", json!({"incident_id": "Q1", "hours": 4}), "UNKNOWN_PARAMETER", "`minutes`"),
        ("snooze_incident", json!({"incident_id": "Q1", "minutes": 10_081}), "INVALID_PARAMETER", "from 1 to 10080"),
        ("get_oncalls", json!({"timezone": "UTC"}), "UNKNOWN_PARAMETER", "`time_zone`"),
        (
            "find_oncall",
            json!({"policy_id": "PE1", "escalation_policy_id": "PE2"}),
            "CONFLICTING_PARAMETERS",
            "`policy_id`",
        ),
        (
            "get_incidents",
            json!({"user_ids": ["PU1"], "statuses": ["resolved"]}),
            "CONFLICTING_PARAMETERS",
            "`incident_stats`",
        ),
        (
            "get_services",
            json!({"service_id": "https://acme.pagerduty.com/incidents/QPV1ABC"}),
            "INVALID_SERVICE_ID",
            "another page",
        ),
        ("resolve_incident", json!({"incident_id": "types"}), "INVALID_INCIDENT_ID", "`types`"),
        ("acknowledge_incident", json!({"incident_id": "count"}), "INVALID_INCIDENT_ID", "`count`"),
        ("get_incidents", json!({"incident_id": "custom_fields"}), "INVALID_INCIDENT_ID", "`custom_fields`"),
        ("get_incidents", json!({"incident_id": "Me"}), "INVALID_INCIDENT_ID", "`Me`"),
        ("acknowledge_incident", json!({}), "MISSING_PARAMETER", "`incident_id`"),
        ("add_incident_note", json!({"incident_id": "Q1"}), "MISSING_PARAMETER", "`content`"),
        ("list_users_oncall", json!({"schedule_id": null}), "MISSING_PARAMETER", "`schedule_id`"),
        ("get_incidents", json!({"include_notes": true}), "MISSING_PARAMETER", "`incident_id`"),
        (
            "get_incidents",
            json!({"current_user_context": false}),
            "MISSING_PARAMETER",
            "`service_ids`, `team_ids`, `user_ids`, `incident_key` or `query`",
        ),
        (
            "get_incidents",
            json!({"current_user_context": false, "statuses": ["triggered"]}),
            "MISSING_PARAMETER",
            "`team_ids`",
        ),
        ("get_services", json!({"current_user_context": false}), "MISSING_PARAMETER", "`query`"),
        ("get_users", json!({"current_user_context": false, "limit": 5}), "MISSING_PARAMETER", "`query`"),
        ("get_escalation_policies", json!({"current_user_context": false}), "MISSING_PARAMETER", "`user_ids`"),
        (
            "get_oncalls",
            json!({"current_user_context": false, "since": "2026-06-15"}),
            "MISSING_PARAMETER",
            "`escalation_policy_ids`",
        ),
        (
            "get_incidents",
            json!({"current_user_context": true, "service_ids": ["PS1"]}),
            "CONFLICTING_PARAMETERS",
            "`service_ids`",
        ),
        (
            "get_services",
            json!({"current_user_context": true, "team_ids": ["PT1"]}),
            "CONFLICTING_PARAMETERS",
            "`current_user_context`",
        ),
        (
            "get_escalation_policies",
            json!({"current_user_context": "true", "user_ids": ["PU1"]}),
            "CONFLICTING_PARAMETERS",
            "`user_ids`",
        ),
        (
            "get_oncalls",
            json!({"current_user_context": true, "user_ids": ["PU1"]}),
            "CONFLICTING_PARAMETERS",
            "`user_ids`",
        ),
    ];
    for (tool, id, others) in [
        (
            "get_incidents",
            "incident_id",
            vec!["service_ids", "team_ids", "statuses", "urgencies", "since", "until", "limit", "cursor"],
        ),
        ("get_escalation_policies", "policy_id", vec!["query", "user_ids", "team_ids", "limit", "cursor"]),
        ("get_schedules", "schedule_id", vec!["query", "limit", "cursor"]),
        ("get_services", "service_id", vec!["team_ids", "query", "limit", "cursor"]),
        ("get_teams", "team_id", vec!["query", "limit", "cursor"]),
        ("get_users", "user_id", vec!["team_ids", "query", "limit", "cursor"]),
    ] {
        for other in others {
            let value = match other {
                "statuses" => json!(["triggered"]),
                "urgencies" => json!(["low"]),
                "since" | "until" => json!("2026-06-15"),
                "limit" => json!(5),
                "query" | "cursor" => json!("x"),
                _ => json!(["P1"]),
            };
            table.push((tool, json!({id: "P1", other: value}), "CONFLICTING_PARAMETERS", other));
        }
    }
    table
}

#[tokio::test]
async fn bad_arguments_are_refused_before_any_request() {
    let account = Account::start().await;
    for (tool, arguments, code, word) in refused() {
        let error = account.fail(tool, arguments.clone()).await;
        assert_eq!(error["code"], code, "{tool} {arguments}: {error}");
        assert!(error.to_string().contains(word), "{tool} {arguments}: {error}");
        assert_eq!(error.get("retry_after_seconds"), None);
    }
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn malformed_ids_are_refused_before_any_request() {
    let account = Account::start().await;
    for (tool, parameter, code) in [
        ("get_incidents", "incident_id", "INVALID_INCIDENT_ID"),
        ("acknowledge_incident", "incident_id", "INVALID_INCIDENT_ID"),
        ("resolve_incident", "incident_id", "INVALID_INCIDENT_ID"),
        ("add_incident_note", "incident_id", "INVALID_INCIDENT_ID"),
        ("get_incidents", "service_ids", "INVALID_SERVICE_ID"),
        ("get_incidents", "team_ids", "INVALID_TEAM_ID"),
        ("get_escalation_policies", "policy_id", "INVALID_ESCALATION_POLICY_ID"),
        ("get_escalation_policies", "user_ids", "INVALID_USER_ID"),
        ("get_oncalls", "schedule_ids", "INVALID_SCHEDULE_ID"),
        ("get_oncalls", "escalation_policy_ids", "INVALID_ESCALATION_POLICY_ID"),
        ("get_schedules", "schedule_id", "INVALID_SCHEDULE_ID"),
        ("list_users_oncall", "schedule_id", "INVALID_SCHEDULE_ID"),
        ("get_services", "service_id", "INVALID_SERVICE_ID"),
        ("get_teams", "team_id", "INVALID_TEAM_ID"),
        ("get_users", "user_id", "INVALID_USER_ID"),
    ] {
        for bad in [" ", "..", "../users/me", "P1/../teams", "P1?include[]=x", "P1#", "P1%2F..", "P1\n", "P1\u{0}"] {
            let value = if parameter.ends_with("_ids") { json!([bad]) } else { json!(bad) };
            let error = account.fail(tool, json!({parameter: value, "content": "x"}).clone_without(tool)).await;
            assert_eq!(error["code"], code, "{tool} {parameter} {bad:?}: {error}");
        }
    }
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn only_ids_and_numbers_mean_an_incident() {
    let account = Account::start().await;
    for bad in ["P 1", "P\u{fc}1", "'P1'"] {
        let error = account.fail("get_incidents", json!({"incident_id": bad})).await;
        assert_eq!(error["code"], "INVALID_INCIDENT_ID", "{bad:?}: {error}");
    }
    assert_eq!(account.requests(), Vec::<String>::new());
}

trait WithoutContent {
    fn clone_without(self, tool: &str) -> Value;
}

impl WithoutContent for Value {
    /// Only notes have a content.
    fn clone_without(mut self, tool: &str) -> Value {
        if let Value::Object(fields) = &mut self
            && tool != "add_incident_note"
        {
            fields.remove("content");
        }
        self
    }
}

#[tokio::test]
async fn unknown_ids_name_their_resource() {
    let account = Account::start().await;
    for (tool, arguments, code) in [
        ("get_incidents", json!({"incident_id": "QNONE"}), "INVALID_INCIDENT_ID"),
        ("get_incidents", json!({"incident_id": "99999999"}), "INVALID_INCIDENT_ID"),
        ("acknowledge_incident", json!({"incident_id": "QNONE"}), "INVALID_INCIDENT_ID"),
        ("add_incident_note", json!({"incident_id": "QNONE", "content": "x"}), "INVALID_INCIDENT_ID"),
        ("get_escalation_policies", json!({"policy_id": "PNONE"}), "INVALID_ESCALATION_POLICY_ID"),
        ("get_schedules", json!({"schedule_id": "PNONE"}), "INVALID_SCHEDULE_ID"),
        ("list_users_oncall", json!({"schedule_id": "PNONE"}), "INVALID_SCHEDULE_ID"),
        ("get_services", json!({"service_id": "PNONE"}), "INVALID_SERVICE_ID"),
        ("get_teams", json!({"team_id": "PNONE"}), "INVALID_TEAM_ID"),
        ("get_users", json!({"user_id": "PNONE"}), "INVALID_USER_ID"),
    ] {
        let error = account.fail(tool, arguments.clone()).await;
        assert_eq!(error["code"], code, "{tool} {arguments}: {error}");
        assert!(error["hint"].is_string());
    }
}

#[tokio::test]
async fn the_context_is_not_used_when_an_id_is_given() {
    let account = Account::start().await;
    let teams = account.call("get_teams", json!({"limit": 1})).await;
    let services = account.call("get_services", json!({"limit": 1})).await;
    account.requests();
    let id = &services["services"][0]["id"];
    for context in [true, false] {
        account.call("get_services", json!({"service_id": id, "current_user_context": context})).await;
    }
    account.call("get_teams", json!({"team_id": teams["teams"][0]["id"]})).await;
    assert!(account.requests().iter().all(|line| !line.contains("/users/me")));
}
