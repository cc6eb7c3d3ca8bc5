//! What is only described is created, read, listed, changed and deleted as PagerDuty's OpenAPI document has it.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use openapi_contract::{Contract, Request};
use pagerduty_sim::{Options, Simulator};
use serde_json::{Value, json};
use support::{get, list, options, text, write};

/// One resource: its path, the names of a list and of an object, what makes one, and what changes it.
type Resource = (String, &'static str, &'static str, Value, Value);

/// The resources, with what they refer to.
async fn resources(simulator: &Simulator) -> Vec<Resource> {
    let facts = simulator.account();
    let service = json!({"id": facts.service.id, "type": "service_reference"});
    let team = json!({"id": facts.demo_teams[0].id, "type": "team_reference"});
    let user = facts.demo_user.id;
    let policy = json!({"id": facts.demo_escalation_policies[0].id, "type": "escalation_policy_reference"});
    let schema = list(simulator, "extension_schemas", "/extension_schemas").await[0].clone();
    let workflow = list(simulator, "incident_workflows", "/incident_workflows").await[0].clone();
    let method = list(simulator, "contact_methods", &format!("/users/{user}/contact_methods")).await[0].clone();
    let method = json!({"id": method["id"], "type": "email_contact_method_reference"});
    let of_user = |path: &str| format!("/users/{user}/{path}");
    let level = json!({"escalation_delay_in_minutes": 10, "targets": [{"id": user, "type": "user_reference"}]});
    let layer = json!({"name": "Days", "start": "2025-03-01T00:00:00+01:00",
        "rotation_virtual_start": "2025-03-01T00:00:00+01:00", "rotation_turn_length_seconds": 86400,
        "users": [{"user": {"id": user, "type": "user_reference"}}],
        "restrictions": [{"type": "daily_restriction", "start_time_of_day": "08:00:00", "duration_seconds": 32400}]});
    let step = json!({"name": "Note", "action_configuration": {
        "action_id": "pagerduty.com:incident-workflows:add-incident-note:1",
        "inputs": [{"name": "Note", "parameter_type": "text", "value": "Hello"}],
    }});
    let service_body = json!({"type": "service", "name": "Gift Cards", "escalation_policy": policy});
    let rule = json!({"disabled": false, "actions": {}});
    let variable = json!({"name": "last_host", "configuration": {"type": "recent_value", "source": "event.source",
        "regex": ".*"}});
    let orchestration = write(
        simulator,
        "POST",
        "/event_orchestrations",
        Some(json!({"orchestration": {
        "name": "Of a test"}})),
    )
    .await;
    let orchestration = format!("/event_orchestrations/{}", text(&orchestration["orchestration"], "id"));
    let ruleset = write(simulator, "POST", "/rulesets", Some(json!({"ruleset": {"name": "Old", "team": team}}))).await;
    let ruleset = format!("/rulesets/{}", text(&ruleset["ruleset"], "id"));
    vec![
        (
            "/teams".into(),
            "teams",
            "team",
            json!({"type": "team", "name": "Night Shift"}),
            json!({"type": "team", "name": "Late Shift", "description": "Awake"}),
        ),
        (
            "/users".into(),
            "users",
            "user",
            json!({"type": "user", "name": "Ada Byron", "email": "ada@larkspur.example", "role": "user"}),
            json!({"type": "user", "name": "Ada King", "email": "ada@larkspur.example", "job_title": "Analyst"}),
        ),
        (
            "/services".into(),
            "services",
            "service",
            service_body.clone(),
            json!({"type": "service", "description": "Sold in shops", "escalation_policy": policy}),
        ),
        (
            "/schedules".into(),
            "schedules",
            "schedule",
            json!({"type": "schedule", "name": "Gift Cards", "time_zone": "Europe/Berlin", "schedule_layers": [layer]}),
            json!({"type": "schedule", "name": "Gifts", "time_zone": "Europe/Paris", "schedule_layers": [layer]}),
        ),
        (
            "/escalation_policies".into(),
            "escalation_policies",
            "escalation_policy",
            json!({"type": "escalation_policy", "name": "Gift Cards", "escalation_rules": [level], "teams": [team]}),
            json!({"type": "escalation_policy", "name": "Gifts", "escalation_rules": [level, level]}),
        ),
        (
            of_user("contact_methods"),
            "contact_methods",
            "contact_method",
            json!({"type": "phone_contact_method", "label": "Home", "address": "2125550123", "country_code": 1}),
            json!({"type": "phone_contact_method", "label": "Office", "address": "2125550124", "country_code": 1}),
        ),
        (
            of_user("notification_rules"),
            "notification_rules",
            "notification_rule",
            json!({"type": "assignment_notification_rule", "start_delay_in_minutes": 7, "contact_method": method,
                "urgency": "low"}),
            json!({"type": "assignment_notification_rule", "start_delay_in_minutes": 9, "contact_method": method,
                "urgency": "low"}),
        ),
        (
            of_user("oncall_handoff_notification_rules"),
            "oncall_handoff_notification_rules",
            "oncall_handoff_notification_rule",
            json!({"id": "", "handoff_type": "both", "notify_advance_in_minutes": 30, "contact_method": method}),
            json!({"id": "", "handoff_type": "oncall", "contact_method": method}),
        ),
        (
            "/webhook_subscriptions".into(),
            "webhook_subscriptions",
            "webhook_subscription",
            json!({"type": "webhook_subscription", "events": ["incident.triggered"], "filter": service,
                "delivery_method": {"type": "http_delivery_method", "url": "https://hooks.larkspur.example/in"}}),
            json!({"description": "Tells the shop", "active": false}),
        ),
        (
            "/extensions".into(),
            "extensions",
            "extension",
            json!({"name": "Chat", "extension_objects": [service],
                "extension_schema": {"id": schema["id"], "type": "extension_schema_reference"},
                "endpoint_url": "https://chat.larkspur.example/in"}),
            json!({"name": "Talk", "extension_objects": [service],
                "extension_schema": {"id": schema["id"], "type": "extension_schema_reference"}}),
        ),
        (
            "/addons".into(),
            "addons",
            "addon",
            json!({"type": "full_page_addon", "name": "Map", "src": "https://map.larkspur.example/"}),
            json!({"type": "full_page_addon", "name": "Maps", "src": "https://map.larkspur.example/"}),
        ),
        (
            "/business_services".into(),
            "business_services",
            "business_service",
            json!({"name": "Gifts"}),
            json!({"name": "Vouchers"}),
        ),
        (
            "/incident_workflows".into(),
            "incident_workflows",
            "incident_workflow",
            json!({"name": "Say hello", "description": "Greets", "steps": [step]}),
            json!({"name": "Greet"}),
        ),
        (
            "/incident_workflows/triggers".into(),
            "triggers",
            "trigger",
            json!({"type": "workflow_trigger", "trigger_type": "manual", "workflow": {"id": workflow["id"]},
                "services": [{"id": facts.service.id}], "is_subscribed_to_all_services": false}),
            json!({"is_disabled": true}),
        ),
        (
            "/alert_grouping_settings".into(),
            "alert_grouping_settings",
            "alert_grouping_setting",
            json!({"name": "By time", "type": "time", "config": {"timeout": 300}, "services": [service]}),
            json!({"name": "By the clock", "type": "time", "config": {"timeout": 600}, "services": [service]}),
        ),
        (
            "/templates".into(),
            "templates",
            "template",
            json!({"template_type": "status_update", "name": "Short", "templated_fields": {"message": "Hello"}}),
            json!({"name": "Shorter"}),
        ),
        (
            "/event_orchestrations".into(),
            "orchestrations",
            "orchestration",
            json!({"name": "Shop", "description": "Routes the shop's events", "team": {"id": facts.demo_teams[0].id}}),
            json!({"name": "Shops"}),
        ),
        (
            format!("{orchestration}/integrations"),
            "integrations",
            "integration",
            json!({"label": "Sensors"}),
            json!({"label": "Probes"}),
        ),
        (
            format!("{orchestration}/cache_variables"),
            "cache_variables",
            "cache_variable",
            variable.clone(),
            variable.clone(),
        ),
        (
            format!("/event_orchestrations/services/{}/cache_variables", facts.service.id),
            "cache_variables",
            "cache_variable",
            variable.clone(),
            variable,
        ),
        (format!("{ruleset}/rules"), "rules", "rule", rule.clone(), rule.clone()),
        (format!("/services/{}/rules", facts.service.id), "rules", "rule", rule.clone(), rule),
        (
            "/automation_actions/actions".into(),
            "actions",
            "action",
            json!({"name": "Restart", "description": "Restarts it", "action_type": "script",
                "action_data_reference": {"script": "true"}}),
            json!({"name": "Start again"}),
        ),
        (
            "/automation_actions/runners".into(),
            "runners",
            "runner",
            json!({"name": "Basement", "description": "Under the stairs", "runner_type": "runbook",
                "runbook_base_uri": "subdomain", "runbook_api_key": "none"}),
            json!({"name": "Cellar"}),
        ),
        (
            "/services/custom_fields".into(),
            "fields",
            "field",
            json!({"name": "tier", "display_name": "Tier", "data_type": "string", "field_type": "single_value",
                "enabled": true}),
            json!({"display_name": "Level"}),
        ),
    ]
}

