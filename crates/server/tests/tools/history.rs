//! `get_alerts`, `get_log_entries` and `get_change_events`.

use serde_json::json;

use crate::support::Account;

async fn incident(account: &Account) -> (String, u64) {
    let answer = account.call("get_incidents", json!({"limit": 1, "statuses": ["triggered", "acknowledged"]})).await;
    account.requests();
    let incident = &answer["incidents"][0];
    (incident["id"].as_str().unwrap().to_owned(), incident["incident_number"].as_u64().unwrap())
}

#[tokio::test]
async fn alerts_have_what_monitoring_sent() {
    let account = Account::start().await;
    let (id, number) = incident(&account).await;
    let answer = account.call("get_alerts", json!({"incident_id": id, "statuses": ["triggered"], "limit": 3})).await;
    assert_eq!(account.requests(), [format!("GET /incidents/{id}/alerts?statuses[]=triggered&limit=3")]);
    let alert = &answer["alerts"][0];
    assert!(alert["details"].is_object() && alert["severity"].is_string(), "{alert}");
    account.call("get_alerts", json!({"incident_id": number.to_string()})).await;
    assert_eq!(
        account.requests(),
        [format!("GET /incidents/{number}"), format!("GET /incidents/{id}/alerts?limit=100")],
        "only the incident itself is found by its number"
    );
}

#[tokio::test]
async fn the_timeline_of_an_incident_is_one_line_for_each_entry() {
    let account = Account::start().await;
    let (id, _) = incident(&account).await;
    let arguments =
        json!({"incident_id": id, "is_overview": true, "since": "2026-01-01", "until": "2026-06-15", "limit": 5});
    account.call("get_log_entries", arguments).await;
    assert_eq!(
        account.requests(),
        [format!(
            "GET /incidents/{id}/log_entries?since=2026-01-01T00:00:00Z&until=2026-06-15T00:00:00Z&is_overview=true&limit=5"
        )]
    );
    let answer = account.call("get_log_entries", json!({"incident_id": id})).await;
    let entries = answer["log_entries"].as_array().unwrap();
    let last = entries.last().unwrap();
    assert_eq!(last["type"], "trigger");
    assert!(last["channel"].is_string() && last["agent"]["summary"].is_string(), "{last}");
    assert!(entries.iter().all(|entry| entry.get("incident").is_none()), "{entries:?}");
    let raw = account.call("get_log_entries", json!({"incident_id": id, "raw": true})).await;
    let last = raw["log_entries"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["type"], "trigger_log_entry");
    assert!(last["channel"].is_object() && last["html_url"].is_string(), "{last}");
}

#[tokio::test]
async fn the_timeline_of_the_account_is_that_of_ones_teams() {
    let account = Account::start().await;
    let me = account.call("build_user_context", json!({})).await;
    account.requests();
    let answer = account.call("get_log_entries", json!({"limit": 2})).await;
    assert!(answer["log_entries"][0]["incident"]["id"].is_string());
    let asked = account.requests().join(" ");
    let teams: Vec<_> =
        me["team_ids"].as_array().unwrap().iter().map(|id| format!("team_ids[]={}", id.as_str().unwrap())).collect();
    assert_eq!(asked, format!("GET /log_entries?{}&limit=2&total=true", teams.join("&")));
    account.call("get_log_entries", json!({"limit": 2, "current_user_context": false})).await;
    assert_eq!(account.requests(), ["GET /log_entries?limit=2&total=true"]);
    let error = account.fail("get_log_entries", json!({"since": "2030-01-01"})).await;
    assert_eq!(error["code"], "INVALID_TIME_RANGE");
}

