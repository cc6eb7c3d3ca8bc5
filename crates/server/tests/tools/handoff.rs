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
    let rank = |one: &serde_json::Value| {
        let priority = one["priority"].as_str().map_or("none".to_owned(), str::to_owned);
        (one["urgency"] == "low", priority == "none", priority, -(one["age_hours"].as_f64().unwrap() * 10.0) as i64)
    };
    assert!(listed.is_sorted_by_key(rank), "{listed:#?}");
    assert!(listed.iter().any(|incident| incident["owner"][0].is_string()), "{listed:?}");
    let stats = account.call("incident_stats", json!({"since": "2026-06-14T14:00:00Z"})).await;
    assert_eq!(handoff["happened"]["incidents"], stats["metadata"]["total"]["incidents"]);
    let latest = handoff["happened"]["latest"].as_array().unwrap();
    assert!(latest.is_sorted_by(|a, b| a["created_at"].as_str() >= b["created_at"].as_str()), "{latest:#?}");
    let policy = &handoff["on_call"][0];
    assert!(policy["escalation_policy"]["summary"].is_string(), "{policy:#}");
    assert!(
        policy["levels"][0]["on_call"][0]["user"]["summary"].is_string()
            && !policy["levels"].to_string().contains("escalation_policy")
    );
    account.requests();
    account.call("oncall_handoff", json!({"since": "2026-06-15T02:00:00Z"})).await;
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
async fn what_was_resolved_in_the_shift_counts_whenever_it_began() {
    let account = Account::start().await;
    let listed = account
        .call(
            "get_incidents",
            json!({"statuses": ["resolved"], "sort_by": "resolved_at:desc", "limit": 100,
                   "include": ["incident_number", "created_at", "resolved_at", "resolve_reason"]}),
        )
        .await;
    let mut listed = listed["incidents"].as_array().unwrap().clone();
    listed.retain(|one| one.get("resolve_reason").is_none());
    // A shift that begins between the beginning and the end of one of them, and ends right after it.
    let one = listed.iter().find(|one| one["resolved_at"].as_str() < Some("2026-06-15T12:00:00Z")).unwrap();
    let time = |field: &str| one[field].as_str().unwrap().parse::<pagerduty::Timestamp>().unwrap();
    let (since, until) = (time("created_at").plus_seconds(1), time("resolved_at").plus_seconds(1));
    let in_shift = |field: &str| {
        let within = |one: &&serde_json::Value| {
            (since..until).contains(&one[field].as_str().unwrap().parse::<pagerduty::Timestamp>().unwrap())
        };
        listed.iter().filter(within).count()
    };
    let answer = account.call("oncall_handoff", json!({"since": since.to_string(), "until": until.to_string()})).await;
    let happened = &answer["handoff"][0]["happened"];
    assert_eq!(happened["resolved"], in_shift("resolved_at"), "{happened:#}");
    let before = happened["resolved_from_before"].as_array().unwrap();
    assert!(before.iter().any(|before| before["incident_number"] == one["incident_number"]), "{happened:#}");
}

#[tokio::test]
async fn what_was_merged_is_said_and_not_counted_as_resolved() {
    let account = Account::start().await;
    let arguments = json!({"statuses": ["triggered"], "sort_by": "created_at:desc", "limit": 2});
    let open = account.call("get_incidents", arguments).await["incidents"].clone();
    let [one, other] = [&open[0], &open[1]];
    // It began right before the shift.
    let since = other["created_at"].as_str().unwrap().parse::<pagerduty::Timestamp>().unwrap().plus_seconds(1);
    let happened = async |account: &Account| {
        let arguments = json!({"since": since.to_string(), "until": "2026-06-15T14:00:01Z"});
        let answer = account.call("oncall_handoff", arguments).await;
        answer["handoff"][0]["happened"].clone()
    };
    let before = happened(&account).await;
    account.call("merge_incidents", json!({"incident_id": one["id"], "source_incident_ids": [other["id"]]})).await;
    let after = happened(&account).await;
    assert_eq!(after["resolved"], before["resolved"], "nobody solved it: {after:#}");
    let merged = |happened: &serde_json::Value| happened["merged_into_others"].as_u64().unwrap_or(0);
    assert_eq!(merged(&after), merged(&before) + 1);
    let rows = after["resolved_from_before"].as_array().cloned().unwrap_or_default();
    let row = rows.iter().find(|row| row["incident_number"] == other["incident_number"]);
    let row = row.unwrap_or_else(|| panic!("it is shown: {after:#}"));
    assert!(row["merged_into"].is_string() && row.get("minutes_to_resolve").is_none(), "{row}");
}