/// Lists, makes, reads, changes and deletes each.
async fn live(simulator: &Simulator) {
    for (path, plural, singular, made, changed) in resources(simulator).await {
        let before = list(simulator, plural, &format!("{path}?limit=100")).await.len();
        let answer = write(simulator, "POST", &path, Some(json!({singular: made}))).await;
        let one = format!("{path}/{}", text(&answer[singular], "id"));
        assert_eq!(list(simulator, plural, &format!("{path}?limit=100")).await.len(), before + 1, "{path}");
        let read = get(simulator, &one).await;
        assert_eq!(read.status, 200, "{one}: {}", read.text);
        let mut body = json!({singular: changed});
        if singular == "rule" {
            body["rule_id"] = answer[singular]["id"].clone();
        }
        write(simulator, "PUT", &one, Some(body)).await;
        let read = get(simulator, &one).await;
        for (name, value) in changed.as_object().expect("an object").iter().filter(|(_, value)| value.is_string()) {
            let is_said = *name == "id" || read.body[singular][name] == *value;
            assert!(is_said, "{one}: {name} is {}", read.body[singular][name]);
        }
        write(simulator, "DELETE", &one, None).await;
        assert_eq!(get(simulator, &one).await.status, 404, "{one}");
        assert_eq!(list(simulator, plural, &format!("{path}?limit=100")).await.len(), before, "{path}");
    }
}

