//! What people wrote and monitoring sent, in every form in which PagerDuty hands it on.

use pagerduty_sim::token;
use serde_json::{Value, json};

use crate::support::Account;

/// An account whose incident Q1 has this body, and this list of alerts and log entries.
async fn account(body: Value, alerts: Value, log_entries: Value) -> Account {
    let account = Account::start().await;
    let first = json!({"id": "R1", "type": "trigger_log_entry_reference"});
    let incident = json!({"id": "Q1", "title": "Kettle cold", "status": "triggered", "body": body, "first_trigger_log_entry": first});
    account.answer("/incidents/Q1", 200, &json!({"incident": incident}).to_string());
    account.answer("/incidents", 200, &json!({"incidents": [incident]}).to_string());
    account.answer("/incidents/Q1/alerts", 200, &json!({"alerts": alerts}).to_string());
    account.answer("/incidents/Q1/log_entries", 200, &json!({"log_entries": log_entries}).to_string());
    account.answer("/incidents/Q1/notes", 200, r#"{"notes": []}"#);
    account
}

async fn triage(account: &Account) -> Value {
    account.call("triage_incident", json!({"incident_id": "Q1"})).await["triage"][0].clone()
}

fn entry(kind: &str, summary: &str, channel: Value) -> Value {
    json!({"id": "R1", "type": format!("{kind}_log_entry"), "summary": summary, "channel": channel,
        "created_at": "2026-06-15T10:00:00Z"})
}

#[tokio::test]
async fn the_text_of_a_note_is_found_wherever_it_stands() {
    for (kind, channel) in [
        ("annotate", json!({"type": "note", "summary": "Replaced the fuse"})),
        ("annotate", json!({"type": "website", "summary": "Replaced the fuse"})),
        ("annotate", json!({"type": "mobile", "content": "Replaced the fuse"})),
        (
            "annotate",
            json!({"type": "email", "summary": "Re: Kettle", "subject": "Re: Kettle", "body": "Replaced the fuse"}),
        ),
        ("resolve", json!({"type": "note", "summary": "Replaced the fuse"})),
    ] {
        let account = account(json!(null), json!([]), json!([entry(kind, "Done by Ana.", channel.clone())])).await;
        let answer = account.call("get_log_entries", json!({"incident_id": "Q1"})).await;
        let shown = &answer["log_entries"][0];
        assert_eq!((&shown["note"], &shown["channel"]), (&json!("Replaced the fuse"), &channel["type"]), "{channel}");
        assert_eq!(answer["metadata"]["untrusted"], json!(["summary", "note"]));
        let found = triage(&account).await;
        assert_eq!(found["timeline"][0], "2026-06-15T10:00:00Z Done by Ana.: Replaced the fuse", "{channel}");
        let timeline = json!({"incident_id": "Q1", "include_timeline": true});
        let answer = account.call("get_incidents", timeline).await;
        assert_eq!(answer["incidents"][0]["log_entries"][0]["note"], "Replaced the fuse");
    }
}

#[tokio::test]
async fn a_note_of_the_account_is_in_the_timeline() {
    let account = Account::as_token(token::USER).await;
    let id = account.simulator.account().triggered_incident.unwrap().id;
    account.call("add_incident_note", json!({"incident_id": id, "content": "Replaced the fuse"})).await;
    let answer = account.call("get_log_entries", json!({"incident_id": id, "limit": 1})).await;
    assert_eq!(answer["log_entries"][0]["note"], "Replaced the fuse", "{answer}");
}

#[tokio::test]
async fn what_people_were_told_is_in_the_timeline() {
    let told = json!({"type": "website", "summary": "All is well"});
    let mut asked = entry("responder_request", "Responders requested by Ana", json!({"type": "website"}));
    asked["message"] = "Please look".into();
    asked["id"] = "R2".into();
    let entries = json!([entry("status_update", "Status update added by Ana", told), asked]);
    let account = account(json!(null), json!([]), entries).await;
    let answer = account.call("get_log_entries", json!({"incident_id": "Q1"})).await;
    let entries = &answer["log_entries"];
    assert_eq!([&entries[0]["message"], &entries[1]["message"]], ["All is well", "Please look"]);
    let found = triage(&account).await;
    let lines: Vec<_> =
        found["timeline"].as_array().unwrap().iter().map(|line| &line.as_str().unwrap()[21..]).collect();
    assert_eq!(lines, ["Status update added by Ana: All is well", "Responders requested by Ana: Please look",]);
}

#[tokio::test]
async fn a_notification_that_failed_says_so() {
    let account = Account::start().await;
    let all = json!({"current_user_context": false, "since": "2026-05-20", "limit": 2000, "include": ["type", "summary", "delivery", "incident"]});
    let answer = account.call("get_log_entries", all).await;
    let entries = answer["log_entries"].as_array().unwrap();
    let notified: Vec<&Value> = entries.iter().filter(|entry| entry["type"] == "notify").collect();
    let (failed, arrived): (Vec<&Value>, Vec<&Value>) = notified.iter().partition(|one| one["delivery"] == "failed");
    assert!(!failed.is_empty() && arrived.iter().all(|entry| entry["delivery"] == "success"), "{notified:?}");
    let summary = failed[0]["summary"].as_str().unwrap();
    let incident = json!({"incident_id": failed[0]["incident"]["id"]});
    let found = account.call("triage_incident", incident).await["triage"][0]["timeline"].to_string();
    assert!(found.contains(&format!("{summary} (failed)")), "{summary}: {found}");
}

#[tokio::test]
async fn an_integration_without_a_name_is_shown_by_its_id() {
    let account = Account::start().await;
    let then = json!({"current_user_context": false, "since": "2026-02-01", "until": "2026-03-01", "include": ["id"], "limit": 100});
    let team = account.call("get_teams", json!({"limit": 1})).await["teams"][0]["id"].clone();
    let mut then = then;
    then["team_ids"] = json!([team]);
    let incidents = account.call("get_incidents", then).await;
    let mut shown = Vec::new();
    for incident in incidents["incidents"].as_array().unwrap() {
        let alerts = account.call("get_alerts", json!({"incident_id": incident["id"]})).await;
        shown.extend(alerts["alerts"].as_array().unwrap().iter().map(|alert| alert["integration"].clone()));
    }
    let (nameless, named): (Vec<Value>, Vec<Value>) = shown.into_iter().partition(|one| one.get("summary").is_none());
    assert!(!nameless.is_empty() && !named.is_empty());
    assert!(nameless.iter().all(|one| one["id"].is_string() && one.as_object().unwrap().len() == 1), "{nameless:?}");
}

#[tokio::test]
async fn the_body_of_an_incident_is_read_in_every_form() {
    let payload = json!({"client_url": "https://m.example.org/1", "details": {"title": "Kettle cold", "steam": 3},
        "contexts": [{"type": "link", "href": "https://wiki.example.org/kettle", "text": "Runbook"}]});
    for (details, expected) in [
        (json!("Steam on floor 3. Call Ana first"), json!("Steam on floor 3. Call Ana first")),
        (json!({"floor": 3, "list": [1, null]}), json!({"floor": 3, "list": [1, null]})),
        (json!({"__pd_cef_payload": payload}), json!({"steam": 3})),
        (json!("Kettle cold"), Value::Null),
        (Value::Null, Value::Null),
    ] {
        let account = account(json!({"type": "incident_body", "details": details}), json!([]), json!([])).await;
        for arguments in [
            json!({"incident_id": "Q1"}),
            json!({"incident_id": "Q1", "include": ["body_details"]}),
            json!({"include": ["body_details"]}),
        ] {
            let answer = account.call("get_incidents", arguments).await;
            assert_eq!(answer["incidents"][0]["body_details"], expected, "{details}");
        }
        let asked = account.requests();
        assert!(
            asked.iter().filter(|line| line.contains("/incidents")).all(|line| line.contains("include[]=body")),
            "{asked:?}"
        );
        let found = triage(&account).await;
        assert_eq!(found["incident"]["body_details"], expected, "{details}");
        if details.get("__pd_cef_payload").is_some() {
            assert_eq!(found["incident"]["client_url"], "https://m.example.org/1");
            let link = json!([{"text": "Runbook", "href": "https://wiki.example.org/kettle"}]);
            assert_eq!(found["incident"]["links"], link);
        }
    }
}

#[tokio::test]
async fn what_create_incident_writes_can_be_read() {
    let account = Account::as_token(token::USER).await;
    let service = account.simulator.account().service.id;
    let arguments = json!({"service_id": service, "title": "Kettle cold", "body": "Call Ana first"});
    let created = account.call("create_incident", arguments).await;
    let id = created["incidents"][0]["id"].clone();
    let answer = account.call("get_incidents", json!({"incident_id": id, "include": ["body_details"]})).await;
    assert_eq!(answer["incidents"][0]["body_details"], "Call Ana first");
    let answer = account.call("triage_incident", json!({"incident_id": id})).await;
    assert_eq!(answer["triage"][0]["incident"]["body_details"], "Call Ana first");
}

#[tokio::test]
async fn alerts_have_details_and_links_in_every_form() {
    let link = json!({"type": "link", "href": "https://wiki.example.org/kettle", "text": "Runbook"});
    let image = json!({"type": "image", "src": "https://graphs.example.org/1.png", "alt": "Steam"});
    let links = json!([{"text": "Runbook", "href": "https://wiki.example.org/kettle"}, {"text": "Steam", "src": "https://graphs.example.org/1.png"}]);
    let cef = json!({"contexts": [link, image], "client_url": "https://m.example.org/1", "details": {"steam": 3}});
    for body in [
        json!({"details": null, "cef_details": cef}),
        json!({"details": {"steam": 3}, "contexts": [link, image], "cef_details": {"client_url": "https://m.example.org/1"}}),
        json!({"details": {"steam": 3}, "contexts": [link], "cef_details": cef}),
    ] {
        let account = account(json!(null), json!([{"id": "A1", "summary": "Kettle", "body": body}]), json!([])).await;
        let answer = account.call("get_alerts", json!({"incident_id": "Q1"})).await;
        let of_incident = account.call("get_incidents", json!({"incident_id": "Q1", "include_alerts": true})).await;
        let of_triage = triage(&account).await;
        for alert in [&answer["alerts"][0], &of_incident["incidents"][0]["alerts"][0], &of_triage["alerts"][0]] {
            assert_eq!(alert["details"], json!({"steam": 3}), "{body}");
            assert_eq!((&alert["client_url"], &alert["links"]), (&json!("https://m.example.org/1"), &links), "{body}");
        }
        let untrusted = answer["metadata"]["untrusted"].to_string();
        assert!(untrusted.contains("links") && untrusted.contains("client_url"), "{untrusted}");
    }
    for details in [json!("plain"), json!([1, null, "x"]), json!({"a": {"b": 1}}), json!(0), json!(false)] {
        let account = account(json!(null), json!([{"id": "A1", "body": {"details": details}}]), json!([])).await;
        let answer = account.call("get_alerts", json!({"incident_id": "Q1"})).await;
        assert_eq!(answer["alerts"][0]["details"], details);
    }
}

#[tokio::test]
async fn the_same_long_text_is_printed_once() {
    let text = "The kettle on floor 3 lost its steam, which nobody can explain; look at the valves before the boiler. "
        .repeat(4);
    let alert = |details: Value| json!([{"id": "A1", "summary": "Kettle cold", "body": {"details": details}}]);
    let payload = |details: Value| json!({"details": {"__pd_cef_payload": {"details": details}}});
    for (body, alerts) in [
        (payload(json!({"title": "Kettle", "body": text})), alert(json!({"title": "Kettle", "body": text}))),
        (
            payload(json!({"body": text, "a": 1})),
            alert(json!({"title": "Kettle cold", "custom": {"a": 1, "body": text}})),
        ),
        (json!({"details": text}), alert(json!({"body": text}))),
        (payload(json!({"body": text})), alert(json!({"body": text, "b": 2}))),
    ] {
        let account = account(body.clone(), alerts, json!([])).await;
        let (_, said) = account.text("triage_incident", json!({"incident_id": "Q1"})).await;
        assert_eq!(said.matches("The kettle on floor 3").count(), 4, "{body}: {said}");
    }
    let account = account(
        json!(null),
        json!([]),
        json!([entry("annotate", "Note added by Ana.", json!({"type": "note", "summary": text}))]),
    )
    .await;
    account.simulator.faults().clear();
    account.answer("/incidents/Q1", 200, r#"{"incident": {"id": "Q1", "status": "triggered"}}"#);
    let notes = json!({"notes": [{"id": "N1", "content": text, "created_at": "2026-06-15T10:00:00Z"}]});
    account.answer("/incidents/Q1/notes", 200, &notes.to_string());
    let entries =
        json!({"log_entries": [entry("annotate", "Note added by Ana.", json!({"type": "note", "summary": text}))]});
    account.answer("/incidents/Q1/log_entries", 200, &entries.to_string());
    let found = triage(&account).await;
    let line = found["timeline"][0].as_str().unwrap();
    assert!(line.contains("The kettle on floor 3") && line.len() < 160 && line.ends_with("(see notes)"), "{line}");
}

#[tokio::test]
async fn what_only_channels_hold_is_asked_for_where_it_is_wanted() {
    let mail = json!({"type": "email", "summary": "Cold", "from": "ana@example.org", "to": "x@acme.pagerduty.com", "subject": "Cold", "body": "No steam"});
    let form = json!({"type": "web_trigger", "subject": "Cold", "details": "No steam"});
    let api = json!({"type": "api", "cef_details": {"details": {"steam": 0}, "client_url": "https://m.example.org/1"},
        "contexts": [{"type": "link", "href": "https://wiki.example.org/kettle"}]});
    for (channel, details) in [
        (mail, json!({"from": "ana@example.org", "subject": "Cold", "body": "No steam"})),
        (form, json!("No steam")),
        (api, json!({"steam": 0})),
    ] {
        let account = account(json!(null), json!([]), json!([entry("trigger", "Triggered", channel)])).await;
        account.call("get_log_entries", json!({"incident_id": "Q1"})).await;
        assert!(!account.requests().concat().contains("channels"), "small by default");
        for arguments in [json!({"include": ["details", "links"]}), json!({"raw": true})] {
            let mut arguments = arguments;
            arguments["incident_id"] = "Q1".into();
            let answer = account.call("get_log_entries", arguments).await;
            let asked = account.requests();
            assert!(asked[0].contains("include[]=channels"), "{asked:?}");
            let entry = &answer["log_entries"][0];
            match entry.get("channel") {
                None => assert_eq!(entry["details"], details),
                Some(channel) => {
                    assert!(channel.is_object());
                    assert!(answer["metadata"]["untrusted"].to_string().contains("\"channel\""), "{answer}");
                }
            }
        }
        let found = triage(&account).await;
        assert!(account.requests().iter().any(|line| line.contains("/log_entries?include[]=channels")));
        assert_eq!(found["trigger"]["details"], details);
    }
}

#[tokio::test]
async fn the_first_entry_of_a_long_timeline_is_fetched_for_itself() {
    let account = account(json!(null), json!([]), json!([])).await;
    let first = entry("trigger", "Triggered", json!({"type": "web_trigger", "details": "No steam"}));
    account.answer("/log_entries/R1", 200, &json!({"log_entry": first}).to_string());
    let found = triage(&account).await;
    assert_eq!(found["trigger"], json!({"details": "No steam"}));
    assert!(account.requests().contains(&"GET /log_entries/R1?include[]=channels".to_owned()));
}
