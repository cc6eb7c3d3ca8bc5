//! Creating an incident, and what is done with one after that: snoozing, merging, custom fields, workflows.

use serde_json::{Value, json};

use super::{body, open, writes};
use crate::support::Account;

#[tokio::test]
async fn an_incident_is_created_and_says_whom_it_pages() {
    let account = Account::start().await;
    let service = account.simulator.account().service;
    let arguments = json!({
        "service_id": service.summary, "title": "Checkout is slow", "body": "p99 is 9 s", "urgency": "high", "priority": "p2",
        "incident_key": "slow-1",
    });
    let answer = account.call("create_incident", arguments.clone()).await;
    let incident = &answer["incidents"][0];
    assert_eq!((&incident["status"], &incident["priority"]), (&json!("triggered"), &json!("P2")));
    let pages = answer["metadata"]["pages"].as_array().unwrap();
    let name = incident["assignments"][0]["assignee"]["summary"].as_str().unwrap();
    let is_paged = |person: &Value| person.as_str().unwrap().starts_with(&format!("“{name}” ("));
    assert!(pages.iter().any(is_paged) && pages[0].as_str().unwrap().contains('@'), "{answer}");
    let sent = body(&account)["incident"].clone();
    assert_eq!(sent["type"], "incident");
    assert_eq!(sent["service"], json!({"id": service.id, "type": "service_reference"}));
    assert_eq!(sent["body"], json!({"type": "incident_body", "details": "p99 is 9 s"}));
    assert_eq!((&sent["urgency"], &sent["incident_key"]), (&json!("high"), &json!("slow-1")));
    assert!(sent["priority"]["id"].is_string() && sent.get("assignments").is_none(), "{sent}");

    let error = account.fail("create_incident", arguments).await;
    assert_eq!(error["code"], "INVALID_PARAMETER", "an open incident has this key: {error}");
    let error = account.fail("create_incident", json!({"service_id": service.id, "title": " "})).await;
    assert_eq!(error["code"], "MISSING_PARAMETER");
}

#[tokio::test]
async fn an_incident_is_created_for_users_or_a_policy() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let policy = &facts.demo_escalation_policies[0];
    let arguments = json!({"service_id": facts.service.id, "title": "A", "user_ids": [facts.demo_email]});
    let answer = account.call("create_incident", arguments).await;
    assert_eq!(answer["incidents"][0]["assignments"][0]["assignee"]["id"], facts.demo_user.id);
    assert_eq!(answer["metadata"]["pages"], json!([format!("“{}” ({})", facts.demo_user.summary, facts.demo_email)]));
    let arguments = json!({"service_id": facts.service.id, "title": "B", "escalation_policy_id": policy.summary});
    let answer = account.call("create_incident", arguments).await;
    assert_eq!(answer["incidents"][0]["escalation_policy"]["id"], policy.id);
    let arguments = json!({"service_id": "PS1", "title": "C", "escalation_policy_id": "PE1", "user_ids": ["PU2"]});
    let error = account.fail("create_incident", arguments).await;
    assert_eq!(error["code"], "CONFLICTING_PARAMETERS");
}

