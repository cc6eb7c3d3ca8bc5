//! Operations for which this server has a tool of its own: it needs fewer calls, takes names, and knows what is meant.

/// The ID of an operation and the tool that does it better.
const INSTEAD: &[(&str, &str)] = &[
    ("createCustomShifts", "create_custom_shift"),
    ("createIncident", "create_incident"),
    ("createIncidentNote", "add_incident_note"),
    ("createIncidentResponderRequest", "add_responders"),
    ("createIncidentSnooze", "snooze_incident"),
    ("createIncidentStatusUpdate", "post_status_update"),
    ("createIncidentWorkflowInstance", "start_incident_workflow"),
    ("createOverrides", "create_override"),
    ("createRotation", "create_rotation"),
    ("createScheduleOverride", "create_override"),
    ("createScheduleV3", "create_schedule"),
    ("deleteCustomShift", "delete_custom_shift"),
    ("deleteOverride", "delete_override"),
    ("deleteRotation", "delete_rotation"),
    ("deleteScheduleOverride", "delete_override"),
    ("deleteScheduleV3", "delete_schedule"),
    ("getChangeEvent", "get_change_events"),
    ("getCurrentUser", "build_user_context"),
    ("getEscalationPolicy", "get_escalation_policies"),
    ("getIncident", "triage_incident"),
    ("getIncidentAlert", "get_alerts"),
    ("getIncidentWorkflow", "get_incident_workflows"),
    ("getLogEntry", "get_log_entries"),
    ("getOutlierIncident", "get_outlier_incident"),
    ("getPastIncidents", "triage_incident"),
    ("getRelatedIncidents", "triage_incident"),
    ("getSchedule", "get_schedules"),
    ("getScheduleV3", "get_schedules"),
    ("getService", "get_services"),
    ("getTeam", "get_teams"),
    ("getUser", "get_users"),
    ("listChangeEvents", "get_change_events"),
    ("listEscalationPolicies", "get_escalation_policies"),
    ("listIncidentAlerts", "get_alerts"),
    ("listIncidentLogEntries", "get_log_entries"),
    ("listIncidentNotes", "triage_incident"),
    ("listIncidentRelatedChangeEvents", "get_change_events"),
    ("listIncidentWorkflows", "get_incident_workflows"),
    ("listIncidents", "get_incidents"),
    ("listLogEntries", "get_log_entries"),
    ("listOnCalls", "get_oncalls"),
    ("listOverrides", "get_overrides"),
    ("listPriorities", "get_priorities"),
    ("listScheduleOverrides", "get_overrides"),
    ("listScheduleUsers", "list_users_oncall"),
    ("listSchedules", "get_schedules"),
    ("listSchedulesV3", "get_schedules"),
    ("listServiceChangeEvents", "get_change_events"),
    ("listServices", "get_services"),
    ("listTeams", "get_teams"),
    ("listUsers", "get_users"),
    ("mergeIncidents", "merge_incidents"),
    ("setIncidentFieldValues", "set_custom_fields"),
    ("updateIncident", "update_incident"),
    ("updateIncidents", "acknowledge_incidents"),
    ("updateScheduleV3", "update_schedule"),
];

/// The tool that does what this operation does, and better.
pub(super) fn of(operation: &str) -> Option<&'static str> {
    INSTEAD.iter().find(|(id, _)| *id == operation).map(|(_, tool)| *tool)
}

#[cfg(test)]
mod tests {
    use pagerduty::operation::{Access, Operation};
    use toolkit::access::Access as ToolAccess;

    use super::*;

    #[test]
    fn operations_and_tools_exist_and_agree() {
        let catalogue = crate::catalogue();
        for (place, (id, tool)) in INSTEAD.iter().enumerate() {
            let operation = Operation::by_id(id).unwrap_or_else(|| panic!("there is no operation {id}"));
            assert_eq!(operation.id(), *id);
            let entry = catalogue.iter().find(|entry| entry.info.name == *tool);
            let entry = entry.unwrap_or_else(|| panic!("{id}: there is no tool {tool}"));
            assert_eq!(operation.access() == Access::Read, entry.info.access == ToolAccess::Read, "{id} {tool}");
            assert!(INSTEAD[..place].iter().all(|(other, _)| *other < *id), "{id} is not in order");
        }
        assert_eq!(of("listTeams"), Some("get_teams"));
        assert_eq!(of("listAddon"), None);
    }
}
