//! What cannot be, because an incident is resolved or a policy has no such level, is refused before anything is sent.

use pagerduty_sim::{Effect, Fault};
use serde_json::{Value, json};

use super::{open, writes};
use crate::support::Account;

const RESOLVED: &str = "CONFLICT";

#[tokio::test]
async fn acknowledging_a_resolved_incident_does_not_open_it_again() {
    let account = Account::start().await;
    let incident = &open(&account, 1, "resolved").await[0];
    for name in [&incident["id"], &incident["incident_number"]] {
        for dry_run in [true, false] {
            let arguments = json!({"incident_id": name, "note": "Mine", "dry_run": dry_run});
            let error = account.fail("acknowledge_incident", arguments).await;
            assert_eq!(error["code"], RESOLVED, "{error}");
            assert!(error["hint"].as_str().unwrap().contains("a new problem is a new incident"), "{error}");
        }
    }
    assert_eq!(writes(&account), Vec::<String>::new());
    let read = account.call("get_incidents", json!({"incident_id": incident["id"]})).await;
    assert_eq!(read["incidents"][0]["status"], "resolved");
}

#[tokio::test]
async fn of_several_only_the_resolved_one_is_not_acknowledged() {
    let account = Account::start().await;
    let over = &open(&account, 1, "resolved").await[0];
    let going_on = &open(&account, 1, "triggered").await[0];
    let ids = json!([over["incident_number"], going_on["id"]]);
    let arguments = json!({"incident_ids": ids, "note": "Mine", "dry_run": true});
    let shown = account.call("acknowledge_incidents", arguments).await;
    assert_eq!(
        (&shown["requests"][0]["target"], &shown["requests"][0]["error"]["code"]),
        (&over["id"], &json!(RESOLVED))
    );
    let would = shown["metadata"]["would"].as_str().unwrap();
    assert!(would.contains("(which is resolved)"), "{would}");
    account.requests();
    let answer = account.call("acknowledge_incidents", json!({"incident_ids": ids, "note": "Mine"})).await;
    let (first, second) = (&answer["outcomes"][0], &answer["outcomes"][1]);
    assert_eq!((&first["outcome"], &first["error"]["code"]), (&json!("failed"), &json!(RESOLVED)), "{answer}");
    assert_eq!(second["outcome"], "done");
    let path = format!("/incidents/{}", going_on["id"].as_str().unwrap());
    assert_eq!(writes(&account), [format!("PUT {path}"), format!("POST {path}/notes")]);
}

#[tokio::test]
async fn one_whose_state_may_not_be_read_is_acknowledged_all_the_same() {
    let account = Account::start().await;
    let id = open(&account, 1, "triggered").await[0]["id"].clone();
    let path = format!("/incidents/{}", id.as_str().unwrap());
    let effect = Effect::Answer { status: 403, content_type: "application/json".into(), body: "{}".into() };
    account.simulator.faults().add(Fault { method: Some("GET".into()), ..Fault::new(&path, effect) });
    account.call("acknowledge_incident", json!({"incident_id": id})).await;
    assert_eq!(writes(&account), [format!("PUT {path}")]);
}

#[tokio::test]
async fn what_is_for_open_incidents_is_refused_of_a_resolved_one() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let over = open(&account, 1, "resolved").await[0]["id"].clone();
    let going_on = open(&account, 1, "triggered").await[0]["id"].clone();
    let (user, policy) = (&facts.teamless_user.id, &facts.demo_escalation_policies[0].id);
    for (tool, arguments) in [
        ("reassign_incident", json!({"incident_id": over, "user_ids": [user]})),
        ("reassign_incident", json!({"incident_id": over, "escalation_policy_id": policy})),
        ("add_responders", json!({"incident_id": over, "message": "Please join", "user_ids": [user]})),
        ("snooze_incident", json!({"incident_id": over, "minutes": 30})),
        ("update_incident", json!({"incident_id": over, "escalation_level": 1})),
        ("update_incident", json!({"incident_id": over, "escalation_policy_id": policy})),
        ("merge_incidents", json!({"incident_id": over, "source_incident_ids": [going_on]})),
    ] {
        for dry_run in [true, false] {
            let mut arguments = arguments.clone();
            arguments["dry_run"] = dry_run.into();
            let error = account.fail(tool, arguments).await;
            assert_eq!(error["code"], RESOLVED, "{tool}: {error}");
            assert!(error["message"].as_str().unwrap().contains("is resolved"), "{tool}: {error}");
        }
    }
    let arguments = json!({"incident_id": going_on, "minutes": 30, "dry_run": true});
    let error = account.fail("snooze_incident", arguments).await;
    assert!(error["hint"].as_str().unwrap().contains("acknowledge_incident"), "{error}");
    assert_eq!(writes(&account), Vec::<String>::new());
    account.call("update_incident", json!({"incident_id": over, "title": "Renamed", "dry_run": true})).await;
}

#[tokio::test]
async fn a_dry_run_of_resolving_says_that_it_is_done() {
    let account = Account::start().await;
    let over = open(&account, 1, "resolved").await[0]["id"].clone();
    let going_on = open(&account, 1, "triggered").await[0]["id"].clone();
    let says_so =
        |answer: &Value| answer["metadata"]["would"].as_str().unwrap().matches("which is resolved already").count();
    let answer = account.call("resolve_incident", json!({"incident_id": over, "dry_run": true})).await;
    assert_eq!(says_so(&answer), 1, "{answer}");
    let arguments = json!({"incident_ids": [over, going_on], "dry_run": true});
    assert_eq!(says_so(&account.call("resolve_incidents", arguments).await), 1);
    let answer = account.call("resolve_incident", json!({"incident_id": over})).await;
    assert_eq!(answer["metadata"]["outcome"], "done before", "{answer}");
}

#[tokio::test]
async fn a_level_that_the_policy_does_not_have_is_refused() {
    let account = Account::start().await;
    let incident = &open(&account, 1, "triggered").await[0];
    let id = &incident["id"];
    let other = account.simulator.account().demo_escalation_policies[0].id.clone();
    for arguments in [
        json!({"incident_id": id, "escalation_level": 99, "dry_run": true}),
        json!({"incident_id": id, "escalation_level": 99}),
        json!({"incident_id": id, "escalation_level": 99, "escalation_policy_id": other}),
    ] {
        let error = account.fail("update_incident", arguments).await;
        assert_eq!(error["code"], "INVALID_PARAMETER", "{error}");
        assert!(error["hint"].as_str().unwrap().starts_with("use a level from 1 to "), "{error}");
    }
    assert_eq!(writes(&account), Vec::<String>::new());
    account.call("update_incident", json!({"incident_id": id, "escalation_level": 1, "dry_run": true})).await;
}
