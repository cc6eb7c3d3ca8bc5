//! Several incidents at once: all are changed, or none.

mod support;

use pagerduty_sim::token;
use serde_json::{Value, json};
use support::{get, incident, list, put, send_as, simulator, text};

fn each(rows: &[Value], fields: Value) -> Value {
    let item = |row: &Value| {
        let mut item = fields.clone();
        item["id"] = row["id"].clone();
        item["type"] = "incident_reference".into();
        item
    };
    json!({"incidents": rows.iter().map(item).collect::<Vec<_>>()})
}

#[tokio::test]
async fn several_incidents_are_updated_at_once() {
    let simulator = simulator().await;
    let rows = list(&simulator, "incidents", "/incidents?statuses[]=triggered&date_range=all").await;
    let rows = &rows[..3];
    let answer = put(&simulator, "/incidents", each(rows, json!({"status": "acknowledged"}))).await;
    assert_eq!(support::ids(answer.rows("incidents")), support::ids(rows));
    for row in rows {
        assert_eq!(incident(&simulator, text(row, "id")).await["status"], "acknowledged");
    }
}

#[tokio::test]
async fn one_that_cannot_be_updated_stops_all() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let mut rows = list(&simulator, "incidents", "/incidents?statuses[]=triggered&date_range=all&limit=1").await;
    let resolved = facts.resolved_incident.map(|each| each.id).unwrap_or_default();
    rows.push(incident(&simulator, &resolved).await);
    let answer = put(&simulator, "/incidents", each(&rows, json!({"status": "resolved"}))).await;
    assert_eq!((answer.status, answer.code()), (400, Some(1001)));
    assert_eq!(incident(&simulator, text(&rows[0], "id")).await["status"], "triggered");
}

#[tokio::test]
async fn what_is_wrong_is_refused() {
    let simulator = simulator().await;
    let id = simulator.account().triggered_incident.map(|each| each.id).unwrap_or_default();
    let many: Vec<Value> = (0..251).map(|_| json!({"id": id, "type": "incident_reference"})).collect();
    assert_eq!(put(&simulator, "/incidents", json!({"incidents": many})).await.status, 413);
    for (body, status) in [
        (json!({}), 400),
        (json!({"incidents": [{"type": "incident_reference", "status": "resolved"}]}), 400),
        (json!({"incidents": [{"id": id, "status": "resolved"}]}), 400),
        (json!({"incidents": [{"id": "QNOSUCHINCIDEN", "type": "incident", "status": "resolved"}]}), 404),
    ] {
        assert_eq!(put(&simulator, "/incidents", body.clone()).await.status, status, "{body}");
    }
    let body = json!({"incidents": [{"id": id, "type": "incident_reference", "status": "acknowledged"}]});
    let nobody = send_as(&simulator, token::ACCOUNT, "PUT", "/incidents", Some(&body)).await;
    assert_eq!(nobody.code(), Some(2016));
    // A single update moves an incident to another service; this one ignores it.
    let before = get(&simulator, &format!("/incidents/{id}")).await.body["incident"]["service"].clone();
    let service = json!({"id": simulator.account().service.id, "type": "service_reference"});
    let body = json!({"incidents": [{"id": id, "type": "incident_reference", "service": service}]});
    assert_eq!(put(&simulator, "/incidents", body).await.body["incidents"][0]["service"], before);
}
