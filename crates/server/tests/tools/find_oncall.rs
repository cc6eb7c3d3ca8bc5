//! `find_oncall`: who to call.

use pagerduty_sim::{Options, Size, token};
use serde_json::{Value, json};

use crate::support::{Account, options, settings};

async fn service(account: &Account) -> Value {
    let answer = account.call("get_services", json!({})).await;
    account.requests();
    answer["services"][0].clone()
}

#[tokio::test]
async fn a_service_by_its_name_is_answered_level_by_level() {
    let account = Account::start().await;
    let service = service(&account).await;
    let policy = &service["escalation_policy"];
    let answer = account.call("find_oncall", json!({"service_id": service["name"]})).await;
    let asked = account.requests();
    let levels = answer["levels"].as_array().unwrap();
    let numbers: Vec<u64> = levels.iter().map(|level| level["escalation_level"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=levels.len() as u64).collect::<Vec<_>>());
    assert_eq!(answer["metadata"]["escalation_policy"]["id"], policy["id"]);
    assert!(levels.iter().all(|level| level.get("escalation_policy").is_none()), "it is named once");
    let first = &levels[0]["on_call"][0];
    assert!(first["user"]["summary"].is_string() && first["contact"].is_array(), "{first}");
    assert!(first["contact"].as_array().unwrap().iter().any(|way| way.as_str().unwrap().starts_with("phone +")));
    assert!(levels[0]["escalates_after_minutes"].is_u64(), "{}", levels[0]);
    // The same people as PagerDuty's own list of on-calls says.
    let list = account
        .call("get_oncalls", json!({"current_user_context": false, "escalation_policy_ids": [policy["id"]]}))
        .await;
    for oncall in list["oncalls"].as_array().unwrap() {
        let level = &levels[oncall["escalation_level"].as_u64().unwrap() as usize - 1];
        let users: Vec<_> = level["on_call"].as_array().unwrap().iter().map(|one| &one["user"]["id"]).collect();
        assert!(users.contains(&&oncall["user"]["id"]), "{oncall} is not in {level}");
    }
    let on_calls = asked.iter().find(|line| line.contains("/oncalls?")).unwrap();
    assert!(on_calls.contains("since=2026-06-15T14:00:00Z&until=2026-06-29T14:00:00Z"), "{on_calls}");
}

#[tokio::test]
async fn whoever_is_next_starts_when_the_current_shift_ends() {
    let account = Account::start().await;
    let service = service(&account).await;
    let answer = account.call("find_oncall", json!({"policy_id": service["escalation_policy"]["id"]})).await;
    let levels = answer["levels"].as_array().unwrap();
    let mut seen = 0;
    for one in levels.iter().flat_map(|level| level["on_call"].as_array().into_iter().flatten()) {
        if let Some(next) = one.get("next") {
            assert_eq!(next["schedule"]["id"], one["schedule"]["id"]);
            assert!(next["start"].as_str() >= one["end"].as_str(), "{one}");
            seen += 1;
        }
    }
    assert!(seen > 0, "{answer:#}");
}

#[tokio::test]
async fn schedules_teams_and_other_times_can_be_asked_for() {
    let account = Account::start().await;
    let schedules = account.call("get_schedules", json!({"limit": 1})).await;
    let schedule = &schedules["schedules"][0]["id"];
    account.requests();
    let arguments = json!({"schedule_id": schedule, "at": "2026-07-01T08:00:00Z"});
    let answer = account.call("find_oncall", arguments).await;
    let asked = account.requests();
    assert!(
        asked[0].contains("/oncalls?schedule_ids[]=")
            && asked[0].contains("since=2026-07-01T08:00:00Z&until=2026-07-15T08:00:00Z"),
        "{asked:?}"
    );
    for one in answer["levels"].as_array().unwrap().iter().flat_map(|level| level["on_call"].as_array().unwrap()) {
        assert_eq!(&one["schedule"]["id"], schedule);
    }
    let teams = account.call("get_teams", json!({})).await;
    let answer = account.call("find_oncall", json!({"team_id": teams["teams"][0]["name"]})).await;
    assert!(!answer["levels"].as_array().unwrap().is_empty());
    let error = account.fail("find_oncall", json!({"team_id": "a", "schedule_id": "b"})).await;
    assert_eq!(error["code"], "CONFLICTING_PARAMETERS");
    let error = account.fail("find_oncall", json!({})).await;
    assert_eq!(error["code"], "MISSING_PARAMETER");
    let error = account.fail("find_oncall", json!({"team_id": "a", "at": "2030-01-01"})).await;
    assert_eq!(error["code"], "INVALID_TEAM_ID");
}

