//! Every request that the tools send, and every answer of the simulated account, against PagerDuty's OpenAPI document.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use openapi_contract::{Contract, Request};
use pagerduty_sim::{Options, token};
use serde_json::{Value, json};
use support::{Account, line, options, settings};

/// Calls that use every parameter of every tool at least once.
fn calls(facts: &Facts) -> Vec<(&'static str, Value)> {
    let Facts { incident, other, team, service, schedule, policy, user, workflow, shift_based } = facts;
    let range = json!({"since": "2026-06-01", "until": "2026-06-15"});
    let with = |mut base: Value, more: Value| {
        base.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        base
    };
    vec![
        ("get_incidents", json!({})),
        ("get_incidents", json!({"limit": 250, "since": "2026-01-01"})),
        (
            "get_incidents",
            with(json!({"current_user_context": false, "service_ids": [service], "team_ids": [team]}), range.clone()),
        ),
        ("get_incidents", json!({"statuses": ["triggered", "acknowledged", "resolved"], "urgencies": ["high", "low"]})),
        ("get_incidents", json!({"include": ["id", "conference_bridge", "first_trigger_log_entry"]})),
        (
            "get_incidents",
            json!({"incident_id": incident, "include_past_incidents": true, "include_related_incidents": true, "include_notes": true}),
        ),
        ("get_incidents", json!({"incident_id": incident, "include": ["custom_fields", "conference_bridge", "body"]})),
        (
            "update_incident",
            json!({"incident_id": incident, "title": "New", "urgency": "low", "priority": "P2", "escalation_level": 1, "service_id": service}),
        ),
        ("update_incident", json!({"incident_id": incident, "escalation_policy_id": policy})),
        ("reassign_incident", json!({"incident_id": incident, "user_ids": [user]})),
        ("acknowledge_incident", json!({"incident_id": incident, "note": "Mine"})),
        ("acknowledge_incidents", json!({"incident_ids": [incident, "QNONE"], "note": "Ours"})),
        ("add_incident_note", json!({"incident_id": incident, "content": "Checked"})),
        (
            "create_incident",
            json!({"service_id": service, "title": "A", "body": "B", "urgency": "low", "priority": "P3", "incident_key": "k", "escalation_policy_id": policy}),
        ),
        ("create_incident", json!({"service_id": service, "title": "A", "user_ids": [user]})),
        ("snooze_incident", json!({"incident_id": incident, "minutes": 30})),
        (
            "add_responders",
            json!({"incident_id": incident, "message": "Join", "user_ids": [user], "escalation_policy_ids": [policy]}),
        ),
        ("post_status_update", json!({"incident_id": incident, "message": "We are on it"})),
        (
            "set_custom_fields",
            json!({"incident_id": incident, "values": ["vendor_ticket=https://vendor.example/1", "regulator_told=true"]}),
        ),
        ("get_incident_workflows", json!({"query": "a", "include": ["id", "steps"]})),
        ("start_incident_workflow", json!({"workflow_id": workflow, "incident_id": incident})),
        ("get_outlier_incident", json!({"incident_id": incident, "since": "2026-01-01"})),
        ("merge_incidents", json!({"incident_id": incident, "source_incident_ids": [other]})),
        ("get_overrides", json!({"schedule_id": schedule})),
        (
            "create_override",
            json!({"schedule_id": schedule, "user_id": user, "start": "2026-06-20T08:00:00Z", "end": "2026-06-20T09:00:00Z"}),
        ),
        ("resolve_incident", json!({"incident_id": incident, "resolution": "Rolled back", "note": "Bad deploy"})),
        ("resolve_incidents", json!({"incident_ids": [incident], "resolution": "Done", "note": "Over"})),
        (
            "get_incidents",
            json!({"user_ids": [user], "all_dates": true, "sort_by": "created_at:desc", "incident_key": "a", "query": "a"}),
        ),
        (
            "get_incidents",
            json!({"incident_id": incident, "include_alerts": true, "include_timeline": true, "include_change_events": true}),
        ),
        (
            "find_coverage_gaps",
            json!({"current_user_context": false, "escalation_policy_ids": [policy], "schedule_ids": [schedule], "team_ids": [team], "problems": ["double_booked"], "time_zone": "Asia/Tokyo"}),
        ),
        ("oncall_handoff", json!({})),
        ("oncall_handoff", json!({"schedule_id": schedule, "time_zone": "Asia/Tokyo"})),
        ("oncall_handoff", json!({"user_id": user})),
        ("get_oncalls", json!({"by_policy": true, "include_contact_methods": true, "time_zone": "Asia/Tokyo"})),
        ("get_incidents", json!({"query": "a", "priorities": ["P1"], "limit": 2})),
        ("incident_stats", json!({"query": "a", "group_by": "week", "groups": 3, "time_zone": "Asia/Tokyo"})),
        ("get_priorities", json!({})),
        ("triage_incident", json!({"incident_id": incident})),
        ("get_alerts", json!({"incident_id": incident, "statuses": ["triggered", "resolved"], "limit": 2})),
        ("get_log_entries", with(json!({"incident_id": incident, "is_overview": true}), range.clone())),
        (
            "get_log_entries",
            with(json!({"current_user_context": false, "team_ids": [team], "limit": 120}), range.clone()),
        ),
        ("get_change_events", json!({"incident_id": incident})),
        ("get_change_events", with(json!({"service_id": service}), range.clone())),
        (
            "get_change_events",
            with(json!({"current_user_context": false, "team_ids": [team], "limit": 120}), range.clone()),
        ),
        ("incident_stats", with(json!({"group_by": "team", "urgencies": ["high"]}), range.clone())),
        ("incident_stats", json!({"current_user_context": false, "service_ids": [service], "team_ids": [team]})),
        ("oncall_load", with(json!({"time_zone": "Europe/Berlin"}), range.clone())),
        ("find_oncall", json!({"service_id": service})),
        ("find_oncall", json!({"team_id": team})),
        ("find_oncall", json!({"schedule_id": schedule, "at": "2026-07-01"})),
        ("get_oncalls", json!({})),
        (
            "get_oncalls",
            with(
                json!({"current_user_context": false, "schedule_ids": [schedule], "user_ids": [user], "escalation_policy_ids": [policy], "earliest": true}),
                range.clone(),
            ),
        ),
        ("get_schedules", json!({"query": "a", "limit": 2})),
        ("get_schedules", with(json!({"schedule_id": schedule}), range.clone())),
        ("get_schedules", json!({"shift_based": true, "query": "a"})),
        ("get_schedules", with(json!({"schedule_id": shift_based}), range.clone())),
        ("get_overrides", with(json!({"schedule_id": shift_based}), range.clone())),
        (
            "create_override",
            json!({"schedule_id": shift_based, "user_id": user, "start": "2026-06-20T05:00:00Z", "end": "2026-06-20T19:00:00Z"}),
        ),
        (
            "create_custom_shift",
            json!({"schedule_id": shift_based, "user_id": user, "start": "2026-06-20T06:00:00Z", "end": "2026-06-20T08:00:00Z"}),
        ),
        ("list_users_oncall", json!({"schedule_id": shift_based})),
        ("list_users_oncall", json!({"schedule_id": schedule})),
        ("list_users_oncall", with(json!({"schedule_id": schedule}), range)),
        ("get_escalation_policies", json!({})),
        (
            "get_escalation_policies",
            json!({"current_user_context": false, "user_ids": [user], "team_ids": [team], "query": "a"}),
        ),
        ("get_escalation_policies", json!({"policy_id": policy})),
        ("get_services", json!({"query": "a"})),
        ("get_services", json!({"service_id": service})),
        ("get_teams", json!({"query": "a", "limit": 1})),
        ("get_teams", json!({"team_id": team})),
        ("get_users", json!({"current_user_context": false, "team_ids": [team], "query": "a"})),
        ("get_users", json!({"user_id": user})),
        ("build_user_context", json!({})),
    ]
}

