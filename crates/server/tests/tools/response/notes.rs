//! Notes that are written with a change, and changes that were made before.

use pagerduty_sim::{Effect, Fault};
use serde_json::{Value, json};

use super::{open, writes};
use crate::support::Account;

/// The notes of an incident.
async fn notes(account: &Account, id: &Value) -> Vec<String> {
    let answer = account.call("get_incidents", json!({"incident_id": id, "include_notes": true})).await;
    let notes = answer["incidents"][0]["notes"].as_array().or_else(|| answer["notes"].as_array()).cloned();
    notes.unwrap_or_default().iter().map(|note| note["content"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_note_goes_with_a_change_of_state() {
    let account = Account::start().await;
    let incidents = open(&account, 3, "triggered").await;
    let id = &incidents[0]["id"];
    let path = format!("/incidents/{}", id.as_str().unwrap());
    let expected = [format!("PUT {path}"), format!("POST {path}/notes")];
    let answer = account.call("acknowledge_incident", json!({"incident_id": id, "note": "Mine"})).await;
    assert_eq!(
        (&answer["incidents"][0]["status"], &answer["metadata"]["notes_written"]),
        (&json!("acknowledged"), &json!(1))
    );
    assert_eq!(writes(&account), expected);
    let arguments = json!({"incident_id": id, "note": "Fuse replaced", "resolution": "Fixed"});
    account.call("resolve_incident", arguments).await;
    assert_eq!(writes(&account), expected);
    let written = notes(&account, id).await;
    assert!(written.contains(&"Mine".to_owned()) && written.contains(&"Fuse replaced".to_owned()), "{written:?}");
    assert!(!written.contains(&"Fixed".to_owned()), "a resolution is no note: {written:?}");

    let ids = json!([incidents[1]["id"], incidents[2]["id"]]);
    let answer = account.call("resolve_incidents", json!({"incident_ids": ids, "note": "Bad deploy"})).await;
    assert_eq!(answer["metadata"]["notes_written"], 2, "{answer}");
    for incident in &incidents[1..] {
        assert!(notes(&account, &incident["id"]).await.contains(&"Bad deploy".to_owned()));
    }
}

#[tokio::test]
async fn a_note_that_fails_is_a_warning_and_one_without_a_change_is_not_written() {
    let account = Account::start().await;
    let id = &open(&account, 1, "triggered").await[0]["id"];
    let refused = Effect::Answer { status: 403, content_type: "application/json".into(), body: "{}".into() };
    account.simulator.faults().add(Fault::new("/incidents/*/notes", refused));
    let answer = account.call("acknowledge_incident", json!({"incident_id": id, "note": "Mine"})).await;
    assert_eq!(answer["incidents"][0]["status"], "acknowledged");
    assert!(answer["metadata"]["warnings"][0].as_str().unwrap().contains("note was not written"), "{answer}");
    writes(&account);
    account.fail("resolve_incident", json!({"incident_id": "QNOSUCH", "note": "Nowhere"})).await;
    assert_eq!(writes(&account), ["PUT /incidents/QNOSUCH"]);
}

#[tokio::test]
async fn a_note_whose_fate_is_not_known_may_have_been_written() {
    let account = Account::start().await;
    let id = &open(&account, 1, "triggered").await[0]["id"];
    for (effect, tool) in [
        (Effect::CloseBeforeAnswer { carried_out: true }, "acknowledge_incident"),
        (Effect::Html { status: 500 }, "acknowledge_incident"),
        (Effect::Html { status: 200 }, "resolve_incident"),
    ] {
        account.simulator.faults().clear();
        account
            .simulator
            .faults()
            .add(Fault { method: Some("POST".into()), ..Fault::new("/incidents/*/notes", effect) });
        let answer = account.call(tool, json!({"incident_id": id, "note": "Mine"})).await;
        let warnings = answer["metadata"]["warnings"].to_string();
        assert!(warnings.contains("a note may have been written") && !warnings.contains("not written"), "{answer}");
    }
}

#[tokio::test]
async fn what_was_done_before_is_a_success_that_says_so() {
    let account = Account::start().await;
    let id = open(&account, 1, "triggered").await[0]["id"].clone();
    let path = format!("/incidents/{}", id.as_str().unwrap());
    for (tool, code) in [("acknowledge_incident", 1002), ("resolve_incident", 1001)] {
        let body = json!({"error": {"message": "Incident Already So", "code": code}}).to_string();
        let effect = Effect::Answer { status: 400, content_type: "application/json".into(), body };
        account.simulator.faults().clear();
        account.simulator.faults().add(Fault { method: Some("PUT".into()), ..Fault::new(&path, effect) });
        let answer = account.call(tool, json!({"incident_id": id, "note": "Still"})).await;
        assert_eq!(answer["incidents"][0]["id"], id);
        assert_eq!(answer["metadata"]["outcome"], "done before", "{answer}");
        assert!(answer["metadata"]["warnings"][0].as_str().unwrap().contains("before this call"), "{answer}");
        assert_eq!(answer["metadata"]["notes_written"], 1, "the note is wanted all the same");
        // The other way round it is not.
        let other = if code == 1002 { "resolve_incident" } else { "acknowledge_incident" };
        account.fail(other, json!({"incident_id": id})).await;
    }
}
