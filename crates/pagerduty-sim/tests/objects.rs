//! The objects: complete, consistent in their references, and with their secrets where PagerDuty has them.

mod support;

use serde_json::{Value, json};
use support::{get, ids, list, simulator, text};

/// Checks every reference in a value: five fields, and an API address that leads to an object of the type.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        Value::Object(fields) => {
            let reference = fields.get("type").and_then(Value::as_str);
            if reference.is_some_and(|name| name.ends_with("_reference")) && fields.contains_key("summary") {
                found.push(value);
            }
            fields.values().for_each(|value| references(value, found));
        }
        _ => {}
    }
}

#[tokio::test]
async fn references_lead_to_what_they_name() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let major = facts.major_incident.expect("a major incident").id;
    let mut answers = Vec::new();
    for target in [
        format!("/incidents/{major}"),
        format!("/incidents/{major}/log_entries?limit=30"),
        "/oncalls?limit=30".to_owned(),
        "/escalation_policies?limit=5".to_owned(),
        "/services?limit=5".to_owned(),
        "/schedules?limit=5&include[]=schedule_layers".to_owned(),
        "/users?limit=5".to_owned(),
    ] {
        answers.push(get(&simulator, &target).await.body);
    }
    let mut found = Vec::new();
    answers.iter().for_each(|answer| references(answer, &mut found));
    let mut followed = std::collections::HashSet::new();
    for reference in found {
        for field in ["id", "type", "summary", "self", "html_url"] {
            assert!(reference.get(field).is_some(), "{reference} lacks {field}");
        }
        let path = text(reference, "self").strip_prefix("https://api.pagerduty.com").expect("an address");
        let reachable = ["incidents", "services", "teams", "users", "schedules", "escalation_policies", "log_entries"];
        let parts: Vec<&str> = path.trim_start_matches('/').split(['/', '?']).collect();
        let is_plain = parts.len() == 2 || path.contains('?');
        if is_plain && reachable.contains(&parts[0]) && followed.insert(path.to_owned()) {
            let answer = get(&simulator, path).await;
            if reference.get("deleted_at").is_some() {
                assert_eq!(answer.status, 404, "{path}");
                continue;
            }
            assert_eq!(answer.status, 200, "{path}");
            let object = answer.body.as_object().and_then(|body| body.values().next()).expect("an object");
            assert_eq!(object["id"], reference["id"]);
            assert_eq!(object["summary"], reference["summary"]);
            assert_eq!(format!("{}_reference", text(object, "type")), text(reference, "type"));
        }
    }
    assert!(followed.len() > 40, "{}", followed.len());
}

#[tokio::test]
async fn includes_write_objects_out() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let major = facts.major_incident.expect("a major incident").id;
    let incident = format!("/incidents/{major}");
    for (target, include, pointer) in [
        (incident.as_str(), "services", "/incident/service/integrations"),
        (&incident, "teams", "/incident/teams/0/default_role"),
        (&incident, "escalation_policies", "/incident/escalation_policy/escalation_rules"),
        (&incident, "assignees", "/incident/assignments/0/assignee/email"),
        (&incident, "acknowledgers", "/incident/acknowledgements/0/acknowledger/email"),
        (&incident, "users", "/incident/assignments/0/assignee/email"),
        (&incident, "first_trigger_log_entries", "/incident/first_trigger_log_entry/channel"),
        (&incident, "conference_bridge", "/incident/conference_bridge/conference_url"),
        (&incident, "custom_fields", "/incident/custom_fields/0/value"),
        (&incident, "body", "/incident/body/details/__pd_cef_payload/details/title"),
        (&incident, "body", "/incident/body/details/__pd_cef_payload/client_url"),
        ("/users/me", "contact_methods", "/user/contact_methods/0/address"),
        ("/users/me", "notification_rules", "/user/notification_rules/0/start_delay_in_minutes"),
        ("/users/me", "teams", "/user/teams/0/default_role"),
        ("/users/me", "calendar_urls", "/user/http_cal_url"),
        ("/services", "integrations", "/services/0/integrations/0/integration_key"),
        ("/services", "escalation_policies", "/services/0/escalation_policy/num_loops"),
        ("/services", "teams", "/services/0/teams/0/default_role"),
        ("/escalation_policies", "services", "/escalation_policies/0/services/0/integrations"),
        ("/escalation_policies", "targets", "/escalation_policies/0/escalation_rules/0/targets/0/name"),
        ("/oncalls", "users", "/oncalls/0/user/email"),
        ("/oncalls", "schedules", "/oncalls/0/schedule/time_zone"),
        ("/oncalls", "escalation_policies", "/oncalls/0/escalation_policy/num_loops"),
    ] {
        let without = get(&simulator, target).await;
        assert!(without.body.pointer(pointer).is_none(), "{target} has {pointer} anyway");
        let with = get(&simulator, &format!("{target}?include[]={include}")).await;
        assert!(with.body.pointer(pointer).is_some_and(|value| !value.is_null()), "{target}?{include}: {pointer}");
    }
}

