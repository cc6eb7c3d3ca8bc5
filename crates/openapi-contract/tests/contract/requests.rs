//! Requests that PagerDuty would refuse or read differently than meant.

use openapi_contract::{Contract, Request};
use serde_json::{Value, json};

use crate::{contract, lines, pairs};

pub(crate) const HEADERS: &[(&str, &str)] = &[
    ("Accept", "application/vnd.pagerduty+json;version=2"),
    ("Authorization", "Token token=u+Ab_c-9"),
    ("Content-Type", "application/json"),
    ("From", "ann@example.com"),
];

type Query<'a> = &'a [(&'a str, &'a str)];

fn found(
    contract: &Contract,
    method: &str,
    path: &str,
    query: Query<'_>,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Vec<String> {
    lines(&contract.check_request(&Request { method, path, query: &pairs(query), headers: &pairs(headers), body }))
}

#[test]
fn good_requests_pass() {
    let Some(contract) = contract() else { return };
    let gets: &[(&str, Query<'_>)] = &[
        (
            "/incidents",
            &[
                ("statuses[]", "triggered"),
                ("statuses[]", "acknowledged"),
                ("urgencies[]", "high"),
                ("team_ids[]", "PT1"),
                ("service_ids[]", "PS1"),
                ("since", "2026-02-01T00:00:00Z"),
                ("until", "2026-02-02T00:00:00+02:00"),
                ("sort_by", "created_at:desc,urgency"),
                ("limit", "100"),
                ("offset", "9900"),
                ("total", "true"),
            ],
        ),
        ("/incidents/Q1", &[("include[]", "body"), ("include[]", "teams")]),
        ("/incidents/Q1/past_incidents", &[("limit", "999")]),
        ("/incidents/Q1/related_incidents", &[("additional_details[]", "incident")]),
        ("/incidents/Q1/notes", &[]),
        ("/escalation_policies", &[("query", "core"), ("user_ids[]", "PU1")]),
        ("/oncalls", &[("schedule_ids[]", "P1"), ("earliest", "true"), ("include[]", "users")]),
        ("/schedules/PS1/users", &[("since", "2026-02-01T00:00:00Z")]),
        ("/services", &[("team_ids[]", "PT1"), ("include[]", "integrations")]),
        ("/teams", &[("query", "")]),
        ("/users/me", &[("include[]", "contact_methods")]),
        ("/change_events", &[("since", "2026-02-01T00:00:00Z")]),
        ("/v3/schedules", &[("limit", "1000"), ("offset", "0")]),
    ];
    for (path, query) in gets {
        // No content, so no `Content-Type`; nobody acts, so no `From`.
        let found = found(&contract, "GET", path, query, &HEADERS[..2], None);
        assert!(found.is_empty(), "{path}: {found:?}");
    }
    for (method, path, body) in [
        ("PUT", "/incidents/Q1", json!({"incident": {"type": "incident_reference", "status": "acknowledged"}})),
        ("POST", "/incidents/Q1/notes", json!({"note": {"content": "Rebooted."}})),
    ] {
        let found = found(&contract, method, path, &[], HEADERS, Some(&body));
        assert!(found.is_empty(), "{method} {path}: {found:?}");
    }
}

#[test]
fn bad_queries_are_found() {
    let Some(contract) = contract() else { return };
    let cases: &[(&str, Query<'_>, &[&str])] = &[
        (
            "/incidents",
            &[("teams_ids[]", "PT1")],
            &["query teams_ids[]: PagerDuty ignores it: GET /incidents has no such parameter"],
        ),
        (
            "/incidents",
            &[("statuses", "triggered")],
            &["query statuses: PagerDuty ignores it: it is spelled `statuses[]`"],
        ),
        ("/incidents", &[("limit[]", "5")], &["query limit[]: PagerDuty ignores it: it is spelled `limit`"]),
        (
            "/incidents",
            &[("statuses[]", "open"), ("statuses[]", "triggered")],
            &["query statuses[]: `open` is none of triggered, acknowledged, resolved"],
        ),
        (
            "/incidents",
            &[("statuses[]", "triggered,resolved")],
            &["query statuses[]: `triggered,resolved` is none of triggered, acknowledged, resolved"],
        ),
        ("/incidents", &[("team_ids[]", "PT1"), ("team_ids[]", "PT1")], &["query team_ids[]: `PT1` given twice"]),
        ("/incidents", &[("team_ids[]", "")], &["query team_ids[]: empty"]),
        ("/incidents", &[("limit", "5"), ("limit", "6")], &["query limit: given twice"]),
        ("/incidents", &[("limit", "many")], &["query limit: string where integer is expected"]),
        ("/incidents", &[("total", "True")], &["query total: string where boolean is expected"]),
        ("/incidents", &[("limit", "101")], &["query limit: 101 is not within 1 and 100"]),
        (
            "/incidents",
            &[("limit", "100"), ("offset", "9901")],
            &["query offset: 9901 and limit 100 reach beyond 10000"],
        ),
        ("/incidents", &[("sort_by", "urgency,created_at,resolved_at")], &["query sort_by: more than 2 values"]),
        (
            "/incidents",
            &[("include[]", "custom_fields")],
            &["query include[]: `custom_fields` is none of acknowledgers, agents, assignees, \
               conference_bridge, escalation_policies, first_trigger_log_entries, priorities, \
               services, teams, users"],
        ),
        (
            "/incidents/Q1/notes",
            &[("offset", "25")],
            &["query offset: PagerDuty ignores it: \
               GET /incidents/{id}/notes has no such parameter"],
        ),
        ("/incidents/Q1/past_incidents", &[("limit", "1000")], &["query limit: 1000 is above maximum 999"]),
        (
            "/oncalls",
            &[("since", "2026-02-01T10:00:00")],
            &["query since: `2026-02-01T10:00:00` is not a date-time with offset"],
        ),
        (
            "/change_events",
            &[("since", "2026-02-01T10:00:00+02:00")],
            &["query since: `2026-02-01T10:00:00+02:00` is not in UTC"],
        ),
        ("/schedules/PS1/overrides", &[("since", "2026-02-01T10:00:00Z")], &["query until: missing"]),
    ];
    for (path, query, expected) in cases {
        let found = found(&contract, "GET", path, query, HEADERS, None);
        assert_eq!(found, *expected, "{path} {query:?}");
    }
}

#[test]
fn bad_headers_are_found() {
    let Some(contract) = contract() else { return };
    let body = json!({"note": {"content": "Rebooted."}});
    for (header, value, expected) in [
        ("From", None, "header From: missing"),
        ("From", Some("Ann"), "header From: `Ann` is not an e-mail address"),
        ("Accept", None, "header Accept: missing"),
        (
            "Accept",
            Some("application/json"),
            "header Accept: `application/json` is not `application/vnd.pagerduty+json;version=2`",
        ),
        ("Content-Type", None, "header Content-Type: missing"),
        ("Content-Type", Some("text/plain"), "header Content-Type: `text/plain` is not `application/json`"),
        ("Authorization", None, "header Authorization: missing"),
        ("Authorization", Some("Basic s3cret"), "header Authorization: neither `Token token=…` nor `Bearer …`"),
    ] {
        let others = HEADERS.iter().copied().filter(|(name, _)| *name != header);
        let headers: Vec<_> = others.chain(value.map(|value| (header, value))).collect();
        let path = "/incidents/Q1/notes";
        let found = found(&contract, "POST", path, &[], &headers, Some(&body));
        assert_eq!(found, [expected], "{header}: {value:?}");
    }
}

#[test]
fn content_type_belongs_to_content() {
    let Some(contract) = contract() else { return };
    let headers: Vec<_> = HEADERS.iter().copied().filter(|(name, _)| *name != "Content-Type").collect();
    let found = found(&contract, "POST", "/incidents/Q1/notes", &[], &headers, None);
    assert_eq!(found, ["body: missing"]);
}

#[test]
fn header_names_have_no_case() {
    let Some(contract) = contract() else { return };
    let names: Vec<_> = HEADERS.iter().map(|(name, value)| (name.to_lowercase(), *value)).collect();
    let headers: Vec<_> = names.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let body = json!({"note": {"content": "Rebooted."}});
    let path = "/incidents/Q1/notes";
    let found = found(&contract, "POST", path, &[], &headers, Some(&body));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn bad_bodies_are_found() {
    let Some(contract) = contract() else { return };
    for (method, path, body, expected) in [
        ("POST", "/incidents/Q1/notes", None, "body: missing"),
        ("POST", "/incidents/Q1/notes", Some(json!({})), "$.note: missing"),
        ("POST", "/incidents/Q1/notes", Some(json!({"note": {}})), "$.note.content: missing"),
        (
            "POST",
            "/incidents/Q1/notes",
            Some(json!({"note": {"content": 1}})),
            "$.note.content: number where string is expected",
        ),
        ("PUT", "/incidents/Q1", Some(json!({"incident": {"status": "resolved"}})), "$.incident.type: missing"),
        (
            "PUT",
            "/incidents/Q1",
            Some(json!({"incident": {"type": "incident", "status": "closed"}})),
            "$.incident.status: `closed` is none of resolved, acknowledged, triggered",
        ),
        (
            "PUT",
            "/incidents/Q1",
            Some(json!({"incident": {"type": "incident", "state": "resolved"}})),
            "$.incident.state: PagerDuty ignores it: there is no such property",
        ),
        ("GET", "/incidents", Some(json!({})), "body: PagerDuty reads none here"),
    ] {
        let found = found(&contract, method, path, &[], HEADERS, body.as_ref());
        assert_eq!(found, [expected], "{method} {path} {body:?}");
    }
}

#[test]
fn bad_paths_are_found() {
    let Some(contract) = contract() else { return };
    for (method, path, expected) in [
        ("GET", "/incident", "path: PagerDuty has no `/incident`"),
        ("GET", "/incidents/Q1/past", "path: PagerDuty has no `/incidents/Q1/past`"),
        ("GET", "/incidents//notes", "path: PagerDuty has no `/incidents//notes`"),
        ("GET", "/teams?query=a", "path: PagerDuty has no `/teams?query=a`"),
        ("PATCH", "/incidents/Q1", "path: `/incidents/{id}` has no PATCH"),
    ] {
        let found = found(&contract, method, path, &[], HEADERS, None);
        assert_eq!(found, [expected], "{method} {path}");
    }
}