#[tokio::test]
async fn a_schedule_is_that_of_the_services_that_page_it() {
    let account = Account::start().await;
    account.answer(
        "/schedules/PSCHED1",
        200,
        r#"{"schedule": {"id": "PSCHED1", "escalation_policies": [{"id": "PPOLIC1"}], "teams": []}}"#,
    );
    account.answer(
        "/escalation_policies/PPOLIC1",
        200,
        r#"{"escalation_policy": {"id": "PPOLIC1", "escalation_rules": [{"id": "R1"}], "services": [{"id": "PSERV02"}, {"id": "PSERV01"}]}}"#,
    );
    account.answer("/oncalls", 200, r#"{"oncalls": []}"#);
    account.call("oncall_handoff", json!({"schedule_id": "PSCHED1"})).await;
    let asked = account.requests();
    let of_services = "service_ids[]=PSERV01&service_ids[]=PSERV02";
    assert_eq!(
        asked.iter().filter(|line| line.starts_with("GET /incidents?") && line.contains(of_services)).count(),
        3
    );
    for service in ["PSERV01", "PSERV02"] {
        assert!(asked.iter().any(|line| line.starts_with(&format!("GET /services/{service}/change_events?since="))));
    }
    account.answer("/schedules/PSCHED2", 200, r#"{"schedule": {"id": "PSCHED2", "escalation_policies": []}}"#);
    let error = account.fail("oncall_handoff", json!({"schedule_id": "PSCHED2"})).await;
    assert!(error["message"].as_str().unwrap().contains("no escalation policy has this schedule"), "{error}");
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

#[tokio::test]
async fn changes_after_which_something_broke_come_first() {
    let account = Account::start().await;
    let incident = |number: u64, service: &str, created: &str| {
        json!({"id": format!("Q{number}"), "incident_number": number, "title": "It broke", "status": "resolved",
               "created_at": created, "service": {"id": service, "summary": service}})
    };
    let incidents = json!({"incidents": [
        incident(7, "PSERV01", "2026-06-15T11:00:00Z"),
        incident(6, "PSERV01", "2026-06-15T10:10:00Z"),
        incident(5, "PSERV02", "2026-06-15T10:10:00Z"),
    ]});
    let change = |id: &str, service: &str, at: &str| json!({"id": id, "summary": id, "timestamp": at, "services": [{"id": service, "summary": service}]});
    let changes = json!({"change_events": [
        change("Late", "PSERV03", "2026-06-15T12:00:00Z"),
        change("After", "PSERV02", "2026-06-15T10:11:00Z"),
        change("Guilty", "PSERV01", "2026-06-15T10:00:00Z"),
    ]});
    account.answer("/incidents", 200, &incidents.to_string());
    account.answer("/change_events", 200, &changes.to_string());
    let answer = account.call("oncall_handoff", json!({})).await;
    let changes = answer["handoff"][0]["changes"].as_array().unwrap();
    let names: Vec<_> = changes.iter().map(|change| change["summary"].as_str().unwrap()).collect();
    assert_eq!(names, ["Guilty", "Late", "After"]);
    let after: Vec<_> =
        changes[0]["incidents_after"].as_array().unwrap().iter().map(|one| &one["incident_number"]).collect();
    assert_eq!(after, [6, 7]);
    assert!(changes[1].get("incidents_after").is_none());
}

#[tokio::test]
async fn the_own_shift_is_handed_over() {
    let account = Account::start().await;
    let me = account.call("build_user_context", json!({})).await["user_id"].as_str().unwrap().to_owned();
    let row = |schedule: Option<&str>, level: u32, start: &str, end: &str| {
        json!({"escalation_policy": {"id": "PE1"}, "escalation_level": level, "user": {"id": me, "summary": "Ada"},
               "schedule": schedule.map(|name| json!({"id": name, "summary": name})), "start": start, "end": end})
    };
    let shift = async |rows: serde_json::Value, mut arguments: serde_json::Value| {
        arguments["time_zone"] = arguments.get("time_zone").cloned().unwrap_or(json!("UTC"));
        account.simulator.faults().clear();
        account.answer("/oncalls", 200, &json!({"oncalls": rows}).to_string());
        account.requests();
        account.call("oncall_handoff", arguments).await
    };
    let now = json!([
        row(None, 1, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        row(Some("PSECOND"), 2, "2026-06-01T09:00:00Z", "2026-06-22T09:00:00Z"),
        row(Some("PFIRST"), 1, "2026-06-08T11:00:00+02:00", "2026-06-15T20:00:00Z"),
    ]);
    let answer = shift(now.clone(), json!({})).await;
    let expected =
        json!({"since": "2026-06-08T09:00:00Z", "until": "2026-06-15T14:00:00Z", "user": "Ada", "schedule": "PFIRST"});
    assert_eq!(answer["handoff"][0]["shift"], expected);
    let asked = account.requests();
    let own = format!("GET /oncalls?user_ids[]={me}&since=2026-06-15T02:00:00Z&until=2026-06-15T14:00:00Z&limit=100");
    assert!(asked.contains(&own), "{asked:#?}");
    assert!(
        asked.iter().any(|line| line.contains("since=2026-06-08T09:00:00Z&until=2026-06-15T14:00:00Z")),
        "{asked:#?}"
    );

    // Right after its end, in another zone.
    let ended = json!([row(Some("PFIRST"), 1, "2026-06-08T09:00:00Z", "2026-06-15T13:00:00Z")]);
    let answer = shift(ended, json!({"time_zone": "Europe/Berlin"})).await;
    assert_eq!(answer["handoff"][0]["shift"]["since"], "2026-06-08T11:00:00+02:00");
    assert_eq!(answer["metadata"]["time_zone"], "Europe/Berlin");
    for incident in answer["handoff"][0]["happened"]["latest"].as_array().unwrap() {
        assert!(incident["created_at"].as_str().unwrap().ends_with("+02:00"), "{incident}");
    }

    let answer = shift(json!([]), json!({})).await;
    assert_eq!(answer["handoff"][0]["shift"]["since"], "2026-06-15T02:00:00Z");
    assert!(answer["metadata"]["warnings"].to_string().contains("no shift to hand over was found"), "{answer:#}");
    let answer = shift(now, json!({"since": "2026-06-15T10:00:00Z"})).await;
    assert_eq!(
        answer["handoff"][0]["shift"],
        json!({"since": "2026-06-15T10:00:00Z", "until": "2026-06-15T14:00:00Z"})
    );
}

#[tokio::test]
async fn what_was_merged_was_not_resolved() {
    let account = Account::start().await;
    let incident = |number: u64, reason: serde_json::Value| {
        json!({"id": format!("Q{number}"), "incident_number": number, "title": "It broke", "status": "resolved",
               "created_at": "2026-06-15T10:00:00Z", "resolved_at": "2026-06-15T11:00:00Z", "resolve_reason": reason})
    };
    let merged = json!({"type": "merge_resolve_reason", "incident": {"id": "Q7", "summary": "[#7] It broke"}});
    let incidents = json!({"incidents": [incident(8, merged), incident(9, json!(null))]});
    account.answer("/incidents", 200, &incidents.to_string());
    let answer = account.call("oncall_handoff", json!({"since": "2026-06-15T02:00:00Z"})).await;
    let happened = &answer["handoff"][0]["happened"];
    assert_eq!((&happened["resolved"], &happened["merged_into_others"]), (&json!(1), &json!(1)), "{happened:#}");
    assert_eq!(happened["latest"][0]["merged_into"], "[#7] It broke");
    assert_eq!(happened["latest"][0].get("minutes_to_resolve"), None);
    assert_eq!(happened["latest"][1]["minutes_to_resolve"], 60);
    let stats = account.call("incident_stats", json!({"since": "2026-06-15T02:00:00Z"})).await;
    let total = &stats["metadata"]["total"];
    assert_eq!((&total["resolved"], &total["merged"]), (&json!(1), &json!(1)), "{total:#}");
    assert_eq!(total["seconds_to_resolve"]["count"], 1);
}
