//! Asking the person before a change.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use mcp::handler::definition;
use pagerduty_sim::token;
use serde_json::{Value, json};
use toolkit::{
    settings::Settings,
    write::consent::{Confirm, ConsentChannel, ConsentReply},
};

use super::{open, writes};
use crate::support::{Account, options, settings};

/// An account whose client asks a person who always says this, and what they were asked.
pub(super) async fn account(confirm: Confirm, said: Option<ConsentReply>) -> (Account, Arc<Mutex<Vec<String>>>) {
    let mut account = Account::with(token::USER, options(), Settings { confirm, ..settings() }).await;
    let asked = Arc::new(Mutex::new(Vec::new()));
    if let Some(said) = said {
        let asked = Arc::clone(&asked);
        account.caller.ask = ConsentChannel::Client(Arc::new(move |question| {
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
    use ConsentReply::{Cancelled, Failed, Gone, No, Unusable, Yes};
    for (confirm, said, is_asked, is_sent) in [
        (Auto, None, false, true),
        (Auto, Some(Yes), true, true),
        (Auto, Some(No), true, false),
        (Auto, Some(Cancelled), true, false),
        (Auto, Some(Failed(-32601)), true, false),
        (Auto, Some(Unusable), true, false),
        (Auto, Some(Gone), true, false),
        (Always, None, false, false),
        (Always, Some(Yes), true, true),
        (Always, Some(No), true, false),
        (Always, Some(Failed(-32603)), true, false),
        (Always, Some(Unusable), true, false),
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
    let (account, asked) = account(Confirm::Auto, Some(ConsentReply::No)).await;
    let incident = &open(&account, 1, "triggered").await[0];
    account.fail("reassign_incident", page_somebody(&account, incident)).await;
    let question = asked.lock().unwrap()[0].clone();
    let facts = account.simulator.account();
    let me = format!("This pages “{}” ({}).", facts.demo_user.summary, facts.demo_email);
    for part in [&format!("#{}", incident["incident_number"]), &me, "Reassign"] {
        assert!(question.contains(part), "{question}");
    }
}

#[tokio::test]
async fn everyday_work_is_asked_about_only_where_everything_is() {
    let calls = async |account: &Account| {
        let incidents = open(account, 2, "triggered").await;
        let [id, other] = [&incidents[0]["id"], &incidents[1]["id"]];
        let quiet = open(account, 1, "acknowledged").await[0]["id"].clone();
        let user = account.simulator.account().demo_user.id;
        let schedule = account.simulator.account().demo_schedule.unwrap().id;
        let night = json!({
            "schedule_id": schedule, "user_id": user, "start": "2026-06-20T08:00:00Z", "end": "2026-06-20T12:00:00Z",
        });
        let everyday = vec![
            ("update_incident", json!({"incident_id": id, "title": "Disk full"})),
            ("add_incident_note", json!({"incident_id": id, "content": "Looked"})),
            ("acknowledge_incident", json!({"incident_id": id})),
            ("acknowledge_incidents", json!({"incident_ids": [other]})),
            ("snooze_incident", json!({"incident_id": quiet, "minutes": 5})),
            ("create_override", night),
            ("resolve_incident", json!({"incident_id": id})),
        ];
        let more = vec![
            ("acknowledge_incidents", json!({"incident_ids": [id, other]})),
            ("resolve_incidents", json!({"incident_ids": [id, other]})),
            ("update_incident", json!({"incident_id": other, "escalation_level": 2})),
            ("merge_incidents", json!({"incident_id": other, "source_incident_ids": [id]})),
            ("post_status_update", json!({"incident_id": id, "message": "We are on it"})),
        ];
        (everyday, more)
    };
    let (asked_in_auto, asked) = account(Confirm::Auto, Some(ConsentReply::No)).await;
    let (everyday, more) = calls(&asked_in_auto).await;
    for (tool, arguments) in everyday {
        asked_in_auto.call(tool, arguments).await;
        assert!(asked.lock().unwrap().is_empty(), "{tool}");
    }
    asked_in_auto.requests();
    for (tool, arguments) in more {
        assert_eq!(asked_in_auto.fail(tool, arguments.clone()).await["code"], "NOT_CONFIRMED", "{tool}");
        assert_eq!(asked.lock().unwrap().drain(..).len(), 1, "{tool}");
        let mut dry = arguments;
        dry["dry_run"] = true.into();
        asked_in_auto.call(tool, dry).await;
        assert!(asked.lock().unwrap().is_empty(), "a dry run of {tool} changes nothing");
    }
    assert_eq!(writes(&asked_in_auto), Vec::<String>::new());

    let (always, asked) = account(Confirm::Always, Some(ConsentReply::No)).await;
    let (everyday, more) = calls(&always).await;
    for (tool, arguments) in everyday.into_iter().chain(more) {
        assert_eq!(always.fail(tool, arguments).await["code"], "NOT_CONFIRMED", "{tool}");
        assert_eq!(asked.lock().unwrap().drain(..).len(), 1, "{tool}");
    }
    assert_eq!(writes(&always), Vec::<String>::new());
}

/// Hints of tools tell clients the same.
#[tokio::test]
async fn what_is_asked_about_carries_the_hint() {
    let account = Account::start().await;
    for (tool, is_destructive) in [
        ("acknowledge_incident", false),
        ("resolve_incident", false),
        ("add_incident_note", false),
        ("snooze_incident", false),
        ("set_custom_fields", false),
        ("create_override", false),
        ("swap_shifts", false),
        ("create_custom_shift", false),
        ("acknowledge_incidents", true),
        ("resolve_incidents", true),
        ("create_incident", true),
        ("reassign_incident", true),
        ("merge_incidents", true),
        ("post_status_update", true),
        ("start_incident_workflow", true),
        ("delete_override", true),
        ("delete_schedule", true),
    ] {
        let definition = definition(account.toolbox.find(tool).unwrap());
        assert_eq!(definition.annotations.unwrap().destructive_hint, Some(is_destructive), "{tool}");
    }
}

/// A person has their own time, and the call its whole time after that.
#[tokio::test]
async fn a_person_may_take_longer_than_a_call() {
    let timeout = Duration::from_millis(1500);
    let settings = Settings { call_timeout: timeout, ..settings() };
    let mut account = Account::with(token::USER, options(), settings).await;
    account.caller.ask = ConsentChannel::Client(Arc::new(move |_| {
        Box::pin(async move {
            tokio::time::sleep(timeout + Duration::from_millis(300)).await;
            ConsentReply::Yes
        })
    }));
    let incident = &open(&account, 1, "triggered").await[0];
    account.call("reassign_incident", page_somebody(&account, incident)).await;
    assert_eq!(writes(&account).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn somebody_who_does_not_answer_changes_nothing() {
    let (mut account, _) = account(Confirm::Auto, None).await;
    account.caller.ask = ConsentChannel::Client(Arc::new(|_| Box::pin(std::future::pending())));
    let incident = &open(&account, 1, "triggered").await[0];
    let error = account.fail("reassign_incident", page_somebody(&account, incident)).await;
    assert_eq!(error["code"], "NOT_CONFIRMED");
    assert_eq!(writes(&account), Vec::<String>::new());
}
