//! What callers get wrong, and what they are told: names and IDs that nothing has, other words for parameters and fields.

use serde_json::{Value, json};

use crate::support::Account;

/// A team, as a list of one.
fn teams(account: &Account) -> String {
    let teams =
        json!({"teams": [{"id": "PTEAM01", "name": "Checkout"}, {"id": "PTEAM02", "name": "Site Reliability"}]});
    account.answer("/teams", 200, &teams.to_string());
    account.simulator.account().other_team.unwrap().id
}

#[tokio::test]
async fn a_word_that_names_nothing_is_never_sent_as_an_id() {
    let account = Account::start().await;
    teams(&account);
    for word in
        [json!("Chekout"), json!("SRE"), json!("none"), json!("null"), json!("undefined"), json!(0), json!("P1")]
    {
        let error = account.fail("get_incidents", json!({"team_ids": [word]})).await;
        let shown = word.as_str().map_or_else(|| word.to_string(), str::to_owned);
        assert_eq!(error["code"], "INVALID_TEAM_ID", "{error}");
        assert_eq!(error["message"], format!("no team is called `{shown}` (`team_ids`)"));
        if shown == "Chekout" {
            assert_eq!(error["candidates"], json!([{"id": "PTEAM01", "name": "Checkout"}]));
        }
    }
    assert!(
        account.requests().iter().all(|line| line.starts_with("GET /teams?")),
        "nothing is asked for by such an ID"
    );
}

#[tokio::test]
async fn a_change_for_nobody_of_that_name_is_refused() {
    let account = Account::start().await;
    let known = account.simulator.account();
    let (incident, schedule) = (known.triggered_incident.unwrap().id, known.demo_schedule.unwrap().id);
    let service = known.service.id;
    for (tool, arguments, code) in [
        ("reassign_incident", json!({"incident_id": incident, "user_ids": ["Bobb"]}), "INVALID_USER_ID"),
        ("add_responders", json!({"incident_id": incident, "message": "x", "user_ids": ["Bobb"]}), "INVALID_USER_ID"),
        (
            "create_override",
            json!({"schedule_id": schedule, "user_id": "Bobb", "start": "now+1h", "end": "now+2h"}),
            "INVALID_USER_ID",
        ),
        (
            "create_incident",
            json!({"service_id": service, "title": "x", "escalation_policy_id": "Nope"}),
            "INVALID_ESCALATION_POLICY_ID",
        ),
    ] {
        let mut arguments = arguments;
        arguments["dry_run"] = true.into();
        let error = account.fail(tool, arguments).await;
        assert_eq!(error["code"], code, "{tool}: {error}");
    }
}

#[tokio::test]
async fn an_id_in_small_letters_is_told_to_be_in_capitals() {
    let account = Account::start().await;
    let id = teams(&account);
    for (text, candidates) in [("pteam01", true), (&*id.to_lowercase(), false)] {
        let error = account.fail("get_incidents", json!({"team_ids": [text]})).await;
        assert_eq!(error["code"], "INVALID_TEAM_ID", "{error}");
        assert_eq!(error["hint"], format!("IDs are in capitals: write `{}`", text.to_uppercase()));
        assert_eq!(error["candidates"].is_array(), candidates, "{error}");
    }
}

#[tokio::test]
async fn nothing_is_found_for_an_id_that_nothing_has() {
    let account = Account::start().await;
    for (tool, arguments, code) in [
        ("get_incidents", json!({"team_ids": ["PZZZZZZ"]}), "INVALID_TEAM_ID"),
        ("get_incidents", json!({"service_ids": ["PZZZZZZ"]}), "INVALID_SERVICE_ID"),
        ("get_incidents", json!({"user_ids": ["PZZZZZZ"]}), "INVALID_USER_ID"),
        ("get_services", json!({"team_ids": ["PZZZZZZ"]}), "INVALID_TEAM_ID"),
        ("get_oncalls", json!({"current_user_context": false, "schedule_ids": ["PZZZZZZ"]}), "INVALID_SCHEDULE_ID"),
        (
            "get_oncalls",
            json!({"current_user_context": false, "escalation_policy_ids": ["PZZZZZZ"]}),
            "INVALID_ESCALATION_POLICY_ID",
        ),
        ("find_oncall", json!({"team_id": "PZZZZZZ"}), "INVALID_TEAM_ID"),
        ("oncall_handoff", json!({"team_id": "PZZZZZZ", "since": "now-12h"}), "INVALID_TEAM_ID"),
        ("find_coverage_gaps", json!({"team_ids": ["PZZZZZZ"]}), "INVALID_TEAM_ID"),
        ("find_coverage_gaps", json!({"schedule_ids": ["PZZZZZZ"]}), "INVALID_SCHEDULE_ID"),
        ("incident_stats", json!({"team_ids": ["PZZZZZZ"]}), "INVALID_TEAM_ID"),
        ("oncall_load", json!({"team_ids": ["PZZZZZZ"]}), "INVALID_TEAM_ID"),
        ("get_log_entries", json!({"team_ids": ["PZZZZZZ"]}), "INVALID_TEAM_ID"),
        ("get_change_events", json!({"team_ids": ["PZZZZZZ"]}), "INVALID_TEAM_ID"),
    ] {
        let error = account.fail(tool, arguments.clone()).await;
        assert_eq!(error["code"], code, "{tool} {arguments}: {error}");
        assert!(error["hint"].as_str().unwrap().starts_with("find "), "{tool}: {error}");
    }
}

