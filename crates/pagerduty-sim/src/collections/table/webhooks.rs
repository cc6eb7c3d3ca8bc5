//! What PagerDuty tells other programs: webhooks and extensions.

use crate::collections::description::{Act, Collection, Does, Paging, READ, Shape, Typed, collection};
use crate::collections::field::{Field, Holds, Refers, optional, required};
use crate::collections::filter::Filter;
use crate::collections::rules::webhook;
use crate::id::Kind;

pub(super) static ROWS: &[Collection] = &[
    Collection {
        scope: "webhook_subscriptions",
        created: 200,
        typed: Typed::Created,
        acts: &[
            Act { method: "POST", name: "enable", does: Does::Set("active", "true") },
            Act { method: "POST", name: "ping", does: Does::Nothing(202) },
        ],
        fields: &[
            optional("active", Holds::Boolean).or("true"),
            required("delivery_method", Holds::Object(DELIVERY)),
            optional("description", Holds::Text).or("\"\""),
            required("events", Holds::Texts(EVENTS)),
            required("filter", Holds::Object(SCOPE)),
        ],
        check: webhook::check,
        filters: &[Filter::Rule(webhook::is_wanted)],
        ..collection(
            Kind::WebhookSubscription,
            "webhook_subscriptions",
            ["webhook_subscriptions", "webhook_subscription"],
        )
    },
    Collection {
        scope: "webhook_subscriptions",
        paging: Paging::Whole(&[]),
        fields: &[
            required("name", Holds::Text),
            required("client_id", Holds::Text),
            required("client_secret", Holds::Hidden),
            optional("scope", Holds::Text),
            required("token_url", Holds::Text),
            required("grant_type", Holds::Choice(&["client_credentials"])),
            optional("status", Holds::Given).or("\"active\""),
        ],
        ..collection(Kind::OauthClient, "webhook_subscriptions/oauth_clients", ["oauth_clients", "oauth_client"])
    },
    Collection {
        scope: "extensions",
        shape: Shape::Whole { summary: "name", web_path: None },
        acts: &[Act { method: "POST", name: "enable", does: Does::Set("temporarily_disabled", "false") }],
        fields: &[
            required("name", Holds::Text),
            optional("endpoint_url", Holds::Text).sparse(),
            required("extension_objects", Holds::Many(Refers::To(Kind::Service, "extension_objects"))),
            required("extension_schema", Holds::One(Refers::To(Kind::ExtensionSchema, "extension_schemas"))),
            optional("temporarily_disabled", Holds::Given).or("false"),
            optional("config", Holds::Any).sparse(),
        ],
        filters: &[
            Filter::Query("name"),
            Filter::Has("extension_object_id", "extension_objects"),
            Filter::Is("extension_schema_id", "extension_schema"),
        ],
        ..collection(Kind::Extension, "extensions", ["extensions", "extension"])
    },
    Collection {
        scope: "extension_schemas",
        actions: READ,
        shape: Shape::Whole { summary: "label", web_path: None },
        fields: &[
            optional("icon_url", Holds::Text),
            optional("logo_url", Holds::Text),
            optional("label", Holds::Text),
            optional("key", Holds::Text),
            optional("description", Holds::Text),
            optional("guide_url", Holds::Text),
            optional("send_types", Holds::Any),
            optional("url", Holds::Text),
        ],
        ..collection(Kind::ExtensionSchema, "extension_schemas", ["extension_schemas", "extension_schema"])
    },
    Collection {
        scope: "addons",
        types: &["full_page_addon", "incident_show_addon"],
        typed: Typed::Always,
        shape: Shape::Whole { summary: "name", web_path: None },
        fields: &[required("name", Holds::Text), required("src", Holds::Text)],
        filters: &[Filter::Is("filter", "type"), Filter::HasOneOf("service_ids[]", "services")],
        ..collection(Kind::Addon, "addons", ["addons", "addon"])
    },
    Collection {
        scope: "vendors",
        actions: READ,
        shape: Shape::Whole { summary: "name", web_path: None },
        fields: &[
            optional("name", Holds::Text),
            optional("website_url", Holds::Text),
            optional("logo_url", Holds::Text),
            optional("thumbnail_url", Holds::Text),
            optional("description", Holds::Text),
            optional("integration_guide_url", Holds::Text),
        ],
        ..collection(Kind::Vendor, "vendors", ["vendors", "vendor"])
    },
];

const DELIVERY: &[Field] = &[
    optional("id", Holds::Derived(webhook::delivery_id)),
    // It is shown to whoever creates the subscription, and never again.
    optional("secret", Holds::Derived(webhook::secret)),
    optional("temporarily_disabled", Holds::Given).or("false"),
    required("type", Holds::Choice(&["http_delivery_method"])),
    required("url", Holds::Text),
    optional("custom_headers", Holds::Objects(HEADER)),
];

const HEADER: &[Field] = &[required("name", Holds::Text), optional("value", Holds::Derived(webhook::masked))];

const SCOPE: &[Field] = &[
    optional("id", Holds::Text).sparse(),
    required("type", Holds::Choice(&["account_reference", "service_reference", "team_reference"])),
];

/// Source: PagerDuty's documentation of webhooks, "Event types".
const EVENTS: &[&str] = &[
    "incident.acknowledged",
    "incident.action_invocation.created",
    "incident.action_invocation.terminated",
    "incident.action_invocation.updated",
    "incident.annotated",
    "incident.conference_bridge.updated",
    "incident.custom_field_values.updated",
    "incident.delegated",
    "incident.escalated",
    "incident.incident_type.changed",
    "incident.priority_updated",
    "incident.reassigned",
    "incident.reopened",
    "incident.resolved",
    "incident.responder.added",
    "incident.responder.replied",
    "incident.role.assigned",
    "incident.role.unassigned",
    "incident.service_updated",
    "incident.status_update_published",
    "incident.task.assigned",
    "incident.task.completed",
    "incident.task.created",
    "incident.triggered",
    "incident.unacknowledged",
    "incident.workflow.completed",
    "incident.workflow.started",
    "service.created",
    "service.custom_field_values.updated",
    "service.deleted",
    "service.updated",
    "pagey.ping",
];
