//! Responses that PagerDuty would and would not send.

use serde_json::{Value, json};

use crate::{contract, lines};

fn user() -> Value {
    json!({"id": "PU1", "type": "user", "name": "Ann", "email": "ann@example.com"})
}

#[test]
fn successes_pass() {
    let Some(contract) = contract() else { return };
    let reference = json!({"id": "PU1", "type": "user_reference", "deleted_at": "new here"});
    for (method, path, status, body) in [
        // References and whole objects, side by side.
        (
            "GET",
            "/incidents",
            200,
            Some(json!({"limit": 25, "offset": 0, "more": false, "total": null, "incidents": [{
                "id": "Q1",
                "type": "incident",
                "status": "acknowledged",
                "priority": null,
                "resolved_at": null,
                "resolve_reason": null,
                "alert_grouping": null,
                "service": {"id": "PS1", "type": "service_reference"},
                "teams": [{"id": "PT1", "type": "team", "name": "Core", "parent": null}],
                "assignments": [{"at": "2026-02-01T10:00:00Z", "assignee": user()}],
                "acknowledgements": [{"at": "2026-02-01T10:00:00Z", "acknowledger": reference}],
                "last_status_change_by": {"id": "PI1", "type": "integration_reference"},
                "body": {"type": "incident_body", "details": "typed by a person"},
            }]})),
        ),
        (
            "GET",
            "/oncalls",
            200,
            Some(json!({"oncalls": [{
                "user": user(),
                "schedule": null,
                "escalation_policy": {"id": "PE1", "type": "escalation_policy_reference"},
                "escalation_level": 1,
                "start": null,
                "end": null,
            }]})),
        ),
        (
            "POST",
            "/incidents/Q1/notes",
            200,
            Some(json!({"note": {
                "content": "Rebooted.",
                "user": {"id": "PB1", "type": "bot_user_reference"},
            }})),
        ),
        ("GET", "/schedules/PS1/overrides", 200, Some(json!({"overrides": [], "total": 0}))),
        ("DELETE", "/services/PS1", 204, None),
    ] {
        let found = lines(&contract.check_response(method, path, status, body.as_ref()));
        assert!(found.is_empty(), "{method} {path} {status}: {found:?}");
    }
}

#[test]
fn wrong_successes_are_found() {
    let Some(contract) = contract() else { return };
    let incidents = |incident: Value| Some(json!({"incidents": [incident]}));
    for (method, path, status, body, expected) in [
        ("GET", "/incidents", 200, None, "body: missing"),
        ("GET", "/incidents", 200, Some(json!({})), "$.incidents: missing"),
        ("GET", "/incidents", 200, Some(json!([])), "$: array where object is expected"),
        (
            "GET",
            "/incidents",
            200,
            incidents(json!({"status": "open"})),
            "$.incidents[0].status: `open` is none of triggered, acknowledged, resolved",
        ),
        (
            "GET",
            "/incidents",
            200,
            incidents(json!({"title": null})),
            "$.incidents[0].title: null where string is expected",
        ),
        (
            "GET",
            "/incidents",
            200,
            incidents(json!({"created_at": "yesterday"})),
            "$.incidents[0].created_at: `yesterday` is not a date-time with offset",
        ),
        (
            "GET",
            "/incidents",
            200,
            incidents(json!({"service": {"id": "PS1", "type": "service"}})),
            "$.incidents[0].service.escalation_policy: missing",
        ),
        (
            "GET",
            "/incidents",
            200,
            incidents(json!({"service": {"type": "service_reference"}})),
            "$.incidents[0].service.id: missing",
        ),
        (
            "GET",
            "/oncalls",
            200,
            Some(json!({"oncalls": [{"user": {"id": "PU1", "type": "team_reference"}}]})),
            "$.oncalls[0].user.type: `team_reference` is none of user_reference",
        ),
        (
            "POST",
            "/incidents/Q1/notes",
            201,
            Some(json!({"note": {"content": "Rebooted."}})),
            "status: POST /incidents/{id}/notes does not answer with 201",
        ),
        ("DELETE", "/services/PS1", 204, Some(json!({})), "body: 204 comes without one"),
    ] {
        let found = lines(&contract.check_response(method, path, status, body.as_ref()));
        assert_eq!(found, [expected], "{method} {path} {status} {body:?}");
    }
}

#[test]
fn every_shape_of_error_passes() {
    let Some(contract) = contract() else { return };
    for (status, body) in [
        (400, json!({"error": {"message": "Invalid", "code": 2001, "errors": ["bad"]}})),
        (429, json!({"error": {"message": "Rate Limit Exceeded", "code": 2020}})),
        (400, json!({"error": {"message": "Invalid", "code": 3001, "errors": {"name": ["bad"]}}})),
        (400, json!({"error": {"message": "Invalid", "code": 4004, "errors": "bad"}})),
        (400, json!({"error": ["bad", "worse"]})),
        (400, json!({"error": "no user behind this key"})),
        (
            403,
            json!({"error": {
                "message": "Token missing required scopes",
                "required_scopes": "incidents.read",
                "token_scopes": "users.read",
            }}),
        ),
        (429, json!({"error": {"message": "Rate Limit Exceeded", "code": "2020"}})),
    ] {
        let found = lines(&contract.check_response("GET", "/incidents", status, Some(&body)));
        assert!(found.is_empty(), "{body}: {found:?}");
    }
    // Not JSON, which is how a proxy in front of PagerDuty answers.
    assert!(contract.check_response("GET", "/incidents", 429, None).is_empty());
}

#[test]
fn wrong_errors_are_found() {
    let Some(contract) = contract() else { return };
    let code = "$.error.code: not an integer, also in quotes";
    let errors = "$.error.errors: not strings, bare, listed or by field";
    let neither = "$.error: an error is an object, a string or a list of strings";
    for (body, expected) in [
        (json!({"error": {"code": 2001}}), "$.error.message: not a string"),
        (json!({"error": {"message": "Invalid", "code": "bad"}}), code),
        (json!({"error": {"message": "Invalid", "errors": [1]}}), errors),
        (json!({"error": {"message": "Invalid", "errors": {"name": "bad"}}}), errors),
        (json!({"error": null}), neither),
        (json!({"message": "Invalid"}), neither),
        (json!([]), neither),
    ] {
        let found = lines(&contract.check_response("GET", "/incidents", 400, Some(&body)));
        assert_eq!(found, [expected], "{body}");
    }
}

#[test]
fn errors_belong_to_operations() {
    let Some(contract) = contract() else { return };
    for (path, status, passes) in [
        ("/teams", 402, true),
        ("/teams", 404, false),
        ("/priorities", 404, true),
        ("/incidents/Q1/alerts", 404, true),
        ("/incidents/Q1/past_incidents", 402, true),
        ("/incidents/Q1/notes", 402, false),
        ("/escalation_policies", 503, true),
        ("/escalation_policies", 418, false),
        ("/escalation_policies", 302, false),
    ] {
        let found = lines(&contract.check_response("GET", path, status, None));
        let expected = format!("status: GET {} does not answer", path.replace("Q1", "{id}"));
        assert_eq!(found.is_empty(), passes, "{path} {status}: {found:?}");
        assert!(found.iter().all(|line| line.starts_with(&expected)), "{found:?}");
    }
}
