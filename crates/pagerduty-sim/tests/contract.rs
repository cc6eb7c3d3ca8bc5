//! Every kind of answer is one that PagerDuty's OpenAPI document allows.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use openapi_contract::Contract;
use pagerduty_sim::{Options, RecordedRequest, Simulator, token};
use serde_json::json;
use support::{get, list, options, send_as, text, update};

/// Asks for a bit of everything.
async fn tour(simulator: &Simulator) -> Vec<RecordedRequest> {
    let facts = simulator.account();
    let major = facts.major_incident.expect("a major incident").id;
    let triggered = facts.triggered_incident.expect("a triggered incident").id;
    let resolved = facts.resolved_incident.expect("a resolved incident").id;
    let (user, team, service) = (facts.demo_user.id, &facts.demo_teams[0].id, facts.service.id);
    let schedule = facts.demo_schedule.expect("a schedule").id;
    let policy = &facts.demo_escalation_policies[0].id;
    let range = "since=2025-03-01T00:00:00Z&until=2025-03-20T00:00:00Z";
    let mut targets = vec![
        "/incidents?limit=100&date_range=all&total=true".to_owned(),
        "/incidents?limit=100&date_range=all&offset=2900".to_owned(),
        "/incidents?limit=20&statuses[]=triggered&include[]=services&include[]=teams&include[]=users".to_owned(),
        "/incidents?statuses[]=open".to_owned(),
        "/incidents?offset=10000".to_owned(),
        "/incidents/QNOSUCHINCIDEN".to_owned(),
        format!("/oncalls?limit=100&{range}"),
        "/oncalls?include[]=users&include[]=schedules&include[]=escalation_policies".to_owned(),
        "/escalation_policies?limit=100".to_owned(),
        "/escalation_policies?include[]=services&include[]=teams&include[]=targets".to_owned(),
        format!("/escalation_policies/{policy}?include[]=escalation_rule_assignment_strategies"),
        "/schedules?limit=100".to_owned(),
        format!("/schedules?include[]=schedule_layers&include[]=final_schedule&{range}&time_zone=UTC"),
        format!("/schedules/{schedule}"),
        format!("/schedules/{schedule}?{range}&include_next_oncall_for_user={user}"),
        format!("/schedules/{schedule}/users?{range}"),
        format!("/schedules/{schedule}/overrides?{range}"),
        "/schedules/PNOTHIN".to_owned(),
        "/services?limit=100".to_owned(),
        "/services?include[]=integrations&include[]=teams&include[]=escalation_policies".to_owned(),
        format!("/services/{service}"),
        format!("/services/{service}/change_events"),
        "/teams".to_owned(),
        format!("/teams/{team}"),
        format!("/teams/{team}/members?include[]=users"),
        "/users?limit=100&include[]=contact_methods&include[]=notification_rules&include[]=teams".to_owned(),
        "/users/me?include[]=calendar_urls&include[]=subdomains".to_owned(),
        format!("/users/{user}"),
        format!("/users/{user}/contact_methods"),
        format!("/users/{user}/notification_rules?include[]=contact_methods"),
        "/log_entries?limit=100&include[]=channels&include[]=services&include[]=teams".to_owned(),
        "/change_events?limit=100".to_owned(),
        "/priorities".to_owned(),
        "/abilities".to_owned(),
        "/abilities/teams".to_owned(),
    ];
    for incident in [&major, &triggered, &resolved] {
        for rest in [
            "?include[]=body&include[]=custom_fields&include[]=conference_bridge",
            "?include[]=first_trigger_log_entries&include[]=assignees&include[]=acknowledgers",
            "/notes",
            "/past_incidents?total=true",
            "/related_incidents",
            "/related_incidents?additional_details[]=incident",
            "/related_change_events",
            "/alerts",
            "/log_entries?limit=100",
        ] {
            targets.push(format!("/incidents/{incident}{rest}"));
        }
    }
    for target in targets {
        get(simulator, &target).await;
    }
    for (name, list_path) in [("log_entries", "/log_entries"), ("change_events", "/change_events")] {
        let first = list(simulator, name, list_path).await[0].clone();
        get(simulator, &format!("{list_path}/{}", text(&first, "id"))).await;
    }
    let note = json!({"note": {"content": "Looking"}});
    let notes = format!("/incidents/{major}/notes");
    for token in [token::USER, token::ACCOUNT, token::READ_ONLY_ACCOUNT, token::OAUTH_SCOPED] {
        send_as(simulator, token, "POST", &notes, Some(&note)).await;
        send_as(simulator, token, "GET", "/users/me", None).await;
    }
    for fields in [
        json!({"status": "acknowledged"}),
        json!({"title": "Different", "priority": "P2", "urgency": "low"}),
        json!({"escalation_level": 2}),
        json!({"status": "resolved", "resolution": "Done"}),
        json!({"status": "resolved"}),
        json!({"status": "triggered"}),
    ] {
        update(simulator, &triggered, fields).await;
    }
    get(simulator, &format!("/incidents/{triggered}/log_entries?limit=100")).await;
    simulator.requests()
}

#[tokio::test]
async fn answers_are_as_the_openapi_document_has_them() {
    let Some(contract) = Contract::load().expect("the document is readable") else {
        return Contract::announce_skip();
    };
    let simulator = Simulator::start(Options { record_answers: true, ..options() }).await.expect("a free port");
    let mut complaints = Vec::new();
    for request in tour(&simulator).await {
        let violations =
            contract.check_response(&request.method, &request.path, request.status, request.answer.as_ref());
        complaints.extend(violations.into_iter().map(|violation| {
            format!("{} {} {:?} {}: {violation}", request.method, request.path, request.query, request.status)
        }));
    }
    assert!(complaints.is_empty(), "{} complaints, such as:\n{}", complaints.len(), complaints.join("\n"));
}
