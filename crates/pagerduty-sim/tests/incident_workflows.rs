//! Incident workflows, custom fields and outliers.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use pagerduty_sim::{Options, Simulator, token};
use serde_json::{Value, json};
use support::{get, incident, list, log_entry_types, options, post, put, send_as, simulator, text};

fn major(simulator: &Simulator) -> String {
    simulator.account().major_incident.expect("a major incident").id
}

#[tokio::test]
async fn workflows_are_listed_and_read() {
    let simulator = simulator().await;
    let all = list(&simulator, "incident_workflows", "/incident_workflows").await;
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|row| row.get("steps").is_none() && row.get("team").is_none()));
    let included = list(&simulator, "incident_workflows", "/incident_workflows?include[]=steps&include[]=team").await;
    assert!(included.iter().all(|row| row["steps"][0]["action_configuration"]["action_id"].is_string()));
    assert_eq!(included[2]["team"]["type"], "team_reference");
    let found = list(&simulator, "incident_workflows", "/incident_workflows?query=MAJOR").await;
    assert_eq!(found, [all[0].clone()]);
    let page = get(&simulator, "/incident_workflows?limit=2&offset=2").await;
    assert_eq!((page.rows("incident_workflows").len(), &page.body["more"]), (2, &json!(false)));
    let one = get(&simulator, &format!("/incident_workflows/{}", text(&all[0], "id"))).await;
    assert_eq!(one.status, 200);
    assert_eq!(one.body["incident_workflow"]["steps"].as_array().map(Vec::len), Some(3));
    let unknown = get(&simulator, "/incident_workflows/PNOTHIN").await;
    assert_eq!((unknown.status, unknown.code()), (404, Some(2100)));
}

#[tokio::test]
async fn a_started_workflow_takes_its_steps() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let id = major(&simulator);
    let workflows = list(&simulator, "incident_workflows", "/incident_workflows").await;
    let target = |place: usize| format!("/incident_workflows/{}/instances", text(&workflows[place], "id"));
    let body = |id: &str| json!({"incident_workflow_instance": {"incident": {"id": id, "type": "incident_reference"}}});
    let answer = post(&simulator, &target(0), body(&id)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let instance = &answer.body["incident_workflow_instance"];
    assert_eq!((&instance["type"], &instance["incident"]["id"]), (&json!("incident_workflow_instance"), &json!(id)));
    assert_eq!(log_entry_types(&simulator, &id).await[..2], ["annotate", "status_update"]);
    let notes = list(&simulator, "notes", &format!("/incidents/{id}/notes")).await;
    assert!(text(&notes[0], "content").starts_with("Major incident declared"));
    assert_eq!(notes[0]["user"]["id"], facts.demo_user.id);
    let second = post(&simulator, &target(0), body(&id)).await;
    assert_ne!(second.body["incident_workflow_instance"]["id"], instance["id"]);
    let own = json!({"incident_workflow_instance": {"id": "PMINE01", "incident": {"id": id}}});
    let own = post(&simulator, &target(1), own).await;
    assert_eq!(own.body["incident_workflow_instance"]["id"], "PMINE01");
    for (place, body, (status, code)) in [
        (0, json!({}), (400, 2001)),
        (0, json!({"incident_workflow_instance": {}}), (400, 2001)),
        (0, body("QNOSUCHINCIDEN"), (404, 5001)),
        (3, body(&id), (400, 2001)),
    ] {
        let answer = post(&simulator, &target(place), body).await;
        assert_eq!((answer.status, answer.code()), (status, Some(code)), "{}", answer.text);
    }
    let refused = send_as(&simulator, token::OAUTH_APP, "POST", &target(0), Some(&body(&id))).await;
    assert_eq!(refused.body["error"]["required_scopes"], "incident_workflows:instances.write");
}

async fn values(simulator: &Simulator, id: &str) -> Vec<Value> {
    list(simulator, "custom_fields", &format!("/incidents/{id}/custom_fields/values")).await
}

fn value<'a>(fields: &'a [Value], name: &str) -> &'a Value {
    &fields.iter().find(|field| field["name"] == name).expect("the field")["value"]
}

