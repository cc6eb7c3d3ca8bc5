//! Status pages: what one can choose from on them, and posts.

use crate::collections::description::{ALL, Action, Collection, Layout, READ, Shape, Typed, collection};
use crate::collections::field::{Field, Holds, Refers, optional, required};
use crate::collections::filter::Filter;
use crate::collections::rules::status_page;
use crate::id::Kind;

pub(super) static ROWS: &[Collection] = &[
    Collection {
        scope: "status_pages",
        actions: &[Action::List],
        typed: Typed::Always,
        fields: &[
            required("name", Holds::Text),
            optional("published_at", Holds::Time),
            required("status_page_type", Holds::Choice(&["public", "private"])),
            required("url", Holds::Text),
        ],
        filters: &[Filter::Is("status_page_type", "status_page_type")],
        ..collection(Kind::StatusPage, "status_pages", ["status_pages", "status_page"])
    },
    choices(Kind::StatusPageImpact, "status_pages/{}/impacts", ["impacts", "impact"], &["status_page_impact"]),
    choices(
        Kind::StatusPageSeverity,
        "status_pages/{}/severities",
        ["severities", "severity"],
        &["status_page_severity"],
    ),
    choices(Kind::StatusPageStatus, "status_pages/{}/statuses", ["statuses", "status"], &["status_page_status"]),
    Collection {
        fields: &[
            required("name", Holds::Text),
            optional("status_page", Holds::Parent),
            required("business_service", Holds::One(Refers::Barely(Kind::BusinessService, "business_service"))),
        ],
        filters: &[],
        ..choices(
            Kind::StatusPageService,
            "status_pages/{}/services",
            ["services", "service"],
            &["status_page_service"],
        )
    },
    Collection {
        actions: ALL,
        fields: &[
            required("title", Holds::Text),
            required("post_type", POST_TYPE),
            optional("status_page", Holds::Parent),
            optional("starts_at", Holds::Time),
            optional("ends_at", Holds::Time),
            required("updates", Holds::Children { of: Kind::StatusPagePostUpdate, include: "status_page_post_update" }),
        ],
        filters: &[Filter::Is("post_type", "post_type"), Filter::Rule(status_page::post_is_wanted)],
        ..choices(Kind::StatusPagePost, "status_pages/{}/posts", ["posts", "post"], &["status_page_post"])
    },
    Collection {
        within: Some(Kind::StatusPagePost),
        actions: ALL,
        fields: &[
            optional("post", Holds::Parent),
            required("message", Holds::Text),
            optional("reviewed_status", Holds::Derived(status_page::reviewed_status)),
            required("status", Holds::One(Refers::Barely(Kind::StatusPageStatus, "status_page_status"))),
            required("severity", Holds::One(Refers::Barely(Kind::StatusPageSeverity, "status_page_severity"))),
            required("impacted_services", Holds::Objects(IMPACTED_SERVICE)),
            optional("update_frequency_ms", Holds::Integer),
            required("notify_subscribers", Holds::Boolean),
            optional("reported_at", Holds::Time),
        ],
        filters: &[Filter::Rule(status_page::update_is_wanted)],
        ..choices(
            Kind::StatusPagePostUpdate,
            "status_pages/{}/posts/{}/post_updates",
            ["post_updates", "post_update"],
            &["status_page_post_update"],
        )
    },
    Collection {
        within: Some(Kind::StatusPagePost),
        layout: Layout::Single,
        actions: &[Action::Get, Action::Change, Action::Delete],
        created: 201,
        fields: &[
            optional("post", Holds::Parent),
            required("message", Holds::Text),
            required("notify_subscribers", Holds::Boolean),
            optional("reported_at", Holds::Created),
        ],
        filters: &[],
        ..choices(
            Kind::StatusPagePostmortem,
            "status_pages/{}/posts/{}/postmortem",
            ["", "postmortem"],
            &["status_page_post_postmortem"],
        )
    },
    Collection {
        actions: &[Action::List, Action::Get, Action::Create, Action::Delete],
        fields: &[
            required("channel", Holds::Choice(&["webhook", "email"])),
            required("contact", Holds::Text),
            optional("status", Holds::Given).or("\"active\""),
            optional("status_page", Holds::Parent),
            required("subscribable_object", Holds::Any),
        ],
        filters: &[Filter::Is("channel", "channel"), Filter::Is("status", "status")],
        ..choices(
            Kind::StatusPageSubscription,
            "status_pages/{}/subscriptions",
            ["subscriptions", "subscription"],
            &["status_page_subscription"],
        )
    },
];

const POST_TYPE: Holds = Holds::Choice(&["incident", "maintenance"]);

const CHOICE: &[Field] =
    &[required("description", Holds::Text), required("post_type", POST_TYPE), optional("status_page", Holds::Parent)];

const IMPACTED_SERVICE: &[Field] = &[
    required("service", Holds::One(Refers::Barely(Kind::StatusPageService, "status_page_service"))),
    required("impact", Holds::One(Refers::Barely(Kind::StatusPageImpact, "status_page_impact"))),
];

/// What a status page lets one choose from.
const fn choices(
    kind: Kind,
    path: &'static str,
    names: [&'static str; 2],
    types: &'static [&'static str],
) -> Collection {
    Collection {
        within: Some(Kind::StatusPage),
        types,
        scope: "status_pages",
        actions: READ,
        shape: Shape::Brief,
        typed: Typed::Always,
        fields: CHOICE,
        filters: &[Filter::Is("post_type", "post_type")],
        ..collection(kind, path, names)
    }
}
