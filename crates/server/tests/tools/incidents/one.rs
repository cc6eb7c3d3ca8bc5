//! One incident, with its parts.

use insta::assert_json_snapshot;
use serde_json::json;

use crate::support::Account;

const INCIDENT: &str = r#"{"incident":{"incident_number":1234,"title":"High error rate","description":"High error rate","created_at":"2026-06-15T10:00:00Z","updated_at":"2026-06-15T10:05:00Z",
    "status":"acknowledged","incident_key":"k-1","urgency":"high","service":{"id":"PS1","type":"service_reference","summary":"Checkout API","self":"s","html_url":"h"},
    "assignments":[{"at":"2026-06-15T10:00:00Z","assignee":{"id":"PU1","type":"user_reference","summary":"Ann Lee","self":"s","html_url":"h"}}],"assigned_via":"escalation_policy",
    "last_status_change_at":"2026-06-15T10:05:00Z","resolved_at":null,"first_trigger_log_entry":{"id":"RL1","type":"trigger_log_entry_reference","summary":"Triggered","self":"s","html_url":"h"},
    "alert_counts":{"all":2,"triggered":1,"resolved":1},"is_mergeable":true,"incident_type":{"name":"incident_default"},
    "escalation_policy":{"id":"PE1","type":"escalation_policy_reference","summary":"Checkout","self":"s","html_url":"h"},
    "teams":[{"id":"PT1","type":"team_reference","summary":"Payments","self":"s","html_url":"h"}],"impacted_services":[],"pending_actions":[{"type":"escalate","at":"2026-06-15T10:30:00Z"}],
    "acknowledgements":[{"at":"2026-06-15T10:05:00Z","acknowledger":{"id":"PU1","type":"user_reference","summary":"Ann Lee","self":"s","html_url":"h"}}],"alert_grouping":null,
    "last_status_change_by":{"id":"PU1","type":"user_reference","summary":"Ann Lee","self":"s","html_url":"h"},"priority":{"id":"PP1","type":"priority","summary":"P1","name":"P1","description":"Worst"},
    "resolve_reason":null,"conference_bridge":{"conference_number":"+1","conference_url":"https://meet"},"responder_requests":[],"subscriber_requests":[],
    "body":{"type":"incident_body","details":{"__pd_cef_payload":{"client":"Monitor","client_url":"https://monitor/1","details":{"title":"High error rate","rate":"12 %","tags":["a"]}}}},
    "custom_fields":[{"id":"PF1","name":"region","display_name":"Region","value":"eu"}],
    "id":"Q1","type":"incident","summary":"[#1234] High error rate","self":"s","html_url":"https://x/Q1"}}"#;