/// What there is one of, and what can be done besides.
async fn besides(simulator: &Simulator) {
    let facts = simulator.account();
    let orchestration = list(simulator, "orchestrations", "/event_orchestrations").await[0].clone();
    let orchestration = format!("/event_orchestrations/{}", text(&orchestration, "id"));
    let service = format!("/event_orchestrations/services/{}", facts.service.id);
    let paths = ["global", "router", "unrouted"].map(|name| format!("{orchestration}/{name}"));
    for path in paths.iter().chain([&service]) {
        get(simulator, path).await;
        let rules = json!({"orchestration_path": {"sets": [{"id": "start", "rules": []}],
            "catch_all": {"actions": {}}}});
        write(simulator, "PUT", path, Some(rules)).await;
        get(simulator, path).await;
    }
    let active = format!("{service}/active");
    assert_eq!(get(simulator, &active).await.body, json!({"active": false}));
    write(simulator, "PUT", &active, Some(json!({"active": true}))).await;
    assert_eq!(get(simulator, &active).await.body, json!({"active": true}));
    let action = json!({"name": "Restart", "description": "Restarts it", "action_type": "script",
        "action_data_reference": {"script": "true"}});
    let action = write(simulator, "POST", "/automation_actions/actions", Some(json!({"action": action}))).await;
    let teams = format!("/automation_actions/actions/{}/teams", text(&action["action"], "id"));
    let team = json!({"team": {"id": facts.demo_teams[0].id, "type": "team_reference"}});
    write(simulator, "POST", &teams, Some(team)).await;
    assert_eq!(list(simulator, "teams", &teams).await.len(), 1);
    let one = format!("{teams}/{}", facts.demo_teams[0].id);
    get(simulator, &one).await;
    write(simulator, "DELETE", &one, None).await;
    assert_eq!(get(simulator, &one).await.status, 404);
    for (plural, path) in [("vendors", "/vendors"), ("extension_schemas", "/extension_schemas")] {
        let rows = list(simulator, plural, path).await;
        get(simulator, &format!("{path}/{}", text(&rows[0], "id"))).await;
    }
    list(simulator, "licenses", "/licenses").await;
    let actions = list(simulator, "actions", "/incident_workflows/actions?keyword=note").await;
    assert_eq!(actions.len(), 1);
    get(simulator, &format!("/incident_workflows/actions/{}", text(&actions[0], "id"))).await;
    subscribe(simulator).await;
    fields_of_services(simulator).await;
    let page = list(simulator, "status_pages", "/status_pages").await[0].clone();
    let page = format!("/status_pages/{}", text(&page, "id"));
    let post = list(simulator, "posts", &format!("{page}/posts")).await[0].clone();
    let postmortem = format!("{page}/posts/{}/postmortem", text(&post, "id"));
    assert_eq!(get(simulator, &postmortem).await.status, 404);
    let body = json!({"postmortem": {"type": "status_page_post_postmortem", "post": {"id": post["id"]},
        "message": "It was the disk", "notify_subscribers": false}});
    write(simulator, "PUT", &postmortem, Some(body)).await;
    get(simulator, &postmortem).await;
    write(simulator, "DELETE", &postmortem, None).await;
}

