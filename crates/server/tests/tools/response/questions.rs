//! Questions that somebody can judge: facts first, and the words of strangers last, on one line.

use serde_json::{Value, json};
use toolkit::write::consent::{Confirm, ConsentReply};

use super::{consent::account, open};
use crate::support::Account;

const HOSTILE: &str = "disk full\u{201d} to Bob? This pages nobody.\u{2028}\r\n\n\n\n\n\n\n\n\"x\"";

/// What is asked before a call that is then refused.
async fn question(tool: &str, arguments: impl AsyncFn(&Account) -> Value) -> (Account, String) {
    let (account, asked) = account(Confirm::Always, Some(ConsentReply::No)).await;
    let arguments = arguments(&account).await;
    account.fail(tool, arguments).await;
    let question = asked.lock().unwrap().pop().unwrap();
    (account, question)
}

/// An open incident whose title a stranger wrote.
async fn incident(account: &Account) -> Value {
    let mut incident = open(account, 1, "triggered").await[0].clone();
    incident["title"] = HOSTILE.into();
    let path = format!("/incidents/{}", incident["id"].as_str().unwrap());
    account.answer(&path, 200, &json!({"incident": incident}).to_string());
    incident
}

#[tokio::test]
async fn a_hostile_title_stays_in_its_quotes_behind_the_facts() {
    let (account, question) = question("reassign_incident", async |account| {
        let user = account.simulator.account().demo_user.id;
        json!({"incident_id": incident(account).await["id"], "user_ids": [user]})
    })
    .await;
    let facts = account.simulator.account();
    let lines: Vec<&str> = question.lines().collect();
    assert_eq!(lines.len(), 2, "{question}");
    let me = format!("“{}” ({})", facts.demo_user.summary, facts.demo_email);
    assert!(lines[0].starts_with("Reassign incident #") && lines[0].contains(&format!(" to {me}?")), "{question}");
    assert!(lines[0].ends_with(&format!("This pages {me}.")), "{question}");
    assert!(
        lines[1].starts_with("Title of #") && lines[1].ends_with("“disk full' to Bob? This pages nobody. 'x'”"),
        "{question}"
    );
    assert_eq!(question.matches('”').count(), question.matches('“').count());
}

#[tokio::test]
async fn a_dry_run_says_the_same_on_one_line() {
    let (account, _) = account(Confirm::Auto, None).await;
    let id = incident(&account).await["id"].clone();
    let answer = account.call("resolve_incident", json!({"incident_id": id, "dry_run": true})).await;
    let would = answer["metadata"]["would"].as_str().unwrap();
    assert!(would.starts_with("Resolve incident #") && would.contains("“disk full' to Bob?"), "{would}");
    assert!(!would.contains('\n'), "{would}");
}

#[tokio::test]
async fn merged_incidents_have_numbers_and_titles() {
    let (_, question) = question("merge_incidents", async |account| {
        let incidents = open(account, 3, "triggered").await;
        json!({"incident_id": incidents[0]["id"], "source_incident_ids": [incidents[1]["id"], incidents[2]["id"]]})
    })
    .await;
    let first = question.lines().next().unwrap();
    assert!(first.starts_with("Merge 2 incidents into #") && first.matches('#').count() == 3, "{question}");
    assert_eq!(question.lines().filter(|line| line.starts_with("Title of #")).count(), 3, "{question}");
}

#[tokio::test]
async fn several_incidents_have_numbers_and_titles() {
    let (_, question) = question("resolve_incidents", async |account| {
        let incidents = open(account, 2, "triggered").await;
        json!({"incident_ids": [incidents[0]["id"], incidents[1]["id"]], "note": "Bad\ndeploy"})
    })
    .await;
    assert!(question.starts_with("Resolve 2 incidents: #"), "{question}");
    assert_eq!(question.lines().filter(|line| line.starts_with("Title of #")).count(), 2, "{question}");
    assert!(question.ends_with("\nNote on each: “Bad deploy”"), "{question}");
}

#[tokio::test]
async fn overrides_name_people_schedules_and_local_times() {
    let (account, question) = question("create_override", async |account| {
        let facts = account.simulator.account();
        json!({
            "schedule_id": facts.demo_schedule.unwrap().id, "user_id": facts.demo_user.id,
            "start": "2026-06-20T08:00:00Z", "end": "2026-06-20T12:00:00Z",
        })
    })
    .await;
    let facts = account.simulator.account();
    let schedule = facts.demo_schedule.unwrap();
    assert!(question.contains(&format!("“{}” ({})", facts.demo_user.summary, facts.demo_email)), "{question}");
    assert!(question.contains(&format!("schedule “{}” ({})", schedule.summary, schedule.id)), "{question}");
    let read = account.call("get_schedules", json!({"schedule_id": schedule.id})).await;
    let zone = read["schedules"][0]["time_zone"].as_str().unwrap();
    assert!(question.contains("from Sat 2026-06-20 ") && question.contains(&format!("({zone})")), "{question}");
}

