//! What is built, and what is refused with its place.

use pagerduty::{ResourceKind, operation::Effect};
use serde_json::{Value, json};

use super::{build, object, operation, problems};

fn window(services: Value) -> Value {
    json!({"maintenance_window": {"start_time": "2026-01-31T09:00:00Z", "end_time": "2026-01-31T10:00:00Z",
        "services": services}})
}

#[test]
fn lists_are_spelled_as_the_operation_needs() {
    let line = |id: &str, parameters: Value| build(id, parameters, None).unwrap().line();
    assert_eq!(
        line(
            "listIncidents",
            json!({"statuses": ["triggered", "acknowledged"], "sort_by": ["created_at:desc", "urgency"]})
        ),
        "GET /incidents?statuses[]=triggered&statuses[]=acknowledged&sort_by=created_at:desc,urgency"
    );
    assert_eq!(
        line("listIncidents", json!({"team_ids[]": "PT1", "limit": "5"})),
        "GET /incidents?team_ids[]=PT1&limit=5"
    );
    assert_eq!(
        line("listResourceStandardsManyServices", json!({"resource_type": "technical_services", "ids": ["P1", "P2"]})),
        "GET /standards/scores/technical_services?ids=P1&ids=P2"
    );
    assert_eq!(line("listOnCalls", json!({"earliest": true, "since": null})), "GET /oncalls?earliest=true");
}

#[test]
fn a_type_that_can_be_only_one_is_added() {
    let built = build("createMaintenanceWindow", json!({}), Some(window(json!([{"id": "PS1"}])))).unwrap();
    let body = built.body().unwrap();
    assert_eq!(body["maintenance_window"]["type"], "maintenance_window");
    assert_eq!(body["maintenance_window"]["services"][0], json!({"id": "PS1", "type": "service_reference"}));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    assert_eq!(
        problems("createMaintenanceWindow", json!({"limit": 5}), Some(window(json!([{"idd": "PS1"}])))),
        [
            "`limit`: there is no such parameter: there is none at all here",
            "`maintenance_window.services[0].id`: it is missing: string",
            "`maintenance_window.services[0].idd`: there is no such key; did you mean `id`?",
        ]
    );
    assert_eq!(
        problems("listIncidents", json!({"stauses": ["triggered"], "urgencies": ["medium"], "limit": "many"}), None),
        [
            "`stauses`: there is no such parameter; did you mean `statuses`?",
            "`urgencies[0]`: `medium` is not \"high\" | \"low\"",
            "`limit`: `many` is not integer",
        ]
    );
    assert_eq!(problems("getIncident", json!({}), None), ["`id`: it is missing: string"]);
    assert_eq!(problems("getIncident", json!({"id": ""}), None)[0], "`id`: it is empty");
    let missing = problems("createIncident", json!({}), None);
    assert!(missing[0].starts_with("`body`: it is missing: {incident*: {"), "{missing:?}");
    assert_eq!(problems("listTeams", json!({}), Some(json!({"a": 1}))), ["`body`: listTeams takes none"]);
}

#[test]
fn what_pagerduty_writes_into_every_object_may_be_sent_back() {
    let service = json!([{"id": "PS1", "type": "service_reference", "summary": "Web", "html_url": null, "self": "x"}]);
    assert!(build("createMaintenanceWindow", json!({}), Some(window(service))).is_ok());
}

#[test]
fn the_body_decides_what_a_change_does() {
    let effects =
        |body: Value| build("updateIncident", json!({"id": "P1"}), Some(json!({"incident": body}))).unwrap().effects();
    let acknowledged = effects(json!({"type": "incident_reference", "status": "acknowledged"}));
    assert_eq!(acknowledged, []);
    let reassigned = json!({"type": "incident_reference",
        "assignments": [{"assignee": {"id": "PU1", "type": "user_reference"}}]});
    assert!(effects(reassigned).contains(&Effect::Pages));
    let disabled = json!({"service": {"type": "service", "status": "disabled",
        "escalation_policy": {"id": "PE1", "type": "escalation_policy_reference"}}});
    let effects = |id: &str, body| build(id, json!({"id": "PS1"}), Some(body)).unwrap().effects();
    assert!(effects("updateService", disabled).contains(&Effect::Silences));
    let silenced = build("createMaintenanceWindow", json!({}), Some(window(json!([{"id": "PS1"}])))).unwrap();
    assert!(silenced.effects().contains(&Effect::Silences));
}

#[test]
fn ids_are_found_where_names_may_stand() {
    let windows = operation("createMaintenanceWindow");
    let mut body = window(json!([{"id": "Checkout", "type": "service_reference"}, {"id": "Search"}]));
    let found = windows.id_places(&object(json!({})), Some(&body));
    let said: Vec<_> = found.iter().map(|id| (id.place.as_str(), id.resource, id.text.as_str())).collect();
    let service = ResourceKind::Service;
    assert_eq!(
        said,
        [
            ("maintenance_window.services[0].id", service, "Checkout"),
            ("maintenance_window.services[1].id", service, "Search"),
        ]
    );
    found[1].replace("PS2", &mut object(json!({})), Some(&mut body));
    assert_eq!(body["maintenance_window"]["services"][1]["id"], "PS2");
    let mut parameters = object(json!({"team_ids": ["Core", "PT2"], "since": "x"}));
    let found = operation("listIncidents").id_places(&parameters, None);
    assert_eq!(found.iter().map(|id| id.place.as_str()).collect::<Vec<_>>(), ["team_ids[0]", "team_ids[1]"]);
    found[0].replace("PT1", &mut parameters, None);
    assert_eq!(parameters["team_ids"], json!(["PT1", "PT2"]));
    let filters = json!({"filters": {"team_ids": ["Core"]}});
    let found = operation("getAnalyticsIncidents").id_places(&object(json!({})), Some(&filters));
    assert_eq!((found[0].place.as_str(), found[0].resource), ("filters.team_ids[0]", ResourceKind::Team));
}
