//! How resources that are named by their IDs are worded in errors: the code, and how to find one that exists.

use pagerduty::ResourceKind;

use super::code::Code;

/// How a resource is worded in errors.
#[derive(Clone, Copy, Debug)]
pub struct ResourceWording {
    resource: ResourceKind,
    code: Code,
    how_to_find: &'static str,
}

impl ResourceWording {
    /// The wording of a resource that callers name by its ID; others have none.
    #[must_use]
    pub fn of(resource: ResourceKind) -> Option<Self> {
        let (code, how_to_find) = match resource {
            ResourceKind::Incident => (Code::InvalidIncidentId, "find incidents with `get_incidents`"),
            ResourceKind::User => (Code::InvalidUserId, "find users by name with `get_users` and `query`"),
            ResourceKind::Team => (Code::InvalidTeamId, "find teams by name with `get_teams` and `query`"),
            ResourceKind::Service => (Code::InvalidServiceId, "find services by name with `get_services` and `query`"),
            ResourceKind::Schedule => {
                (Code::InvalidScheduleId, "find schedules by name with `get_schedules` and `query`")
            }
            ResourceKind::EscalationPolicy => {
                (Code::InvalidEscalationPolicyId, "find policies by name with `get_escalation_policies` and `query`")
            }
            ResourceKind::IncidentWorkflow => {
                (Code::InvalidParameter, "find workflows by name with `get_incident_workflows` and `query`")
            }
            ResourceKind::Alert => (Code::InvalidParameter, "find alerts with `get_alerts`"),
            ResourceKind::LogEntry => (Code::InvalidParameter, "find log entries with `get_log_entries`"),
            ResourceKind::ChangeEvent => (Code::InvalidParameter, "find changes with `get_change_events`"),
            ResourceKind::Override => (Code::InvalidParameter, "find the overrides of a schedule with `get_overrides`"),
            ResourceKind::CustomShift => (
                Code::InvalidParameter,
                "find the custom shifts of a schedule with `get_schedules`, `schedule_id`, `since` and `until`",
            ),
            ResourceKind::Rotation => (
                Code::InvalidParameter,
                "find the rotations of a schedule with `get_schedules`, `schedule_id` and `include` `rotations`",
            ),
            _ => return None,
        };
        Some(Self { resource, code, how_to_find })
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
    pub(crate) fn how_to_find(self) -> &'static str {
        self.how_to_find
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
