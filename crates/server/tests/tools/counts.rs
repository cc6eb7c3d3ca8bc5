//! What lists and counts say of themselves: how much of what, in which order, counted over what.

use pagerduty_sim::{Effect, Fault, token};
use serde_json::{Value, json};
use toolkit::settings::Settings;

use crate::support::{Account, options, settings};

fn incidents_asked(account: &Account) -> Vec<String> {
    account.requests().into_iter().filter(|line| line.starts_with("GET /incidents?")).collect()
}

fn created(answer: &Value) -> Vec<&str> {
    answer["incidents"].as_array().unwrap().iter().map(|one| one["created_at"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_part_of_a_list_says_of_how_many_and_in_which_order() {
    let account = Account::start().await;
    let answer = account.call("get_incidents", json!({"limit": 5})).await;
    let asked = incidents_asked(&account);
    assert!(asked[0].ends_with("sort_by=created_at:desc&limit=5&total=true"), "{asked:?}");
    assert_eq!(asked.len(), 1);
    let total = answer["metadata"]["total"].as_u64().unwrap();
    assert!(total > 5);
    assert_eq!(answer["metadata"]["description"], format!("5 of {total} incidents, newest first"));
    assert_eq!(answer["metadata"]["counted_over"], format!("the 5 incidents of this answer, not all {total}"));
    assert!(created(&answer).is_sorted_by(|a, b| a >= b));

    // The cursor goes on without counting again.
    let cursor = &answer["metadata"]["next_cursor"];
    let next = account.call("get_incidents", json!({"limit": 5, "cursor": cursor})).await;
    assert!(!incidents_asked(&account)[0].contains("total"));
    assert_eq!(next["metadata"]["description"], "incidents 6 to 10, newest first");
    assert!(created(&answer).last() >= created(&next).first());

    let oldest = account.call("get_incidents", json!({"limit": 5, "sort_by": "created_at:asc"})).await;
    assert_eq!(oldest["metadata"]["description"], format!("5 of {total} incidents, oldest first"));
    assert!(created(&oldest).first() < created(&answer).last());

    let all = account.call("get_incidents", json!({"limit": 10_000, "include": ["id"]})).await;
    assert_eq!(all["metadata"]["description"], format!("Found {total} results for resource type incidents"));
    assert_eq!(all["metadata"]["counted_over"], format!("all {total} incidents found"));
}

#[tokio::test]
async fn other_lists_are_counted_only_where_an_answer_is_a_part_of_them() {
    let account = Account::start().await;
    account.call("get_teams", json!({})).await;
    assert_eq!(account.requests(), ["GET /teams?limit=100"]);
    let answer = account.call("get_teams", json!({"limit": 2})).await;
    assert_eq!(account.requests(), ["GET /teams?limit=2"], "whoever wants two needs no count");
    assert_eq!(answer["metadata"]["description"], "The first 2 teams; there are more");
    let settings = Settings { response_limit: 2, ..settings() };
    let account = Account::with(token::USER, options(), settings).await;
    let answer = account.call("get_teams", json!({})).await;
    assert_eq!(account.requests(), ["GET /teams?limit=2", "GET /teams?limit=1&total=true"]);
    let total = answer["metadata"]["total"].as_u64().unwrap();
    assert_eq!(answer["metadata"]["description"], format!("2 of {total} teams"));
    // Where PagerDuty does not count, the answer is there all the same.
    let refusal = Effect::Answer { status: 400, content_type: "application/json".into(), body: "{}".into() };
    account.simulator.faults().add(Fault { after: 1, ..Fault::new("/teams", refusal) });
    let answer = account.call("get_teams", json!({})).await;
    assert_eq!(answer["metadata"]["description"], "The first 2 teams; there are more");
}

#[tokio::test]
async fn what_is_filtered_here_is_looked_at_to_the_end() {
    let mut options = options();
    options.size.incidents = 2500;
    let account = Account::with(token::USER, options, settings()).await;
    let arguments =
        json!({"current_user_context": false, "query": "no such words", "all_dates": true, "include": ["id"]});
    let answer = account.call("get_incidents", arguments.clone()).await;
    assert_eq!(answer["metadata"]["description"], "Found 0 results for resource type incidents");
    assert_eq!(answer["metadata"].get("truncated"), None);
    let asked = incidents_asked(&account);
    assert_eq!(asked.len(), 25, "every row was looked at: {asked:?}");

    // What fails on the way ends the list, and does not lose what was found.
    let refusal = Effect::Answer { status: 403, content_type: "application/json".into(), body: "{}".into() };
    account.simulator.faults().add(Fault { after: 1, times: Some(12), ..Fault::new("/incidents", refusal) });
    let answer = account.call("get_incidents", arguments.clone()).await;
    let total = answer["metadata"]["total"].as_u64().unwrap();
    let shown = format!("{},{:03}", total / 1000, total % 1000);
    assert_eq!(
        answer["metadata"]["description"],
        format!("0 so far, looked at 100 of {shown} incidents, newest first"),
        "{answer:#}"
    );
    assert!(answer["metadata"]["warnings"].to_string().contains("looked no further"), "{answer:#}");
    account.simulator.faults().clear();
    let mut rest = arguments;
    rest["cursor"] = answer["metadata"]["next_cursor"].clone();
    let rest = account.call("get_incidents", rest).await;
    assert_eq!(rest["metadata"].get("truncated"), None, "{rest:#}");
}

#[tokio::test]
async fn a_search_ends_with_the_rows_that_were_wanted() {
    let account = Account::start().await;
    let one = account.call("get_incidents", json!({"limit": 1})).await;
    let title = &one["incidents"][0]["title"];
    incidents_asked(&account);
    let answer = account.call("get_incidents", json!({"query": title, "limit": 1})).await;
    assert_eq!(answer["incidents"][0]["id"], one["incidents"][0]["id"]);
    assert_eq!(incidents_asked(&account).len(), 1, "it stood on the first page");
}

#[tokio::test]
async fn an_earlier_name_of_a_parameter_still_works() {
    let account = Account::start().await;
    let one = account.call("get_incidents", json!({"limit": 1, "include": ["id"]})).await;
    let id = one["incidents"][0]["id"].as_str().unwrap();
    for name in ["include_changes", "include_change_events"] {
        account.requests();
        account.call("get_incidents", json!({"incident_id": id, name: true})).await;
        let asked = account.requests();
        assert!(asked.contains(&format!("GET /incidents/{id}/related_change_events")), "{name}: {asked:?}");
    }
}

#[tokio::test]
async fn what_was_found_is_said_in_plain_words() {
    let account = Account::start().await;
    let service = account.simulator.account().service.id;
    let incident = account.simulator.account().triggered_incident.unwrap().id;
    for (tool, arguments, key, words) in [
        ("get_priorities", json!({}), "priorities", "Found 5 priorities"),
        ("find_oncall", json!({"service_id": service}), "levels", "Found {} levels"),
        ("oncall_load", json!({}), "people", "Found {} people, worst nights first"),
        ("incident_stats", json!({"group_by": "urgency"}), "groups", "Found {} groups"),
        ("get_log_entries", json!({"incident_id": incident}), "log_entries", "Found {} log entries"),
        ("get_outlier_incident", json!({"incident_id": incident}), "outlier_incidents", "Found 1 outlier incident"),
        ("resolve_incidents", json!({"incident_ids": [incident]}), "outcomes", "{} done, 0 failed"),
    ] {
        let answer = account.call(tool, arguments).await;
        let count = answer[key].as_array().unwrap().len().to_string();
        assert_eq!(answer["metadata"]["description"], words.replace("{}", &count), "{tool}");
    }
}
