//! The past incidents of one incident.

use serde_json::json;

use crate::support::Account;

#[tokio::test]
async fn of_many_past_incidents_the_most_similar_are_shown_and_all_are_counted() {
    let account = Account::start().await;
    let service = json!({"id": "PS1", "type": "service_reference", "summary": "Search"});
    let incident = json!({"incident": {"id": "Q1", "title": "x", "status": "triggered", "service": service}});
    account.answer("/incidents/Q1", 200, &incident.to_string());
    account.answer("/incidents", 200, r#"{"incidents": [], "more": false}"#);
    let past = |day: u32| json!({"incident": {"id": format!("Q{day}"), "created_at": format!("2026-05-{day:02}T00:00:00Z"), "title": "x"}, "score": day});
    let past: Vec<_> = (11..=19).map(past).collect();
    let body = json!({"past_incidents": past, "total": 140, "limit": 100});
    account.answer("/incidents/Q1/past_incidents", 200, &body.to_string());
    let answer = account.call("get_incidents", json!({"incident_id": "Q1", "include_past_incidents": true})).await;
    let shown = answer["incidents"][0]["past_incidents"].as_array().unwrap();
    assert_eq!(shown.iter().map(|one| &one["id"]).collect::<Vec<_>>(), ["Q19", "Q18", "Q17", "Q16", "Q15"]);
    let metadata = &answer["metadata"];
    assert_eq!(metadata["past_incidents_count"], 5);
    let among = "the 9 most similar ones, which PagerDuty lists";
    let summary = json!({"in_all": 140, "last_created_at": "2026-05-19T00:00:00Z", "last_is_among": among});
    assert_eq!(metadata["past_incidents_summary"], summary);
}

/// PagerDuty's list of past incidents does not say it; one more request does, and not one for each.
#[tokio::test]
async fn past_incidents_say_how_they_ended() {
    let account = Account::start().await;
    let (one, service) = ("Q1", json!({"id": "PS1", "type": "service_reference", "summary": "Search"}));
    let incident = json!({"incident": {"id": one, "title": "x", "status": "triggered", "service": service}});
    account.answer("/incidents/Q1", 200, &incident.to_string());
    let past = |id: &str, day: u32| json!({"incident": {"id": id, "created_at": format!("2026-05-{day:02}T00:00:00Z"), "title": "x"}, "score": day});
    let past = [past("Q2", 9), past("Q3", 8), past("Q4", 7), past("Q5", 6)];
    account.answer("/incidents/Q1/past_incidents", 200, &json!({"past_incidents": past, "total": 4}).to_string());
    let resolved = |id: &str, kind: &str, by: &str| json!({"id": id, "status": "resolved", "resolved_at": "2026-05-10T00:00:00Z", "last_status_change_by": {"id": "P1", "type": kind, "summary": by}});
    let mut merged = resolved("Q4", "user_reference", "Ann");
    merged["resolve_reason"] =
        json!({"type": "merge_resolve_reason", "incident": {"id": "Q9", "type": "incident_reference"}});
    let list = [resolved("Q2", "user_reference", "Ann"), resolved("Q3", "service_reference", "Search"), merged];
    account.answer("/incidents", 200, &json!({"incidents": list, "more": false}).to_string());
    let answer = account.call("get_incidents", json!({"incident_id": one, "include_past_incidents": true})).await;
    let past = &answer["incidents"][0]["past_incidents"];
    let said = |place: usize| {
        let past = &past[place];
        (past["resolved_by"].as_str(), past["resolved_by_type"].as_str(), past["merged_into"]["id"].as_str())
    };
    assert_eq!(said(0), (Some("Ann"), Some("person"), None), "{past:#}");
    assert_eq!(said(1), (Some("Search"), Some("service"), None), "{past:#}");
    assert_eq!(said(2), (None, None, Some("Q9")), "{past:#}");
    assert_eq!((said(3), past[3].get("status")), ((None, None, None), None), "{past:#}");
    assert!(answer["metadata"]["warnings"].to_string().contains("how 1 of the past incidents ended is not known"));
    let asked: Vec<_> =
        account.requests().into_iter().filter(|request| request.starts_with("GET /incidents?")).collect();
    let expected = "GET /incidents?service_ids[]=PS1&since=2026-05-06T00:00:00Z&until=2026-05-09T00:00:01Z&sort_by=created_at:desc";
    assert!(asked.len() == 1 && asked[0].starts_with(expected), "{asked:?}");
}
