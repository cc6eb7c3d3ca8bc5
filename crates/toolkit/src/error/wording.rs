//! How resources that are named by their IDs are worded in errors: the code, and how to find one that exists.

use std::sync::LazyLock;

use pagerduty::{Lookup, ResourceKind};

use super::code::Code;
use crate::hint::{Hint, ToolName, tool};

/// How a resource is worded in errors.
#[derive(Clone, Copy, Debug)]
pub struct ResourceWording {
    resource: ResourceKind,
    code: Code,
    /// The tool that finds it and the words around its name, where the table of resources does not say enough.
    finder: Option<(&'static str, ToolName, &'static str)>,
}

impl ResourceWording {
    /// The wording of a resource that callers name by its ID; others have none.
    #[must_use]
    pub fn of(resource: ResourceKind) -> Option<Self> {
        let code = match resource {
            ResourceKind::Incident => Code::InvalidIncidentId,
            ResourceKind::User => Code::InvalidUserId,
            ResourceKind::Team => Code::InvalidTeamId,
            ResourceKind::Service => Code::InvalidServiceId,
            ResourceKind::Schedule => Code::InvalidScheduleId,
            ResourceKind::EscalationPolicy => Code::InvalidEscalationPolicyId,
            _ => Code::InvalidParameter,
        };
        let finder = match resource {
            ResourceKind::EscalationPolicy => {
                Some(("find policies by name with ", tool("get_escalation_policies"), " and `query`"))
            }
            ResourceKind::IncidentWorkflow => {
                Some(("find workflows by name with ", tool("get_incident_workflows"), " and `query`"))
            }
            ResourceKind::ChangeEvent => Some(("find changes with ", tool("get_change_events"), "")),
            ResourceKind::Override => Some(("find the overrides of a schedule with ", tool("get_overrides"), "")),
            ResourceKind::CustomShift => Some((
                "find the custom shifts of a schedule with ",
                tool("get_schedules"),
                ", `schedule_id`, `since` and `until`",
            )),
            ResourceKind::Rotation => Some((
                "find the rotations of a schedule with ",
                tool("get_schedules"),
                ", `schedule_id` and `include` `rotations`",
            )),
            _ => None,
        };
        (resource.lookup() != Lookup::None).then_some(Self { resource, code, finder })
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
        if let Some((before, finder, after)) = self.finder {
            return Hint::naming(before, finder, after);
        }
        let nouns = self.resource.plural().replace('_', " ");
        match self.resource.lookup() {
            Lookup::Name => Hint::naming(&format!("find {nouns} by name with "), self.finder(), " and `query`"),
            Lookup::Id | Lookup::None => Hint::naming(&format!("find {nouns} with "), self.finder(), ""),
        }
    }

    /// The tool that lists them all.
    #[must_use]
    pub fn finder(self) -> ToolName {
        self.finder.map_or_else(|| listing(self.resource), |(_, finder, _)| finder)
    }
}

/// The tool that lists what is of this kind: all of them are named after their lists.
fn listing(resource: ResourceKind) -> ToolName {
    static NAMES: LazyLock<Vec<(ResourceKind, String)>> =
        LazyLock::new(|| ResourceKind::ALL.map(|kind| (kind, format!("get_{}", kind.plural()))).into());
    let name = NAMES.iter().find(|(kind, _)| *kind == resource).map_or("", |(_, name)| name);
    tool(name)
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
