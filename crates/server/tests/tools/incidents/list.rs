//! Lists of incidents.

use insta::assert_json_snapshot;
use pagerduty::ResourceKind;
use serde_json::{Value, json};

use crate::support::Account;

#[tokio::test]
async fn filters_are_sent() {
    let account = Account::start().await;
    account.has(ResourceKind::Service, "PS1");
    account.has(ResourceKind::Service, "PS2");
    account.has(ResourceKind::Team, "PT1");
    let arguments = json!({
        "current_user_context": false, "service_ids": ["PS1", "PS2"], "team_ids": ["PT1"],
        "statuses": ["triggered", "acknowledged"], "urgencies": ["high"],
        "since": "2026-06-01", "until": "2026-06-10T12:00:00+02:00", "limit": 5,
    });
    account.call("get_incidents", arguments).await;
    account
        .call(
            "get_incidents",
            json!({"current_user_context": false, "team_ids": ["PT1"], "include": ["id", "conference_bridge"]}),
        )
        .await;
    assert_eq!(
        account.requests_for_lists(),
        [
            "GET /incidents?service_ids[]=PS1&service_ids[]=PS2&team_ids[]=PT1&statuses[]=triggered&statuses[]=acknowledged\
             &urgencies[]=high&since=2026-06-01T00:00:00Z&until=2026-06-10T10:00:00Z&sort_by=created_at:desc&limit=5&total=true",
            "GET /incidents?team_ids[]=PT1&sort_by=created_at:desc&include[]=conference_bridge&limit=100&total=true",
        ]
    );
}

#[tokio::test]
async fn the_context_filters_by_the_users_teams_and_services() {
    let account = Account::start().await;
    let me = account.call("build_user_context", json!({})).await;
    let ids = |key: &str| -> String {
        let ids = me[key].as_array().unwrap().iter();
        ids.map(|id| format!("{key}[]={}&", id.as_str().unwrap())).collect()
    };
    account.requests();
    let answer = account.call("get_incidents", json!({"limit": 3})).await;
    let incidents =
        format!("GET /incidents?{}{}sort_by=created_at:desc&limit=3&total=true", ids("service_ids"), ids("team_ids"));
    assert_eq!(account.requests().pop(), Some(incidents));
    assert_eq!(answer["metadata"]["count"], 3);
    assert_eq!(answer["metadata"]["truncated"], true);
}

