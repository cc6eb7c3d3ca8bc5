//! Whom a change pages, in the question before it: also where that is not known.

use pagerduty_sim::{Effect, ErrorShape, Fault};
use serde_json::{Value, json};
use toolkit::write::consent::{Confirm, ConsentReply};

use super::{consent::account, open};
use crate::support::Account;

/// Every call that pages whoever is on call in an escalation policy.
fn calls(account: &Account, incident: &Value) -> Vec<(&'static str, Value)> {
    let facts = account.simulator.account();
    let (id, policy) = (&incident["id"], &facts.demo_escalation_policies[0].id);
    vec![
        ("create_incident", json!({"service_id": facts.service.id, "title": "Tills are down"})),
        ("reassign_incident", json!({"incident_id": id, "escalation_policy_id": policy})),
        ("update_incident", json!({"incident_id": id, "escalation_policy_id": policy})),
        ("update_incident", json!({"incident_id": id, "escalation_level": 2})),
        ("add_responders", json!({"incident_id": id, "message": "Join", "escalation_policy_ids": [policy]})),
    ]
}

/// What is asked before each of them where `/oncalls` is answered so.
async fn questions(effect: Effect) -> Vec<String> {
    let (account, asked) = account(Confirm::Auto, Some(ConsentReply::No)).await;
    let incident = &open(&account, 1, "triggered").await[0];
    account.simulator.faults().add(Fault::new("/oncalls", effect));
    for (tool, arguments) in calls(&account, incident) {
        assert_eq!(account.fail(tool, arguments).await["code"], "NOT_CONFIRMED", "{tool}");
    }
    asked.lock().unwrap().clone()
}

fn answer(body: &Value) -> Effect {
    Effect::Answer { status: 200, content_type: "application/json".into(), body: body.to_string() }
}

#[tokio::test]
async fn what_cannot_be_looked_up_is_said_in_the_question() {
    for status in [403, 500] {
        let asked = questions(Effect::Error { status, shape: ErrorShape::Full }).await;
        assert_eq!(asked.len(), 5);
        for question in asked {
            assert!(question.contains("? It is not known whom this pages."), "{status}: {question}");
        }
    }
}

#[tokio::test]
async fn nobody_on_call_is_said_in_the_question() {
    for question in questions(answer(&json!({"oncalls": [], "limit": 100, "offset": 0, "more": false}))).await {
        assert!(question.contains("? Nobody is on call there now: it pages the next person"), "{question}");
    }
}

#[tokio::test]
async fn people_who_are_known_in_part_are_not_all() {
    let user = json!({"id": "PUSER01", "type": "user", "summary": "Ada", "email": "ada@example.com"});
    let row = |user: &Value| json!({"escalation_level": 1, "user": user});
    let body = json!({"oncalls": [row(&user), row(&Value::Null)], "limit": 100, "offset": 0, "more": false});
    let asked = questions(answer(&body)).await;
    let at_level_one = asked.iter().filter(|question| !question.contains("to level 2"));
    for question in at_level_one {
        assert!(question.contains("This pages “Ada” (ada@example.com) and others who are not known."), "{question}");
    }
}

#[tokio::test]
async fn a_dry_run_says_it_too() {
    let (account, _) = account(Confirm::Auto, None).await;
    let incident = &open(&account, 1, "triggered").await[0];
    account.simulator.faults().add(Fault::new("/oncalls", Effect::Error { status: 403, shape: ErrorShape::Full }));
    for (tool, mut arguments) in calls(&account, incident) {
        arguments["dry_run"] = true.into();
        let answer = account.call(tool, arguments).await;
        assert!(answer["metadata"]["would"].as_str().unwrap().contains("not known whom this pages"), "{answer}");
    }
}
