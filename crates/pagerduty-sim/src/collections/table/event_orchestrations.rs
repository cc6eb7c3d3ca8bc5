//! Event orchestrations: where events go, and what is done to them on the way.

use crate::collections::description::{Action, Collection, Layout, Order, Paging, Shape, collection};
use crate::collections::field::{Field, Holds, Refers, optional, required};
use crate::collections::rules::event_orchestration as rules;
use crate::id::Kind;

pub(super) static ROWS: &[Collection] = &[
    Collection {
        types: &["event_orchestration"],
        scope: "event_orchestrations",
        shape: Shape::IdAndSelf,
        order: Order::ByName,
        fields: &[
            required("name", Holds::Text),
            optional("description", Holds::Text).or("\"\""),
            optional("team", Holds::One(Refers::Briefly(Kind::Team))).sparse(),
            optional("integrations", Holds::Derived(rules::integrations)),
            optional("routes", Holds::Derived(rules::routes)),
            optional("created_at", Holds::Created),
            optional("created_by", Holds::Author).sparse(),
            optional("updated_at", Holds::Changed),
            optional("updated_by", Holds::Editor).sparse(),
            optional("version", Holds::Derived(rules::version)),
        ],
        ..collection(Kind::EventOrchestration, "event_orchestrations", ["orchestrations", "orchestration"])
    },
    Collection {
        within: Some(Kind::EventOrchestration),
        scope: "event_orchestrations",
        shape: Shape::Id,
        paging: Paging::Whole(&["total"]),
        fields: &[required("label", Holds::Text), optional("parameters", Holds::Derived(rules::routing_key))],
        ..collection(
            Kind::OrchestrationIntegration,
            "event_orchestrations/{}/integrations",
            ["integrations", "integration"],
        )
    },
    path(Kind::OrchestrationGlobal, "event_orchestrations/{}/global", GLOBAL),
    path(Kind::OrchestrationRouter, "event_orchestrations/{}/router", ROUTER),
    path(Kind::OrchestrationUnrouted, "event_orchestrations/{}/unrouted", UNROUTED),
    Collection {
        within: Some(Kind::Service),
        scope: "services",
        ..path(Kind::ServiceOrchestration, "event_orchestrations/services/{}", SERVICE)
    },
    Collection {
        within: Some(Kind::Service),
        layout: Layout::Single,
        scope: "services",
        actions: &[Action::Get, Action::Change],
        shape: Shape::Nothing,
        fields: &[optional("active", Holds::Boolean).or("false")],
        ..collection(Kind::ServiceOrchestrationActive, "event_orchestrations/services/{}/active", ["", ""])
    },
    cache_variables(
        Kind::CacheVariable,
        Kind::EventOrchestration,
        "event_orchestrations",
        "event_orchestrations/{}/cache_variables",
    ),
    cache_variables(
        Kind::ServiceCacheVariable,
        Kind::Service,
        "services",
        "event_orchestrations/services/{}/cache_variables",
    ),
];

const GLOBAL: &[Field] = &rules_of("\"global\"");
const ROUTER: &[Field] = &[
    optional("type", Holds::Given).or("\"router\""),
    optional("parent", Holds::ParentReference),
    optional("sets", Holds::Any).or(NO_RULES),
    optional("catch_all", Holds::Any).or(r#"{"actions": {"route_to": "unrouted"}}"#),
];
const UNROUTED: &[Field] = &rules_of("\"unrouted\"");
const SERVICE: &[Field] = &rules_of("\"service\"");

const NO_RULES: &str = r#"[{"id": "start", "rules": []}]"#;

/// What every set of rules has.
const fn rules_of(path_type: &'static str) -> [Field; 4] {
    [
        optional("type", Holds::Given).or(path_type),
        optional("parent", Holds::ParentReference),
        optional("sets", Holds::Any).or(NO_RULES),
        optional("catch_all", Holds::Any).or(r#"{"actions": {}}"#),
    ]
}

/// The rules of an orchestration. There are none until they are set.
const fn path(kind: Kind, path: &'static str, fields: &'static [Field]) -> Collection {
    Collection {
        within: Some(Kind::EventOrchestration),
        layout: Layout::Single,
        scope: "event_orchestrations",
        actions: &[Action::Get, Action::Change],
        shape: Shape::Nothing,
        fields,
        ..collection(kind, path, ["", "orchestration_path"])
    }
}

const CACHE_VARIABLE: &[Field] = &[
    required("name", Holds::Text),
    optional("disabled", Holds::Boolean).or("false"),
    optional("created_at", Holds::Created),
    optional("updated_at", Holds::Changed),
    required("configuration", Holds::Any),
    optional("conditions", Holds::Any).or("[]"),
];

/// What rules remember of events.
const fn cache_variables(kind: Kind, within: Kind, scope: &'static str, path: &'static str) -> Collection {
    Collection {
        within: Some(within),
        scope,
        created: 200,
        shape: Shape::Id,
        paging: Paging::Whole(&[]),
        fields: CACHE_VARIABLE,
        ..collection(kind, path, ["cache_variables", "cache_variable"])
    }
}
