//! Maintenance windows, business services and what they need, tags, status pages, teams: what is made is there, and what
//! is wrong is refused.

mod support;

use serde_json::{Value, json};
use support::{get, ids, list, post, put, send_as, simulator, text};

const WINDOWS: &str = "/maintenance_windows";

fn window(service: &str, start: &str, end: &str) -> Value {
    json!({"maintenance_window": {
        "type": "maintenance_window",
        "description": "New disks",
        "start_time": start,
        "end_time": end,
        "services": [{"id": service, "type": "service_reference"}],
    }})
}

async fn delete(simulator: &pagerduty_sim::Simulator, target: &str) -> support::Answer {
    send_as(simulator, pagerduty_sim::token::USER, "DELETE", target, None).await
}

#[tokio::test]
async fn a_service_is_in_maintenance_while_a_window_goes_on() {
    let simulator = simulator().await;
    let service = simulator.account().service.id;
    let status = || async { get(&simulator, &format!("/services/{service}")).await.body["service"]["status"].clone() };
    assert_ne!(status().await, "maintenance");
    let made = post(&simulator, WINDOWS, window(&service, "2025-03-05T10:00:00-05:00", "2025-03-05T17:00:00Z")).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = &made.body["maintenance_window"];
    assert_eq!(made["start_time"], "2025-03-05T10:00:00-05:00", "times are those of the account");
    assert_eq!(made["created_by"]["id"], simulator.account().demo_user.id);
    assert_eq!(made["summary"], "New disks");
    assert_eq!(status().await, "maintenance");
    let one = format!("{WINDOWS}/{}", text(made, "id"));
    assert_eq!(delete(&simulator, &one).await.status, 204);
    assert_ne!(status().await, "maintenance");
    let ended = get(&simulator, &one).await.body["maintenance_window"].clone();
    assert_eq!(ended["end_time"], "2025-03-05T10:20:00-05:00", "what goes on ends now");
    assert_eq!(delete(&simulator, &one).await.status, 405, "what is over stays");
}

#[tokio::test]
async fn windows_are_filtered_by_state_service_team_and_text() {
    let simulator = simulator().await;
    let service = simulator.account().service.id;
    let made = post(&simulator, WINDOWS, window(&service, "2025-03-05T15:00:00Z", "2025-03-05T17:00:00Z")).await;
    let id = text(&made.body["maintenance_window"], "id").to_owned();
    let found = |query: &'static str| {
        let simulator = &simulator;
        async move { list(simulator, "maintenance_windows", &format!("{WINDOWS}?limit=100&{query}")).await }
    };
    let (all, past, future) = (found("filter=all").await, found("filter=past").await, found("filter=future").await);
    let ongoing = found("filter=ongoing").await;
    assert!(ids(&ongoing).contains(&id.as_str()) && ongoing.len() > 1);
    assert_eq!(all.len(), past.len() + future.len() + ongoing.len());
    assert!(past.len() > 2 && future.len() > 2);
    assert_eq!(found("filter=open").await.len(), future.len() + ongoing.len());
    assert_eq!(ids(&found("query=new%20disks").await), [id.as_str()]);
    let query = format!("{WINDOWS}?service_ids[]={service}");
    assert_eq!(ids(&list(&simulator, "maintenance_windows", &query).await), [id.as_str()]);
    let team = simulator.account().demo_teams[0].id.clone();
    for row in list(&simulator, "maintenance_windows", &format!("{WINDOWS}?team_ids[]={team}")).await {
        assert!(row["teams"].as_array().is_some_and(|teams| teams.iter().any(|each| each["id"] == team)));
    }
    assert_eq!(get(&simulator, &format!("{WINDOWS}?filter=now")).await.status, 400);
}

#[tokio::test]
async fn what_is_wrong_with_a_window_is_refused() {
    let simulator = simulator().await;
    let service = simulator.account().service.id;
    let good = window(&service, "2025-03-06T15:00:00Z", "2025-03-06T17:00:00Z");
    let with = |name: &str, value: Value| {
        let mut body = good.clone();
        body["maintenance_window"][name] = value;
        body
    };
    for body in [
        with("type", Value::Null),
        with("services", json!([])),
        with("services", json!([{"id": "PNOTHIN", "type": "service_reference"}])),
        with("start_time", json!("soon")),
        with("end_time", json!("2025-03-06T15:00:00Z")),
        with("end_time", Value::Null),
    ] {
        assert_eq!(post(&simulator, WINDOWS, body.clone()).await.code(), Some(2001), "{body}");
    }
    let nobody = send_as(&simulator, pagerduty_sim::token::ACCOUNT, "POST", WINDOWS, Some(&good)).await;
    assert_eq!(nobody.code(), Some(2016), "who makes one has to be known");
    let read_only = send_as(&simulator, pagerduty_sim::token::READ_ONLY_ACCOUNT, "POST", WINDOWS, Some(&good)).await;
    assert_eq!(read_only.status, 403);
    assert_eq!(get(&simulator, &format!("{WINDOWS}/PNOTHIN")).await.code(), Some(5001));
}

