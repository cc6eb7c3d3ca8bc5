//! What is described as data, analytics, audit records and bulk updates are as PagerDuty's OpenAPI document has them.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use openapi_contract::{Contract, Request};
use pagerduty_sim::{Options, Simulator};
use serde_json::{Value, json};
use support::{get, list, options, text, write};

/// Lists and gets.
async fn look(simulator: &Simulator) {
    let facts = simulator.account();
    let (user, team, service) = (&facts.demo_user.id, &facts.demo_teams[0].id, &facts.service.id);
    for (name, path) in [
        ("maintenance_windows", "/maintenance_windows"),
        ("business_services", "/business_services"),
        ("tags", "/tags"),
    ] {
        let rows = list(simulator, name, &format!("{path}?limit=100&total=true")).await;
        get(simulator, &format!("{path}/{}", text(&rows[0], "id"))).await;
    }
    let window = list(simulator, "maintenance_windows", "/maintenance_windows?limit=1").await[0].clone();
    let business = list(simulator, "business_services", "/business_services").await[0].clone();
    let tag = list(simulator, "tags", "/tags").await[0].clone();
    let (window, business, tag) = (text(&window, "id"), text(&business, "id"), text(&tag, "id"));
    for target in [
        format!("/maintenance_windows/{window}?include[]=teams&include[]=services&include[]=users"),
        "/maintenance_windows/PNOTHIN".to_owned(),
        format!("/service_dependencies/technical_services/{service}"),
        format!("/service_dependencies/business_services/{business}"),
        format!("/tags/{tag}/escalation_policies"),
        format!("/tags/{tag}/users"),
        format!("/tags/{tag}/teams"),
        format!("/users/{user}/tags"),
        format!("/teams/{team}/tags"),
        "/audit/records?since=2025-02-10&until=2025-03-05&limit=5".to_owned(),
        format!("/teams/{team}/audit/records?since=2025-02-10&until=2025-03-05"),
        "/status_pages".to_owned(),
    ] {
        get(simulator, &target).await;
    }
    let page = list(simulator, "status_pages", "/status_pages").await[0].clone();
    let page = format!("/status_pages/{}", text(&page, "id"));
    for name in ["impacts", "severities", "statuses", "services", "posts"] {
        let rows = list(simulator, name, &format!("{page}/{name}?limit=100")).await;
        get(simulator, &format!("{page}/{name}/{}", text(&rows[0], "id"))).await;
    }
    let post = list(simulator, "posts", &format!("{page}/posts")).await[0].clone();
    let post = format!("{page}/posts/{}", text(&post, "id"));
    get(simulator, &format!("{post}?include[]=status_page_post_update")).await;
    let updates = list(simulator, "post_updates", &format!("{post}/post_updates")).await;
    get(simulator, &format!("{post}/post_updates/{}", text(&updates[0], "id"))).await;
    for (name, path) in [("contact_methods", "contact_methods"), ("notification_rules", "notification_rules")] {
        let rows = list(simulator, name, &format!("/users/{user}/{path}")).await;
        get(simulator, &format!("/users/{user}/{path}/{}", text(&rows[0], "id"))).await;
    }
}

/// Makes, changes and deletes.
async fn change(simulator: &Simulator) {
    let facts = simulator.account();
    let service = json!({"id": facts.service.id, "type": "service_reference"});
    let window = json!({
        "type": "maintenance_window",
        "start_time": "2025-03-05T15:00:00Z",
        "end_time": "2025-03-05T17:00:00Z",
        "description": "New disks",
        "services": [service],
    });
    let made = write(simulator, "POST", "/maintenance_windows", Some(json!({"maintenance_window": window}))).await;
    let one = format!("/maintenance_windows/{}", text(&made["maintenance_window"], "id"));
    get(simulator, &format!("/services/{}", facts.service.id)).await;
    write(simulator, "PUT", &one, Some(json!({"maintenance_window": window}))).await;
    write(simulator, "DELETE", &one, None).await;
    let fields = json!({"name": "Gift Cards", "description": "Sold in shops", "point_of_contact": "Head of Gifts",
        "team": {"id": facts.demo_teams[0].id}});
    let made = write(simulator, "POST", "/business_services", Some(json!({"business_service": fields}))).await;
    let business = text(&made["business_service"], "id").to_owned();
    let one = format!("/business_services/{business}");
    write(simulator, "PUT", &one, Some(json!({"business_service": {"name": "Gift Vouchers"}}))).await;
    let relationships = json!({"relationships": [{
        "supporting_service": {"id": facts.service.id, "type": "technical_service"},
        "dependent_service": {"id": business, "type": "business_service"},
    }]});
    for action in ["associate", "disassociate"] {
        write(simulator, "POST", &format!("/service_dependencies/{action}"), Some(relationships.clone())).await;
    }
    write(simulator, "DELETE", &one, None).await;
    let made = write(simulator, "POST", "/tags", Some(json!({"tag": {"type": "tag", "label": "night owl"}}))).await;
    let tag = text(&made["tag"], "id");
    let tags =
        json!({"add": [{"type": "tag", "label": "brand new"}, {"type": "tag_reference", "id": tag}], "remove": []});
    write(simulator, "POST", &format!("/users/{}/change_tags", facts.demo_user.id), Some(tags)).await;
    write(simulator, "DELETE", &format!("/tags/{tag}"), None).await;
    let team = json!({"type": "team", "name": "Night Shift", "description": "Awake when others sleep"});
    let made = write(simulator, "POST", "/teams", Some(json!({"team": team}))).await;
    let one = format!("/teams/{}", text(&made["team"], "id"));
    write(simulator, "PUT", &one, Some(json!({"team": {"type": "team", "name": "Late Shift"}}))).await;
    let member = format!("{one}/users/{}", facts.demo_user.id);
    write(simulator, "PUT", &member, Some(json!({"role": "responder"}))).await;
    write(simulator, "DELETE", &member, None).await;
    get(simulator, &format!("{one}/audit/records")).await;
}

