//! Which tools are on.

use toolkit::selection::{Chosen, Selection};

fn on(toolsets: &[&str], tools: &[&str], exclude_tools: &[&str], read_only: bool) -> Result<Vec<&'static str>, String> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let chosen =
        Chosen { toolsets: owned(toolsets), tools: owned(tools), exclude_tools: owned(exclude_tools), read_only };
    let catalogue = tools::catalogue();
    let names: Vec<_> = catalogue.iter().map(|entry| entry.info.name).collect();
    let selection = Selection::read(&chosen, &names, &Selection::default()).map_err(|error| error.to_string())?;
    Ok(catalogue.iter().filter(|entry| selection.has(&entry.info)).map(|entry| entry.info.name).collect())
}

#[test]
fn what_is_chosen_is_on() {
    const DIRECTORY: &[&str] =
        &["get_escalation_policies", "get_services", "get_teams", "get_users", "build_user_context"];
    type Names = &'static [&'static str];
    let cases: &[(Names, Names, Names, bool, Names)] = &[
        (&["directory"], &[], &[], false, DIRECTORY),
        (&["directory"], &["get_teams"], &[], false, DIRECTORY),
        (&[], &["get_teams", "resolve_incident"], &[], false, &["resolve_incident", "get_teams"]),
        (&[], &["get_teams", "resolve_incident"], &[], true, &["get_teams"]),
        (&[], &["get_teams", "resolve_incident"], &["get_teams"], false, &["resolve_incident"]),
        (&[], &["get_teams"], &["get_teams"], false, &[]),
        (
            &["directory"],
            &["get_oncalls"],
            &["get_users", "get_services"],
            true,
            &["get_oncalls", "get_escalation_policies", "get_teams", "build_user_context"],
        ),
    ];
    for (toolsets, tools, excluded, read_only, expected) in cases {
        assert_eq!(
            on(toolsets, tools, excluded, *read_only).unwrap(),
            *expected,
            "{toolsets:?} {tools:?} {excluded:?}"
        );
    }
}

#[test]
fn without_a_choice_the_few_that_most_people_need_are_on() {
    let default = on(&[], &[], &[], false).unwrap();
    assert_eq!(on(&["default"], &[], &[], false).unwrap(), default);
    assert!(default.len() <= 22, "{default:?}");
    let writes = ["acknowledge_incident", "resolve_incident", "add_incident_note"];
    let reads = on(&[], &[], &[], true).unwrap();
    assert!(writes.iter().all(|name| default.contains(name) && !reads.contains(name)));
    assert_eq!(reads.len() + writes.len(), default.len(), "the three writes of the core are all that change anything");
    assert_eq!(on(&["all"], &[], &[], false).unwrap().len(), tools::catalogue().len());
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest() {
    assert_eq!(
        on(&["incident"], &[], &[], false).unwrap_err(),
        "there is no toolset `incident`; did you mean `incidents`?"
    );
    assert_eq!(
        on(&[], &["get_team"], &[], false).unwrap_err(),
        "there is no tool `get_team`; did you mean `get_teams`?"
    );
    assert_eq!(on(&[], &[], &["xyz"], false).unwrap_err(), "there is no tool `xyz`");
}
