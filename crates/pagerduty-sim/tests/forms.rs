//! The account has the forms that real accounts have: people who left, levels that take turns, zones of Rails, notifications that
//! failed, integrations that are gone, and accounts without priorities.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use std::collections::{HashMap, HashSet};

use pagerduty_sim::{Options, Simulator};
use serde_json::{Value, json};
use support::history::history;
use support::{all, days_ago, get, list, options, post, simulator, text, time};

/// The users who left, each by ID, in what an object refers to.
fn left(object: &Value) -> HashSet<&str> {
    match object {
        Value::Object(fields) if fields.contains_key("deleted_at") => HashSet::from([text(object, "id")]),
        Value::Object(fields) => fields.values().flat_map(left).collect(),
        Value::Array(values) => values.iter().flat_map(left).collect(),
        _ => HashSet::new(),
    }
}

#[tokio::test]
async fn somebody_who_left_is_named_by_what_they_did_and_found_nowhere() {
    let simulator = simulator().await;
    let history = history().await;
    let entries: Vec<&Value> = history.incidents.iter().flat_map(|incident| &incident.entries).collect();
    let gone: HashSet<&str> = entries.iter().flat_map(|entry| left(entry)).collect();
    let [id] = Vec::from_iter(gone)[..] else { panic!("one person left") };
    let notes = history.incidents.iter().flat_map(|incident| &incident.notes);
    let note = notes.clone().find(|note| note["user"]["id"] == id).expect("a note of theirs");
    let deleted_at = time(&note["user"], "deleted_at");
    assert_eq!((&note["user"]["html_url"], &note["user"]["type"]), (&Value::Null, &json!("user_reference")));
    assert!(!text(&note["user"], "summary").is_empty());
    for (what, object) in
        notes.map(|note| ("created_at", note)).chain(entries.into_iter().map(|one| ("created_at", one)))
    {
        assert!(!left(object).contains(id) || time(object, what) < deleted_at, "done after they left: {object}");
    }
    let acknowledged = history.incidents.iter().flat_map(|incident| &incident.entries);
    assert!(acknowledged.filter(|entry| entry["agent"]["id"] == id).count() > 5, "they were at work");

    let users = all(&simulator, "users", "/users").await;
    assert!(users.iter().all(|user| user["id"] != id && user.get("deleted_at").is_none()));
    for target in [format!("/users/{id}"), format!("/users/{id}/contact_methods")] {
        let answer = get(&simulator, &target).await;
        assert_eq!((answer.status, answer.code()), (404, Some(2100)), "{target}");
    }
    let schedules = all(&simulator, "schedules", "/schedules?include[]=schedule_layers").await;
    let with: Vec<&Value> = schedules.iter().filter(|schedule| left(&schedule["users"]).contains(id)).collect();
    assert!(!with.is_empty(), "a schedule still names them");
    for schedule in with {
        for layer in schedule["schedule_layers"].as_array().expect("layers") {
            let has_ended = !layer["end"].is_null();
            assert_eq!(has_ended, left(layer).contains(id), "only a layer that ended: {layer}");
        }
        let target = format!("/schedules/{}/users", text(schedule, "id"));
        assert!(list(&simulator, "users", &target).await.iter().all(|user| user["id"] != id));
    }
    let on_calls = all(&simulator, "oncalls", &format!("/oncalls?since={}&until={}", days_ago(0), days_ago(-30))).await;
    assert!(on_calls.iter().all(|on_call| left(on_call).is_empty()), "nobody who left is on call");
}

#[tokio::test]
async fn a_level_that_takes_turns_pages_one_person_for_each_incident() {
    let simulator = simulator().await;
    let asked = "/escalation_policies?include[]=escalation_rule_assignment_strategies";
    let policies = all(&simulator, "escalation_policies", asked).await;
    let in_turn = |rule: &Value| rule["escalation_rule_assignment_strategy"] == "round_robin";
    let first = |policy: &Value| policy["escalation_rules"][0].clone();
    let found: Vec<&Value> = policies.iter().filter(|policy| in_turn(&first(policy))).collect();
    let [policy] = found[..] else { panic!("one policy takes turns: {found:?}") };
    assert_eq!(first(policy)["targets"].as_array().map(Vec::len), Some(2));
    let id = text(policy, "id");
    let plain = get(&simulator, &format!("/escalation_policies/{id}")).await;
    assert!(
        plain.body["escalation_policy"]["escalation_rules"][0].get("escalation_rule_assignment_strategy").is_none()
    );

    let mut paged: HashMap<String, usize> = HashMap::new();
    for number in 0..6 {
        let service = simulator.account().service.id;
        let incident = json!({
            "type": "incident", "title": format!("Too busy {number}"), "service": {"id": service, "type": "service_reference"},
            "escalation_policy": {"id": id, "type": "escalation_policy_reference"},
        });
        let email = simulator.account().demo_email;
        let authorization = support::authorization(pagerduty_sim::token::USER);
        let headers = [("authorization", authorization.as_str()), ("from", email.as_str())];
        let body = json!({"incident": incident});
        let answer =
            support::send(simulator.url(), "POST", "/incidents", &headers, Some(&body)).await.expect("an answer");
        let assignments = answer.body["incident"]["assignments"].as_array().expect("assignments").clone();
        let [assignment] = &assignments[..] else { panic!("one of them: {assignments:?}") };
        *paged.entry(text(&assignment["assignee"], "id").to_owned()).or_default() += 1;
    }
    assert_eq!(paged.into_values().collect::<Vec<_>>(), [3, 3], "each in turn");
    let delegated = history().await.incidents.iter().flat_map(|incident| &incident.entries);
    let name = format!("Delegated to {}", text(policy, "name"));
    let delegated: Vec<&Value> = delegated.filter(|entry| text(entry, "summary").starts_with(&name)).collect();
    assert!(!delegated.is_empty());
    assert!(delegated.iter().all(|entry| entry["assignees"].as_array().map(Vec::len) == Some(1)), "{delegated:?}");
}