#[tokio::test]
async fn the_metadata_counts_what_is_returned() {
    let account = Account::start().await;
    let incident = |id: &str, status: &str, by: &str, title: &str| json!({"id": id, "status": status, "title": title, "last_status_change_by": {"id": "P1", "type": by, "summary": "x"}});
    let rows = [
        incident("Q1", "resolved", "service_reference", "No Data: disk"),
        incident("Q2", "resolved", "user_reference", "Disk"),
        incident("Q3", "triggered", "service_reference", "No Data: cpu"),
        json!({"id": "Q4", "status": "new_status", "title": null, "last_status_change_by": null}),
    ];
    account.answer(
        "/incidents",
        200,
        &json!({"incidents": rows, "limit": 100, "offset": 0, "more": false, "total": null}).to_string(),
    );
    let answer = account.call("get_incidents", json!({"current_user_context": false, "team_ids": ["PT1"]})).await;
    assert_json_snapshot!(answer["metadata"], @r#"
    {
      "count": 4,
      "description": "Found 4 results for resource type incidents",
      "counted_over": "all 4 incidents found",
      "status_counts": {
        "triggered": 1,
        "acknowledged": 0,
        "resolved": 2
      },
      "autoresolve_count": 1,
      "no_data_count": 2,
      "range": "the last month",
      "untrusted": [
        "title"
      ]
    }
    "#);
}

#[tokio::test]
async fn an_odd_row_never_fails_a_list() {
    let account = Account::start().await;
    let rows = json!([
        null, "text", {"id": "Q1", "priority": "P1", "incident_number": "12", "urgency": "severe", "service": "PS1", "teams": {"id": "PT1"},
        "assignments": [null, {"at": "2026-06-15T00:00:00Z"}, 5], "acknowledgements": null, "body": "text", "alert_counts": [], "title": 7},
        {"id": "Q2", "title": "Plain", "description": "More", "priority": null, "body": {"details": "text"}}, {}
    ]);
    account.answer("/incidents", 200, &json!({"incidents": rows}).to_string());
    let answer = account.call("get_incidents", json!({"current_user_context": false, "team_ids": ["PT1"]})).await;
    assert_json_snapshot!(answer, @r#"
    {
      "metadata": {
        "count": 3,
        "description": "Found 3 results for resource type incidents",
        "counted_over": "all 3 incidents found",
        "status_counts": {
          "triggered": 0,
          "acknowledged": 0,
          "resolved": 0
        },
        "autoresolve_count": 0,
        "no_data_count": 0,
        "range": "the last month",
        "warnings": [
          "`incidents[0]` is not an object and was left out",
          "`incidents[1]` is not an object and was left out"
        ],
        "untrusted": [
          "title",
          "description",
          "body_details"
        ]
      },
      "incidents": [
        {
          "id": "Q1",
          "incident_number": "12",
          "title": 7,
          "urgency": "severe",
          "priority": "P1",
          "service": "PS1",
          "teams": {
            "id": "PT1"
          },
          "assignments": [
            {
              "at": "2026-06-15T00:00:00Z"
            },
            5
          ],
          "body_details": "text"
        },
        {
          "id": "Q2",
          "title": "Plain",
          "description": "More",
          "body_details": "text"
        },
        {}
      ]
    }
    "#);
}

#[tokio::test]
async fn ranges_end_after_they_start_and_span_180_days_at_most() {
    let account = Account::start().await;
    account.has(ResourceKind::Team, "PT1");
    let range = |since: Value, until: Value| json!({"current_user_context": false, "team_ids": ["PT1"], "since": since, "until": until});
    for (since, until) in [
        ("2026-06-10", "2026-06-01".into()),
        ("2026-06-10", "2026-06-10T00:00:00Z".into()),
        ("2025-12-01", "2026-06-10".into()),
        ("2025-12-01", Value::Null),
    ] {
        let error = account.fail("get_incidents", range(since.into(), until)).await;
        assert_eq!(error["code"], "INVALID_TIME_RANGE", "{error}");
        assert!(error["hint"].is_string());
    }
    assert_eq!(account.requests(), Vec::<String>::new());
    account.call("get_incidents", range("2026-01-01".into(), "2026-06-29".into())).await;
}

#[tokio::test]
async fn fields_that_lists_do_not_have_are_pointed_out() {
    let account = Account::start().await;
    let answer = account.call("get_incidents", json!({"limit": 1, "include": ["id", "custom_fields", "notes"]})).await;
    let warning = answer["metadata"]["warnings"][0].as_str().unwrap();
    assert!(warning.contains("`custom_fields` and `notes`") && warning.contains("`incident_id`"), "{warning}");
}

#[tokio::test]
async fn hostile_text_is_cleaned() {
    let account = Account::start().await;
    let row = json!({"id": "Q1", "title": "safe\u{202e}\u{200b}\u{e0041} title", "service": {"id": "PS1", "summary": "a\u{1b}[0m"}});
    account.answer("/incidents", 200, &json!({"incidents": [row]}).to_string());
    let answer = account.call("get_incidents", json!({"current_user_context": false, "team_ids": ["PT1"]})).await;
    assert_eq!(
        answer["incidents"][0],
        json!({"id": "Q1", "title": "safe title", "service": {"id": "PS1", "summary": "a[0m"}})
    );
}

#[tokio::test]
async fn what_cannot_be_read_in_a_row_costs_nothing_else() {
    let account = Account::start().await;
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let body = format!(
        r#"{{"incidents": [{{"id": "Q1", "title": "cut \ud83d"}}, {{"id": "Q2", "incident_number": 1e999}}, {{"id": "Q3", "alert_counts": {deep}}}]}}"#
    );
    account.answer("/incidents", 200, &body);
    let answer = account.call("get_incidents", json!({"current_user_context": false, "team_ids": ["PT1"]})).await;
    assert_eq!(answer["incidents"][0], json!({"id": "Q1", "title": "cut \u{fffd}"}));
    assert_eq!(answer["incidents"][1], json!({"id": "Q2", "incident_number": "1e999"}));
    assert_eq!(answer["incidents"][2]["id"], "Q3");
}

#[tokio::test]
async fn filters_longer_than_an_address_are_refused() {
    let account = Account::start().await;
    let ids: Vec<_> = (0..2000).map(|index| format!("PTEAM{index}")).collect();
    let error = account.fail("get_incidents", json!({"current_user_context": false, "team_ids": ids})).await;
    assert_eq!((error["code"].as_str(), error.get("retry_after_seconds")), (Some("INVALID_PARAMETER"), None));
    assert_eq!(account.requests(), Vec::<String>::new());
}
