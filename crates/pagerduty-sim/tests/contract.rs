//! Every kind of answer is one that PagerDuty's OpenAPI document allows.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use openapi_contract::{Contract, Request};
use pagerduty_sim::{Options, RecordedRequest, Simulator, token};
use serde_json::Value;
use serde_json::json;
use support::{get, list, options, send_as, text, update, write};

/// Asks for a bit of everything.
async fn tour(simulator: &Simulator) -> Vec<RecordedRequest> {
    let facts = simulator.account();
    let major = facts.major_incident.expect("a major incident").id;
    let triggered = facts.triggered_incident.expect("a triggered incident").id;
    let resolved = facts.resolved_incident.expect("a resolved incident").id;
    let (user, team, service) = (facts.demo_user.id, &facts.demo_teams[0].id, facts.service.id);
    let schedule = facts.demo_schedule.expect("a schedule").id;
    let shift_based = facts.shift_based_schedule.expect("a shift-based schedule").id;
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
        "/v3/schedules".to_owned(),
        format!("/v3/schedules/{shift_based}"),
        format!("/v3/schedules/{shift_based}?include[]=final_schedule&{range}&overflow=true"),
        format!("/v3/schedules/{shift_based}?include[]=final_schedule&since=2023-01-01&until=2023-01-02"),
        format!("/v3/schedules/{shift_based}/rotations"),
        format!("/v3/schedules/{shift_based}/overrides?{range}"),
        format!("/v3/schedules/{shift_based}/overrides"),
        format!("/v3/schedules/{shift_based}/custom_shifts?{range}"),
        format!("/v3/schedules/{schedule}"),
        format!("/schedules/{shift_based}"),
        format!("/oncalls?schedule_ids[]={shift_based}"),
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

/// Works on an incident, in every way there is.
async fn respond(simulator: &Simulator) {
    let facts = simulator.account();
    let source = facts.triggered_incident.expect("a triggered incident").id;
    let policy = &facts.demo_escalation_policies[0].id;
    let priority = list(simulator, "priorities", "/priorities").await[0].clone();
    let incident = json!({
        "type": "incident",
        "title": "The tills are down",
        "service": {"id": facts.service.id, "type": "service_reference"},
        "priority": {"id": priority["id"], "type": "priority_reference"},
        "urgency": "high",
        "incident_key": "tills",
        "body": {"type": "incident_body", "details": "All of them"},
        "incident_type": {"name": "incident_default"},
        "escalation_policy": {"id": policy, "type": "escalation_policy_reference"},
        "conference_bridge": {"conference_number": "+1 415-555-0142,,,,1#", "conference_url": "https://meet.example/1"},
    });
    let created = write(simulator, "POST", "/incidents", Some(json!({"incident": incident}))).await;
    let id = text(&created["incident"], "id");
    update(simulator, id, json!({"status": "acknowledged"})).await;
    for (method, rest, body) in [
        ("POST", "snooze", json!({"duration": 3600})),
        ("PUT", "merge", json!({"source_incidents": [{"id": source, "type": "incident_reference"}]})),
        (
            "POST",
            "responder_requests",
            json!({
                "requester_id": facts.demo_user.id,
                "message": "Please join",
                "responder_request_targets": [
                    {"responder_request_target": {"id": facts.teamless_user.id, "type": "user_reference"}},
                    {"responder_request_target": {"id": policy, "type": "escalation_policy_reference"}},
                ],
            }),
        ),
        ("POST", "status_updates", json!({"message": "Soon", "subject": "Tills", "html_message": "<b>Soon</b>"})),
    ] {
        write(simulator, method, &format!("/incidents/{id}/{rest}"), Some(body)).await;
    }
    for incident in [id, &source] {
        get(simulator, &format!("/incidents/{incident}?include[]=body&include[]=conference_bridge")).await;
        get(simulator, &format!("/incidents/{incident}/alerts")).await;
        get(simulator, &format!("/incidents/{incident}/log_entries?limit=100&include[]=channels")).await;
    }
}

/// Starts a workflow on an incident, fills its fields, and looks at what it is like.
async fn fill(simulator: &Simulator) {
    let facts = simulator.account();
    let id = facts.major_incident.expect("a major incident").id;
    get(simulator, "/incident_workflows?limit=100&include[]=steps&include[]=team&total=true").await;
    let workflow = list(simulator, "incident_workflows", "/incident_workflows").await[0].clone();
    let workflow = format!("/incident_workflows/{}", text(&workflow, "id"));
    get(simulator, &workflow).await;
    let incident = json!({"id": id, "type": "incident_reference"});
    let instance = json!({"incident_workflow_instance": {"id": "PRUN001", "incident": incident}});
    write(simulator, "POST", &format!("{workflow}/instances"), Some(instance)).await;
    get(simulator, "/incidents/types").await;
    get(simulator, "/incidents/types/incident_default/custom_fields?include[]=field_options").await;
    let values = format!("/incidents/{id}/custom_fields/values");
    let wanted = [
        json!({"name": "customer_impact", "value": "some"}),
        json!({"name": "affected_orders", "value": 412}),
        json!({"name": "channels", "value": ["web", "ios"]}),
        json!({"name": "regulator_told", "value": false}),
    ];
    write(simulator, "PUT", &values, Some(json!({"custom_fields": wanted}))).await;
    get(simulator, &values).await;
    for target in ["?include[]=custom_fields", "/log_entries?limit=100", "/notes", "/outlier_incident"] {
        get(simulator, &format!("/incidents/{id}{target}")).await;
    }
    get(simulator, &format!("/incidents/{id}/outlier_incident?additional_details[]=incident")).await;
}

/// Makes overrides, one of which fails, and deletes one that is to come and one that has begun.
async fn stand_in(simulator: &Simulator) {
    let facts = simulator.account();
    let schedule = facts.demo_schedule.expect("a schedule").id;
    let wanted = |start: &str, end: &str| json!({"start": start, "end": end, "user": {"id": facts.teamless_user.id, "type": "user_reference"}});
    let overrides = [
        wanted("2025-03-10T10:00:00Z", "2025-03-10T12:00:00Z"),
        wanted("2025-03-05T10:00:00Z", "2025-03-05T16:00:00Z"),
        wanted("2025-03-10T10:00:00Z", "2025-03-10T10:00:00Z"),
    ];
    let target = format!("/schedules/{schedule}/overrides");
    let made = write(simulator, "POST", &target, Some(json!({"overrides": overrides}))).await;
    let range = "since=2025-03-01T00:00:00Z&until=2025-03-20T00:00:00Z";
    get(simulator, &format!("{target}?{range}")).await;
    for made in &made.as_array().expect("a list")[..2] {
        let id = text(&made["override"], "id");
        write(simulator, "DELETE", &format!("{target}/{id}"), None).await;
    }
    get(simulator, &format!("/schedules/{schedule}?{range}")).await;
}

/// The same in a shift-based schedule.
async fn take_over(simulator: &Simulator) {
    let facts = simulator.account();
    let schedule = format!("/v3/schedules/{}", facts.shift_based_schedule.expect("a shift-based schedule").id);
    let range = "since=2025-03-10T09:00:00Z&until=2025-03-11T09:00:00Z";
    let target = format!("{schedule}?include[]=final_schedule&{range}");
    let answer = get(simulator, &target).await.body["schedule"].clone();
    let shift = answer["final_schedule"]["computed_shift_assignments"][0].clone();
    let wanted = json!({
        "type": "override_shift",
        "rotation_id": shift["source"]["rotation_id"],
        "start_time": "2025-03-10T10:00:00Z",
        "end_time": "2025-03-10T12:00:00Z",
        "overridden_member": shift["member"],
        "overriding_member": {"type": "user_member", "user_id": facts.teamless_user.id},
    });
    let overrides = format!("{schedule}/overrides");
    let made = write(simulator, "POST", &overrides, Some(json!({"overrides": [wanted]}))).await;
    for target in [&target, &format!("{overrides}?{range}")] {
        get(simulator, target).await;
    }
    write(simulator, "DELETE", &format!("{overrides}/{}", text(&made["overrides"][0], "id")), None).await;
    let assignments = json!([{"type": "shift_assignment", "member": shift["member"]}]);
    let (start, end) = ("2025-03-10T12:00:00Z", "2025-03-10T14:00:00Z");
    let wanted = json!({"type": "custom_shift", "start_time": start, "end_time": end, "assignments": assignments});
    let custom_shifts = format!("{schedule}/custom_shifts");
    let made = write(simulator, "POST", &custom_shifts, Some(json!({"custom_shifts": [wanted]}))).await;
    let one = format!("{custom_shifts}/{}", text(&made["custom_shifts"][0], "id"));
    for target in [&target, &format!("{custom_shifts}?{range}"), &one] {
        get(simulator, target).await;
    }
    let changed = json!({"start_time": start, "end_time": "2025-03-10T15:00:00Z", "assignments": assignments});
    write(simulator, "PUT", &one, Some(json!({"custom_shift": changed}))).await;
    write(simulator, "DELETE", &one, None).await;
}

/// Sets a shift-based schedule up, and takes it down again.
async fn set_up(simulator: &Simulator) {
    let facts = simulator.account();
    let teams = json!([{"id": facts.demo_teams[0].id, "type": "team_reference"}]);
    let fields =
        json!({"name": "Bridges", "time_zone": "Europe/Berlin", "description": "Opened by whom", "teams": teams});
    let made = write(simulator, "POST", "/v3/schedules", Some(json!({"schedule": fields}))).await;
    let schedule = format!("/v3/schedules/{}", text(&made["schedule"], "id"));
    let fields = json!({"name": "Doors", "time_zone": "UTC", "description": "Opened by whom"});
    write(simulator, "PUT", &schedule, Some(json!({"schedule": fields}))).await;
    let rotations = format!("{schedule}/rotations");
    let made = write(simulator, "POST", &rotations, Some(json!({}))).await;
    let rotation = format!("{rotations}/{}", text(&made["rotation"], "id"));
    let at = |time: &str| json!({"date_time": time, "time_zone": "UTC"});
    let members: Vec<Value> = [&facts.demo_user.id, &facts.teamless_user.id]
        .into_iter()
        .map(|id| json!({"type": "user_member", "user_id": id}))
        .collect();
    let event = json!({
        "name": "Weekly",
        "start_time": at("2025-03-10T09:00:00Z"),
        "end_time": at("2025-03-17T09:00:00Z"),
        "effective_since": "2025-03-10T09:00:00Z",
        "effective_until": "2025-12-01T00:00:00Z",
        "recurrence": ["RRULE:FREQ=WEEKLY"],
        "assignment_strategy": {
            "type": "rotating_member_assignment_strategy",
            "shifts_per_member": 1,
            "members": members,
        },
    });
    let events = format!("{rotation}/events");
    let made = write(simulator, "POST", &events, Some(json!({"event": event}))).await;
    let event = format!("{events}/{}", text(&made["event"], "id"));
    let range = "since=2025-03-01T00:00:00Z&until=2025-04-20T00:00:00Z";
    let shifts = format!("{schedule}?include[]=final_schedule&{range}");
    for target in [&shifts, &rotation, &rotations, &events, &event] {
        get(simulator, target).await;
    }
    for target in [&event, &rotation, &schedule] {
        write(simulator, "DELETE", target, None).await;
    }
}

#[tokio::test]
async fn writes_are_as_the_openapi_document_has_them() {
    let Some(contract) = Contract::load().expect("the document is readable") else {
        return Contract::announce_skip();
    };
    let simulator = Simulator::start(Options { record_answers: true, ..options() }).await.expect("a free port");
    respond(&simulator).await;
    fill(&simulator).await;
    stand_in(&simulator).await;
    take_over(&simulator).await;
    set_up(&simulator).await;
    let mut complaints = Vec::new();
    for sent in simulator.requests() {
        let (method, path) = (sent.method.as_str(), sent.path.as_str());
        let mut violations = contract.check_response(method, path, sent.status, sent.answer.as_ref());
        // Those are the ones that were sent as clients should send them.
        if sent.headers.iter().any(|(name, _)| name == "from") {
            let (query, headers, body) = (&sent.query, &sent.headers, sent.body.as_ref());
            violations.extend(contract.check_request(&Request { method, path, query, headers, body }));
        }
        complaints.extend(violations.into_iter().map(|violation| format!("{method} {path}: {violation}")));
    }
    assert!(complaints.is_empty(), "{} complaints, such as:\n{}", complaints.len(), complaints.join("\n"));
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
