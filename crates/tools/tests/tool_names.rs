//! Which tool is meant by a wrong name.

use toolkit::{
    access::Access,
    tool_names::{LOOKING, changes, nearest},
};

fn names() -> Vec<&'static str> {
    tools::catalogue().iter().map(|entry| entry.info.name).collect()
}

#[test]
fn the_first_word_says_what_changes_something() {
    for entry in tools::catalogue() {
        assert_eq!(changes(entry.info.name), entry.info.access != Access::Read, "{}", entry.info.name);
    }
}

#[test]
fn the_tool_that_is_meant_is_found() {
    for (wrong, expected) in [
        ("list_incidents", "get_incidents"),
        ("fetch_incident", "get_incidents"),
        ("show_teams", "get_teams"),
        ("listIncidents", "get_incidents"),
        ("pagerduty-list-services", "get_services"),
        ("mcp__pagerduty__get_incident", "get_incidents"),
        ("list_oncalls", "get_oncalls"),
        ("get_oncall", "get_oncalls"),
        ("list_escalation_policies", "get_escalation_policies"),
        ("incidents", "get_incidents"),
        ("get_schedule", "get_schedules"),
        ("find_users", "get_users"),
        ("ack_incident", "acknowledge_incident"),
        ("close_incident", "resolve_incident"),
        ("resolve_incidnet", "resolve_incident"),
        ("acknowlege_incident", "acknowledge_incident"),
        ("trigger_incident", "create_incident"),
        ("remove_override", "delete_override"),
        ("assign_incident", "reassign_incident"),
        ("triage", "triage_incident"),
        ("resolved_incidents", "get_incidents"),
        ("assigned_incidents", "get_incidents"),
        ("create_note", "add_incident_note"),
        ("add_note", "add_incident_note"),
        ("add_incident", "create_incident"),
        ("create_status_update", "post_status_update"),
        ("run_workflow", "start_incident_workflow"),
        ("request_responder", "add_responders"),
        ("get_notes", "get_incidents"),
        ("list_incident_notes", "get_incidents"),
        ("get_team_members", "get_users"),
        ("who_is_on_call", "get_oncalls"),
        ("get_policies", "get_escalation_policies"),
        ("stats", "incident_stats"),
    ] {
        assert_eq!(nearest(wrong, &names()), Some(expected), "{wrong}");
    }
    for wrong in ["xyz", "", "*", "nope", "undefined", "delete_incident", "ack", "create_user", "update_note", "get_"] {
        assert_eq!(nearest(wrong, &names()), None, "{wrong}");
    }
}

#[test]
fn a_change_is_meant_only_where_what_is_changed_is_named() {
    let names = names();
    let verbs = [
        "add", "close", "create", "delete", "merge", "new", "remove", "resolve", "send", "set", "snooze", "start",
        "update",
    ];
    let nouns =
        ["alert", "field", "incident", "note", "override", "schedule", "service", "shift", "team", "user", "xyz"];
    for (verb, noun) in verbs.iter().flat_map(|verb| nouns.iter().map(move |noun| (verb, noun))) {
        for wrong in [format!("{verb}_{noun}"), format!("{verb}_{noun}s")] {
            let found = nearest(&wrong, &names);
            assert!(found.is_none_or(|found| changes(found) && found.contains(noun)), "{wrong}: {found:?}");
        }
        assert_eq!(nearest(verb, &names), None, "{verb}");
    }
}

#[test]
fn looking_never_leads_to_a_change() {
    let names = names();
    for verb in LOOKING {
        for name in &names {
            let (_, rest) = name.split_once('_').unwrap();
            for wrong in [format!("{verb}_{rest}"), format!("{verb}_{name}"), format!("{verb}{rest}")] {
                let found = nearest(&wrong, &names);
                assert!(found.is_none_or(|found| !changes(found)), "{wrong}: {found:?}");
            }
        }
    }
}
