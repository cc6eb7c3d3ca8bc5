//! The questions. Each is as somebody would put it to a colleague; its calls are those of a reader who knows the tools.

use pagerduty_sim::Facts;
use serde_json::json;

use super::{
    Question,
    known::{empty, has, items, number, sum, unless},
};

pub(super) const QUESTIONS: &[Question<Facts>] = &[
    Question {
        words: "Who do I call about checkout, and who if they do not pick up?",
        calls: &[|facts, _| ("find_oncall", json!({"service_id": facts.service.summary}))],
        wrong: |_, answers| unless(items(&answers[0]).len() > 1 && has(&answers[0], "phone"), "no levels to call"),
    },
    Question {
        words: "Who is on call in my schedule, and who is next?",
        calls: &[|facts, _| ("find_oncall", json!({"schedule_id": facts.demo_schedule.as_ref().map(|one| &one.id)}))],
        wrong: |facts, answers| unless(has(&answers[0], &facts.demo_user.id), "it is the demo user"),
    },
    Question {
        words: "What is open for my teams?",
        calls: &[|_, _| {
            let include =
                json!(["incident_number", "title", "status", "urgency", "priority", "service", "assignments"]);
            ("get_incidents", json!({"statuses": ["triggered", "acknowledged"], "all_dates": true, "include": include}))
        }],
        wrong: |_, answers| empty(answers),
    },
    Question {
        words: "How many incidents did my teams have this month?",
        calls: &[|_, _| {
            ("get_incidents", json!({"limit": 1, "include": ["id"], "since": "2026-05-16", "until": "2026-06-15"}))
        }],
        wrong: |_, answers| unless(number(&answers[0], "/metadata/total") > 1, "no total"),
    },
    Question {
        words: "I was paged: what changed, and have we seen it before?",
        calls: &[|facts, _| {
            let number = facts.precedent.as_ref().map(|known| known.number.to_string());
            ("triage_incident", json!({"incident_id": number}))
        }],
        wrong: |facts, answers| {
            let known = facts.precedent.as_ref()?;
            let finds = [&known.change_event, &known.past_incident.id].iter().all(|id| has(&answers[0], id));
            unless(finds, "neither the change nor the past incident")
        },
    },
    Question {
        words: "Which payment incidents has nobody acknowledged?",
        calls: &[|_, _| {
            ("get_incidents", json!({"query": "payment", "statuses": ["triggered"], "include": ["id", "title"]}))
        }],
        wrong: |facts, answers| {
            let known = &facts.payment_incidents;
            let found = items(&answers[0]);
            unless(found.len() == known.len() && known.iter().all(|one| has(&answers[0], &one.id)), "not the three")
        },
    },
    Question {
        words: "What would acknowledging them do?",
        calls: &[
            |_, _| ("get_incidents", json!({"query": "payment", "statuses": ["triggered"], "include": ["id"]})),
            |_, answers| {
                let ids: Vec<_> = items(&answers[0]).iter().map(|one| one["id"].clone()).collect();
                ("acknowledge_incidents", json!({"incident_ids": ids, "dry_run": true}))
            },
        ],
        wrong: |_, answers| empty(answers),
    },
    Question {
        words: "Is anything uncovered until August?",
        calls: &[|_, _| ("find_coverage_gaps", json!({"until": "2026-08-01", "time_zone": "UTC"}))],
        wrong: |facts, answers| {
            let known = facts.coverage_gap.as_ref()?;
            unless(has(&answers[0], &known.start) && has(&answers[0], &known.end), "not the gap")
        },
    },
    Question {
        words: "Is anybody on call twice in the next two weeks?",
        calls: &[|_, _| ("find_coverage_gaps", json!({"problems": ["double_booked"]}))],
        wrong: |_, answers| {
            let times = number(&answers[0], "/metadata/found/double_booked/times");
            unless(times.min(40) == items(&answers[0]).len() as u64, "not as many as were found")
        },
    },
    Question {
        words: "Who had the worst nights this month, and what woke them?",
        calls: &[|_, _| ("oncall_load", json!({}))],
        wrong: |facts, answers| {
            let known = facts.worst_nights.as_ref()?;
            unless(items(&answers[0]).first()?["user"]["id"] == known.user.id.as_str(), "somebody else")
        },
    },
    Question {
        words: "At which hour are we paged most?",
        calls: &[|_, _| ("incident_stats", json!({"group_by": "hour"}))],
        wrong: |_, answers| {
            let most = items(&answers[0]).iter().filter_map(|one| one["incidents"].as_u64()).max();
            let busiest = answers[0].pointer("/metadata/busiest/hour/incidents").and_then(|one| one.as_u64());
            unless(items(&answers[0]).len() == 24 && most == busiest && most.is_some(), "not the busiest of 24 hours")
        },
    },
    Question {
        words: "How does each day of the last week compare?",
        calls: &[|_, _| ("incident_stats", json!({"group_by": "day", "since": "2026-06-08", "until": "2026-06-15"}))],
        wrong: |_, answers| {
            let total = number(&answers[0], "/metadata/total/incidents");
            unless(items(&answers[0]).len() == 7 && sum(&answers[0], "incidents") == total, "not seven days")
        },
    },
    Question {
        words: "Is it getting better week by week?",
        calls: &[|_, _| ("incident_stats", json!({"group_by": "week"}))],
        wrong: |_, answers| {
            unless(
                sum(&answers[0], "incidents") == number(&answers[0], "/metadata/total/incidents"),
                "weeks are missing",
            )
        },
    },
    Question {
        words: "Which alerts come again and again?",
        calls: &[|_, _| ("incident_stats", json!({"group_by": "title", "groups": 5}))],
        wrong: |_, answers| {
            let counts: Vec<_> = items(&answers[0]).iter().filter_map(|one| one["incidents"].as_u64()).collect();
            unless(counts.len() == 5 && counts.is_sorted_by(|a, b| a >= b), "not the five most frequent")
        },
    },
    Question {
        words: "How much resolves itself, and what does nobody ever touch?",
        calls: &[|_, _| ("incident_stats", json!({"group_by": "urgency"}))],
        wrong: |_, answers| {
            let [all, service, untouched] = ["resolved", "resolved_by_service", "never_touched_by_a_person"]
                .map(|field| number(&answers[0], &format!("/metadata/total/{field}")));
            unless(untouched <= service && service <= all && all > 0, "more untouched than resolved")
        },
    },
    Question {
        words: "Which service takes longest to resolve?",
        calls: &[|_, _| ("incident_stats", json!({"group_by": "service", "groups": 5}))],
        wrong: |_, answers| empty(answers),
    },
    Question {
        words: "Who handles most incidents?",
        calls: &[|_, _| ("incident_stats", json!({"group_by": "assignee", "groups": 5}))],
        wrong: |_, answers| empty(answers),
    },
    Question {
        words: "How often did it say latency in the last three months?",
        calls: &[|_, _| {
            let since = json!({"query": "latency", "since": "2026-03-15", "group_by": "month"});
            ("incident_stats", since)
        }],
        wrong: |_, answers| {
            unless(sum(&answers[0], "incidents") == number(&answers[0], "/metadata/total/incidents"), "not all months")
        },
    },
    Question {
        words: "Write my handoff.",
        calls: &[|_, _| ("oncall_handoff", json!({}))],
        wrong: |_, answers| unless(answers[0].pointer("/handoff/0/shift/schedule").is_some(), "not my own shift"),
    },
    Question {
        words: "When am I on call next month?",
        calls: &[|_, _| {
            let range = json!({"current_user_context": false, "user_ids": ["me"], "since": "2026-06-15T14:00:00Z",
                "until": "2026-07-15", "include": ["schedule", "escalation_level", "start", "end"]});
            ("get_oncalls", range)
        }],
        wrong: |_, answers| {
            let shifts: Vec<String> = items(&answers[0]).iter().map(ToString::to_string).collect();
            let unique: std::collections::BTreeSet<_> = shifts.iter().collect();
            empty(answers).or_else(|| unless(unique.len() == shifts.len(), "shifts are repeated"))
        },
    },
    Question {
        words: "How do I reach everybody who is on call for my policies?",
        calls: &[|_, _| {
            ("get_oncalls", json!({"include_contact_methods": true, "include": ["user", "escalation_level"]}))
        }],
        wrong: |_, answers| unless(has(&answers[0], "phone"), "no numbers"),
    },
    Question {
        words: "What was deployed to checkout in the last day?",
        calls: &[|facts, _| {
            let service = &facts.service.id;
            (
                "get_change_events",
                json!({"service_id": service, "since": "2026-06-14T14:00:00Z", "include": ["timestamp", "summary"]}),
            )
        }],
        wrong: |facts, answers| unless(!has(&answers[0], "error"), &facts.service.id),
    },
    Question {
        words: "What happened to the incident that I acknowledged?",
        calls: &[|facts, _| {
            let id = facts.acknowledged_incident.as_ref().map(|one| &one.id);
            ("get_log_entries", json!({"incident_id": id, "is_overview": true, "include": ["created_at", "summary"]}))
        }],
        wrong: |_, answers| unless(has(&answers[0], "Acknowledged"), "no acknowledgement"),
    },
    Question {
        words: "What do the alerts of the major incident say?",
        calls: &[|facts, _| {
            let id = facts.major_incident.as_ref().map(|one| &one.id);
            ("get_alerts", json!({"incident_id": id, "limit": 5}))
        }],
        wrong: |_, answers| empty(answers),
    },
    Question {
        words: "Which P1 incidents were there this month?",
        calls: &[|_, _| {
            let include = json!(["incident_number", "title", "status", "created_at", "priority"]);
            ("get_incidents", json!({"priorities": ["P1"], "include": include}))
        }],
        wrong: |_, answers| unless(items(&answers[0]).iter().all(|one| one["priority"] == "P1"), "other priorities"),
    },
    Question {
        words: "Which services are ours, and is any disabled?",
        calls: &[|_, _| ("get_services", json!({"include": ["name", "status"]}))],
        wrong: |_, answers| empty(answers),
    },
    Question {
        words: "Who is in my teams?",
        calls: &[|_, _| ("get_users", json!({"include": ["name", "job_title", "time_zone"]}))],
        wrong: |facts, answers| unless(has(&answers[0], &facts.demo_user.summary), "not the demo user"),
    },
    Question {
        words: "Which policies page me?",
        calls: &[|_, _| {
            (
                "get_escalation_policies",
                json!({"current_user_context": false, "user_ids": ["me"], "include": ["id", "name"]}),
            )
        }],
        wrong: |facts, answers| {
            let all = facts.demo_escalation_policies.iter().all(|one| has(&answers[0], &one.id));
            unless(all, "policies are missing")
        },
    },
    Question {
        words: "Can somebody take my shift tomorrow from 8 to 12?",
        calls: &[|facts, _| {
            let schedule = facts.demo_schedule.as_ref().map(|one| &one.id);
            let user = facts.worst_nights.as_ref().map(|one| &one.user.id);
            let arguments = json!({"schedule_id": schedule, "user_id": user, "start": "2026-06-16T08:00:00Z",
                "end": "2026-06-16T12:00:00Z", "dry_run": true});
            ("create_override", arguments)
        }],
        wrong: |_, answers| empty(answers),
    },
    Question {
        words: "What is snoozed or waiting on somebody, and for how long?",
        calls: &[|_, _| {
            let include = json!(["incident_number", "title", "acknowledgements", "pending_actions"]);
            ("get_incidents", json!({"statuses": ["acknowledged"], "all_dates": true, "include": include}))
        }],
        wrong: |_, answers| empty(answers),
    },
];
