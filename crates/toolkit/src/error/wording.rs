//! How resources that are named by their IDs are worded in errors: the code, and how to find one that exists.

use pagerduty::ResourceKind;

use super::code::Code;
use crate::hint::{Hint, ToolName, tool};

/// How a resource is worded in errors.
#[derive(Clone, Copy, Debug)]
pub struct ResourceWording {
    resource: ResourceKind,
    code: Code,
    /// The tool that finds it, and the words around its name.
    finder: (&'static str, ToolName, &'static str),
}

impl ResourceWording {
    /// The wording of a resource that callers name by its ID; others have none.
    #[must_use]
    pub fn of(resource: ResourceKind) -> Option<Self> {
        let (code, before, finder, after) = match resource {
            ResourceKind::Incident => (Code::InvalidIncidentId, "find incidents with ", tool("get_incidents"), ""),
            ResourceKind::User => (Code::InvalidUserId, "find users by name with ", tool("get_users"), " and `query`"),
            ResourceKind::Team => (Code::InvalidTeamId, "find teams by name with ", tool("get_teams"), " and `query`"),
            ResourceKind::Service => {
                (Code::InvalidServiceId, "find services by name with ", tool("get_services"), " and `query`")
            }
            ResourceKind::Schedule => {
                (Code::InvalidScheduleId, "find schedules by name with ", tool("get_schedules"), " and `query`")
            }
            ResourceKind::EscalationPolicy => (
                Code::InvalidEscalationPolicyId,
                "find policies by name with ",
                tool("get_escalation_policies"),
                " and `query`",
            ),
            ResourceKind::IncidentWorkflow => {
                (Code::InvalidParameter, "find workflows by name with ", tool("get_incident_workflows"), " and `query`")
            }
            ResourceKind::Alert => (Code::InvalidParameter, "find alerts with ", tool("get_alerts"), ""),
            ResourceKind::LogEntry => (Code::InvalidParameter, "find log entries with ", tool("get_log_entries"), ""),
            ResourceKind::ChangeEvent => (Code::InvalidParameter, "find changes with ", tool("get_change_events"), ""),
            ResourceKind::Override => {
                (Code::InvalidParameter, "find the overrides of a schedule with ", tool("get_overrides"), "")
            }
            ResourceKind::CustomShift => (
                Code::InvalidParameter,
                "find the custom shifts of a schedule with ",
                tool("get_schedules"),
                ", `schedule_id`, `since` and `until`",
            ),
            ResourceKind::Rotation => (
                Code::InvalidParameter,
                "find the rotations of a schedule with ",
                tool("get_schedules"),
                ", `schedule_id` and `include` `rotations`",
            ),
            _ => return None,
        };
        Some(Self { resource, code, finder: (before, finder, after) })
    }

    /// The code of an ID or a name that means none of them.
    #[must_use]
    pub fn code(self) -> Code {
        self.code
    }

    /// What one of it is called, with its article.
    pub(super) fn noun(self) -> &'static str {
        self.resource.noun()
    }

    /// A hint for whoever looks for an ID.
    pub(crate) fn how_to_find(self) -> Hint {
        let (before, finder, after) = self.finder;
        Hint::naming(before, finder, after)
    }

    /// The tool that lists them all.
    pub(crate) fn finder(self) -> ToolName {
        self.finder.1
    }
}

#[cfg(test)]
mod tests {
    use pagerduty::Lookup;

    use super::*;

    #[test]
    fn what_is_named_by_its_id_has_a_wording() {
        for kind in ResourceKind::ALL {
            let is_named = kind.lookup() != Lookup::None;
            assert_eq!(ResourceWording::of(kind).is_some(), is_named, "{kind:?}");
        }
    }
}
