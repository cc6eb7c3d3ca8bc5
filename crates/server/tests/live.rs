//! A real account, read and never changed: runs where `PAGERDUTY_API_TOKEN` is set, and says so where it is not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::io::Write;

use pagerduty::{BaseUrl, Credential, Endpoint, Region};
use serde_json::{Map, Value, json};
use toolkit::{
    access::Access,
    call::{caller::Caller, toolbox::Toolbox},
    settings::Settings,
};

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The real account, or nothing after saying on standard error that the test was skipped.
fn account() -> Option<(Toolbox, Caller)> {
    let Some(token) = variable("PAGERDUTY_API_TOKEN") else {
        // Past the capture of the test runner, so that it is seen.
        let _ = writeln!(std::io::stderr(), "SKIPPED: the live tests need PAGERDUTY_API_TOKEN");
        return None;
    };
    let region: Region = variable("PAGERDUTY_REGION").map_or(Ok(Region::Us), |text| text.parse()).unwrap();
    let base_url: BaseUrl = variable("PAGERDUTY_API_URL").map_or(Ok(region.into()), |text| text.parse()).unwrap();
    let toolbox = Toolbox::new(
        tools::catalogue(),
        Endpoint::new(base_url, "pagerduty-mcp-server/live-test"),
        Settings::default(),
    );
    Some((toolbox, Caller { credential: Credential::new(&token).unwrap().into(), ..Caller::default() }))
}

async fn call((toolbox, caller): &(Toolbox, Caller), tool: &str, arguments: Value) -> Value {
    let entry = toolbox.find(tool).unwrap();
    assert_eq!(entry.info.access, Access::Read, "live tests change nothing");
    let arguments: Map<String, Value> = arguments.as_object().cloned().unwrap();
    let outcome = toolbox.call(entry, arguments, caller.clone()).await;
    // An account-level token, or a plan without a feature, is an answer too.
    let answer = outcome.answer();
    let code = answer["error"]["code"].as_str().unwrap_or_default();
    assert!(["", "USER_CONTEXT_UNAVAILABLE", "PLAN_REQUIRED", "FORBIDDEN"].contains(&code), "{tool}: {answer}");
    answer
}

#[tokio::test]
async fn every_reading_tool_answers() {
    let Some(account) = account() else { return };
    for tool in [
        "get_incidents",
        "get_oncalls",
        "get_schedules",
        "get_escalation_policies",
        "get_services",
        "get_teams",
        "get_users",
    ] {
        call(&account, tool, json!({"limit": 2})).await;
    }
    call(&account, "build_user_context", json!({})).await;
}

#[tokio::test]
async fn what_is_listed_can_be_had_by_its_id() {
    let Some(account) = account() else { return };
    for (tool, id, key) in [("get_teams", "team_id", "teams"), ("get_schedules", "schedule_id", "schedules")] {
        let list = call(&account, tool, json!({"limit": 1})).await;
        if let Some(first) = list[key][0]["id"].as_str() {
            let one = call(&account, tool, json!({id: first})).await;
            assert_eq!(one[key][0]["id"], first);
        }
    }
}
