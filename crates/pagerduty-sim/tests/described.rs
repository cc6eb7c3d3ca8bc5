//! What is only described is refused as PagerDuty refuses it, and has consequences where it has any.

mod support;

use pagerduty_sim::token;
use serde_json::{Value, json};
use support::{get, send_as, text, write};

#[tokio::test]
async fn what_is_required_unique_or_unknown_is_refused() {
    let simulator = support::simulator().await;
    let facts = simulator.account();
    let policy = json!({"id": facts.demo_escalation_policies[0].id, "type": "escalation_policy_reference"});
    for (path, body, error) in [
        ("/services", json!({"service": {"type": "service", "name": "A"}}), "Escalation policy is required."),
        ("/services", json!({"service": {"name": "A", "escalation_policy": policy}}), "Type must be service."),
        (
            "/services",
            json!({"service": {"type": "service", "name": facts.service.summary, "escalation_policy": policy}}),
            "Name has already been taken.",
        ),
        (
            "/services",
            json!({"service": {"type": "service", "name": "A", "escalation_policy": {"id": "PNOTHIN"}}}),
            "Escalation policy is invalid.",
        ),
        (
            "/users",
            json!({"user": {"type": "user", "name": "A", "email": facts.demo_email}}),
            "Email has already been taken.",
        ),
        ("/users", json!({"user": {"type": "user", "name": "A", "email": "a"}}), "Email is invalid."),
        (
            "/webhook_subscriptions",
            json!({"webhook_subscription": {"type": "webhook_subscription", "events": ["x"],
            "filter": {"type": "account_reference"},
            "delivery_method": {"type": "http_delivery_method", "url": "https://a.example"}}}),
            "Events is invalid.",
        ),
        (
            "/maintenance_windows",
            json!({"maintenance_window": {"type": "maintenance_window", "services": [{"id": facts.service.id}],
                "start_time": "2025-03-05T14:00:00Z", "end_time": "2025-03-05T15:00:00Z"}}),
            "End time must be in the future.",
        ),
        (
            "/escalation_policies",
            json!({"escalation_policy": {"type": "escalation_policy", "name": "A",
            "escalation_rules": []}}),
            "Escalation rules is invalid.",
        ),
    ] {
        let answer = send_as(&simulator, token::USER, "POST", path, Some(&body)).await;
        assert_eq!((answer.status, answer.code(), answer.detail()), (400, Some(2001), error), "{path}");
    }
    let user = json!({"user": {"type": "user", "name": "A", "email": "a@larkspur.example"}});
    let answer = send_as(&simulator, token::ACCOUNT, "POST", "/users", Some(&user)).await;
    assert_eq!((answer.status, answer.code()), (400, Some(2016)), "an account's key needs `From`");
    let used = format!("/escalation_policies/{}", facts.demo_escalation_policies[0].id);
    assert_eq!(send_as(&simulator, token::USER, "DELETE", &used, None).await.status, 400);
    let needed = format!("/teams/{}", facts.demo_teams[0].id);
    assert_eq!(send_as(&simulator, token::USER, "DELETE", &needed, None).await.status, 400);
}

#[tokio::test]
async fn secrets_of_webhooks_are_shown_once() {
    let simulator = support::simulator().await;
    let body = json!({"webhook_subscription": {"type": "webhook_subscription", "events": ["incident.triggered"],
        "filter": {"type": "account_reference"},
        "delivery_method": {"type": "http_delivery_method", "url": "https://hooks.larkspur.example/in"}}});
    let made = write(&simulator, "POST", "/webhook_subscriptions", Some(body)).await;
    assert!(made["webhook_subscription"]["delivery_method"]["secret"].is_string());
    let one = format!("/webhook_subscriptions/{}", text(&made["webhook_subscription"], "id"));
    let read = get(&simulator, &one).await;
    assert_eq!(read.body["webhook_subscription"]["delivery_method"]["secret"], Value::Null);
    assert_eq!(send_as(&simulator, token::USER, "POST", &format!("{one}/ping"), None).await.status, 202);
    write(&simulator, "PUT", &one, Some(json!({"webhook_subscription": {"active": false}}))).await;
    let enabled = write(&simulator, "POST", &format!("{one}/enable"), None).await;
    assert_eq!(enabled["webhook_subscription"]["active"], true);
}

#[tokio::test]
async fn a_new_user_is_told_by_their_own_rules() {
    let simulator = support::simulator().await;
    let facts = simulator.account();
    let user = json!({"user": {"type": "user", "name": "Ada Byron", "email": "ada@larkspur.example"}});
    let user = write(&simulator, "POST", "/users", Some(user)).await["user"].clone();
    let incident = json!({"incident": {"type": "incident", "title": "Smoke",
        "service": {"id": facts.service.id, "type": "service_reference"},
        "assignments": [{"assignee": {"id": user["id"], "type": "user_reference"}}]}});
    let incident = write(&simulator, "POST", "/incidents", Some(incident)).await["incident"].clone();
    let types = support::log_entry_types(&simulator, text(&incident, "id")).await;
    assert!(types.iter().any(|each| each == "notify"), "{types:?}");
    let one = format!("/users/{}", text(&user, "id"));
    let refused = send_as(&simulator, token::USER, "DELETE", &one, None).await;
    assert_eq!(refused.status, 400, "they have an open incident");
}

#[tokio::test]
async fn no_incident_opens_on_a_service_in_maintenance() {
    let simulator = support::simulator().await;
    let service = json!({"id": simulator.account().service.id, "type": "service_reference"});
    let window = json!({"maintenance_window": {"type": "maintenance_window", "services": [service],
        "start_time": "2025-03-05T15:00:00Z", "end_time": "2025-03-05T17:00:00Z"}});
    let window = write(&simulator, "POST", "/maintenance_windows", Some(window)).await;
    let incident = json!({"incident": {"type": "incident", "title": "Smoke", "service": service}});
    let refused = support::post(&simulator, "/incidents", incident.clone()).await;
    assert_eq!((refused.status, refused.code()), (400, Some(2001)), "{}", refused.text);
    let window = format!("/maintenance_windows/{}", text(&window["maintenance_window"], "id"));
    write(&simulator, "DELETE", &window, None).await;
    assert_eq!(support::post(&simulator, "/incidents", incident).await.status, 201);
}
