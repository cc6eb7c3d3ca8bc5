//! `get_services`.

use insta::assert_json_snapshot;
use pagerduty::ResourceKind;
use serde_json::json;

use crate::support::Account;

#[tokio::test]
async fn filters_are_sent() {
    let account = Account::start().await;
    account.has(ResourceKind::Team, "PT1");
    account.has(ResourceKind::Team, "PT2");
    account
        .call("get_services", json!({"current_user_context": false, "team_ids": ["PT1", "PT2"], "query": "api"}))
        .await;
    account.call("get_services", json!({"current_user_context": false, "query": "api", "limit": 3})).await;
    assert_eq!(
        account.requests_for_lists(),
        [
            "GET /services?team_ids[]=PT1&team_ids[]=PT2&query=api&limit=100",
            // Where nothing is found, names are looked at with their accents.
            "GET /services?team_ids[]=PT1&team_ids[]=PT2&limit=100&total=true",
            "GET /services?query=api&limit=3",
        ]
    );
}

#[tokio::test]
async fn the_context_filters_by_the_users_teams() {
    let account = Account::start().await;
    let me = account.call("build_user_context", json!({})).await;
    account.requests();
    let answer = account.call("get_services", json!({"query": "a"})).await;
    let teams: Vec<String> =
        me["team_ids"].as_array().unwrap().iter().map(|id| format!("team_ids[]={}&", id.as_str().unwrap())).collect();
    assert_eq!(teams.len(), 2);
    assert_eq!(account.requests(), [format!("GET /services?{}query=a&limit=100", teams.concat())]);
    assert!(answer["metadata"]["count"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn one_service_has_the_documented_fields() {
    let account = Account::start().await;
    account.answer(
        "/services/PS1",
        200,
        r#"{"service":{"id":"PS1","name":"Checkout API","description":null,"status":"active","created_at":"2025-01-01T00:00:00Z","updated_at":"2025-01-02T00:00:00Z",
            "type":"service","summary":"Checkout API","self":"https://api/services/PS1","html_url":"https://x/PS1","auto_resolve_timeout":14400,"acknowledgement_timeout":null,
            "last_incident_timestamp":"2026-01-01T00:00:00Z","alert_creation":"create_alerts_and_incidents",
            "escalation_policy":{"id":"PE1","type":"escalation_policy_reference","summary":"Checkout","self":"s","html_url":"h"},
            "teams":[{"id":"PT1","type":"team_reference","summary":"Payments","self":"s","html_url":"h"}],
            "integrations":[{"id":"PI1","type":"generic_events_api_inbound_integration_reference","summary":"Events","self":"s","html_url":"h","integration_key":"planted-secret"}],
            "incident_urgency_rule":{"type":"constant","urgency":"high"},"support_hours":null}}"#,
    );
    assert_json_snapshot!(account.call("get_services", json!({"service_id": "PS1"})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type services"
      },
      "services": [
        {
          "id": "PS1",
          "name": "Checkout API",
          "status": "active",
          "created_at": "2025-01-01T00:00:00Z",
          "updated_at": "2025-01-02T00:00:00Z",
          "escalation_policy": {
            "id": "PE1",
            "summary": "Checkout"
          },
          "teams": [
            {
              "id": "PT1",
              "summary": "Payments"
            }
          ],
          "integrations": [
            {
              "id": "PI1",
              "summary": "Events"
            }
          ]
        }
      ]
    }
    "#);
    let on_request = json!([
        "html_url",
        "last_incident_timestamp",
        "alert_creation",
        "auto_resolve_timeout",
        "acknowledgement_timeout",
        "incident_urgency_rule",
        "support_hours"
    ]);
    assert_json_snapshot!(account.call("get_services", json!({"service_id": "PS1", "include": on_request})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type services"
      },
      "services": [
        {
          "html_url": "https://x/PS1",
          "last_incident_timestamp": "2026-01-01T00:00:00Z",
          "alert_creation": "create_alerts_and_incidents",
          "auto_resolve_timeout": 14400,
          "incident_urgency_rule": {
            "type": "constant",
            "urgency": "high"
          }
        }
      ]
    }
    "#);
}
