//! `get_teams`.

use insta::assert_json_snapshot;
use serde_json::json;

use crate::support::Account;

#[tokio::test]
async fn filters_are_sent() {
    let account = Account::start().await;
    account.call("get_teams", json!({})).await;
    account.call("get_teams", json!({"query": "pay", "limit": 5})).await;
    // Where nothing is found, names are looked at with their accents.
    let asked = ["GET /teams?limit=100", "GET /teams?query=pay&limit=5", "GET /teams?limit=100&total=true"];
    assert_eq!(account.requests(), asked);
}

#[tokio::test]
async fn one_team_has_the_documented_fields() {
    let account = Account::start().await;
    account.answer(
        "/teams/PT1",
        200,
        r#"{"team":{"html_url":"https://x/teams/PT1","name":"Payments","id":"PT1","type":"team","summary":"Payments","self":"https://api/teams/PT1",
            "description":"","parent":{"id":"PT0","type":"team_reference","self":null},"default_role":"manager"}}"#,
    );
    assert_json_snapshot!(account.call("get_teams", json!({"team_id": "PT1"})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type teams"
      },
      "teams": [
        {
          "id": "PT1",
          "name": "Payments",
          "parent": {
            "id": "PT0",
            "type": "team_reference"
          }
        }
      ]
    }
    "#);
    assert_json_snapshot!(account.call("get_teams", json!({"team_id": "PT1", "include": ["html_url", "default_role", "id"]})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type teams"
      },
      "teams": [
        {
          "id": "PT1",
          "default_role": "manager",
          "html_url": "https://x/teams/PT1"
        }
      ]
    }
    "#);
    assert_eq!(account.requests(), ["GET /teams/PT1", "GET /teams/PT1"]);
}

#[tokio::test]
async fn an_unknown_id_names_the_resource() {
    let account = Account::start().await;
    assert_json_snapshot!(account.fail("get_teams", json!({"team_id": "PNONE01"})).await, @r#"
    {
      "message": "a team with this ID does not exist: PagerDuty answered 404 (code 2100)",
      "code": "INVALID_TEAM_ID",
      "hint": "find teams by name with `get_teams` and `query`",
      "upstream_message": "Not Found"
    }
    "#);
}

#[tokio::test]
async fn a_plan_without_teams_says_so() {
    let account = Account::start().await;
    account.answer("/teams", 402, r#"{"error":{"message":"Account does not have the abilities: teams","code":2014}}"#);
    let error = account.fail("get_teams", json!({})).await;
    assert_eq!(error["code"], "PLAN_REQUIRED");
}