#[tokio::test]
async fn an_empty_answer_costs_one_look_at_its_filters_and_says_which_name_nothing() {
    let account = Account::start().await;
    let team = account.simulator.account().other_team.unwrap().id;
    let nothing = |ids: Value| json!({"team_ids": ids, "since": "now-1m", "statuses": ["resolved"]});
    let answer = account.call("get_incidents", nothing(json!([team]))).await;
    assert!(answer["metadata"]["warnings"].is_null(), "{answer}");
    assert_eq!(account.requests()[1..], [format!("GET /teams/{team}")]);
    account.call("get_incidents", nothing(json!([team]))).await;
    assert_eq!(account.requests().len(), 1, "it is known to be there");
    let answer = account.call("get_incidents", nothing(json!([team, "PZZZZZZ"]))).await;
    assert_eq!(
        answer["metadata"]["warnings"],
        json!(["no team has the ID `PZZZZZZ` (`team_ids`): the answer is about the others"])
    );
    // What this token may not read is there.
    account.answer("/teams/PSECRET", 403, r#"{"error": {"message": "Access Denied", "code": 2010}}"#);
    account.call("get_incidents", nothing(json!(["PSECRET"]))).await;
    account.requests();
    account.call("get_incidents", json!({"team_ids": [team], "limit": 1})).await;
    assert_eq!(account.requests().len(), 1, "what is found is not looked at");
}

#[tokio::test]
async fn no_gaps_are_good_news_and_cost_no_look() {
    let account = Account::start().await;
    let team = account.simulator.account().demo_teams[0].id.clone();
    let arguments = json!({"team_ids": [team], "until": "now+1m", "problems": ["nobody"]});
    account.call("find_coverage_gaps", arguments).await;
    let asked = account.requests();
    assert!(asked.iter().all(|line| !line.contains(&format!("/teams/{team}"))), "{asked:?}");
}

#[tokio::test]
async fn empty_values_of_a_list_are_left_out() {
    let account = Account::start().await;
    let team = account.simulator.account().other_team.unwrap().id;
    account.call("get_incidents", json!({"team_ids": [null, "", team], "urgencies": ["", "high"], "limit": 1})).await;
    let asked = account.requests();
    assert!(asked[0].contains(&format!("?team_ids[]={team}&urgencies[]=high&")), "{asked:?}");
    let error = account.fail("get_incidents", json!({"team_ids": ["Site Reliability, Check out"]})).await;
    assert!(error["hint"].as_str().unwrap().starts_with("give several as a list, such as [\"A\", \"B\"]"), "{error}");
}

#[tokio::test]
async fn other_words_for_parameters_and_fields_lead_to_those_that_are_there() {
    let account = Account::start().await;
    for (tool, arguments, right) in [
        ("get_incidents", json!({"start": "today"}), "`since`"),
        ("get_incidents", json!({"end": "today"}), "`until`"),
        ("get_log_entries", json!({"start_time": "today"}), "`since`"),
        ("get_incidents", json!({"include": ["incident_id"]}), "`id`"),
        ("get_incidents", json!({"include": ["url"]}), "`html_url`"),
        ("get_incidents", json!({"include": ["service_id"]}), "`service`"),
        ("get_teams", json!({"include": ["team_id"]}), "`id`"),
    ] {
        let error = account.fail(tool, arguments.clone()).await;
        let hint = error["hint"].as_str().unwrap();
        assert!(hint.starts_with(&format!("did you mean {right}?")), "{arguments}: {hint}");
    }
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn a_priority_that_the_account_does_not_have_is_answered_with_those_it_has() {
    let account = Account::start().await;
    for names in [json!(["P9"]), json!(["p1", "P9"])] {
        let error = account.fail("get_incidents", json!({"priorities": names})).await;
        assert_eq!(
            (&error["code"], &error["message"]),
            (&json!("INVALID_PARAMETER"), &json!("no priority is called `P9`"))
        );
        assert_eq!(error["candidates"][0]["name"], "P1", "{error}");
    }
    assert!(account.requests().iter().all(|line| line.starts_with("GET /priorities")), "nothing is searched");
    let by_name = account.call("get_incidents", json!({"priorities": ["p1"], "include": ["id", "priority"]})).await;
    let priorities = account.call("get_priorities", json!({})).await;
    let by_id = json!({"priorities": [priorities["priorities"][0]["id"]], "include": ["id", "priority"]});
    assert_eq!(by_name["incidents"], account.call("get_incidents", by_id).await["incidents"]);
    assert_eq!(by_name["incidents"][0]["priority"], "P1");
}

#[tokio::test]
async fn a_range_that_begins_now_and_has_no_end_is_no_range() {
    let account = Account::start().await;
    for tool in ["get_incidents", "get_oncalls", "get_log_entries", "get_change_events"] {
        let open = account.fail(tool, json!({"since": "now"})).await;
        let closed = account.fail(tool, json!({"since": "now", "until": "now"})).await;
        assert_eq!((&open["code"], &open["message"]), (&json!("INVALID_TIME_RANGE"), &closed["message"]), "{tool}");
    }
    let schedule = account.simulator.account().demo_schedule.unwrap().id;
    let error = account.fail("list_users_oncall", json!({"schedule_id": schedule, "since": "now"})).await;
    assert_eq!(error["code"], "INVALID_TIME_RANGE", "{error}");
    assert_eq!(account.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn a_capital_m_is_neither_a_month_nor_a_minute() {
    let account = Account::start().await;
    let error = account.fail("get_incidents", json!({"since": "now-1M"})).await;
    assert_eq!(error["code"], "INVALID_TIMESTAMP");
    assert!(error["hint"].as_str().unwrap().contains("write `now-30d` or `now-1m`"), "{error}");
    assert_eq!(account.requests(), Vec::<String>::new());
    account.call("get_incidents", json!({"since": "now-1D"})).await;
    assert!(account.requests().iter().any(|line| line.contains("since=2026-06-14T14:00:00Z")));
}

/// The start of the first range that was asked for.
fn since(account: &Account) -> Option<String> {
    let asked = account.requests();
    let ranged = asked.iter().find_map(|line| line.split_once("since=").filter(|_| !line.contains("/oncalls")));
    Some(ranged?.1.split('&').next()?.to_owned())
}

#[tokio::test]
async fn handoffs_and_gaps_read_times_on_the_clock_that_they_show() {
    let account = Account::start().await;
    let schedule = json!({"schedule": {"id": "PSCHED1", "name": "Days", "time_zone": "Asia/Tokyo",
        "escalation_policies": [], "final_schedule": {"rendered_schedule_entries": []}}});
    account.answer("/schedules/PSCHED1", 200, &schedule.to_string());
    let user = json!({"user": {"id": "PUSER01", "name": "Ada", "time_zone": "America/New_York", "teams": [{"id": "PTEAM01"}]}});
    account.answer("/users/PUSER01", 200, &user.to_string());
    for (tool, arguments, zone, read) in [
        (
            "find_coverage_gaps",
            json!({"schedule_ids": ["PSCHED1"], "since": "2026-06-16T09:00"}),
            "Asia/Tokyo",
            "2026-06-16T00:00:00Z",
        ),
        (
            "find_coverage_gaps",
            json!({"schedule_ids": ["PSCHED1"], "since": "tomorrow"}),
            "Asia/Tokyo",
            "2026-06-15T15:00:00Z",
        ),
        (
            "find_coverage_gaps",
            json!({"schedule_ids": ["PSCHED1"], "since": "tomorrow", "time_zone": "Asia/Kolkata"}),
            "Asia/Kolkata",
            "2026-06-15T18:30:00Z",
        ),
        (
            "oncall_handoff",
            json!({"user_id": "PUSER01", "since": "2026-06-15T09:00"}),
            "America/New_York",
            "2026-06-15T13:00:00Z",
        ),
        ("oncall_handoff", json!({"user_id": "PUSER01", "since": "today"}), "America/New_York", "2026-06-15T04:00:00Z"),
    ] {
        let answer = account.call(tool, arguments.clone()).await;
        assert_eq!(answer["metadata"]["time_zone"], zone, "{arguments}: {answer:#}");
        assert_eq!(since(&account).as_deref(), Some(read), "{arguments}");
        let shown = answer["metadata"]["times"]["since"].as_str().unwrap();
        assert_eq!(shown.parse::<pagerduty::Timestamp>().unwrap(), read.parse().unwrap(), "{shown}");
        assert!(!shown.ends_with('Z'), "{shown}");
    }
    // Nobody else is named: the current user's clock; the token of an account has no user, and no clock but UTC.
    let own = account.call("build_user_context", json!({})).await;
    let own = account.call("get_users", json!({"user_id": own["user_id"], "include": ["time_zone"]})).await;
    let answer = account.call("oncall_handoff", json!({"since": "today"})).await;
    let gaps = account.call("find_coverage_gaps", json!({"since": "tomorrow"})).await;
    let zone = &answer["metadata"]["time_zone"];
    assert!(zone.is_string() && *zone == gaps["metadata"]["time_zone"], "{zone} {own}");
    let account = Account::as_token(pagerduty_sim::token::ACCOUNT).await;
    let arguments = json!({"current_user_context": false, "since": "tomorrow"});
    let answer = account.call("find_coverage_gaps", arguments).await;
    assert_eq!(answer["metadata"]["time_zone"], "UTC");
    assert_eq!(since(&account), None);
}
