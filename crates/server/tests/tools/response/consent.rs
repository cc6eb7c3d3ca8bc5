//! Asking the person before a change that pages people or cannot be undone.

use std::sync::{Arc, Mutex};

use pagerduty_mcp_server::{
    toolbox::Settings,
    writes::{Ask, Confirm, Said},
};
use pagerduty_sim::token;
use serde_json::{Value, json};

use super::{open, writes};
use crate::support::{Account, options, settings};

/// An account whose client asks a person who always says this, and what they were asked.
async fn account(confirm: Confirm, said: Option<Said>) -> (Account, Arc<Mutex<Vec<String>>>) {
    let mut account = Account::with(token::USER, options(), Settings { confirm, ..settings() }).await;
    let asked = Arc::new(Mutex::new(Vec::new()));
    if let Some(said) = said {
        let asked = Arc::clone(&asked);
        account.caller.ask = Ask::Client(Arc::new(move |question| {
            asked.lock().unwrap().push(question);
            Box::pin(async move { said })
        }));
    }
    (account, asked)
}

fn page_somebody(account: &Account, incident: &Value) -> Value {
    json!({"incident_id": incident["id"], "user_ids": [account.simulator.account().demo_email]})
}

#[tokio::test]
async fn the_table_of_modes_and_answers() {
    use Confirm::{Always, Auto, Never};
    use Said::{No, Nothing, Yes};
    for (confirm, said, is_asked, is_sent) in [
        (Auto, None, false, true),
        (Auto, Some(Yes), true, true),
        (Auto, Some(No), true, false),
        (Auto, Some(Nothing), true, true),
        (Always, None, false, false),
        (Always, Some(Yes), true, true),
        (Always, Some(No), true, false),
        (Always, Some(Nothing), true, false),
        (Never, None, false, true),
        (Never, Some(No), false, true),
    ] {
        let (account, asked) = account(confirm, said).await;
        let incident = &open(&account, 1, "triggered").await[0];
        let (answer, is_error) = account.outcome("reassign_incident", page_somebody(&account, incident)).await;
        let case = format!("{confirm:?} {said:?}: {answer}");
        assert_eq!(asked.lock().unwrap().len(), usize::from(is_asked), "{case}");
        assert_eq!(writes(&account).len(), usize::from(is_sent), "{case}");
        assert_eq!(is_error, !is_sent, "{case}");
        if is_error {
            assert_eq!(answer["error"]["code"], "NOT_CONFIRMED", "{case}");
        }
    }
}

#[tokio::test]
async fn the_question_names_the_incident_and_whom_it_pages() {
    let (account, asked) = account(Confirm::Auto, Some(Said::No)).await;
    let incident = &open(&account, 1, "triggered").await[0];
    account.fail("reassign_incident", page_somebody(&account, incident)).await;
    let question = asked.lock().unwrap()[0].clone();
    let me = account.simulator.account().demo_user.summary;
    for part in [&format!("#{}", incident["incident_number"]), &format!("This pages {me}."), "Reassign"] {
        assert!(question.contains(part), "{question}");
    }
}

#[tokio::test]
async fn what_pages_nobody_is_not_asked_about() {
    let (account, asked) = account(Confirm::Always, None).await;
    let incident = &open(&account, 1, "triggered").await[0];
    let id = &incident["id"];
    account.call("update_incident", json!({"incident_id": id, "title": "Disk full"})).await;
    account.call("add_incident_note", json!({"incident_id": id, "content": "Looked"})).await;
    account.call("acknowledge_incident", json!({"incident_id": id})).await;
    account.call("reassign_incident", json!({"incident_id": id, "user_ids": ["PUSER01"], "dry_run": true})).await;
    account.call("resolve_incident", json!({"incident_id": id})).await;
    let error = account.fail("update_incident", json!({"incident_id": id, "escalation_level": 2})).await;
    assert_eq!(error["code"], "NOT_CONFIRMED");
    assert!(asked.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn somebody_who_does_not_answer_changes_nothing() {
    let (mut account, _) = account(Confirm::Auto, None).await;
    account.caller.ask = Ask::Client(Arc::new(|_| Box::pin(std::future::pending())));
    let incident = &open(&account, 1, "triggered").await[0];
    let error = account.fail("reassign_incident", page_somebody(&account, incident)).await;
    assert_eq!(error["code"], "NOT_CONFIRMED");
    assert_eq!(writes(&account), Vec::<String>::new());
}