#[tokio::test]
async fn custom_fields_are_defined_set_and_logged() {
    let simulator = simulator().await;
    let id = major(&simulator);
    let definitions = "/incidents/types/incident_default/custom_fields";
    let fields = list(&simulator, "fields", &format!("{definitions}?include[]=field_options")).await;
    assert_eq!(fields[0]["field_options"][0]["data"]["value"], "us-east-1");
    assert!(list(&simulator, "fields", definitions).await[0].get("field_options").is_none());
    let types = list(&simulator, "incident_types", "/incidents/types").await;
    assert_eq!((types.len(), &types[0]["id"]), (1, &fields[0]["incident_type"]));
    assert!(list(&simulator, "incident_types", "/incidents/types?filter=disabled").await.is_empty());
    let by_id = format!("/incidents/types/{}/custom_fields", text(&fields[0], "incident_type"));
    assert_eq!(list(&simulator, "fields", &by_id).await.len(), fields.len());
    assert_eq!(get(&simulator, "/incidents/types/earthquake/custom_fields").await.status, 404);
    let before = values(&simulator, &id).await;
    assert_eq!(before.len(), fields.len());
    assert!(value(&before, "impacted_region").is_string() && value(&before, "affected_orders").is_null());
    let orders = &fields[2]["id"];
    let wanted = json!([
        {"name": "customer_impact", "value": "some"},
        {"id": orders, "value": 412},
        {"name": "channels", "value": ["web", "ios"]},
        {"name": "vendor_ticket", "value": "https://vendor.example/1"},
        {"name": "review_due", "value": "2025-03-12T12:00:00Z"},
        {"name": "regulator_told", "value": true},
    ]);
    let target = format!("/incidents/{id}/custom_fields/values");
    let answer = put(&simulator, &target, json!({"custom_fields": wanted})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let after = values(&simulator, &id).await;
    assert_eq!(answer.body["custom_fields"], json!(after));
    assert_eq!(value(&after, "impacted_region"), value(&before, "impacted_region"));
    for (name, expected) in
        [("affected_orders", json!(412)), ("channels", json!(["web", "ios"])), ("regulator_told", json!(true))]
    {
        assert_eq!(*value(&after, name), expected);
    }
    let included = get(&simulator, &format!("/incidents/{id}?include[]=custom_fields")).await;
    assert_eq!(included.body["incident"]["custom_fields"], json!(after));
    let entry = list(&simulator, "log_entries", &format!("/incidents/{id}/log_entries?limit=1")).await[0].clone();
    assert_eq!(entry["type"], "custom_field_value_change_log_entry");
    assert_eq!(entry["changeset"][1], "Updated affected_orders to 412");
    let emptied = put(&simulator, &target, json!({"custom_fields": [{"id": orders, "value": null}]})).await;
    assert!(value(emptied.body["custom_fields"].as_array().expect("a list"), "affected_orders").is_null());
    for wanted in [
        json!([]),
        json!([{"name": "no_such_field", "value": "1"}]),
        json!([{"name": "customer_impact", "value": "many"}]),
        json!([{"name": "customer_impact", "value": ["some"]}]),
        json!([{"name": "affected_orders", "value": "412"}]),
        json!([{"name": "channels", "value": "web"}]),
        json!([{"name": "vendor_ticket", "value": "ticket 1"}]),
        json!([{"name": "review_due", "value": "soon"}]),
        json!([{"name": "regulator_told", "value": "yes"}]),
    ] {
        let refused = put(&simulator, &target, json!({"custom_fields": wanted})).await;
        assert_eq!((refused.status, refused.code()), (400, Some(2001)), "{wanted}");
    }
    assert_eq!(put(&simulator, "/incidents/QNOSUCHINCIDEN/custom_fields/values", json!({})).await.status, 404);
}

#[tokio::test]
async fn an_outlier_is_counted_among_its_like() {
    let simulator = simulator().await;
    let id = major(&simulator);
    let target = format!("/incidents/{id}/outlier_incident");
    let answer = get(&simulator, &target).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let outlier = &answer.body["outlier_incident"];
    assert_eq!(outlier["incident"]["id"], id);
    assert!(outlier["incident"].get("status").is_none());
    let occurrence = &outlier["incident"]["occurrence"];
    assert!(["anomaly", "rare", "frequent"].contains(&text(occurrence, "category")), "{occurrence}");
    assert!(text(&outlier["incident_template"], "mined_text").contains("<*>"));
    let since = get(&simulator, &format!("{target}?since=2025-03-05T00:00:00Z")).await;
    let since = &since.body["outlier_incident"]["incident"]["occurrence"];
    assert_eq!(since["since"], "2025-03-05T00:00:00Z");
    assert!(since["count"].as_u64() <= occurrence["count"].as_u64());
    let whole = get(&simulator, &format!("{target}?additional_details[]=incident")).await;
    assert_eq!(whole.body["outlier_incident"]["incident"]["status"], incident(&simulator, &id).await["status"]);
    assert_eq!(get(&simulator, "/incidents/QNOSUCHINCIDEN/outlier_incident").await.code(), Some(5001));
    assert_eq!(get(&simulator, &format!("{target}?since=2026-01-01T00:00:00Z")).await.code(), Some(2005));
    let without = Options { missing_abilities: vec!["event_intelligence".to_owned()], ..options() };
    let without = Simulator::start(without).await.expect("a free port");
    assert_eq!(get(&without, &target).await.code(), Some(2014));
}