#[tokio::test]
async fn business_services_are_made_changed_and_deleted() {
    let simulator = simulator().await;
    let team = simulator.account().demo_teams[0].id.clone();
    let fields = json!({"business_service": {"name": "Gift Cards", "team": {"id": team}}});
    let made = post(&simulator, "/business_services", fields).await;
    assert_eq!(made.status, 200);
    let id = text(&made.body["business_service"], "id").to_owned();
    let one = format!("/business_services/{id}");
    let changed = put(&simulator, &one, json!({"business_service": {"point_of_contact": "Head of Gifts"}})).await;
    assert_eq!(changed.body["business_service"]["name"], "Gift Cards", "what is not named stays");
    assert_eq!(changed.body["business_service"]["team"]["id"], team);
    assert_eq!(get(&simulator, &one).await.body, changed.body);
    assert_eq!(delete(&simulator, &one).await.status, 204);
    assert_eq!(get(&simulator, &one).await.status, 404);
    assert!(!ids(&list(&simulator, "business_services", "/business_services?limit=100").await).contains(&id.as_str()));
}

#[tokio::test]
async fn related_incidents_cite_dependencies_that_are_there() {
    let simulator = simulator().await;
    let mut cited = 0;
    for incident in list(&simulator, "incidents", "/incidents?limit=100&since=2025-03-01").await {
        let target = format!("/incidents/{}/related_incidents", text(&incident, "id"));
        for related in list(&simulator, "related_incidents", &target).await {
            for relationship in related["relationships"].as_array().into_iter().flatten() {
                let metadata = &relationship["metadata"];
                let Some(dependent) = metadata["dependent_services"][0]["id"].as_str() else { continue };
                let target = format!("/service_dependencies/technical_services/{dependent}");
                let known = list(&simulator, "relationships", &target).await;
                let supporting = &metadata["supporting_services"][0]["id"];
                assert!(known.iter().any(|each| each["supporting_service"]["id"] == *supporting), "{related}");
                cited += 1;
            }
        }
    }
    assert!(cited > 0);
}

#[tokio::test]
async fn services_are_associated_and_disassociated() {
    let simulator = simulator().await;
    let service = simulator.account().service.id;
    let business = list(&simulator, "business_services", "/business_services").await;
    let business = business.iter().find(|row| row["name"] == "Mobile Apps").map(|row| text(row, "id"));
    let business = business.unwrap_or_default();
    let body = json!({"relationships": [{
        "supporting_service": {"id": service, "type": "technical_service"},
        "dependent_service": {"id": business, "type": "business_service"},
    }]});
    let has = || async {
        let target = format!("/service_dependencies/business_services/{business}");
        let rows = list(&simulator, "relationships", &target).await;
        rows.iter().any(|row| row["supporting_service"]["id"] == service)
    };
    assert!(!has().await);
    let made = post(&simulator, "/service_dependencies/associate", body.clone()).await;
    assert_eq!(made.status, 200);
    assert!(text(&made.body["relationships"][0], "id").starts_with('D'));
    assert!(has().await);
    assert_eq!(post(&simulator, "/service_dependencies/disassociate", body.clone()).await.status, 200);
    assert!(!has().await);
    assert_eq!(post(&simulator, "/service_dependencies/disassociate", body).await.status, 404);
}

