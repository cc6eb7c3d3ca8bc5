//! The collections. Sources: the operations and schemas of the OpenAPI description.

use super::Action::{Change, Create, Delete, Get, List};
use super::field::{Field, Holds, Refers};
use super::filter::Filter;
use super::{Collection, Deletion, Shape, Table, maintenance, status_page};
use crate::api::ApiError;
use crate::id::Kind;

/// All of them, in the order of [`Table`].
pub(super) static ALL: [&Collection; 10] = [
    &MAINTENANCE_WINDOWS,
    &BUSINESS_SERVICES,
    &TAGS,
    &STATUS_PAGES,
    &IMPACTS,
    &SEVERITIES,
    &STATUSES,
    &SERVICES,
    &POSTS,
    &POST_UPDATES,
];

const fn required(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, is_required: true }
}

const fn optional(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, is_required: false }
}

static MAINTENANCE_WINDOWS: Collection = Collection {
    table: Table::MaintenanceWindows,
    within: None,
    plural: "maintenance_windows",
    singular: "maintenance_window",
    object_type: "maintenance_window",
    kind: Kind::MaintenanceWindow,
    scope: "services",
    actions: &[List, Get, Create, Change, Delete],
    created: 201,
    shape: Shape::Whole { summary: "description", web_path: Some("service-directory/maintenance-windows") },
    is_typed: true,
    needs_author: true,
    fields: &[
        optional("sequence_number", Holds::Derived(maintenance::sequence_number)),
        required("start_time", Holds::Time),
        required("end_time", Holds::Time),
        optional("description", Holds::Text),
        required("services", Holds::Many(Refers::Service)),
        optional("teams", Holds::Derived(maintenance::write_teams)),
        optional("created_by", Holds::Author),
    ],
    filters: &[
        Filter::Query("description"),
        Filter::HasOneOf("service_ids[]", "services"),
        Filter::Rule(maintenance::is_of_team),
        Filter::Rule(maintenance::is_in_state),
    ],
    deletion: Deletion::EndWindow,
    not_found: ApiError::maintenance_window_not_found,
};

static BUSINESS_SERVICES: Collection = Collection {
    table: Table::BusinessServices,
    within: None,
    plural: "business_services",
    singular: "business_service",
    object_type: "business_service",
    kind: Kind::BusinessService,
    scope: "services",
    actions: &[List, Get, Create, Change, Delete],
    created: 200,
    shape: Shape::Whole { summary: "name", web_path: None },
    is_typed: false,
    needs_author: false,
    fields: &[
        required("name", Holds::Text),
        optional("description", Holds::Text),
        optional("point_of_contact", Holds::Text),
        optional("team", Holds::One(Refers::TeamBriefly)),
    ],
    filters: &[],
    deletion: Deletion::Remove,
    not_found: ApiError::not_found,
};

static TAGS: Collection = Collection {
    table: Table::Tags,
    within: None,
    plural: "tags",
    singular: "tag",
    object_type: "tag",
    kind: Kind::Tag,
    scope: "tags",
    actions: &[List, Get, Create, Delete],
    created: 201,
    shape: Shape::Whole { summary: "label", web_path: None },
    is_typed: true,
    needs_author: false,
    fields: &[required("label", Holds::Text)],
    filters: &[Filter::Query("label")],
    deletion: Deletion::Remove,
    not_found: ApiError::not_found,
};

static STATUS_PAGES: Collection = Collection {
    table: Table::StatusPages,
    within: None,
    plural: "status_pages",
    singular: "status_page",
    object_type: "status_page",
    kind: Kind::StatusPage,
    scope: "status_pages",
    actions: &[List],
    created: 201,
    shape: Shape::Bare,
    is_typed: true,
    needs_author: false,
    fields: &[
        required("name", Holds::Text),
        optional("published_at", Holds::Time),
        required("status_page_type", Holds::Choice(&["public", "private"])),
        required("url", Holds::Text),
    ],
    filters: &[Filter::Is("status_page_type", "status_page_type")],
    deletion: Deletion::Remove,
    not_found: ApiError::not_found,
};

