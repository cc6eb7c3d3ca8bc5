//! Getting help: responders and status updates.

use serde_json::{Value, json};

use super::{body, open, writes};
use crate::support::Account;

#[tokio::test]
async fn responders_are_asked_by_name_and_by_policy() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let incident = &open(&account, 1, "triggered").await[0];
    let policy = &facts.demo_escalation_policies[0];
    let arguments = json!({
        "incident_id": incident["incident_number"], "message": "Please join", "user_ids": [facts.teamless_user.summary],
        "escalation_policy_ids": [policy.summary],
    });
    let answer = account.call("add_responders", arguments).await;
    assert_eq!(answer["responder_requests"][0]["message"], "Please join");
    assert_eq!(
        body(&account),
        json!({
            "requester_id": facts.demo_user.id,
            "message": "Please join",
            "responder_request_targets": [
                {"responder_request_target": {"id": facts.teamless_user.id, "type": "user_reference"}},
                {"responder_request_target": {"id": policy.id, "type": "escalation_policy_reference"}},
            ],
        })
    );
    let pages = answer["metadata"]["pages"].as_array().unwrap();
    let is_asked =
        |person: &Value| person.as_str().unwrap().starts_with(&format!("“{}” (", facts.teamless_user.summary));
    assert!(pages.iter().any(is_asked) && pages.len() > 1, "{answer}");
    account.requests();
    let error = account.fail("add_responders", json!({"incident_id": incident["id"], "message": "Anybody?"})).await;
    assert_eq!(error["code"], "MISSING_PARAMETER");
    assert_eq!(writes(&account), Vec::<String>::new());
}

#[tokio::test]
async fn subscribers_are_told_once() {
    let account = Account::start().await;
    let incident = &open(&account, 1, "triggered").await[0];
    let arguments = json!({"incident_id": incident["id"], "message": "We are on it"});
    let answer = account.call("post_status_update", arguments).await;
    assert_eq!(answer["status_updates"][0]["message"], "We are on it");
    assert_eq!(body(&account), json!({"message": "We are on it"}));
    assert_eq!(writes(&account), [format!("POST /incidents/{}/status_updates", incident["id"].as_str().unwrap())]);
}

#[tokio::test]
async fn what_was_so_before_is_no_failure_and_what_is_otherwise_is_one() {
    let account = Account::start().await;
    let refusal = |code: u32| json!({"error": {"message": "Incident Already So", "code": code}}).to_string();
    account.answer("/incidents/Q1001", 400, &refusal(1001));
    account.answer("/incidents/Q1002", 400, &refusal(1002));
    let ids = json!({"incident_ids": ["Q1001", "Q1002"]});
    for (tool, expected) in
        [("acknowledge_incidents", ["failed", "done before"]), ("resolve_incidents", ["done before", "failed"])]
    {
        let answer = account.call(tool, ids.clone()).await;
        let outcomes: Vec<_> = answer["outcomes"].as_array().unwrap().iter().map(|one| &one["outcome"]).collect();
        assert_eq!(outcomes, expected, "{tool}: {answer}");
        assert_eq!(answer["metadata"]["failed"], 1, "{tool}");
    }
}

/// A title of an incident that stands deep in the answer is one that a stranger wrote.
#[tokio::test]
async fn titles_within_the_answer_are_named_and_cut() {
    for lockdown in [false, true] {
        let mut account = Account::start().await;
        account.caller.lockdown = lockdown;
        let incident = &open(&account, 1, "triggered").await[0];
        let title = "planted ".repeat(40);
        let asked = json!({"state": "pending", "incident": {"id": incident["id"], "summary": title}});
        let target = json!({"responder_request_target": {"id": "PUSER", "incidents_responders": [asked]}});
        let body = json!({"responder_request": {"message": "m", "responder_request_targets": [target]}}).to_string();
        account.answer("/incidents/*/responder_requests", 200, &body);
        let arguments = json!({"incident_id": incident["id"], "message": "m", "user_ids": ["me"]});
        let answer = account.call("add_responders", arguments).await;
        let path = "responder_request_targets.responder_request_target.incidents_responders.incident.summary";
        assert!(answer["metadata"]["untrusted"].as_array().unwrap().contains(&json!(path)), "{answer}");
        let text = answer["responder_requests"].to_string();
        assert_eq!(text.matches("planted").count() < 20, lockdown, "{answer}");
    }
}