#[tokio::test]
async fn tags_are_found_from_both_sides() {
    let simulator = simulator().await;
    let user = simulator.account().demo_user.id;
    let add = json!({"add": [{"type": "tag", "label": "night owl"}]});
    assert_eq!(post(&simulator, &format!("/users/{user}/change_tags"), add.clone()).await.status, 200);
    let tags = list(&simulator, "tags", "/tags?query=NIGHT").await;
    let tag = text(&tags[0], "id");
    assert_eq!(ids(&list(&simulator, "users", &format!("/tags/{tag}/users")).await), [user.as_str()]);
    assert!(list(&simulator, "teams", &format!("/tags/{tag}/teams")).await.is_empty());
    let own = list(&simulator, "tags", &format!("/users/{user}/tags?limit=100")).await;
    assert!(ids(&own).contains(&tag));
    let again = post(&simulator, &format!("/users/{user}/change_tags"), add).await;
    assert_eq!(again.status, 200, "the same label is the same tag");
    assert_eq!(list(&simulator, "tags", "/tags?query=night").await.len(), 1);
    let remove = json!({"remove": [{"type": "tag_reference", "id": tag}]});
    post(&simulator, &format!("/users/{user}/change_tags"), remove).await;
    assert!(list(&simulator, "users", &format!("/tags/{tag}/users")).await.is_empty());
}

#[tokio::test]
async fn posts_of_one_status_page_are_on_no_other() {
    let simulator = simulator().await;
    let pages = list(&simulator, "status_pages", "/status_pages").await;
    assert_eq!(list(&simulator, "status_pages", "/status_pages?status_page_type=private").await.len(), 1);
    let (public, private) = (text(&pages[0], "id"), text(&pages[1], "id"));
    let posts = list(&simulator, "posts", &format!("/status_pages/{public}/posts?limit=100")).await;
    assert!(posts.len() > 3 && list(&simulator, "posts", &format!("/status_pages/{private}/posts")).await.is_empty());
    let id = text(&posts[0], "id");
    assert_eq!(get(&simulator, &format!("/status_pages/{private}/posts/{id}")).await.status, 404);
    let resolved = format!("/status_pages/{public}/posts?limit=100&status[]=resolved");
    let resolved = list(&simulator, "posts", &resolved).await;
    assert!(resolved.iter().all(|post| post["ends_at"].is_string()) && !resolved.is_empty());
    let severities = format!("/status_pages/{public}/severities");
    let all = list(&simulator, "severities", &severities).await.len();
    let of_incidents = list(&simulator, "severities", &format!("{severities}?post_type=incident")).await.len();
    assert!(of_incidents < all);
}

#[tokio::test]
async fn teams_are_made_and_filled() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let made = post(&simulator, "/teams", json!({"team": {"type": "team", "name": "Night Shift"}})).await;
    assert_eq!(made.status, 201);
    let team = format!("/teams/{}", text(&made.body["team"], "id"));
    let member = format!("{team}/users/{}", facts.teamless_user.id);
    assert_eq!(put(&simulator, &member, json!({"role": "observer"})).await.status, 204);
    assert_eq!(put(&simulator, &member, json!({"role": "king"})).await.status, 400);
    let members = list(&simulator, "members", &format!("{team}/members")).await;
    assert_eq!((members.len(), &members[0]["role"]), (1, &json!("observer")));
    let records = list(&simulator, "records", &format!("{team}/audit/records")).await;
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["details"]["references"][0]["added"][0]["id"], facts.teamless_user.id);
    assert_eq!(delete(&simulator, &member).await.status, 204);
    assert!(list(&simulator, "members", &format!("{team}/members")).await.is_empty());
    let taken = json!({"team": {"type": "team", "name": facts.demo_teams[0].summary}});
    assert_eq!(post(&simulator, "/teams", taken).await.status, 400);
}

#[tokio::test]
async fn audit_records_are_read_page_by_page() {
    let simulator = simulator().await;
    let range = "since=2025-02-03&until=2025-03-05";
    let all = list(&simulator, "records", &format!("/audit/records?{range}&limit=1000")).await;
    let mut read: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let answer = get(&simulator, &format!("/audit/records?{range}&limit=4&cursor={cursor}")).await;
        read.extend_from_slice(answer.rows("records"));
        match answer.body["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(read, all);
    assert!(
        all.len() > 8
            && all.windows(2).all(|pair| text(&pair[0], "execution_time") >= text(&pair[1], "execution_time"))
    );
    let of_teams = format!("/audit/records?{range}&limit=1000&root_resource_types[]=teams");
    let of_teams = list(&simulator, "records", &of_teams).await;
    assert!(!of_teams.is_empty() && of_teams.iter().all(|row| row["root_resource"]["type"] == "team_reference"));
    assert_eq!(get(&simulator, "/audit/records?since=2025-01-01&until=2025-03-01").await.status, 400);
    let teamless = send_as(&simulator, pagerduty_sim::token::TEAMLESS_USER, "GET", "/audit/records", None).await;
    assert_eq!(teamless.status, 403, "only administrators read all of it");
}
