//! Automation actions, and the runners that carry them out.

use crate::collections::description::{Action, Collection, Layout, Paging, Shape, collection};
use crate::collections::field::{Holds, Refers, optional, required};
use crate::collections::filter::Filter;
use crate::id::Kind;

pub(super) static ROWS: &[Collection] = &[
    Collection {
        fields: &[
            required("name", Holds::Text),
            required("description", Holds::Text),
            required("action_type", Holds::Choice(&["script", "process_automation"])),
            optional("action_classification", Holds::Choice(&["diagnostic", "remediation"])),
            optional("runner", Holds::Text).sparse(),
            optional("services", Holds::Many(Refers::To(Kind::Service, "services"))).or("[]"),
            optional("teams", Holds::Many(Refers::To(Kind::Team, "teams"))).or("[]"),
            optional("privileges", Holds::Given).or(PRIVILEGES),
            optional("creation_time", Holds::Created),
            optional("modify_time", Holds::Changed),
            optional("only_invocable_on_unresolved_incidents", Holds::Boolean).or("false"),
            optional("allow_invocation_manually", Holds::Boolean).or("true"),
            optional("allow_invocation_from_event_orchestration", Holds::Boolean).or("false"),
            optional("map_to_all_services", Holds::Boolean).or("false"),
            required("action_data_reference", Holds::Any),
        ],
        filters: &[
            Filter::Query("name"),
            Filter::Is("runner_id", "runner"),
            Filter::Is("classification", "action_classification"),
            Filter::Is("action_type", "action_type"),
            Filter::Has("team_id", "teams"),
            Filter::Has("service_id", "services"),
        ],
        ..of_automation(Kind::AutomationAction, "automation_actions/actions", ["actions", "action"])
    },
    Collection {
        fields: &[
            required("name", Holds::Text),
            required("description", Holds::Text),
            required("runner_type", Holds::Choice(&["sidecar", "runbook"])),
            optional("runbook_base_uri", Holds::Text).sparse(),
            optional("runbook_api_key", Holds::Hidden),
            optional("teams", Holds::Many(Refers::To(Kind::Team, "teams"))).or("[]"),
            optional("status", Holds::Given).or("\"Configured\""),
            optional("creation_time", Holds::Created),
            optional("privileges", Holds::Given).or(PRIVILEGES),
        ],
        filters: &[Filter::Query("name")],
        ..of_automation(Kind::AutomationRunner, "automation_actions/runners", ["runners", "runner"])
    },
    links(Kind::AutomationAction, "automation_actions/actions/{}/services", ["services", "service"], Kind::Service),
    links(Kind::AutomationAction, "automation_actions/actions/{}/teams", ["teams", "team"], Kind::Team),
    links(Kind::AutomationRunner, "automation_actions/runners/{}/teams", ["teams", "team"], Kind::Team),
];

const PRIVILEGES: &str = r#"{"permissions": ["create", "update", "delete", "invoke"]}"#;

const fn of_automation(kind: Kind, path: &'static str, names: [&'static str; 2]) -> Collection {
    Collection {
        scope: "automation_actions",
        shape: Shape::Whole { summary: "name", web_path: None },
        paging: Paging::Cursor,
        ..collection(kind, path, names)
    }
}

/// What an object is for: a field of it, with endpoints of its own.
const fn links(within: Kind, path: &'static str, names: [&'static str; 2], to: Kind) -> Collection {
    Collection {
        within: Some(within),
        layout: Layout::Links(names[0], Refers::To(to, "")),
        actions: &[Action::List, Action::Get, Action::Create, Action::Delete],
        ..of_automation(within, path, names)
    }
}