#[tokio::test]
async fn schedules_carry_private_addresses() {
    let simulator = simulator().await;
    for schedule in list(&simulator, "schedules", "/schedules?limit=100").await {
        assert!(text(&schedule, "http_cal_url").starts_with("https://larkspur.pagerduty.com/private/"));
        assert!(text(&schedule, "web_cal_url").starts_with("webcal://"));
    }
}

#[tokio::test]
async fn lists_can_be_searched_by_name_and_team() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let team = &facts.demo_teams[0];
    for (name, path, query) in [
        ("services", "/services", "checkout api"),
        ("teams", "/teams", "CHECK"),
        ("users", "/users", "alex.rivera@"),
        ("users", "/users", "rivera"),
        ("schedules", "/schedules", "Checkout"),
        ("escalation_policies", "/escalation_policies", "Checkout"),
    ] {
        let query = query.replace(' ', "%20");
        let rows = list(&simulator, name, &format!("{path}?limit=100&query={query}")).await;
        assert!((1..8).contains(&rows.len()), "{path}?query={query}: {}", rows.len());
        assert!(list(&simulator, name, &format!("{path}?query=no-such-thing")).await.is_empty());
    }
    for (name, path) in [
        ("services", "/services"),
        ("users", "/users"),
        ("schedules", "/schedules"),
        ("escalation_policies", "/escalation_policies"),
    ] {
        let rows = list(&simulator, name, &format!("{path}?limit=100&team_ids[]={}", team.id)).await;
        let in_team = |row: &Value| row["teams"].as_array().expect("teams").iter().any(|each| each["id"] == team.id);
        assert!(!rows.is_empty() && rows.iter().all(in_team), "{path}");
    }
    let exact = list(&simulator, "services", "/services?name=Checkout%20API").await;
    assert_eq!(ids(&exact), [facts.service.id.as_str()]);
    let sorted = |rows: &[Value]| rows.iter().map(|row| text(row, "name").to_lowercase()).is_sorted();
    assert!(sorted(&list(&simulator, "services", "/services?limit=100&sort_by=name").await));
    assert!(!sorted(&list(&simulator, "services", "/services?limit=100&sort_by=name:desc").await));
}

#[tokio::test]
async fn policies_are_found_by_their_targets() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let user = &facts.demo_user.id;
    let rows = list(&simulator, "escalation_policies", &format!("/escalation_policies?user_ids[]={user}")).await;
    assert_eq!(rows.len(), facts.demo_escalation_policies.len());
    for row in &rows {
        let rules = row["escalation_rules"].as_array().expect("rules");
        assert!((2..=4).contains(&rules.len()));
        let mut targets = rules.iter().flat_map(|rule| rule["targets"].as_array().expect("targets"));
        assert!(targets.any(|target| target["id"] == **user));
    }
}

#[tokio::test]
async fn unknown_ids_are_not_found_in_each_resource_s_words() {
    let simulator = simulator().await;
    for (path, code) in [
        ("/users/PNOBODY", 2100),
        ("/teams/PNOTEAM", 2100),
        ("/services/PNOTHIN", 5002),
        ("/schedules/PNOTHIN", 3004),
        ("/escalation_policies/PNOTHIN", 5001),
        ("/incidents/QNOSUCHINCIDEN/notes", 5001),
        ("/log_entries/RNOTHING", 5001),
        ("/change_events/01NOTHING", 2100),
        ("/add_ons", 2100),
    ] {
        let answer = get(&simulator, path).await;
        assert_eq!((answer.status, answer.code()), (404, Some(code)), "{path}");
    }
}

#[tokio::test]
async fn people_can_be_reached() {
    let simulator = simulator().await;
    let user = simulator.account().demo_user.id;
    let methods = list(&simulator, "contact_methods", &format!("/users/{user}/contact_methods")).await;
    let types: Vec<&str> = methods.iter().map(|method| text(method, "type")).collect();
    for expected in ["email", "sms", "phone", "push_notification"] {
        assert!(types.contains(&format!("{expected}_contact_method").as_str()), "{types:?}");
    }
    let rules = format!("/users/{user}/notification_rules");
    let all = list(&simulator, "notification_rules", &rules).await;
    let high = list(&simulator, "notification_rules", &format!("{rules}?urgency=high")).await;
    assert!(high.len() < all.len() && high.iter().all(|rule| rule["urgency"] == "high"));
    let included = list(&simulator, "notification_rules", &format!("{rules}?include[]=contact_methods")).await;
    assert!(included[0]["contact_method"]["address"].is_string());
    let team = simulator.account().demo_teams[0].id.clone();
    let members = list(&simulator, "members", &format!("/teams/{team}/members?include[]=users")).await;
    assert!(members.iter().any(|member| member["user"]["id"] == user && member["role"] == "manager"));
    assert!(members.iter().all(|member| member["user"]["email"].is_string()));
}