#[tokio::test]
async fn an_acknowledged_incident_is_snoozed() {
    let account = Account::start().await;
    let incident = &open(&account, 1, "acknowledged").await[0];
    let answer = account.call("snooze_incident", json!({"incident_id": incident["id"], "minutes": 90})).await;
    assert_eq!(body(&account), json!({"duration": 5400}));
    let actions = answer["incidents"][0]["pending_actions"].as_array().unwrap();
    assert!(actions.iter().any(|action| action["at"] == "2026-06-15T15:30:00Z"), "{answer}");
    let triggered = &open(&account, 1, "triggered").await[0];
    let error = account.fail("snooze_incident", json!({"incident_id": triggered["id"], "minutes": 5})).await;
    assert_eq!(error["code"], "CONFLICT", "{error}");
    assert!(error["hint"].as_str().unwrap().contains("`acknowledge_incident`"), "{error}");
    account.requests();
    let error = account.fail("snooze_incident", json!({"incident_id": incident["id"], "minutes": 10_081})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn incidents_are_merged_into_one() {
    let account = Account::start().await;
    let [one, other] = &open(&account, 2, "triggered").await[..] else { panic!("two") };
    let arguments = json!({"incident_id": one["incident_number"], "source_incident_ids": [other["id"], other["id"]]});
    let answer = account.call("merge_incidents", arguments).await;
    assert_eq!(answer["incidents"][0]["id"], one["id"]);
    assert_eq!(
        body(&account),
        json!({"source_incidents": [{"id": other["id"], "type": "incident_reference"}]}),
        "each once, by its ID"
    );
    let merged = account.call("get_incidents", json!({"incident_id": other["id"]})).await;
    assert_eq!(merged["incidents"][0]["status"], "resolved");
    let arguments = json!({"incident_id": one["id"], "source_incident_ids": [other["id"], "99"]});
    let error = account.fail("merge_incidents", arguments).await;
    assert!(error["message"].as_str().unwrap().starts_with("`99`: "), "{error}");
    account.requests();
    for (sources, code) in [(json!([]), "MISSING_PARAMETER"), (json!([one["id"]]), "CONFLICTING_PARAMETERS")] {
        let arguments = json!({"incident_id": one["id"], "source_incident_ids": sources});
        assert_eq!(account.fail("merge_incidents", arguments).await["code"], code);
    }
    assert_eq!(writes(&account), Vec::<String>::new());
}

#[tokio::test]
async fn custom_fields_take_values_of_their_type() {
    let account = Account::start().await;
    let id = &open(&account, 1, "triggered").await[0]["id"];
    let values = ["impacted_region=eu-west-1", "Affected orders=7", "channels=web, ios", "regulator_told=true"];
    let answer = account.call("set_custom_fields", json!({"incident_id": id, "values": values})).await;
    let value = |name: &str| {
        let fields = answer["custom_fields"].as_array().unwrap();
        fields.iter().find(|field| field["name"] == name).unwrap()["value"].clone()
    };
    assert_eq!(value("impacted_region"), "eu-west-1");
    let sent = body(&account)["custom_fields"].clone();
    let sent: Vec<_> = sent.as_array().unwrap().iter().map(|field| field["value"].clone()).collect();
    assert_eq!(sent, [json!("eu-west-1"), json!(7), json!(["web", "ios"]), json!(true)]);
    let answer = account.call("set_custom_fields", json!({"incident_id": id, "values": ["impacted_region="]})).await;
    let region = answer["custom_fields"].as_array().unwrap().iter().find(|one| one["name"] == "impacted_region");
    assert_eq!(region.unwrap().get("value"), None, "cleared");
    account.requests();
    for (value, part) in [("channels", "no `=`"), ("colour=red", "no custom field"), ("affected_orders=x", "integer")] {
        let error = account.fail("set_custom_fields", json!({"incident_id": id, "values": [value]})).await;
        assert_eq!(error["code"], "INVALID_PARAMETER");
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    assert_eq!(writes(&account), Vec::<String>::new());
}

#[tokio::test]
async fn a_custom_field_with_fixed_values_takes_one_of_them() {
    let account = Account::start().await;
    let id = account.simulator.account().triggered_incident.unwrap().id;
    let error = account
        .fail("set_custom_fields", json!({"incident_id": id, "values": ["impacted_region=moon"], "dry_run": true}))
        .await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    assert!(error["candidates"].as_array().unwrap().contains(&json!({"name": "eu-west-1"})), "{error}");
    let asked = account.requests();
    let path = "/incidents/types/incident_default/custom_fields?include[]=field_options";
    assert!(asked.iter().any(|line| line == &format!("GET {path}")), "{asked:?}");
    let answer =
        account.call("set_custom_fields", json!({"incident_id": id, "values": ["impacted_region=EU-West-1"]})).await;
    assert!(answer["custom_fields"].to_string().contains(r#""value":"eu-west-1""#), "{answer}");
}

#[tokio::test]
async fn a_workflow_is_found_by_name_and_started() {
    let account = Account::start().await;
    let id = &open(&account, 1, "triggered").await[0]["id"];
    let workflows =
        account.call("get_incident_workflows", json!({"limit": 50, "include": ["id", "name", "steps"]})).await;
    let workflow = &workflows["incident_workflows"][0];
    assert!(workflow["steps"].is_array(), "{workflow}");
    let query = account.call("get_incident_workflows", json!({"query": workflow["name"]})).await;
    assert_eq!(query["incident_workflows"][0]["id"], workflow["id"]);
    let sent = account.requests();
    assert!(sent.iter().any(|line| line.contains("include[]=team&include[]=steps")), "{sent:?}");
    assert!(
        sent.iter().any(|line| line.contains(&format!("query={}", workflow["name"].as_str().unwrap()))),
        "{sent:?}"
    );
    let arguments = json!({"workflow_id": workflow["name"], "incident_id": id});
    let answer = account.call("start_incident_workflow", arguments).await;
    assert_eq!(answer["incident_workflow_instances"][0]["incident"]["id"], *id);
    assert_eq!(body(&account)["incident_workflow_instance"]["incident"]["id"], *id);
    let error = account.fail("start_incident_workflow", json!({"workflow_id": "Brew coffee", "incident_id": id})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER", "{error}");
}

#[tokio::test]
async fn an_incident_is_compared_with_what_its_service_usually_has() {
    let account = Account::start().await;
    let number = &open(&account, 1, "triggered").await[0]["incident_number"];
    let arguments = json!({"incident_id": number, "since": "2026-01-01"});
    let answer = account.call("get_outlier_incident", arguments).await;
    assert!(answer["outlier_incidents"][0]["incident"]["occurrence"].is_object(), "{answer}");
    let sent = account.requests();
    assert!(sent.iter().any(|line| line.ends_with("/outlier_incident?since=2026-01-01T00:00:00Z")), "{sent:?}");
}
