//! Names in the place of IDs.

use serde_json::json;

use crate::support::Account;

#[tokio::test]
async fn a_name_means_the_resource_that_has_it() {
    let account = Account::start().await;
    let teams = account.call("get_teams", json!({})).await;
    let (id, name) = (teams["teams"][0]["id"].clone(), teams["teams"][0]["name"].as_str().unwrap().to_owned());
    account.requests();
    let answer = account.call("get_teams", json!({"team_id": name.to_uppercase()})).await;
    assert_eq!(answer["teams"][0]["id"], id);
    assert_eq!(answer["metadata"]["names_read_as"], json!({name.to_uppercase(): id}));
    let asked = account.requests();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].contains(&format!("query={}", name.to_uppercase())), "{asked:?}");
    account.call("get_teams", json!({"team_id": name.to_lowercase()})).await;
    assert_eq!(account.requests().len(), 1, "a name is looked up once");
}

#[tokio::test]
async fn an_email_address_means_its_user() {
    let account = Account::start().await;
    let me = account.call("build_user_context", json!({})).await;
    let answer = account.call("get_users", json!({"user_id": me["email"]})).await;
    assert_eq!(answer["users"][0]["id"], me["user_id"]);
}

#[tokio::test]
async fn an_id_is_not_looked_up() {
    let account = Account::start().await;
    let error = account.fail("get_services", json!({"service_id": "PNOSUCH"})).await;
    assert_eq!(error["code"], "INVALID_SERVICE_ID");
    assert_eq!(account.requests(), ["GET /services/PNOSUCH"]);
}

#[tokio::test]
async fn an_unknown_name_is_answered_with_candidates() {
    let account = Account::start().await;
    let services = account.call("get_services", json!({})).await;
    let name = services["services"][0]["name"].as_str().unwrap().to_owned();
    let id = services["services"][0]["id"].as_str().unwrap();
    let part = &name[..name.len() - 1];
    for unknown in [part.to_owned(), format!("{name} please")] {
        let error = account.fail("get_services", json!({"service_id": unknown})).await;
        assert_eq!(error["code"], "INVALID_SERVICE_ID", "{error}");
        assert!(error["hint"].as_str().unwrap().contains(&format!("({id})")), "{error}");
    }
}

#[tokio::test]
async fn a_name_that_several_have_is_refused_with_their_ids() {
    let account = Account::start().await;
    let body = r#"{"teams": [{"id": "PAAAAA1", "name": "Blue"}, {"id": "PAAAAA2", "name": "BLUE"}, {"id": "PAAAAA3", "name": "Blues"}]}"#;
    account.answer("/teams", 200, body);
    let error = account.fail("get_teams", json!({"team_id": "blue"})).await;
    assert_eq!(error["code"], "INVALID_TEAM_ID", "{error}");
    assert_eq!(error["message"], "2 teams are called `blue` (`team_id`)");
    assert_eq!(error["hint"], "use the ID of the one that is meant: Blue (PAAAAA1), BLUE (PAAAAA2)");
}

#[tokio::test]
async fn lists_of_ids_take_names_too() {
    let account = Account::start().await;
    let services = account.call("get_services", json!({})).await;
    let (name, id) = (&services["services"][0]["name"], services["services"][0]["id"].as_str().unwrap());
    account.requests();
    account.call("get_incidents", json!({"current_user_context": false, "service_ids": [name], "limit": 1})).await;
    assert!(account.requests()[1].contains(&format!("service_ids[]={id}")));
}

#[tokio::test]
async fn me_is_the_user_of_the_token() {
    let account = Account::start().await;
    let me = account.simulator.account().demo_user.id;
    let answer = account.call("get_oncalls", json!({"current_user_context": false, "user_ids": ["me"]})).await;
    assert_eq!(answer["metadata"]["names_read_as"], json!({"me": me}));
    assert_eq!(
        account.requests(),
        ["GET /users/me".to_owned(), format!("GET /oncalls?user_ids[]={me}&limit=100&total=true")]
    );
}
