//! What holds for every write: dry runs, and the cap.

use pagerduty::Credential;
use pagerduty_sim::{Effect, Fault, token};
use serde_json::json;
use toolkit::settings::Settings;

use super::{open, writes};
use crate::support::{Account, options, settings};

#[tokio::test]
async fn a_dry_run_says_what_would_be_sent_and_sends_nothing() {
    let account = Account::start().await;
    let incidents = open(&account, 1, "triggered").await;
    let id = incidents[0]["id"].as_str().unwrap();
    for (tool, arguments, body) in [
        ("acknowledge_incidents", json!({"incident_ids": [id]}), json!({"status": "acknowledged"})),
        ("resolve_incidents", json!({"incident_ids": [id]}), json!({"status": "resolved"})),
        ("update_incident", json!({"incident_id": id, "title": "New"}), json!({"title": "New"})),
        (
            "reassign_incident",
            json!({"incident_id": id, "user_ids": ["PUSER01"]}),
            json!({"assignments": [{"assignee": {"id": "PUSER01", "type": "user_reference"}}]}),
        ),
    ] {
        let mut arguments = arguments;
        arguments["dry_run"] = true.into();
        let answer = account.call(tool, arguments).await;
        assert_eq!(answer["metadata"]["dry_run"], true, "{tool}");
        let request = &answer["requests"][0];
        let mut expected = json!({"type": "incident_reference"});
        expected.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        assert_eq!(request["path"], format!("/incidents/{id}"), "{tool}: {answer}");
        assert_eq!(request["body"]["incident"], expected, "{tool}");
    }
    assert_eq!(writes(&account), Vec::<String>::new());
}

#[tokio::test]
async fn a_loop_of_writes_is_stopped() {
    let account = Account::with(token::USER, options(), Settings { max_writes_per_minute: 3, ..settings() }).await;
    let incidents = open(&account, 3, "triggered").await;
    let ids: Vec<_> = incidents.iter().map(|incident| incident["id"].clone()).collect();
    account.call("acknowledge_incidents", json!({"incident_ids": &ids[..2]})).await;
    let error = account.fail("resolve_incidents", json!({"incident_ids": &ids[..2]})).await;
    assert_eq!(error["code"], "RATE_LIMITED");
    assert!(error["retry_after_seconds"].as_u64().unwrap() <= 60);
    assert_eq!(writes(&account).len(), 2);
    account.call("get_incidents", json!({})).await;
    account.call("resolve_incidents", json!({"incident_ids": [ids[0]], "dry_run": true})).await;
}

#[tokio::test]
async fn a_cap_outlives_a_refused_token_and_every_other_credential() {
    let settings = Settings { max_writes_per_minute: 1, ..settings() };
    let mut account = Account::with(token::USER, options(), settings).await;
    let id = open(&account, 1, "triggered").await[0]["id"].clone();
    account.call("acknowledge_incident", json!({"incident_id": id})).await;
    // PagerDuty refuses the token once, and a thousand others come by.
    let effect = Effect::Answer { status: 401, content_type: "application/json".into(), body: "{}".into() };
    account.simulator.faults().add(Fault { times: Some(1), ..Fault::new("/teams", effect) });
    assert_eq!(account.fail("get_teams", json!({})).await["code"], "UNAUTHORIZED");
    let mine = account.caller.clone();
    for number in 0..1001 {
        account.caller.credential = Credential::new(&format!("made-up-token-{number:04}")).unwrap().into();
        account.outcome("get_teams", json!({"limit": 0})).await;
        account.outcome("get_priorities", json!({"cursor": "x"})).await;
    }
    account.caller = mine;
    let error = account.fail("resolve_incident", json!({"incident_id": id})).await;
    assert_eq!(error["code"], "RATE_LIMITED");
}