#[tokio::test]
async fn one_incident_has_the_documented_fields() {
    let account = Account::start().await;
    account.answer("/incidents/Q1", 200, INCIDENT);
    assert_json_snapshot!(account.call("get_incidents", json!({"incident_id": "Q1"})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type incidents",
        "untrusted": [
          "title",
          "body_details",
          "client_url"
        ]
      },
      "incidents": [
        {
          "id": "Q1",
          "incident_number": 1234,
          "title": "High error rate",
          "status": "acknowledged",
          "urgency": "high",
          "priority": "P1",
          "created_at": "2026-06-15T10:00:00Z",
          "updated_at": "2026-06-15T10:05:00Z",
          "service": {
            "id": "PS1",
            "summary": "Checkout API"
          },
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
          "assignments": [
            {
              "at": "2026-06-15T10:00:00Z",
              "assignee": {
                "id": "PU1",
                "summary": "Ann Lee"
              }
            }
          ],
          "acknowledgements": [
            {
              "at": "2026-06-15T10:05:00Z",
              "acknowledger": {
                "id": "PU1",
                "summary": "Ann Lee"
              }
            }
          ],
          "last_status_change_at": "2026-06-15T10:05:00Z",
          "last_status_change_by": {
            "id": "PU1",
            "type": "user_reference",
            "summary": "Ann Lee"
          },
          "alert_counts": {
            "all": 2,
            "triggered": 1,
            "resolved": 1
          },
          "body_details": {
            "rate": "12 %",
            "tags": [
              "a"
            ]
          },
          "client_url": "https://monitor/1"
        }
      ]
    }
    "#);
    let on_request = json!([
        "summary",
        "incident_key",
        "html_url",
        "resolve_reason",
        "incident_type",
        "conference_bridge",
        "first_trigger_log_entry",
        "pending_actions",
        "is_mergeable",
        "assigned_via",
        "custom_fields",
        "type"
    ]);
    assert_json_snapshot!(account.call("get_incidents", json!({"incident_id": "Q1", "include": on_request})).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type incidents",
        "untrusted": [
          "summary",
          "incident_key",
          "conference_bridge",
          "first_trigger_log_entry",
          "custom_fields"
        ]
      },
      "incidents": [
        {
          "summary": "[#1234] High error rate",
          "incident_key": "k-1",
          "html_url": "https://x/Q1",
          "incident_type": {
            "name": "incident_default"
          },
          "conference_bridge": {
            "conference_number": "+1",
            "conference_url": "https://meet"
          },
          "first_trigger_log_entry": {
            "id": "RL1",
            "type": "trigger_log_entry_reference",
            "summary": "Triggered"
          },
          "pending_actions": [
            {
              "type": "escalate",
              "at": "2026-06-15T10:30:00Z"
            }
          ],
          "is_mergeable": true,
          "assigned_via": "escalation_policy",
          "custom_fields": [
            {
              "id": "PF1",
              "name": "region",
              "display_name": "Region",
              "value": "eu"
            }
          ],
          "type": "incident"
        }
      ]
    }
    "#);
    assert_eq!(
        account.requests(),
        [
            "GET /incidents/Q1?include[]=body",
            "GET /incidents/Q1?include[]=body&include[]=conference_bridge&include[]=custom_fields"
        ]
    );
}