const POST_TYPE: Holds = Holds::Choice(&["incident", "maintenance"]);

const CHOICE: &[Field] =
    &[required("description", Holds::Text), required("post_type", POST_TYPE), optional("status_page", Holds::Parent)];

const IMPACTED_SERVICE: &[Field] = &[
    required("service", Holds::One(Refers::Row(Table::StatusPageServices, "status_page_service"))),
    required("impact", Holds::One(Refers::Row(Table::StatusPageImpacts, "status_page_impact"))),
];

/// What a status page lets one choose from.
const fn choices(
    table: Table,
    kind: Kind,
    (plural, singular, object_type): (&'static str, &'static str, &'static str),
) -> Collection {
    Collection {
        table,
        within: Some(&STATUS_PAGES),
        plural,
        singular,
        object_type,
        kind,
        scope: "status_pages",
        actions: &[List, Get],
        created: 201,
        shape: Shape::Brief,
        is_typed: true,
        needs_author: false,
        fields: CHOICE,
        filters: &[Filter::Is("post_type", "post_type")],
        deletion: Deletion::Remove,
        not_found: ApiError::not_found,
    }
}

static IMPACTS: Collection =
    choices(Table::StatusPageImpacts, Kind::StatusPageImpact, ("impacts", "impact", "status_page_impact"));
static SEVERITIES: Collection =
    choices(Table::StatusPageSeverities, Kind::StatusPageSeverity, ("severities", "severity", "status_page_severity"));
static STATUSES: Collection =
    choices(Table::StatusPageStatuses, Kind::StatusPageStatus, ("statuses", "status", "status_page_status"));

static SERVICES: Collection = Collection {
    fields: &[
        required("name", Holds::Text),
        optional("status_page", Holds::Parent),
        required("business_service", Holds::One(Refers::Row(Table::BusinessServices, "business_service"))),
    ],
    filters: &[],
    ..choices(Table::StatusPageServices, Kind::StatusPageService, ("services", "service", "status_page_service"))
};

static POSTS: Collection = Collection {
    actions: &[List, Get, Create, Change, Delete],
    fields: &[
        required("title", Holds::Text),
        required("post_type", POST_TYPE),
        optional("status_page", Holds::Parent),
        optional("starts_at", Holds::Time),
        optional("ends_at", Holds::Time),
        required("updates", Holds::Children { of: Table::StatusPagePostUpdates, include: "status_page_post_update" }),
    ],
    filters: &[Filter::Is("post_type", "post_type"), Filter::Rule(status_page::post_is_wanted)],
    ..choices(Table::StatusPagePosts, Kind::StatusPagePost, ("posts", "post", "status_page_post"))
};

static POST_UPDATES: Collection = Collection {
    within: Some(&POSTS),
    actions: &[List, Get, Create, Change, Delete],
    fields: &[
        optional("post", Holds::Parent),
        required("message", Holds::Text),
        optional("reviewed_status", Holds::Derived(status_page::reviewed_status)),
        required("status", Holds::One(Refers::Row(Table::StatusPageStatuses, "status_page_status"))),
        required("severity", Holds::One(Refers::Row(Table::StatusPageSeverities, "status_page_severity"))),
        required("impacted_services", Holds::Objects(IMPACTED_SERVICE)),
        optional("update_frequency_ms", Holds::Integer),
        required("notify_subscribers", Holds::Boolean),
        optional("reported_at", Holds::Time),
    ],
    filters: &[Filter::Rule(status_page::update_is_wanted)],
    ..choices(
        Table::StatusPagePostUpdates,
        Kind::StatusPagePostUpdate,
        ("post_updates", "post_update", "status_page_post_update"),
    )
};
