//! `get_escalation_policies`.

use insta::assert_json_snapshot;
use pagerduty::ResourceKind;
use serde_json::json;

use crate::support::Account;

#[tokio::test]
async fn filters_are_sent() {
    let account = Account::start().await;
    account.has(ResourceKind::User, "PU1");
    account.has(ResourceKind::Team, "PT1");
    account.has(ResourceKind::Team, "PT2");
    let arguments =
        json!({"current_user_context": false, "user_ids": ["PU1"], "team_ids": ["PT1", "PT2"], "query": "prod"});
    account.call("get_escalation_policies", arguments).await;
    account.call("get_escalation_policies", json!({"current_user_context": false, "query": "prod", "limit": 1})).await;
    assert_eq!(
        account.requests_for_lists(),
        [
            "GET /escalation_policies?user_ids[]=PU1&team_ids[]=PT1&team_ids[]=PT2&query=prod&include[]=escalation_rule_assignment_strategies&limit=100",
            // Where nothing is found, names are looked at with their accents.
            "GET /escalation_policies?user_ids[]=PU1&team_ids[]=PT1&team_ids[]=PT2&include[]=escalation_rule_assignment_strategies&limit=100&total=true",
            "GET /escalation_policies?query=prod&include[]=escalation_rule_assignment_strategies&limit=1",
            "GET /escalation_policies?include[]=escalation_rule_assignment_strategies&limit=100&total=true",
        ]
    );
}

#[tokio::test]
async fn the_context_filters_by_the_user_and_the_teams() {
    let account = Account::start().await;
    let me = account.call("build_user_context", json!({})).await;
    account.requests();
    account.call("get_escalation_policies", json!({})).await;
    let ids = |key: &str, name: &str| {
        let ids = me[key].as_array().unwrap().iter();
        ids.map(|id| format!("{name}[]={}&", id.as_str().unwrap())).collect::<String>()
    };
    let user = me["user_id"].as_str().unwrap();
    let with_strategies = "include[]=escalation_rule_assignment_strategies&limit=100";
    let policies =
        format!("GET /escalation_policies?user_ids[]={user}&{}{with_strategies}", ids("team_ids", "team_ids"));
    assert_eq!(account.requests(), [policies]);
}

#[tokio::test]
async fn one_policy_has_the_documented_fields() {
    let account = Account::start().await;
    account.answer(
        "/escalation_policies/PE1",
        200,
        r#"{"escalation_policy":{"id":"PE1","type":"escalation_policy","summary":"Checkout","self":"s","html_url":"https://x/PE1","name":"Checkout",
            "escalation_rules":[{"id":"PR1","escalation_delay_in_minutes":10,"escalation_rule_assignment_strategy":"round_robin","targets":[
                {"id":"PSC1","type":"schedule_reference","summary":"Primary","self":"s","html_url":"h"},
                {"id":"PU1","type":"user_reference","summary":"Ann Lee","self":"s","html_url":"h"}]}],
            "services":[{"id":"PS1","type":"service_reference","summary":"Checkout API","self":"s","html_url":"h"}],
            "num_loops":2,"teams":[{"id":"PT1","type":"team_reference","summary":"Payments","self":"s","html_url":"h"}],
            "description":"","on_call_handoff_notifications":"if_has_services","privilege":null}}"#,
    );
    assert_json_snapshot!(account.call("get_escalation_policies", json!({"policy_id": "PE1"})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type escalation_policies"
      },
      "escalation_policies": [
        {
          "id": "PE1",
          "name": "Checkout",
          "escalation_rules": [
            {
              "id": "PR1",
              "escalation_delay_in_minutes": 10,
              "targets": [
                {
                  "id": "PSC1",
                  "type": "schedule_reference",
                  "summary": "Primary"
                },
                {
                  "id": "PU1",
                  "type": "user_reference",
                  "summary": "Ann Lee"
                }
              ],
              "escalation_rule_assignment_strategy": "round_robin"
            }
          ],
          "services": [
            {
              "id": "PS1",
              "summary": "Checkout API"
            }
          ],
          "teams": [
            {
              "id": "PT1",
              "summary": "Payments"
            }
          ]
        }
      ]
    }
    "#);
    let include = json!(["num_loops", "on_call_handoff_notifications", "html_url"]);
    assert_json_snapshot!(account.call("get_escalation_policies", json!({"policy_id": "PE1", "include": include})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type escalation_policies"
      },
      "escalation_policies": [
        {
          "num_loops": 2,
          "on_call_handoff_notifications": "if_has_services",
          "html_url": "https://x/PE1"
        }
      ]
    }
    "#);
}