#[tokio::test]
async fn parts_of_one_incident_are_added_and_counted() {
    let account = Account::start().await;
    account.answer("/incidents/Q1", 200, INCIDENT);
    account.answer(
        "/incidents/Q1/past_incidents",
        200,
        r#"{"past_incidents":[{"incident":{"id":"Q8","created_at":"2026-05-01T00:00:00Z","self":"s","title":"Errors"},"score":12.5},
            {"incident":{"id":"Q9","created_at":"2026-04-01T00:00:00Z","self":"s","title":"High error rate"},"score":46.8}],"total":2,"limit":5}"#,
    );
    account.answer(
        "/incidents/Q1/related_incidents",
        200,
        r#"{"related_incidents":[{"incident":{"id":"Q2","title":"Latency","description":"Latency","status":"triggered","service":{"id":"PS2","summary":"Search","type":"service_reference"}},
            "relationships":[{"type":"machine_learning_inferred","metadata":{"grouping_classification":"similar_contents","user_feedback":{"positive_feedback_count":12}}}]}]}"#,
    );
    account.answer(
        "/incidents/Q1/notes",
        200,
        r#"{"notes":[{"id":"PN1","user":{"id":"PU1","type":"user_reference","summary":"Ann Lee","self":"s","html_url":"h"},"channel":{"summary":"The website","id":null,"type":"website"},
            "content":"Restarted","created_at":"2026-06-15T10:10:00Z"}]}"#,
    );
    let ended = json!({"incidents": [
        {"id": "Q9", "incident_number": 9, "status": "resolved", "resolved_at": "2026-04-01T01:00:00Z",
            "last_status_change_by": {"id": "PU1", "type": "user_reference", "summary": "Ann Lee"}},
        {"id": "Q8", "incident_number": 8, "status": "acknowledged"},
    ], "more": false});
    account.answer("/incidents", 200, &ended.to_string());
    let flags = json!({"incident_id": "Q1", "include": ["id"], "include_past_incidents": true, "include_related_incidents": "true", "include_notes": true});
    assert_json_snapshot!(account.call("get_incidents", flags).await, @r#"
    {
      "metadata": {
        "count": 1,
        "description": "Found 1 result for resource type incidents",
        "past_incidents_count": 2,
        "related_incidents_count": 1,
        "notes_count": 1,
        "past_incidents_summary": {
          "in_all": 2,
          "last_created_at": "2026-05-01T00:00:00Z"
        },
        "untrusted": [
          "past_incidents.title",
          "related_incidents.title",
          "notes.content",
          "notes.channel"
        ]
      },
      "incidents": [
        {
          "id": "Q1",
          "past_incidents": [
            {
              "id": "Q9",
              "title": "High error rate",
              "created_at": "2026-04-01T00:00:00Z",
              "similarity_score": 46.8,
              "incident_number": 9,
              "status": "resolved",
              "resolved_at": "2026-04-01T01:00:00Z",
              "resolved_by": "Ann Lee",
              "resolved_by_type": "person"
            },
            {
              "id": "Q8",
              "title": "Errors",
              "created_at": "2026-05-01T00:00:00Z",
              "similarity_score": 12.5,
              "incident_number": 8,
              "status": "acknowledged"
            }
          ],
          "related_incidents": [
            {
              "id": "Q2",
              "title": "Latency",
              "status": "triggered",
              "service": {
                "id": "PS2",
                "summary": "Search"
              },
              "relationship_type": "machine_learning_inferred",
              "relationship_metadata": {
                "grouping_classification": "similar_contents",
                "user_feedback": {
                  "positive_feedback_count": 12
                }
              }
            }
          ],
          "notes": [
            {
              "id": "PN1",
              "content": "Restarted",
              "created_at": "2026-06-15T10:10:00Z",
              "user": {
                "id": "PU1",
                "name": "Ann Lee"
              },
              "channel": {
                "summary": "The website"
              }
            }
          ]
        }
      ]
    }
    "#);
    let mut requests = account.requests();
    requests.sort();
    assert_eq!(
        requests,
        [
            "GET /incidents/Q1/notes",
            "GET /incidents/Q1/past_incidents?limit=100&total=true",
            "GET /incidents/Q1/related_incidents?additional_details[]=incident",
            "GET /incidents/Q1?include[]=body",
            "GET /incidents?service_ids[]=PS1&since=2026-04-01T00:00:00Z&until=2026-05-01T00:00:01Z&sort_by=created_at:desc&limit=100"
        ]
    );
    let named = account.call("get_incidents", json!({"incident_id": "Q1", "include": ["id", "notes"]})).await;
    assert_eq!(named["incidents"][0]["notes"][0]["user"], json!({"id": "PU1", "name": "Ann Lee"}));
}