/// Subscribes somebody to something, from both ends.
async fn subscribe(simulator: &Simulator) {
    let facts = simulator.account();
    let user = &facts.demo_user.id;
    let business = list(simulator, "business_services", "/business_services").await[0].clone();
    let business = text(&business, "id");
    let incident = facts.triggered_incident.expect("a triggered incident").id;
    let subscribers = json!({"subscribers": [{"subscriber_id": user, "subscriber_type": "user"}]});
    let subscribables =
        json!({"subscribables": [{"subscribable_id": business, "subscribable_type": "business_service"}]});
    for (path, remove, body) in [
        (
            format!("/business_services/{business}/subscribers"),
            format!("/business_services/{business}/unsubscribe"),
            &subscribers,
        ),
        (
            format!("/incidents/{incident}/status_updates/subscribers"),
            format!("/incidents/{incident}/status_updates/unsubscribe"),
            &subscribers,
        ),
        (
            format!("/users/{user}/notification_subscriptions"),
            format!("/users/{user}/notification_subscriptions/unsubscribe"),
            &subscribables,
        ),
    ] {
        for result in ["success", "duplicate"] {
            let answer = write(simulator, "POST", &path, Some(body.clone())).await;
            assert_eq!(answer["subscriptions"][0]["result"], result, "{path}");
        }
        get(simulator, &path).await;
        let answer = write(simulator, "POST", &remove, Some(body.clone())).await;
        assert_eq!((&answer["deleted_count"], &answer["non_existent_count"]), (&json!(1), &json!(0)), "{path}");
    }
}

/// Gives services a field, and one of them a value.
async fn fields_of_services(simulator: &Simulator) {
    let field = json!({"name": "owner", "display_name": "Owner", "data_type": "string", "field_type": "single_value",
        "enabled": true});
    write(simulator, "POST", "/services/custom_fields", Some(json!({"field": field}))).await;
    let values = format!("/services/{}/custom_fields/values", simulator.account().service.id);
    let body = json!({"custom_fields": [{"name": "owner", "value": "Ada"}]});
    write(simulator, "PUT", &values, Some(body)).await;
    let read = get(simulator, &values).await;
    assert_eq!(read.body["custom_fields"][0]["value"], "Ada");
}

/// Where the document has a slip: it says that one vendor is a list, and that values of custom fields are wrapped, which they
/// are not in its examples.
const EXCUSED: [&str; 2] = ["GET /vendors/", "/custom_fields/values: $.custom_fields[0].value"];

#[tokio::test]
async fn described_resources_are_as_the_openapi_document_has_them() {
    let Some(contract) = Contract::load().expect("the document is readable") else {
        return Contract::announce_skip();
    };
    let simulator = Simulator::start(Options { record_answers: true, ..options() }).await.expect("a free port");
    live(&simulator).await;
    besides(&simulator).await;
    let mut complaints = Vec::new();
    for sent in simulator.requests() {
        let (method, path) = (sent.method.as_str(), sent.path.as_str());
        let mut violations = contract.check_response(method, path, sent.status, sent.answer.as_ref());
        if sent.headers.iter().any(|(name, _)| name == "from") {
            let (query, headers, body) = (&sent.query, &sent.headers, sent.body.as_ref());
            violations.extend(contract.check_request(&Request { method, path, query, headers, body }));
        }
        let complaint = |violation| format!("{method} {path}: {violation}");
        complaints.extend(violations.into_iter().map(complaint));
    }
    complaints.retain(|complaint| !EXCUSED.iter().any(|excused| complaint.contains(excused)));
    complaints.dedup();
    assert!(complaints.is_empty(), "{} complaints, such as:\n{}", complaints.len(), complaints.join("\n"));
}
