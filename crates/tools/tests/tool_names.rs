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
    ] {
        assert_eq!(nearest(wrong, &names()), Some(expected), "{wrong}");
    }
    assert_eq!(nearest("xyz", &names()), None);
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
