//! Ten more questions, on an account of another seed. What is right is worked out from plain reads of the REST API.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    Question,
    known::{items, number, unless},
    reads::{Reads, time},
};

/// Whether both have the same IDs, and any at all.
fn are_same(one: &[Value], other: &[Value]) -> bool {
    let ids =
        |rows: &[Value]| rows.iter().filter_map(|row| row["id"].as_str().map(str::to_owned)).collect::<BTreeSet<_>>();
    !one.is_empty() && one.len() == other.len() && ids(one) == ids(other)
}

/// A priority that some incident of the month has.
fn priority(known: &Reads) -> &str {
    known.month.iter().find_map(|one| one["priority"]["summary"].as_str()).unwrap_or("none")
}

pub(super) const QUESTIONS: &[Question<Reads>] = &[
    Question {
        words: "How many incidents did this service have in the last week?",
        calls: &[|known, _| {
            let arguments = json!({"service_ids": [known.service], "since": "now-7d", "group_by": "status"});
            ("incident_stats", arguments)
        }],
        wrong: |known, answers| {
            let counted = number(&answers[0], "/metadata/total/incidents");
            unless(counted == known.incidents_of(&known.service, 7) as u64, "another number")
        },
    },
    Question {
        words: "Which of our open incidents is the oldest?",
        calls: &[|_, _| {
            let arguments = json!({"statuses": ["triggered", "acknowledged"], "all_dates": true, "limit": 1,
                "sort_by": "created_at:asc", "include": ["id", "incident_number", "title", "created_at"]});
            ("get_incidents", arguments)
        }],
        wrong: |known, answers| {
            let oldest = known.open.iter().min_by_key(|one| time(&one["created_at"]))?;
            unless(items(&answers[0]).first()?["id"] == oldest["id"], "another one")
        },
    },
    Question {
        words: "How many are open, and how many of them has nobody acknowledged?",
        calls: &[|_, _| {
            let arguments = json!({"statuses": ["triggered", "acknowledged"], "all_dates": true, "include": ["id"]});
            ("get_incidents", arguments)
        }],
        wrong: |known, answers| {
            let triggered = known.open.iter().filter(|one| one["status"] == "triggered").count() as u64;
            let counted = number(&answers[0], "/metadata/status_counts/triggered");
            unless(items(&answers[0]).len() == known.open.len() && counted == triggered, "another number")
        },
    },
    Question {
        words: "Which incidents of this priority did we have this month?",
        calls: &[|known, _| {
            let include = json!(["id", "incident_number", "title", "created_at"]);
            (
                "get_incidents",
                json!({"priorities": [priority(known)], "include": include, "since": "now-30d", "limit": 200}),
            )
        }],
        wrong: |known, answers| {
            let of_priority: Vec<Value> =
                known.month.iter().filter(|one| one["priority"]["summary"] == priority(known)).cloned().collect();
            unless(are_same(items(&answers[0]), &of_priority), "other incidents")
        },
    },
    Question {
        words: "When is my next shift?",
        calls: &[|_, _| {
            let arguments = json!({"user_ids": ["me"], "since": "now", "until": "now+28d",
                "include": ["schedule", "escalation_level", "start", "end"]});
            ("get_oncalls", arguments)
        }],
        wrong: |known, answers| {
            let ahead = |rows: &[Value]| {
                rows.iter().filter_map(|one| time(&one["start"])).filter(|start| *start > known.now).min()
            };
            unless(ahead(items(&answers[0])) == ahead(&known.my_shifts), "another time")
        },
    },
    Question {
        words: "Who is on call in my schedule at noon in five weeks?",
        calls: &[|known, _| ("find_oncall", json!({"schedule_id": known.schedule, "at": "now+35d"}))],
        wrong: |known, answers| {
            let at = Some(known.now.plus_days(35));
            let on = known.shifts.iter().find(|shift| time(&shift["start"]) <= at && time(&shift["end"]) > at);
            let named = items(&answers[0]).first()?.pointer("/on_call/0/user/id").cloned();
            unless(named == on.map(|shift| shift["user"]["id"].clone()), "somebody else")
        },
    },
    Question {
        words: "Who is in this team?",
        calls: &[|known, _| ("get_users", json!({"team_ids": [known.team], "include": ["id", "name"], "limit": 100}))],
        wrong: |known, answers| unless(are_same(items(&answers[0]), &known.members), "others"),
    },
    Question {
        words: "What changed on this service in the last month?",
        calls: &[|known, _| {
            let arguments = json!({"service_id": known.service, "since": "now-30d", "limit": 200, "include": ["id", "timestamp", "summary"]});
            ("get_change_events", arguments)
        }],
        wrong: |known, answers| unless(are_same(items(&answers[0]), &known.changes), "others"),
    },
    Question {
        words: "Which service had the most incidents this month?",
        calls: &[|_, _| ("incident_stats", json!({"group_by": "service", "groups": 3, "since": "now-30d"}))],
        wrong: |known, answers| {
            let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
            for service in known.month.iter().filter_map(|one| one["service"]["id"].as_str()) {
                *counts.entry(service).or_default() += 1;
            }
            let most = items(&answers[0]).first()?["incidents"].as_u64();
            unless(most == counts.values().max().copied(), "another number")
        },
    },
    Question {
        words: "How do our policies escalate, and after how many minutes?",
        calls: &[|known, _| {
            let include = json!(["id", "name", "escalation_rules"]);
            ("get_escalation_policies", json!({"team_ids": [known.team], "include": include}))
        }],
        wrong: |known, answers| {
            let delays = |rows: &[Value]| {
                let rules = |row: &Value| row["escalation_rules"].as_array().cloned().unwrap_or_default();
                let delays = |row: &Value| {
                    let rules = rules(row).into_iter();
                    rules.map(|rule| rule["escalation_delay_in_minutes"].as_u64()).collect::<Vec<_>>()
                };
                rows.iter().map(|row| (row["id"].to_string(), delays(row))).collect::<BTreeMap<_, _>>()
            };
            unless(delays(items(&answers[0])) == delays(&known.policies), "other levels")
        },
    },
];