#[tokio::test]
async fn some_zones_have_the_names_of_rails_and_mean_the_same() {
    let simulator = simulator().await;
    const NAME: &str = "Eastern Time (US & Canada)";
    let users = all(&simulator, "users", "/users").await;
    assert!(users.iter().any(|user| user["time_zone"] == NAME) && users.iter().any(|user| user["time_zone"] != NAME));
    let schedules = all(&simulator, "schedules", "/schedules").await;
    let schedule = schedules.iter().find(|schedule| schedule["time_zone"] == NAME).expect("a schedule");
    let read = async |zone: &str| {
        let range = format!("since={}&until={}", days_ago(0), days_ago(-30));
        let target = format!("/schedules/{}?{range}{zone}", text(schedule, "id"));
        get(&simulator, &target).await.body["schedule"]["final_schedule"].clone()
    };
    let own = read("").await;
    assert_eq!(own, read("&time_zone=America/New_York").await);
    assert_eq!(own, read("&time_zone=Eastern%20Time%20(US%20%26%20Canada)").await);
    let starts = own["rendered_schedule_entries"].as_array().expect("entries").iter();
    let starts: Vec<&str> = starts.map(|entry| text(entry, "start")).collect();
    // Summer time begins in these days.
    assert!(starts.iter().filter(|start| start.ends_with("T09:00:00-04:00")).count() > 1, "{starts:?}");
}

#[tokio::test]
async fn some_messages_and_calls_do_not_arrive() {
    let mut outcomes: HashMap<(&str, &str), usize> = HashMap::new();
    for entry in history().await.incidents.iter().flat_map(|incident| &incident.entries) {
        if entry["type"] == "notify_log_entry" {
            let notification = &entry["channel"]["notification"];
            *outcomes.entry((text(notification, "type"), text(notification, "status"))).or_default() += 1;
        }
    }
    let of = |kind: &str, status: &str| outcomes.get(&(kind, status)).copied().unwrap_or_default();
    for kind in ["sms_notification", "phone_notification"] {
        let (failed, arrived) = (of(kind, "failed"), of(kind, "success"));
        assert!(failed > 3 && failed * 10 < arrived, "{outcomes:?}");
    }
    assert_eq!(of("push_notification", "failed") + of("email_notification", "failed"), 0);
}

#[tokio::test]
async fn nothing_is_known_of_the_integration_of_an_old_alert_but_its_id() {
    let simulator = simulator().await;
    let alerts = history().await.incidents.iter().flat_map(|incident| &incident.alerts);
    let (nameless, named): (Vec<&Value>, Vec<&Value>) =
        alerts.partition(|alert| alert["integration"]["summary"].is_null());
    assert!(!nameless.is_empty() && nameless.len() * 10 < named.len(), "{} of {}", nameless.len(), named.len());
    for alert in nameless {
        let integration = &alert["integration"];
        assert_eq!((&integration["self"], &integration["html_url"]), (&Value::Null, &Value::Null));
        let target = format!("/services/{}/integrations/{}", text(&alert["service"], "id"), text(integration, "id"));
        assert_eq!(get(&simulator, &target).await.status, 404);
    }
}

#[tokio::test]
async fn an_account_without_priorities_has_no_field_for_them() {
    let options = Options { priorities: false, ..options() };
    let simulator = Simulator::start(options).await.expect("a free port");
    let answer = get(&simulator, "/priorities").await;
    assert_eq!((answer.status, answer.code()), (404, Some(2100)));
    let incidents = list(&simulator, "incidents", &format!("/incidents?since={}&limit=100", days_ago(20))).await;
    assert!(incidents.len() > 50 && incidents.iter().all(|incident| incident.get("priority").is_none()));
    let entries = list(&simulator, "log_entries", "/log_entries?limit=100").await;
    assert!(!entries.is_empty() && entries.iter().all(|entry| !text(entry, "summary").contains("priority")));
    let id = text(&incidents[0], "id");
    let update = json!({"priority": {"id": "PXXXXXX", "type": "priority_reference"}});
    assert_eq!(support::update(&simulator, id, update).await.status, 400);
    let team = simulator.account().demo_teams[0].id.clone();
    let filters = json!({"created_at_start": days_ago(20), "created_at_end": days_ago(0), "team_ids": [team]});
    let raw = json!({"filters": filters});
    let answer = post(&simulator, "/analytics/raw/incidents", raw).await;
    assert!(answer.rows("data").iter().all(|row| row["priority_name"].is_null()));
}