/// Posts on a status page.
async fn announce(simulator: &Simulator) {
    let page = list(simulator, "status_pages", "/status_pages").await[0].clone();
    let page_id = text(&page, "id");
    let page = format!("/status_pages/{page_id}");
    let mut chosen = Vec::new();
    for (name, object_type) in
        [("statuses", "status"), ("severities", "severity"), ("services", "service"), ("impacts", "impact")]
    {
        let rows = list(simulator, name, &format!("{page}/{name}")).await;
        chosen.push(json!({"id": rows[0]["id"], "type": format!("status_page_{object_type}")}));
    }
    let update = |post: &str| {
        json!({
            "type": "status_page_post_update",
            "post": {"id": post, "type": "status_page_post"},
            "message": "Looking into it",
            "status": chosen[0],
            "severity": chosen[1],
            "impacted_services": [{"service": chosen[2], "impact": chosen[3]}],
            "update_frequency_ms": 600_000,
            "notify_subscribers": false,
            "reported_at": "2025-03-05T15:10:00Z",
        })
    };
    let mut post = json!({
        "type": "status_page_post",
        "title": "Slow checkout",
        "post_type": "incident",
        "starts_at": "2025-03-05T15:00:00Z",
        "ends_at": null,
        "status_page": {"id": page_id, "type": "status_page"},
    });
    let changed = post.clone();
    post["updates"] = json!([update("PNEW")]);
    let made = write(simulator, "POST", &format!("{page}/posts"), Some(json!({"post": post}))).await;
    let id = text(&made["post"], "id");
    assert_eq!(made["post"]["updates"].as_array().map(Vec::len), Some(1));
    let one = format!("{page}/posts/{id}");
    write(simulator, "PUT", &one, Some(json!({"post": changed}))).await;
    let updates = format!("{one}/post_updates");
    let made = write(simulator, "POST", &updates, Some(json!({"post_update": update(id)}))).await;
    let last = format!("{updates}/{}", text(&made["post_update"], "id"));
    write(simulator, "PUT", &last, Some(json!({"post_update": update(id)}))).await;
    assert_eq!(list(simulator, "post_updates", &updates).await.len(), 2);
    for target in [&last, &one] {
        write(simulator, "DELETE", target, None).await;
    }
}

/// Asks for numbers, and works on several incidents at once.
async fn count(simulator: &Simulator) {
    let facts = simulator.account();
    let filters = json!({
        "created_at_start": "2025-01-05T00:00:00Z",
        "created_at_end": "2025-03-05T00:00:00Z",
        "team_ids": [facts.demo_teams[0].id],
        "urgency": "high",
    });
    for (path, unit) in [
        ("all", Some("month")),
        ("all", None),
        ("services", Some("week")),
        ("services/all", None),
        ("teams", None),
        ("teams/all", Some("day")),
        ("escalation_policies", None),
    ] {
        let mut body = json!({"filters": filters, "time_zone": "Etc/UTC", "order": "desc"});
        if let Some(unit) = unit {
            body["aggregate_unit"] = unit.into();
        }
        let target = format!("/analytics/metrics/incidents/{path}");
        let answer = write(simulator, "POST", &target, Some(body)).await;
        assert!(answer["data"].as_array().is_some_and(|rows| !rows.is_empty()), "{path}");
    }
    let body =
        json!({"filters": filters, "limit": 20, "order": "asc", "order_by": "created_at", "time_zone": "Etc/UTC"});
    let answer = write(simulator, "POST", "/analytics/raw/incidents", Some(body)).await;
    get(simulator, &format!("/analytics/raw/incidents/{}", text(&answer["data"][0], "id"))).await;
    let open = list(simulator, "incidents", "/incidents?statuses[]=triggered&limit=2").await;
    let resolve = |row: &Value| json!({"id": row["id"], "type": "incident_reference", "status": "resolved"});
    let body = json!({"incidents": open.iter().map(resolve).collect::<Vec<_>>()});
    write(simulator, "PUT", "/incidents", Some(body)).await;
}

#[tokio::test]
async fn requests_and_answers_are_as_the_openapi_document_has_them() {
    let Some(contract) = Contract::load().expect("the document is readable") else {
        return Contract::announce_skip();
    };
    let simulator = Simulator::start(Options { record_answers: true, ..options() }).await.expect("a free port");
    look(&simulator).await;
    change(&simulator).await;
    announce(&simulator).await;
    count(&simulator).await;
    let mut complaints = Vec::new();
    for sent in simulator.requests() {
        let (method, path) = (sent.method.as_str(), sent.path.as_str());
        let mut violations = contract.check_response(method, path, sent.status, sent.answer.as_ref());
        if sent.headers.iter().any(|(name, _)| name == "from") {
            let (query, headers, body) = (&sent.query, &sent.headers, sent.body.as_ref());
            violations.extend(contract.check_request(&Request { method, path, query, headers, body }));
        }
        complaints.extend(violations.into_iter().map(|violation| format!("{method} {path}: {violation}")));
    }
    assert!(complaints.is_empty(), "{} complaints, such as:\n{}", complaints.len(), complaints.join("\n"));
}