#[tokio::test]
async fn a_level_without_anybody_says_so() {
    let account = Account::start().await;
    account.answer(
        "/escalation_policies/PPOLIC1",
        200,
        r#"{"escalation_policy": {"id": "PPOLIC1", "name": "Payments", "escalation_rules": [{"id": "R1", "escalation_delay_in_minutes": 5}, {"id": "R2", "escalation_delay_in_minutes": 10}]}}"#,
    );
    account.answer(
        "/oncalls",
        200,
        r#"{"oncalls": [
            {"escalation_policy": {"id": "PPOLIC1"}, "escalation_level": 1, "user": {"id": "PUSER01", "summary": "Ada"}, "start": null, "end": null},
            {"escalation_policy": {"id": "PPOLIC1"}, "escalation_level": 2, "user": {"id": "PUSER02", "summary": "Ben"}, "schedule": {"id": "PSCHED1"}, "start": "2026-06-16T00:00:00Z", "end": "2026-06-17T00:00:00Z"}
        ]}"#,
    );
    account.answer("/users/PUSER01/contact_methods", 403, r#"{"error": {"code": 2010, "message": "Access Denied"}}"#);
    let answer = account.call("find_oncall", json!({"policy_id": "PPOLIC1"})).await;
    assert_eq!(answer["levels"][0]["on_call"], json!([{"user": {"id": "PUSER01", "summary": "Ada"}}]));
    assert_eq!(answer["levels"][1]["nobody_on_call"], true);
    assert_eq!(answer["levels"][1]["next"]["user"]["summary"], "Ben");
    let warnings = answer["metadata"]["warnings"].to_string();
    assert!(warnings.contains("how to reach PUSER01 is missing"), "{warnings}");
}

