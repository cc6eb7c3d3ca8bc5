//! Both changes of the clock, in several zones: whoever is asked, and however, the answer is about the same moment.

use std::collections::BTreeMap;

use pagerduty_sim::{Clock, Options, token};
use serde_json::{Value, json};
use toolkit::settings::Settings;

use crate::support::{Account, options, settings};

/// Days before a change, and what changes: to summer in America and in Europe, and back (which are not the same days).
const BEFORE: [(&str, &str); 4] = [
    ("2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z"),
    ("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"),
    ("2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z"),
    ("2026-10-31T12:00:00Z", "2026-11-02T12:00:00Z"),
];

async fn account(now: &'static str) -> Account {
    let options = Options { now: Clock::Fixed(now.parse().unwrap()), ..options() };
    let clock: std::sync::Arc<dyn Fn() -> pagerduty::Timestamp + Send + Sync> =
        std::sync::Arc::new(move || now.parse().unwrap());
    Account::with(token::USER, options, Settings { clock, ..settings() }).await
}

/// A schedule of each zone.
async fn schedules(account: &Account) -> BTreeMap<String, String> {
    let all = account.call("get_schedules", json!({"limit": 100, "include": ["id", "time_zone"]})).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all["schedules"].as_array().unwrap().iter().map(|one| (text(&one["time_zone"]), text(&one["id"]))).collect()
}

/// Who is on call then, as the shifts of the schedule say.
fn in_shifts(shifts: &[Value], at: i64) -> Vec<String> {
    let second = |text: &Value| text.as_str().unwrap().parse::<pagerduty::Timestamp>().unwrap().as_second();
    let on = shifts.iter().filter(|shift| second(&shift["start"]) <= at && at < second(&shift["end"]));
    on.map(|shift| shift["user"]["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_hour_around_a_change_has_the_same_person_in_every_tool() {
    for (now, until) in BEFORE {
        let account = account(now).await;
        let zones = schedules(&account).await;
        assert!(zones.len() >= 4, "{zones:?}");
        for (zone, id) in zones {
            let arguments = json!({"schedule_id": id, "since": now, "until": until});
            let schedule = account.call("get_schedules", arguments).await["schedules"][0].clone();
            let shifts = schedule["final_schedule"].as_array().cloned().unwrap_or_default();
            let first: pagerduty::Timestamp = now.parse().unwrap();
            for hour in (0..48).step_by(3) {
                let at = first.plus_seconds(hour * 3600 + 60);
                let expected = in_shifts(&shifts, at.as_second());
                let moment = at.to_string();
                let found = account.call("find_oncall", json!({"schedule_id": id, "at": moment})).await;
                let mut people: Vec<String> = found["levels"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .flat_map(|level| level["on_call"].as_array().cloned().unwrap_or_default())
                    .map(|person| person["user"]["id"].as_str().unwrap().to_owned())
                    .collect();
                people.sort();
                people.dedup();
                // A schedule in no policy pages nobody.
                if !schedule["escalation_policies"].as_array().is_none_or(Vec::is_empty) {
                    assert_eq!(people, expected, "{zone} at {moment}");
                }
                let end = at.plus_seconds(1).to_string();
                let arguments = json!({"schedule_id": id, "since": moment, "until": end});
                let users = account.call("list_users_oncall", arguments).await["users"].clone();
                let users: Vec<_> = users.as_array().unwrap().iter().map(|user| user["id"].clone()).collect();
                assert_eq!(users, expected, "{zone} at {moment}");
            }
        }
    }
}

#[tokio::test]
async fn a_change_of_the_clock_is_no_gap_and_hours_are_hours() {
    for (now, until) in BEFORE {
        let account = account(now).await;
        for (zone, id) in schedules(&account).await {
            let arguments = json!({"schedule_id": id, "since": now, "until": until});
            let schedule = account.call("get_schedules", arguments).await["schedules"][0].clone();
            let shifts = schedule["final_schedule"].as_array().cloned().unwrap_or_default();
            let arguments = json!({"schedule_ids": [id], "until": until, "problems": ["nobody"]});
            let gaps = account.call("find_coverage_gaps", arguments).await["gaps"].clone();
            let uncovered: f64 = gaps.as_array().unwrap().iter().map(|gap| gap["hours"].as_f64().unwrap()).sum();
            let first = now.parse::<pagerduty::Timestamp>().unwrap().as_second();
            let empty = (0..48 * 4).filter(|quarter| in_shifts(&shifts, first + quarter * 900 + 1).is_empty()).count();
            assert!((uncovered - empty as f64 / 4.0).abs() < 0.26, "{zone}: {gaps} and {empty} quarters of an hour");
        }
    }
}
