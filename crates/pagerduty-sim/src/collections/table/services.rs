//! Services of both sorts, and when they are worked on.

use crate::api::ApiError;
use crate::collections::description::{Action, Collection, Deletion, Order, Shape, Store, Times, Typed, collection};
use crate::collections::field::{Holds, Refers, optional, required};
use crate::collections::filter::Filter;
use crate::collections::living::Of;
use crate::collections::rules::{maintenance, services};
use crate::id::Kind;
use crate::model::{EscalationPolicy, Schedule, Service};

pub(super) static ROWS: &[Collection] = &[
    Collection {
        scope: "services",
        times: Times::Asked,
        typed: Typed::Always,
        fields: &[
            required("name", Holds::Text),
            optional("description", Holds::Text),
            required("escalation_policy", Holds::One(Refers::To(Kind::EscalationPolicy, "escalation_policies"))),
            optional("status", Holds::Choice(&["active", "warning", "critical", "maintenance", "disabled"])),
            optional("auto_resolve_timeout", Holds::Integer).or("14400"),
            optional("acknowledgement_timeout", Holds::Integer).or("1800"),
            optional("alert_creation", Holds::Choice(&["create_incidents", "create_alerts_and_incidents"])),
            optional("incident_urgency_rule", Holds::Any).or(r#"{"type": "constant", "urgency": "high"}"#),
            optional("support_hours", Holds::Any),
            optional("scheduled_actions", Holds::Any),
            optional("alert_grouping", Holds::Text).or("null"),
            optional("alert_grouping_timeout", Holds::Integer),
            optional("alert_grouping_parameters", Holds::Any).or(r#"{"type": null, "config": null}"#),
            optional("auto_pause_notifications_parameters", Holds::Any),
        ],
        unique: Some("name"),
        filters: &[Filter::Rule(services::service_is_wanted)],
        order: Order::ByName,
        store: Store::Facts(&Of::<Service>::FACTS),
        not_found: ApiError::service_not_found,
        ..collection(Kind::Service, "services", ["services", "service"])
    },
    Collection {
        scope: "escalation_policies",
        times: Times::Account,
        typed: Typed::Always,
        fields: &[
            required("name", Holds::Text),
            optional("description", Holds::Text),
            optional("num_loops", Holds::Integer),
            optional("on_call_handoff_notifications", Holds::Choice(&["if_has_services", "always"])),
            required("escalation_rules", Holds::Any),
            optional("teams", Holds::Many(Refers::To(Kind::Team, "teams"))),
        ],
        unique: Some("name"),
        filters: &[Filter::Rule(services::policy_is_wanted)],
        order: Order::ByName,
        store: Store::Facts(&Of::<EscalationPolicy>::FACTS),
        not_found: ApiError::escalation_policy_not_found,
        ..collection(Kind::EscalationPolicy, "escalation_policies", ["escalation_policies", "escalation_policy"])
    },
    Collection {
        scope: "schedules",
        // Reading them is more than a row can say.
        actions: &[Action::Create, Action::Change, Action::Delete],
        times: Times::Account,
        typed: Typed::Always,
        fields: &[
            required("name", Holds::Text),
            optional("description", Holds::Text),
            required("time_zone", Holds::Text),
            optional("teams", Holds::Many(Refers::To(Kind::Team, "teams"))),
            required("schedule_layers", Holds::Any),
        ],
        unique: Some("name"),
        store: Store::Facts(&Of::<Schedule>::FACTS),
        not_found: ApiError::schedule_not_found,
        ..collection(Kind::Schedule, "schedules", ["schedules", "schedule"])
    },
    Collection {
        scope: "services",
        shape: Shape::Whole { summary: "description", web_path: Some("service-directory/maintenance-windows") },
        times: Times::Account,
        typed: Typed::Always,
        needs_author: true,
        fields: &[
            optional("sequence_number", Holds::Derived(maintenance::sequence_number)),
            required("start_time", Holds::Time),
            required("end_time", Holds::Time),
            optional("description", Holds::Text).sparse(),
            required("services", Holds::Many(Refers::To(Kind::Service, "services"))),
            optional("teams", Holds::Derived(maintenance::write_teams)),
            optional("created_by", Holds::Author),
        ],
        filters: &[
            Filter::Query("description"),
            Filter::HasOneOf("service_ids[]", "services"),
            Filter::Rule(maintenance::is_of_team),
            Filter::Rule(maintenance::is_in_state),
        ],
        check: maintenance::check,
        deletion: Deletion::EndWindow,
        not_found: ApiError::maintenance_window_not_found,
        ..collection(Kind::MaintenanceWindow, "maintenance_windows", ["maintenance_windows", "maintenance_window"])
    },
    Collection {
        scope: "services",
        created: 200,
        shape: Shape::Whole { summary: "name", web_path: None },
        times: Times::Account,
        fields: &[
            required("name", Holds::Text),
            optional("description", Holds::Text).or("\"\""),
            optional("point_of_contact", Holds::Text).or("\"\""),
            optional("team", Holds::One(Refers::Briefly(Kind::Team))),
        ],
        ..collection(Kind::BusinessService, "business_services", ["business_services", "business_service"])
    },
];
