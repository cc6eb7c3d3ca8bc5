//! Operations for which this server has a tool of its own: it needs fewer calls, takes names, and knows what is meant.

/// The ID of an operation and the tool that does it better, where the tool is called otherwise.
const INSTEAD: &[(&str, &str)] = &[
    ("createCustomShifts", "create_custom_shift"),
    ("createIncidentNote", "add_incident_note"),
    ("createIncidentResponderRequest", "add_responders"),
    ("createIncidentSnooze", "snooze_incident"),
    ("createIncidentStatusUpdate", "post_status_update"),
    ("createIncidentWorkflowInstance", "start_incident_workflow"),
    ("createOverrides", "create_override"),
    ("createScheduleOverride", "create_override"),
    ("createScheduleV3", "create_schedule"),
    ("deleteScheduleOverride", "delete_override"),
    ("deleteScheduleV3", "delete_schedule"),
    ("getCurrentUser", "build_user_context"),
    ("getIncident", "triage_incident"),
    ("getIncidentAlert", "get_alerts"),
    ("getPastIncidents", "triage_incident"),
    ("getRelatedIncidents", "triage_incident"),
    ("getScheduleV3", "get_schedules"),
    ("listIncidentAlerts", "get_alerts"),
    ("listIncidentLogEntries", "get_log_entries"),
    ("listIncidentNotes", "triage_incident"),
    ("listIncidentRelatedChangeEvents", "get_change_events"),
    ("listOnCalls", "get_oncalls"),
    ("listScheduleOverrides", "get_overrides"),
    ("listScheduleUsers", "list_users_oncall"),
    ("listSchedulesV3", "get_schedules"),
    ("listServiceChangeEvents", "get_change_events"),
    ("setIncidentFieldValues", "set_custom_fields"),
    ("updateIncidents", "acknowledge_incidents"),
    ("updateScheduleV3", "update_schedule"),
];

/// Operations that are called like a tool that does something else: its schedules are shift-based, or it has no IDs.
const UNLIKE: &[&str] = &["createSchedule", "deleteSchedule", "getOverride", "updateSchedule"];

/// The tool that does what this operation does, and better: the one of the table, or the one that is called like the operation.
pub(super) fn of(operation: &str, is_tool: impl Fn(&str) -> bool) -> Option<String> {
    if UNLIKE.contains(&operation) {
        return None;
    }
    let named = INSTEAD.iter().find(|(id, _)| *id == operation).map(|(_, tool)| vec![(*tool).to_owned()]);
    named.unwrap_or_else(|| called_like(operation)).into_iter().find(|tool| is_tool(tool))
}

/// What a tool is called that does the same: `createIncident` is `create_incident`, and `listTeams` and `getTeam` are `get_teams`.
fn called_like(operation: &str) -> Vec<String> {
    let mut name = String::new();
    for letter in operation.chars() {
        if letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    if let Some(plural) = name.strip_prefix("list_") {
        return vec![format!("get_{plural}")];
    }
    if !name.starts_with("get_") {
        return vec![name];
    }
    let plural = name.strip_suffix('y').map_or_else(|| format!("{name}s"), |stem| format!("{stem}ies"));
    vec![plural, name]
}

#[cfg(test)]
mod tests {
    use pagerduty::operation::{Access, Operation};
    use toolkit::access::Access as ToolAccess;

    use super::*;

    #[test]
    fn operations_and_tools_exist_and_agree() {
        let catalogue = crate::catalogue();
        let find = |name: &str| catalogue.iter().find(|entry| entry.info.name == name);
        let is_tool = |name: &str| find(name).is_some();
        for (place, (id, tool)) in INSTEAD.iter().enumerate() {
            assert!(Operation::by_id(id).is_some_and(|operation| operation.id() == *id), "there is no operation {id}");
            assert!(is_tool(tool), "{id}: there is no tool {tool}");
            let found = called_like(id).into_iter().find(|name| is_tool(name));
            assert_ne!(found.as_deref(), Some(*tool), "{id}: its tool is found without this line");
            assert!(INSTEAD[..place].iter().all(|(other, _)| *other < *id), "{id} is not in order");
        }
        let mut count = 0;
        for operation in Operation::all() {
            let Some(entry) = of(operation.id(), is_tool).and_then(|name| find(&name)) else { continue };
            let is_read = entry.info.access == ToolAccess::Read;
            assert_eq!(operation.access() == Access::Read, is_read, "{} {}", operation.id(), entry.info.name);
            count += 1;
        }
        assert!(count > 55, "only {count} operations have a tool");
        for (id, tool) in [("listTeams", "get_teams"), ("getEscalationPolicy", "get_escalation_policies")] {
            assert_eq!(of(id, is_tool).as_deref(), Some(tool));
        }
        for id in UNLIKE.iter().chain(&["listAddon"]) {
            assert!(Operation::by_id(id).is_some(), "there is no operation {id}");
            assert_eq!(of(id, is_tool), None);
        }
    }
}