#[tokio::test]
async fn a_schedule_in_no_policy_says_who_is_on_call_all_the_same() {
    let account = Account::start().await;
    let schedule = account.simulator.account().demo_schedule.unwrap();
    account.answer("/oncalls", 200, r#"{"oncalls": []}"#);
    let answer = account.call("find_oncall", json!({"schedule_id": schedule.id})).await;
    let me = account.simulator.account().demo_user;
    let level = &answer["levels"][0];
    assert_eq!(level["on_call"][0]["user"]["id"], me.id, "{answer:#}");
    assert!(level["on_call"][0]["contact"].is_array() && level["on_call"][0]["next"]["user"]["id"].is_string());
    assert!(level.get("escalation_policy").is_none());
    assert!(answer["metadata"].get("warnings").is_none(), "a policy has it, whatever the list says: {answer}");
    let asked = account.requests();
    let expected = format!("GET /schedules/{}?since=2026-06-15T14:00:00Z&until=2026-06-29T14:00:00Z", schedule.id);
    assert!(asked.contains(&expected), "{asked:?}");
    let lonely = r#"{"schedule": {"id": "PSCHED1", "name": "Nights", "escalation_policies": []}}"#;
    account.answer("/schedules/PSCHED1", 200, lonely);
    let answer = account.call("find_oncall", json!({"schedule_id": "PSCHED1"})).await;
    assert_eq!(answer["levels"], json!([{"nobody_on_call": true}]));
    assert!(answer["metadata"]["warnings"].to_string().contains("no escalation policy has this schedule"));
}

#[tokio::test]
async fn a_level_that_takes_turns_says_so() {
    let account = Account::start().await;
    let found = account
        .call("get_escalation_policies", json!({"current_user_context": false, "query": "Peak Season Cover"}))
        .await;
    let rules = &found["escalation_policies"][0]["escalation_rules"];
    assert_eq!(rules[0]["escalation_rule_assignment_strategy"], "round_robin");
    assert_eq!(rules[1].get("escalation_rule_assignment_strategy"), None, "everyone, as people expect");
    let policy = found["escalation_policies"][0]["id"].as_str().unwrap();
    account.requests();
    let answer = account.call("find_oncall", json!({"policy_id": policy})).await;
    let takes_turns = |level: &Value| level["assignment_strategy"].as_str().unwrap().starts_with("round_robin: ");
    assert!(takes_turns(&answer["levels"][0]) && answer["levels"][0]["on_call"][1].is_object(), "{answer:#}");
    assert_eq!(answer["levels"][1].get("assignment_strategy"), None);
    let asked = format!("GET /escalation_policies/{policy}?include[]=escalation_rule_assignment_strategies");
    assert!(account.requests().contains(&asked));

    // The same by way of a schedule of that level.
    let schedule = answer["levels"][0]["on_call"][0]["schedule"]["id"].clone();
    let by_schedule = account.call("find_oncall", json!({"schedule_id": schedule})).await;
    let level = by_schedule["levels"].as_array().unwrap();
    let at_first = |level: &&Value| level["escalation_level"] == 1 && level.get("assignment_strategy").is_some();
    assert!(takes_turns(level.iter().find(at_first).unwrap_or_else(|| panic!("{by_schedule:#}"))));

    let service = account.simulator.account().service.id;
    let incident = json!({"service_id": service, "title": "Too busy", "escalation_policy_id": policy});
    let mut dry = incident.clone();
    dry["dry_run"] = true.into();
    let pages = account.call("create_incident", dry).await["metadata"]["pages"].clone();
    let pages = pages.as_array().unwrap();
    let said = pages[0].as_str().unwrap();
    assert!(pages.len() == 1 && said.starts_with("one of “") && said.contains(" and “"), "{pages:?}");
    assert!(said.ends_with("(they take turns: round robin)"), "{said}");
    let incident = account.call("create_incident", incident).await["incidents"][0].clone();
    assert_eq!(incident["assignments"].as_array().unwrap().len(), 1, "{incident:#}");
    let answer = account.call("triage_incident", json!({"incident_id": incident["id"]})).await;
    assert!(takes_turns(&answer["triage"][0]["on_call"][0]), "{answer:#}");
}

#[tokio::test]
async fn a_user_who_left_is_said_to_have_left() {
    // Enough incidents that they wrote notes too.
    let options = Options { size: Size::default(), ..options() };
    let account = Account::with(token::USER, options, settings()).await;
    let found = account.call("get_schedules", json!({"query": "Data Primary"})).await;
    let layers = found["schedules"][0]["schedule_layers"].as_array().unwrap();
    let users: Vec<&Value> = layers.iter().flat_map(|layer| layer["users"].as_array().unwrap()).collect();
    let gone: Vec<&&Value> = users.iter().filter(|user| user.get("deleted_at").is_some()).collect();
    let [gone] = gone[..] else { panic!("one of them left: {layers:?}") };
    assert!(layers.iter().any(|layer| layer["end"].is_string()), "the layer with them has ended: {layers:?}");

    let schedule = found["schedules"][0]["id"].as_str().unwrap();
    let then = json!({"current_user_context": false, "schedule_ids": [schedule], "since": "2026-03-01", "until": "2026-03-20"});
    let answer = account.call("get_oncalls", then).await;
    let shifts: Vec<&Value> = answer["oncalls"].as_array().unwrap().iter().map(|one| &one["user"]).collect();
    assert!(shifts.contains(gone), "{shifts:?}");
    let answer = account.call("find_oncall", json!({"schedule_id": schedule})).await;
    assert!(!answer.to_string().contains("deleted_at"), "they are not on call any more: {answer:#}");
    let error = account.fail("get_users", json!({"user_id": gone["id"]})).await;
    assert_eq!(error["code"], "INVALID_USER_ID");

    let team = found["schedules"][0]["teams"][0]["id"].as_str().unwrap();
    let mut asked = json!({
        "current_user_context": false, "team_ids": [team], "since": "2026-01-01", "until": "2026-04-01",
        "is_overview": true, "include": ["type", "agent", "incident"], "limit": 1000,
    });
    let theirs = loop {
        let answer = account.call("get_log_entries", asked.clone()).await;
        let mut entries = answer["log_entries"].as_array().unwrap().iter();
        if let Some(note) = entries.find(|entry| entry["type"] == "annotate" && entry["agent"]["id"] == gone["id"]) {
            break note.clone();
        }
        asked["cursor"] = answer["metadata"]["next_cursor"].clone();
        assert!(asked["cursor"].is_string(), "they wrote a note");
    };
    let agent = &theirs["agent"];
    assert_eq!((&agent["summary"], &agent["deleted_at"]), (&gone["summary"], &gone["deleted_at"]));
    let incident = json!({"incident_id": theirs["incident"]["id"], "include_notes": true});
    let incident = account.call("get_incidents", incident).await["incidents"][0].clone();
    let mut notes = incident["notes"].as_array().unwrap().iter();
    let user = &notes.find(|note| note["user"]["id"] == gone["id"]).unwrap()["user"];
    assert_eq!((&user["name"], &user["deleted_at"]), (&gone["summary"], &gone["deleted_at"]));
}

/// PagerDuty's document has the strategy as a list of an object; answers of the real service have had it as a text.
#[tokio::test]
async fn the_strategy_of_a_level_is_read_in_every_form() {
    let account = Account::start().await;
    let service = service(&account).await;
    let policy = service["escalation_policy"]["id"].as_str().unwrap();
    let rule = |strategy: Value| json!({"id": "PR1", "escalation_delay_in_minutes": 5, "targets": [], "escalation_rule_assignment_strategy": strategy});
    let forms = |name: &str| [json!(name), json!({"type": name}), json!([{"type": name}])];
    let rules: Vec<Value> = forms("round_robin").into_iter().chain(forms("assign_to_everyone")).map(rule).collect();
    let answered = json!({"escalation_policy": {"id": policy, "name": "Kettles", "escalation_rules": rules}});
    account.answer(&format!("/escalation_policies/{policy}"), 200, &answered.to_string());
    let answer = account.call("get_escalation_policies", json!({"policy_id": policy})).await;
    let rules = &answer["escalation_policies"][0]["escalation_rules"];
    for (place, rule) in rules.as_array().unwrap().iter().enumerate() {
        let expected = if place < 3 { json!("round_robin") } else { Value::Null };
        assert_eq!(rule["escalation_rule_assignment_strategy"], expected, "{rule}: everyone, as people expect");
    }
}