struct Facts {
    incident: Value,
    other: Value,
    workflow: Value,
    shift_based: Value,
    team: Value,
    service: Value,
    schedule: Value,
    policy: Value,
    user: Value,
}

#[tokio::test]
async fn requests_and_answers_are_valid() {
    let Some(contract) = Contract::load().unwrap() else {
        return Contract::announce_skip();
    };
    let options = Options { record_answers: true, ..options() };
    let account = Account::with(token::USER, options, settings()).await;
    let me = account.call("build_user_context", json!({})).await;
    let open = account.call("get_incidents", json!({"statuses": ["triggered"], "limit": 2})).await;
    let schedules = account.call("get_schedules", json!({"limit": 1})).await;
    let workflows = account.call("get_incident_workflows", json!({})).await;
    let shift_based = account.call("get_schedules", json!({"shift_based": true})).await;
    let facts = Facts {
        shift_based: shift_based["schedules"][0]["id"].clone(),
        incident: open["incidents"][0]["id"].clone(),
        other: open["incidents"][1]["id"].clone(),
        workflow: workflows["incident_workflows"][0]["id"].clone(),
        team: me["team_ids"][0].clone(),
        service: me["service_ids"][0].clone(),
        schedule: schedules["schedules"][0]["id"].clone(),
        policy: me["escalation_policy_ids"][0].clone(),
        user: me["user_id"].clone(),
    };
    for (tool, arguments) in calls(&facts) {
        account.call(tool, arguments).await;
    }
    stand_ins(&account, &facts.schedule).await;
    stand_ins(&account, &facts.shift_based).await;
    custom_shift(&account, &facts.shift_based).await;
    rotation(&account, &facts.team).await;
    // Refusals are answers too.
    for arguments in [json!({"incident_id": "QNONE"}), json!({"current_user_context": false, "team_ids": ["PNONE"]})] {
        account.outcome("get_incidents", arguments).await;
    }

    let mut violations = Vec::new();
    for sent in account.simulator.requests() {
        let (method, path) = (sent.method.as_str(), sent.path.as_str());
        let request = Request { method, path, query: &sent.query, headers: &sent.headers, body: sent.body.as_ref() };
        let found = contract.check_request(&request).into_iter();
        let found = found.chain(contract.check_response(method, path, sent.status, sent.answer.as_ref()));
        violations.extend(found.map(|violation| format!("{}: {violation}", line(&sent))));
    }
    violations.sort();
    violations.dedup();
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// An override that goes again, and two people who swap.
async fn stand_ins(account: &Account, schedule: &Value) {
    let range = json!({"schedule_id": schedule, "since": "2026-06-15T14:00:00Z", "until": "2026-08-01"});
    let overrides = account.call("get_overrides", range.clone()).await;
    let id = &overrides["overrides"][0]["id"];
    account.call("delete_override", json!({"schedule_id": schedule, "override_id": id})).await;
    let shifts = account.call("get_schedules", range).await["schedules"][0]["final_schedule"].clone();
    let users: Vec<&Value> = shifts.as_array().unwrap().iter().map(|shift| &shift["user"]["id"]).collect();
    let other = users.iter().find(|user| **user != users[0]).unwrap();
    account.call("swap_shifts", json!({"schedule_id": schedule, "user_id": users[0], "other_user_id": other})).await;
}

/// A custom shift that somebody takes over, and that goes again.
async fn custom_shift(account: &Account, schedule: &Value) {
    let user = account.simulator.account().teamless_user.id;
    let with = |user: &Value| json!({"schedule_id": schedule, "user_id": user, "start": "2026-07-01T00:00:00Z", "end": "2026-07-01T02:00:00Z"});
    let made = account.call("create_custom_shift", with(&user.into())).await["custom_shifts"][0].clone();
    account.call("create_override", with(&account.simulator.account().demo_user.id.into())).await;
    let range = json!({"schedule_id": schedule, "since": "2026-07-01", "until": "2026-07-02"});
    account.call("get_schedules", range).await;
    account.call("delete_custom_shift", json!({"schedule_id": schedule, "custom_shift_id": made["id"]})).await;
}

/// A schedule with a rotation, both of which go again.
async fn rotation(account: &Account, team: &Value) {
    let user = account.simulator.account().teamless_user.id;
    let arguments = json!({"name": "Bridges", "time_zone": "UTC", "description": "Opened by whom", "team_ids": [team]});
    let schedule = account.call("create_schedule", arguments).await["schedules"][0]["id"].clone();
    let arguments =
        json!({"schedule_id": schedule, "name": "Doors", "time_zone": "Asia/Tokyo", "description": "Or doors"});
    account.call("update_schedule", arguments).await;
    let arguments = json!({
        "schedule_id": schedule, "user_ids": [user], "start": "2026-07-01", "every": "week", "shift_hours": 10,
        "shifts_per_member": 2, "until": "2026-08-01", "name": "Weekly",
    });
    let made = account.call("create_rotation", arguments).await["schedules"][0]["rotations"][0]["id"].clone();
    account.call("delete_rotation", json!({"schedule_id": schedule, "rotation_id": made})).await;
    account.call("delete_schedule", json!({"schedule_id": schedule})).await;
}

/// PagerDuty's paths have words where other paths have an ID: as an ID, such a word would reach another endpoint.
#[test]
fn words_of_the_api_are_no_ids() {
    let Ok(document) = std::fs::read(Contract::document_path()) else {
        return Contract::announce_skip();
    };
    let document: Value = serde_json::from_slice(&document).unwrap();
    let paths: Vec<Vec<&str>> =
        document["paths"].as_object().unwrap().keys().map(|path| path.split('/').collect()).collect();
    let is_id = |segment: &str| segment.starts_with('{');
    let mut words = std::collections::BTreeSet::new();
    for path in &paths {
        for (place, word) in path.iter().enumerate().filter(|(place, word)| *place > 1 && !is_id(word)) {
            let stands_for_id =
                |other: &&Vec<&str>| other.len() > place && is_id(other[place]) && other[..place] == path[..place];
            if paths.iter().any(|other| stands_for_id(&other)) {
                words.insert(*word);
            }
        }
    }
    assert!(words.contains("types") && words.contains("me"), "{words:?}");
    let ids: Vec<_> = words.into_iter().filter(|word| word.parse::<pagerduty::Id<()>>().is_ok()).collect();
    assert!(ids.is_empty(), "{ids:?}");
}