#[tokio::test]
async fn a_deleted_override_says_whose_it_is() {
    let (account, question) = question("delete_override", async |account| {
        let schedule = account.simulator.account().demo_schedule.unwrap().id;
        let user = account.simulator.account().teamless_user.id;
        let (start, end) = ("2026-06-20T08:00:00Z", "2026-06-20T12:00:00Z");
        let body = json!({"overrides": [{"id": "QOVERRIDE1", "start": start, "end": end, "user": {"id": user, "type": "user_reference"}}]});
        account.answer(&format!("/schedules/{schedule}/overrides"), 200, &body.to_string());
        json!({"schedule_id": schedule, "override_id": "QOVERRIDE1"})
    })
    .await;
    let user = account.simulator.account().teamless_user.summary;
    assert!(question.contains(&format!(": “{user}” (")) && question.contains("from Sat 2026-06-20"), "{question}");
}

#[tokio::test]
async fn responders_workflows_and_updates_are_named() {
    let (account, asked) = account(Confirm::Auto, Some(ConsentReply::No)).await;
    let facts = account.simulator.account();
    let incident = incident(&account).await;
    let policy = &facts.demo_escalation_policies[0];
    let arguments =
        json!({"incident_id": incident["id"], "message": "Join\nnow", "escalation_policy_ids": [policy.id]});
    account.fail("add_responders", arguments).await;
    let question = asked.lock().unwrap().pop().unwrap();
    assert!(
        question.contains(&format!("Ask escalation policy “{}” ({}) to join incident #", policy.summary, policy.id)),
        "{question}"
    );
    assert!(
        question.contains("This pages ") && question.contains('@') && question.ends_with("\nMessage: “Join now”"),
        "{question}"
    );
    account.fail("post_status_update", json!({"incident_id": incident["id"], "message": "We are on it"})).await;
    let question = asked.lock().unwrap().pop().unwrap();
    assert!(question.ends_with("\nMessage: “We are on it”") && question.lines().count() == 3, "{question}");
}

/// Whatever a name says, the sentence goes on behind it, and what has it is known by its ID.
#[tokio::test]
async fn names_end_no_sentence_and_hide_nothing() {
    let (account, asked) = account(Confirm::Auto, Some(ConsentReply::No)).await;
    let facts = account.simulator.account();
    let incident = incident(&account).await;
    let (service, user) = (facts.service.id, facts.teamless_user.id);
    for (name, shown) in [
        ("Bob. This pages nobody", "“Bob. This pages nobody”"),
        ("Bob” to Kim? This pages nobody.", "“Bob' to Kim? This pages nobody.”"),
        ("Bob\u{2057} \u{275d} \u{1f676} ''", "“Bob' ' ' '”"),
        ("Bo\u{301}\u{302}\u{303}\u{304}\u{489}b", "“Bo\u{301}\u{302}b”"),
    ] {
        account.answer(
            &format!("/services/{service}"),
            200,
            &json!({"service": {"id": service, "name": name}}).to_string(),
        );
        let of_user = json!({"user": {"id": user, "name": name, "email": "bob@example.com (This pages nobody)"}});
        account.answer(&format!("/users/{user}"), 200, &of_user.to_string());
        account.fail("create_incident", json!({"service_id": service, "title": "x", "user_ids": [user]})).await;
        let question = asked.lock().unwrap().pop().unwrap();
        let first = question.lines().next().unwrap();
        let person = format!("{shown} (bob@example.comThispagesnobody)");
        assert_eq!(first, format!("Create an incident on {shown} ({service})? This pages {person}."));
        account.fail("reassign_incident", json!({"incident_id": incident["id"], "user_ids": [user]})).await;
        let question = asked.lock().unwrap().pop().unwrap();
        assert!(question.contains(&format!(" to {person}? This pages {person}.")), "{question}");
        account.simulator.faults().clear();
    }
    let blank = json!({"service": {"id": service, "name": "\u{2800}\u{3164}\u{200b} "}});
    account.answer(&format!("/services/{service}"), 200, &blank.to_string());
    account.fail("create_incident", json!({"service_id": service, "title": "x"})).await;
    let question = asked.lock().unwrap().pop().unwrap();
    assert!(question.starts_with(&format!("Create an incident on {service}?")), "{question}");
}

#[tokio::test]
async fn a_question_is_never_longer_than_somebody_reads() {
    let (account, asked) = account(Confirm::Auto, Some(ConsentReply::No)).await;
    let ids: Vec<Value> = open(&account, 25, "resolved").await.iter().map(|one| one["id"].clone()).collect();
    for id in &ids {
        let long = json!({"id": id, "incident_number": 7, "title": "x".repeat(1000), "service": {"id": "PSERVICE", "summary": "s".repeat(200)}});
        account.answer(&format!("/incidents/{}", id.as_str().unwrap()), 200, &json!({"incident": long}).to_string());
    }
    account.fail("resolve_incidents", json!({"incident_ids": ids, "note": "Rolled back"})).await;
    let question = asked.lock().unwrap().pop().unwrap();
    assert!(question.chars().count() <= 4_000, "{}", question.chars().count());
    assert!(question.starts_with("Resolve 25 incidents: #7 ("), "{question}");
    assert!(question.contains(" more incidents?") && question.contains(" characters in all)"), "{question}");
}
