//! `acknowledge_incident`, `resolve_incident` and `add_incident_note`: each request is sent once, as somebody.

use pagerduty_sim::{Effect, Fault, token};
use serde_json::{Value, json};
use toolkit::settings::Settings;

use crate::support::{Account, options, settings};

async fn triggered(account: &Account) -> (String, Value) {
    let arguments = json!({"statuses": ["triggered"], "include": ["id", "incident_number"]});
    let list = account.call("get_incidents", arguments).await;
    let incident = list["incidents"][0].clone();
    account.requests();
    (incident["id"].as_str().unwrap().to_owned(), incident["incident_number"].clone())
}

#[tokio::test]
async fn acknowledging_and_resolving_change_the_state() {
    let account = Account::start().await;
    let (id, _) = triggered(&account).await;
    for (tool, status) in [("acknowledge_incident", "acknowledged"), ("resolve_incident", "resolved")] {
        let answer = account.call(tool, json!({"incident_id": id, "include": ["id", "status"]})).await;
        assert_eq!(answer["incidents"], json!([{"id": id, "status": status}]));
        let request = account.simulator.requests().pop().unwrap();
        assert_eq!((request.method.as_str(), request.path), ("PUT", format!("/incidents/{id}")));
        assert_eq!(request.body, Some(json!({"incident": {"type": "incident_reference", "status": status}})));
        let read = account.call("get_incidents", json!({"incident_id": id})).await;
        assert_eq!(read["incidents"][0]["status"], status);
    }
}

#[tokio::test]
async fn an_incident_is_resolved_with_words() {
    let account = Account::start().await;
    let (id, _) = triggered(&account).await;
    let arguments = json!({"incident_id": id, "resolution": "Rolled back", "include": ["status"]});
    let answer = account.call("resolve_incident", arguments).await;
    assert_eq!(answer["incidents"], json!([{"status": "resolved"}]));
    let request = account.simulator.requests().pop().unwrap();
    let expected = json!({"type": "incident_reference", "status": "resolved", "resolution": "Rolled back"});
    assert_eq!(request.body, Some(json!({"incident": expected})));
    let log = account.call("get_log_entries", json!({"incident_id": id})).await;
    assert!(log["log_entries"].to_string().contains("Rolled back"), "{log}");
}

#[tokio::test]
async fn a_note_is_written_once_and_returned() {
    let account = Account::start().await;
    let (id, _) = triggered(&account).await;
    let answer = account.call("add_incident_note", json!({"incident_id": id, "content": "Looking at it"})).await;
    assert_eq!(answer["metadata"]["description"], "Found 1 result for resource type notes");
    assert_eq!(answer["notes"][0]["content"], "Looking at it");
    assert!(answer["notes"][0]["user"]["name"].is_string());
    assert_eq!(account.requests(), [format!("POST /incidents/{id}/notes")]);
    for blank in [json!(""), json!("  \n"), Value::Null] {
        let error = account.fail("add_incident_note", json!({"incident_id": id, "content": blank})).await;
        assert_eq!(error["code"], "MISSING_PARAMETER");
    }
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn writes_are_made_by_the_configured_or_the_current_user() {
    let account = Account::start().await;
    let me = account.call("build_user_context", json!({})).await;
    let (id, _) = triggered(&account).await;
    account.call("acknowledge_incident", json!({"incident_id": id})).await;
    let from = account.simulator.requests().pop().unwrap().header("from").map(str::to_owned);
    assert_eq!(from.as_deref(), me["email"].as_str());

    let email = me["email"].as_str().map(str::to_owned);
    let with_email = Settings { user_email: email.clone(), ..settings() };
    let account = Account::with(token::ACCOUNT, options(), with_email).await;
    account.call("resolve_incident", json!({"incident_id": id})).await;
    let requests = account.simulator.requests();
    assert_eq!((requests.len(), requests[0].header("from").map(str::to_owned)), (1, email));

    let account = Account::as_token(token::ACCOUNT).await;
    let error = account.fail("resolve_incident", json!({"incident_id": id})).await;
    assert_eq!(error["code"], "USER_CONTEXT_UNAVAILABLE");
    assert!(error["hint"].as_str().unwrap().contains("PAGERDUTY_USER_EMAIL"));
    assert_eq!(account.requests(), ["GET /users/me"]);
}

#[tokio::test]
async fn writes_take_the_number_of_an_incident() {
    let account = Account::start().await;
    let (id, number) = triggered(&account).await;
    account.call("acknowledge_incident", json!({"incident_id": number})).await;
    assert_eq!(account.requests().pop(), Some(format!("PUT /incidents/{id}")));
    account.call("add_incident_note", json!({"incident_id": number, "content": "x"})).await;
    assert_eq!(account.requests().pop(), Some(format!("POST /incidents/{id}/notes")));
}

#[tokio::test]
async fn words_of_the_api_are_no_ids() {
    let account = Account::start().await;
    for id in ["types", "custom_fields", "count", "mine", "Types"] {
        let error = account.fail("resolve_incident", json!({"incident_id": id})).await;
        assert_eq!(error["code"], "INVALID_INCIDENT_ID", "{id}");
    }
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn a_token_that_may_not_write_names_the_missing_scope() {
    let account = Account::as_token(token::OAUTH_SCOPED).await;
    let error = account.fail("resolve_incident", json!({"incident_id": "Q1"})).await;
    assert_eq!(error["code"], "FORBIDDEN");
    assert!(error["message"].as_str().unwrap().contains("incidents.write"), "{error}");
}

#[tokio::test]
async fn a_note_whose_fate_is_unknown_is_not_sent_again() {
    let account = Account::start().await;
    let (id, _) = triggered(&account).await;
    for effect in [Effect::CloseBeforeAnswer { carried_out: true }, Effect::Html { status: 502 }, Effect::ResetMidBody]
    {
        account.simulator.faults().clear();
        account.simulator.faults().add(Fault::new("/incidents/*/notes", effect.clone()));
        let error = account.fail("add_incident_note", json!({"incident_id": id, "content": "once"})).await;
        let posts = account.requests().iter().filter(|line| line.starts_with("POST")).count();
        assert_eq!(posts, 1, "{effect:?}");
        assert!(error["hint"].as_str().unwrap().contains("before doing it again"), "{error}");
        assert_eq!(error.get("retry_after_seconds"), None);
    }
}

#[tokio::test]
async fn a_change_of_state_is_repeated_after_a_broken_connection() {
    let account = Account::start().await;
    let (id, _) = triggered(&account).await;
    let fault = Fault {
        times: Some(1),
        method: Some("PUT".into()),
        ..Fault::new("/incidents/*", Effect::CloseBeforeAnswer { carried_out: false })
    };
    account.simulator.faults().add(fault);
    account.call("acknowledge_incident", json!({"incident_id": id})).await;
    assert_eq!(account.requests().iter().filter(|line| line.starts_with("PUT")).count(), 2);
}