#[tokio::test]
async fn alerts_and_log_entries_can_be_filtered() {
    let simulator = simulator().await;
    let major = simulator.account().major_incident.expect("a major incident").id;
    let alerts = format!("/incidents/{major}/alerts");
    let all = list(&simulator, "alerts", &alerts).await;
    let triggered = list(&simulator, "alerts", &format!("{alerts}?statuses[]=triggered")).await;
    let resolved = list(&simulator, "alerts", &format!("{alerts}?statuses[]=resolved")).await;
    assert_eq!(all.len(), triggered.len() + resolved.len());
    let counts = &get(&simulator, &format!("/incidents/{major}")).await.body["incident"]["alert_counts"];
    assert_eq!(counts, &json!({"all": all.len(), "triggered": triggered.len(), "resolved": resolved.len()}));
    let newest = list(&simulator, "alerts", &format!("{alerts}?sort_by=created_at:desc")).await;
    assert_eq!(newest[0]["id"], all[all.len() - 1]["id"]);
    let key = text(&all[0], "alert_key");
    assert_eq!(list(&simulator, "alerts", &format!("{alerts}?alert_key={key}")).await.len(), 1);
    let entries = format!("/incidents/{major}/log_entries?limit=100");
    let every = list(&simulator, "log_entries", &entries).await;
    let overview = list(&simulator, "log_entries", &format!("{entries}&is_overview=true")).await;
    assert!(overview.len() < every.len());
    let channels = list(&simulator, "log_entries", &format!("{entries}&include[]=channels")).await;
    assert!(channels[channels.len() - 1]["channel"]["details"]["metric"].is_string());
    let team = simulator.account().demo_teams[0].id.clone();
    let since = "since=2025-03-05T00:00:00Z&until=2025-03-05T12:00:00Z";
    let of_team = list(&simulator, "log_entries", &format!("/log_entries?limit=100&{since}&team_ids[]={team}")).await;
    assert!(of_team.iter().all(|entry| entry["teams"][0]["id"] == team));
    assert!(of_team.iter().all(|entry| text(entry, "created_at") < "2025-03-05T12:00:00Z"));
}

#[tokio::test]
async fn change_events_can_be_filtered() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let all = get(&simulator, "/change_events?total=true&limit=100").await;
    let total = all.body["total"].as_u64();
    let service = &facts.service.id;
    let of_service = get(&simulator, &format!("/services/{service}/change_events?total=true&limit=100")).await;
    let rows = of_service.rows("change_events");
    assert!(!rows.is_empty() && of_service.body["total"].as_u64() < total);
    assert!(rows.iter().all(|row| row["services"][0]["id"] == **service));
    let integration = text(&rows[0]["integration"], "id");
    let target = format!("/change_events?integration_ids[]={integration}");
    let by_integration = list(&simulator, "change_events", &target).await;
    assert!(!by_integration.is_empty());
    assert!(by_integration.iter().all(|row| row["services"][0]["id"] == **service));
    let team = &facts.demo_teams[0].id;
    let by_team = get(&simulator, &format!("/change_events?total=true&team_ids[]={team}")).await;
    assert!(by_team.body["total"].as_u64() < total);
    let bounded = "/change_events?since=2025-02-01T00:00:00Z&until=2025-02-10T00:00:00Z";
    let bounded = list(&simulator, "change_events", bounded).await;
    assert!(!bounded.is_empty());
    assert!(bounded.iter().all(|row| text(row, "timestamp").starts_with("2025-02-0")));
    let refused = get(&simulator, "/change_events?since=2025-02-01T00:00:00%2B01:00").await;
    assert_eq!(refused.status, 400, "only UTC is accepted");
    let one = get(&simulator, &format!("/change_events/{}", text(&rows[0], "id"))).await;
    assert_eq!(&one.body["change_event"], &rows[0]);
}

/// PagerDuty documents the number for `GET /incidents/{id}`; whether other paths take it is not known, so none does.
#[tokio::test]
async fn the_number_of_an_incident_names_it_in_one_path_only() {
    let simulator = simulator().await;
    let id = simulator.account().major_incident.expect("a major incident").id;
    let incident = get(&simulator, &format!("/incidents/{id}")).await.body["incident"].clone();
    let number = &incident["incident_number"];
    assert_eq!(get(&simulator, &format!("/incidents/{number}")).await.body["incident"]["id"], *id);
    for part in ["log_entries", "alerts", "notes", "past_incidents", "related_incidents"] {
        assert_eq!(get(&simulator, &format!("/incidents/{number}/{part}")).await.status, 404, "{part}");
    }
}
