//! What people ask, with answers that the account's facts know beforehand: right, in one or two calls, and short.

use pagerduty_sim::{Options, Size, token};
use serde_json::{Value, json};

use crate::support::{Account, options, settings};

/// The answer of one call, and that it is short enough to be read.
async fn asked(account: &Account, tool: &str, arguments: Value, most_bytes: usize) -> Value {
    let (answer, text) = account.text(tool, arguments).await;
    assert!(answer.get("error").is_none(), "{answer:#}");
    assert!(text.len() <= most_bytes, "{tool}: {} bytes", text.len());
    answer
}

/// "Who do I call about checkout right now, and who if they don't pick up?"
#[tokio::test]
async fn who_do_i_call() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let answer = asked(&account, "find_oncall", json!({"service_id": facts.service.summary}), 6_000).await;
    let service = account.call("get_services", json!({"service_id": facts.service.id})).await;
    let policy = &service["services"][0]["escalation_policy"]["id"];
    let on_call = account
        .call("get_oncalls", json!({"current_user_context": false, "escalation_policy_ids": [policy], "limit": 100}))
        .await;
    for (place, level) in answer["levels"].as_array().unwrap().iter().enumerate() {
        assert_eq!(level["escalation_level"], place as u64 + 1, "in the order of escalation");
        let of_level = |one: &&Value| one["escalation_level"] == level["escalation_level"];
        let now: Vec<&Value> =
            on_call["oncalls"].as_array().unwrap().iter().filter(of_level).map(|one| &one["user"]["id"]).collect();
        for person in level["on_call"].as_array().unwrap() {
            assert!(now.contains(&&person["user"]["id"]), "{person}");
            assert!(
                person["contact"].as_array().unwrap().iter().any(|way| way.as_str().unwrap().starts_with("phone "))
            );
        }
    }
    assert!(answer["levels"].as_array().unwrap().len() > 1);
}

/// "I was paged for 1234, what changed and have we seen it before?"
#[tokio::test]
async fn what_changed_and_have_we_seen_it_before() {
    // History repeats itself where there is enough of it.
    let account = Account::with(token::USER, Options { size: Size::default(), ..options() }, settings()).await;
    let known = account.simulator.account().precedent.unwrap();
    let answer = asked(&account, "triage_incident", json!({"incident_id": known.number.to_string()}), 40_000).await;
    let found = &answer["triage"][0];
    assert_eq!(found["incident"]["id"], known.incident.id);
    assert!(found["changes"].as_array().unwrap().iter().any(|one| one["id"] == known.change_event), "{found:#}");
    let past = found["past_incidents"].as_array().unwrap();
    let same = past.iter().find(|one| one["id"] == known.past_incident.id);
    assert!(same.unwrap().to_string().contains(&known.resolution), "{past:#?}");
}

/// "Write my handoff."
#[tokio::test]
async fn write_my_handoff() {
    let account = Account::start().await;
    let answer = asked(&account, "oncall_handoff", json!({}), 40_000).await;
    let handoff = &answer["handoff"][0];
    let open = account.call("get_incidents", json!({"statuses": ["triggered", "acknowledged"], "limit": 200})).await;
    for incident in open["incidents"].as_array().unwrap() {
        let open = handoff["open_incidents"].as_array().unwrap();
        assert!(open.iter().any(|one| one["id"] == incident["id"]), "{} of {open:#?}", incident["title"]);
    }
    for part in ["on_call", "shift"] {
        assert!(!handoff[part].is_null(), "{part} of {handoff:#}");
    }
}

/// "Who had the worst nights this month?"
#[tokio::test]
async fn who_had_the_worst_nights() {
    let account = Account::start().await;
    let known = account.simulator.account().worst_nights.unwrap();
    let arguments = json!({"current_user_context": false, "team_ids": all_teams(&account).await});
    let answer = asked(&account, "oncall_load", arguments, 20_000).await;
    assert_eq!(answer["people"][0]["user"]["id"], known.user.id, "{answer:#}");
    assert!(answer["people"][0]["pages_at_night"].as_u64() > answer["people"][1]["pages_at_night"].as_u64());
}

async fn all_teams(account: &Account) -> Vec<Value> {
    let teams = account.call("get_teams", json!({"limit": 200, "include": ["id"]})).await;
    teams["teams"].as_array().unwrap().iter().map(|team| team["id"].clone()).collect()
}

/// "Is anything uncovered over the holidays?"
#[tokio::test]
async fn is_anything_uncovered() {
    let account = Account::start().await;
    let facts = account.simulator.account();
    let (gap, double) = (facts.coverage_gap.unwrap(), facts.double_booking.unwrap());
    let answer = asked(&account, "find_coverage_gaps", json!({"until": "2026-08-01", "time_zone": "UTC"}), 8_000).await;
    let gaps = answer["gaps"].as_array().unwrap();
    assert_eq!(
        (&gaps[0]["problem"], &gaps[0]["start"], &gaps[0]["end"]),
        (&json!("nobody"), &json!(gap.start), &json!(gap.end))
    );
    let schedules = double.schedules.map(|one| one.id);
    let is_double = |one: &&Value| {
        let of = one["schedules"].as_array().unwrap().iter().all(|one| schedules.iter().any(|id| one["id"] == *id));
        one["user"]["id"] == double.user.id && of
    };
    let arguments = json!({"schedule_ids": schedules, "since": double.start, "until": double.end, "time_zone": "UTC",
        "problems": ["double_booked"]});
    let answer = asked(&account, "find_coverage_gaps", arguments, 30_000).await;
    let mut found = answer["gaps"].as_array().unwrap().iter().filter(is_double);
    assert!(found.any(|one| one["start"] == double.start), "{answer:#}");
    let arguments = json!({"schedule_ids": [gap.schedule.id], "until": "2026-08-01", "time_zone": "UTC"});
    let answer = asked(&account, "find_coverage_gaps", arguments, 2_000).await;
    assert_eq!(answer["gaps"][0]["start"], gap.start);
}

/// "Acknowledge the three payment incidents and tell the team."
#[tokio::test]
async fn acknowledge_the_three_and_tell_the_team() {
    let account = Account::start().await;
    let known = account.simulator.account().payment_incidents;
    let arguments = json!({"query": "payment", "statuses": ["triggered"], "include": ["id", "title"]});
    let found = asked(&account, "get_incidents", arguments, 2_000).await;
    let ids: Vec<&Value> = found["incidents"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids.len(), 3, "{found}");
    assert!(known.iter().all(|one| ids.contains(&&json!(one.id))), "{found}");
    let answer = asked(&account, "acknowledge_incidents", json!({"incident_ids": ids}), 2_000).await;
    assert_eq!(answer["metadata"]["succeeded"], 3);
    for id in ids {
        let arguments = json!({"incident_id": id, "message": "We are looking into payments"});
        asked(&account, "post_status_update", arguments, 2_000).await;
    }
    let left = account.call("get_incidents", json!({"query": "payment", "statuses": ["triggered"]})).await;
    assert_eq!(left["metadata"]["count"], 0);
}
