//! `oncall_handoff`: what the next person has to know.

use serde_json::json;

use crate::support::Account;

#[tokio::test]
async fn a_handoff_has_what_is_open_and_what_happened() {
    let account = Account::start().await;
    let answer = account.call("oncall_handoff", json!({"since": "2026-06-14T14:00:00Z"})).await;
    let handoff = &answer["handoff"][0];
    let open = account
        .call(
            "get_incidents",
            json!({"statuses": ["triggered", "acknowledged"], "all_dates": true, "include": ["id", "created_at"]}),
        )
        .await;
    let listed = handoff["open_incidents"].as_array().unwrap();
    assert_eq!(listed.len(), open["incidents"].as_array().unwrap().len());
    for incident in listed {
        assert!(incident["next_step"].is_string() && incident["age_hours"].is_number(), "{incident}");
    }
    assert!(listed.is_sorted_by(|a, b| a["age_hours"].as_f64() >= b["age_hours"].as_f64()));
    assert!(listed.iter().any(|incident| incident["owner"][0].is_string()), "{listed:?}");
    let stats = account.call("incident_stats", json!({"since": "2026-06-14T14:00:00Z"})).await;
    assert_eq!(handoff["happened"]["incidents"], stats["metadata"]["total"]["incidents"]);
    assert!(handoff["on_call"][0]["on_call"][0]["user"]["summary"].is_string());
    account.requests();
    account.call("oncall_handoff", json!({})).await;
    let asked = account.requests();
    assert!(
        asked.iter().any(|line| line.contains("statuses[]=triggered") && line.contains("date_range=all")),
        "{asked:?}"
    );
    assert!(
        asked.iter().any(|line| line.contains("since=2026-06-15T02:00:00Z&until=2026-06-15T14:00:00Z")),
        "{asked:?}"
    );
}

#[tokio::test]
async fn a_team_a_schedule_or_a_user_is_handed_over() {
    let account = Account::start().await;
    let teams = account.call("get_teams", json!({})).await;
    let schedules = account.call("get_schedules", json!({"limit": 1})).await;
    let me = account.call("build_user_context", json!({})).await;
    for arguments in [
        json!({"team_id": teams["teams"][0]["name"]}),
        json!({"schedule_id": schedules["schedules"][0]["id"]}),
        json!({"user_id": me["email"]}),
    ] {
        let answer = account.call("oncall_handoff", arguments).await;
        assert_eq!(answer["metadata"]["count"], 1);
    }
    let error = account.fail("oncall_handoff", json!({"team_id": "a", "user_id": "b"})).await;
    assert_eq!(error["code"], "CONFLICTING_PARAMETERS");
}

#[tokio::test]
async fn what_fails_is_named_and_the_rest_is_handed_over() {
    let account = Account::start().await;
    account.answer("/change_events", 403, r#"{"error": {"code": 2010, "message": "Access Denied"}}"#);
    account.answer("/oncalls", 500, "{}");
    let answer = account.call("oncall_handoff", json!({})).await;
    let warnings = answer["metadata"]["warnings"].to_string();
    assert!(warnings.contains("`changes` is missing") && warnings.contains("`on_call` are missing"), "{warnings}");
    assert!(answer["handoff"][0]["open_incidents"].is_array());
}