#[tokio::test]
async fn a_part_that_fails_does_not_cost_the_others() {
    let account = Account::start().await;
    account.answer("/incidents/Q1", 200, INCIDENT);
    account.answer("/incidents/Q1/past_incidents", 402, r#"{"error":{"message":"Requires an add-on","code":2014}}"#);
    account.answer("/incidents/Q1/notes", 200, r#"{"notes":[]}"#);
    let answer = account
        .call("get_incidents", json!({"incident_id": "Q1", "include_past_incidents": true, "include_notes": true}))
        .await;
    assert_eq!(answer["incidents"][0]["id"], "Q1");
    assert_eq!(answer["metadata"]["notes_count"], 0);
    assert_eq!(answer["metadata"].get("past_incidents_count"), None);
    let warning = answer["metadata"]["warnings"][0].as_str().unwrap();
    assert!(warning.contains("`past_incidents`") && warning.contains("402"), "{warning}");
    assert_eq!(answer["metadata"]["upstream_messages"], json!(["Requires an add-on"]));
    assert!(answer["metadata"]["untrusted"].as_array().unwrap().contains(&json!("metadata.upstream_messages")));
}

#[tokio::test]
async fn an_incident_is_found_by_its_number() {
    let account = Account::start().await;
    let list = account.call("get_incidents", json!({"limit": 1, "include": ["id", "incident_number"]})).await;
    let (id, number) = (&list["incidents"][0]["id"], &list["incidents"][0]["incident_number"]);
    account.requests();
    // Numbers come as numbers and as texts.
    for number in [number.clone(), number.to_string().into()] {
        let answer = account.call("get_incidents", json!({"incident_id": number, "include_notes": true})).await;
        assert_eq!(answer["incidents"][0]["id"], *id);
    }
    let id = id.as_str().unwrap();
    assert_eq!(
        account.requests()[..2],
        [format!("GET /incidents/{number}?include[]=body"), format!("GET /incidents/{id}/notes")]
    );
}

#[tokio::test]
async fn odd_parts_are_still_returned() {
    let account = Account::start().await;
    account.answer("/incidents/Q1", 200, INCIDENT);
    account.answer(
        "/incidents/Q1/past_incidents",
        200,
        r#"{"past_incidents":[{"incident":null,"score":3.5},{"incident":"Q7","score":9}]}"#,
    );
    account.answer(
        "/incidents/Q1/related_incidents",
        200,
        r#"{"related_incidents":[{"incident":"Q8"},{"incident":{"id":"Q9"},"relationships":5}]}"#,
    );
    let flags = json!({"incident_id": "Q1", "include": ["id"], "include_past_incidents": true, "include_related_incidents": true});
    let answer = account.call("get_incidents", flags).await;
    assert_eq!(
        answer["incidents"][0]["past_incidents"],
        json!([{"id": "Q7", "similarity_score": 9.0}, {"similarity_score": 3.5}])
    );
    assert_eq!(answer["incidents"][0]["related_incidents"], json!([{"id": "Q8"}, {"id": "Q9"}]));
    assert_eq!(answer["metadata"].get("warnings"), None);
}

#[tokio::test]
async fn what_monitoring_sent_is_kept_as_it_was() {
    let account = Account::start().await;
    let details = json!({"title": "T", "nested": {"self": "mine", "type": "x_reference", "html_url": "y"}, "list": [1, null, 3], "none": null});
    let body = json!({"details": {"__pd_cef_payload": {"details": details}}});
    account.answer("/incidents/Q1", 200, &json!({"incident": {"id": "Q1", "title": "T", "body": body}}).to_string());
    let answer = account.call("get_incidents", json!({"incident_id": "Q1"})).await;
    let kept = json!({"nested": {"self": "mine", "type": "x_reference", "html_url": "y"}, "list": [1, null, 3]});
    assert_eq!(answer["incidents"][0]["body_details"], kept);

    let body = json!({"details": {"__pd_cef_payload": {"details": "plain words"}}});
    account.answer("/incidents/Q2", 200, &json!({"incident": {"id": "Q2", "body": body}}).to_string());
    let answer = account.call("get_incidents", json!({"incident_id": "Q2"})).await;
    assert_eq!(answer["incidents"][0]["body_details"], "plain words");
}

#[tokio::test]
async fn a_timeline_does_not_repeat_its_incident_in_each_entry() {
    let account = Account::start().await;
    let id = account.simulator.account().triggered_incident.unwrap().id;
    let answer = account.call("get_incidents", json!({"incident_id": id, "include_timeline": true})).await;
    let entries = answer["incidents"][0]["log_entries"].as_array().unwrap();
    assert!(!entries.is_empty());
    let repeated = |entry: &&serde_json::Value| entry.get("incident").is_some() || entry.get("service").is_some();
    assert_eq!(entries.iter().find(repeated), None);
}
