//! Incident workflows: what they do and what starts them. Starting one is in [`crate::routes`].

use crate::collections::description::{ALL, Action, Collection, Layout, Paging, READ, Shape, collection};
use crate::collections::field::{Field, Holds, Refers, optional, required};
use crate::collections::filter::Filter;
use crate::collections::rules::workflow;
use crate::id::Kind;

pub(super) static ROWS: &[Collection] = &[
    Collection {
        shape: Shape::Whole { summary: "name", web_path: Some("flex-workflows/workflows") },
        fields: &[
            required("name", Holds::Text),
            optional("description", Holds::Text).or("\"\""),
            optional("created_at", Holds::Created),
            optional("is_enabled", Holds::Boolean).or("true"),
            optional("team", Holds::One(Refers::To(Kind::Team, "teams"))).sparse().included("team"),
            optional("steps", Holds::Objects(STEP)).or("[]").included("steps"),
        ],
        filters: &[Filter::Query("name")],
        deleted: 200,
        check: workflow::check_steps,
        ..of_workflows(Kind::IncidentWorkflow, "incident_workflows", ["incident_workflows", "incident_workflow"])
    },
    Collection {
        layout: Layout::Keyed("id"),
        actions: READ,
        shape: Shape::Nothing,
        paging: Paging::Cursor,
        fields: ACTION,
        filters: &[Filter::Rule(workflow::action_has_keyword)],
        ..of_workflows(Kind::WorkflowAction, "incident_workflows/actions", ["actions", "action"])
    },
    Collection {
        types: &["workflow_trigger"],
        shape: Shape::Whole { summary: "trigger_type", web_path: None },
        paging: Paging::Cursor,
        fields: &[
            optional("trigger_type_name", Holds::Derived(workflow::trigger_type_name)),
            required("trigger_type", Holds::Choice(&["conditional", "manual", "incident_type"])),
            optional("condition", Holds::Text).sparse(),
            optional("incident_types", Holds::Texts(&[])).sparse(),
            required("workflow", Holds::One(Refers::Barely(Kind::IncidentWorkflow, "workflow_reference"))),
            optional("services", Holds::Many(Refers::Barely(Kind::Service, "service"))).or("[]"),
            optional("is_subscribed_to_all_services", Holds::Boolean).or("false"),
            optional("permissions", Holds::Any).or(r#"{"restricted": false}"#),
            optional("is_disabled", Holds::Boolean).or("false"),
        ],
        filters: &[
            Filter::Is("workflow_id", "workflow"),
            Filter::Is("trigger_type", "trigger_type"),
            Filter::Has("service_id", "services"),
        ],
        ..of_workflows(Kind::WorkflowTrigger, "incident_workflows/triggers", ["triggers", "trigger"])
    },
    Collection {
        within: Some(Kind::WorkflowTrigger),
        layout: Layout::Links("services", Refers::To(Kind::Service, "")),
        actions: &[Action::Create, Action::Delete],
        ..of_workflows(Kind::WorkflowTrigger, "incident_workflows/triggers/{}/services", ["services", "service"])
    },
];

const STEP: &[Field] = &[
    optional("id", Holds::Derived(workflow::step_id)),
    optional("type", Holds::Given).or("\"step\""),
    optional("summary", Holds::Derived(workflow::step_name)),
    optional("self", Holds::Given).or("null"),
    optional("html_url", Holds::Given).or("null"),
    required("name", Holds::Text),
    optional("description", Holds::Derived(workflow::step_description)),
    required("action_configuration", Holds::Object(CONFIGURATION)),
];

const CONFIGURATION: &[Field] = &[
    required("action_id", Holds::Text),
    optional("description", Holds::Derived(workflow::description)),
    required("inputs", Holds::Any),
];

const ACTION: &[Field] = &[
    optional("id", Holds::Text),
    optional("type", Holds::Given).or("\"action\""),
    optional("summary", Holds::Text),
    optional("self", Holds::Given).or("null"),
    optional("html_url", Holds::Given).or("null"),
    optional("name", Holds::Text),
    optional("description", Holds::Text),
    optional("domain_name", Holds::Given).or("\"pagerduty.com\""),
    optional("package_name", Holds::Given).or("\"incident-workflows\""),
    optional("action_type", Holds::Given).or("\"action\""),
    optional("inputs", Holds::Any),
    optional("outputs", Holds::Given).or("[]"),
];

const fn of_workflows(kind: Kind, path: &'static str, names: [&'static str; 2]) -> Collection {
    Collection { scope: "incident_workflows", actions: ALL, ..collection(kind, path, names) }
}