#[tokio::test]
async fn changes_are_those_of_an_incident_a_service_or_teams() {
    let account = Account::start().await;
    let (id, _) = incident(&account).await;
    account.call("get_change_events", json!({"incident_id": id})).await;
    assert_eq!(account.requests(), [format!("GET /incidents/{id}/related_change_events")]);
    let services = account.call("get_services", json!({})).await;
    let service = services["services"][0]["id"].as_str().unwrap();
    account.requests();
    let arguments = json!({"service_id": service, "since": "2026-06-01T02:00:00+02:00", "limit": 3});
    let answer = account.call("get_change_events", arguments).await;
    assert_eq!(
        account.requests(),
        [format!(
            "GET /services/{service}/change_events?since=2026-06-01T00:00:00Z&until=2026-06-15T14:00:00Z&limit=3&total=true"
        )]
    );
    for change in answer["change_events"].as_array().unwrap() {
        assert_eq!(change["services"][0]["id"], service);
    }
    let answer = account.call("get_change_events", json!({"limit": 3})).await;
    assert!(answer["change_events"][0]["summary"].is_string(), "{answer}");
    account.requests();
    let error = account.fail("get_change_events", json!({"incident_id": id, "since": "2026-06-01"})).await;
    assert_eq!(error["code"], "CONFLICTING_PARAMETERS");
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn one_of_each_is_found_by_its_id() {
    let account = Account::start().await;
    let (id, number) = incident(&account).await;
    let alerts = account.call("get_alerts", json!({"incident_id": id})).await;
    let entries = account.call("get_log_entries", json!({"incident_id": id, "limit": 1})).await;
    let changes = account.call("get_change_events", json!({"limit": 1})).await;
    let [alert, entry, change] = [&alerts["alerts"][0], &entries["log_entries"][0], &changes["change_events"][0]];
    let text = |object: &serde_json::Value| object["id"].as_str().unwrap().to_owned();
    account.requests();

    let answer = account.call("get_alerts", json!({"incident_id": number, "alert_id": alert["id"]})).await;
    assert_eq!(&answer["alerts"][0], alert);
    assert_eq!(account.requests()[1], format!("GET /incidents/{id}/alerts/{}", text(alert)));
    let answer = account.call("get_log_entries", json!({"log_entry_id": entry["id"]})).await;
    assert_eq!(answer["log_entries"][0]["summary"], entry["summary"]);
    assert_eq!(account.requests(), [format!("GET /log_entries/{}", text(entry))]);
    let answer = account.call("get_change_events", json!({"change_event_id": change["id"]})).await;
    assert_eq!(&answer["change_events"][0], change);
    assert_eq!(account.requests(), [format!("GET /change_events/{}", text(change))]);

    let error = account.fail("get_alerts", json!({"incident_id": id, "alert_id": "../notes"})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    let error = account.fail("get_log_entries", json!({"log_entry_id": "R1", "incident_id": id})).await;
    assert_eq!(error["code"], "CONFLICTING_PARAMETERS");
    let error = account.fail("get_change_events", json!({"change_event_id": "PNOSUCH"})).await;
    assert_eq!(error["code"], "INVALID_PARAMETER");
    assert!(error["hint"].as_str().unwrap().contains("get_change_events"), "{error}");
}

/// What was written into the custom fields of an incident.
#[tokio::test]
async fn a_change_of_custom_fields_is_told_as_written_by_strangers() {
    for lockdown in [false, true] {
        let mut account = Account::start().await;
        account.caller.lockdown = lockdown;
        let entry = json!({
            "id": "R1", "type": "field_value_change_log_entry", "summary": "Changed",
            "changeset": {"custom_fields": [{"name": "customer", "value": "planted"}]},
        });
        let body = json!({"log_entries": [entry], "more": false, "limit": 100, "offset": 0}).to_string();
        account.answer("/log_entries", 200, &body);
        let arguments = json!({"include": ["id", "changeset"], "since": "now-1d"});
        let answer = account.call("get_log_entries", arguments).await;
        let untrusted = answer["metadata"]["untrusted"].to_string();
        assert_eq!(untrusted.contains("changeset"), !lockdown, "{answer}");
        assert_eq!(answer["log_entries"].to_string().contains("planted"), !lockdown, "{answer}");
    }
}

/// As it came, a log entry has all that its channel brought, and what was said to subscribers.
#[tokio::test]
async fn a_raw_log_entry_names_all_that_strangers_write() {
    for lockdown in [false, true] {
        let mut account = Account::start().await;
        account.caller.lockdown = lockdown;
        let entry = json!({
            "id": "R1", "type": "annotate_log_entry", "summary": "Noted", "message": "planted",
            "channel": {"type": "note", "summary": "planted", "details": {"planted": "planted"}},
        });
        let body = json!({"log_entries": [entry], "more": false, "limit": 100, "offset": 0}).to_string();
        account.answer("/log_entries", 200, &body);
        let answer = account.call("get_log_entries", json!({"raw": true, "since": "now-1d"})).await;
        let untrusted = answer["metadata"]["untrusted"].as_array().unwrap();
        let is_named = |name: &str| untrusted.contains(&json!(name));
        assert_eq!((is_named("channel"), is_named("message")), (!lockdown, !lockdown), "{answer}");
        assert_eq!(answer["log_entries"].to_string().contains("planted"), !lockdown, "{answer}");
    }
}

#[tokio::test]
async fn a_default_range_is_said_and_an_empty_one_says_how_to_look_further() {
    let account = Account::start().await;
    let everybody = json!({"current_user_context": false});
    for (tool, arguments, range, advice) in [
        ("get_incidents", json!({}), "the last month", "`all_dates`"),
        ("get_incidents", json!({"query": "x"}), "the last month", "`all_dates`"),
        ("get_log_entries", everybody.clone(), "PagerDuty's own range, which it does not document", "`since`"),
        ("get_change_events", everybody.clone(), "the 90 days that PagerDuty keeps", "90 days"),
    ] {
        let answer = account.call(tool, arguments.clone()).await;
        assert_eq!(answer["metadata"]["range"], range, "{tool}");
        let given = {
            let mut given = arguments.clone();
            given["since"] = "2026-06-01T00:00:00Z".into();
            account.call(tool, given).await
        };
        assert!(given["metadata"].get("range").is_none(), "{tool}: {given}");
        let list = tool.trim_start_matches("get_");
        account.answer(&format!("/{list}"), 200, &json!({list: [], "more": false, "total": 0}).to_string());
        let warnings = account.call(tool, arguments).await["metadata"]["warnings"].to_string();
        assert!(warnings.contains("was looked at") && warnings.contains(advice), "{tool}: {warnings}");
        account.simulator.faults().clear();
    }
    let all = account.call("get_incidents", json!({"all_dates": true})).await;
    assert!(all["metadata"].get("range").is_none(), "{}", all["metadata"]);
}
