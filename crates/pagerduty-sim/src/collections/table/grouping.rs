//! How alerts are grouped, and templates of status updates.

use crate::collections::description::{Collection, Order, Paging, Shape, Times, collection};
use crate::collections::field::{Field, Holds, Refers, optional, required};
use crate::collections::filter::Filter;
use crate::id::Kind;

pub(super) static ROWS: &[Collection] = &[
    Collection {
        scope: "services",
        shape: Shape::Id,
        paging: Paging::Whole(&["after", "before", "total"]),
        fields: &[
            optional("name", Holds::Text),
            optional("description", Holds::Text),
            required("type", Holds::Choice(&["content_based", "content_based_intelligent", "intelligent", "time"])),
            required("config", Holds::Any),
            required("services", Holds::Many(Refers::To(Kind::Service, ""))),
            optional("created_at", Holds::Created),
            optional("updated_at", Holds::Changed),
        ],
        filters: &[Filter::HasOneOf("service_ids[]", "services")],
        ..collection(
            Kind::AlertGroupingSetting,
            "alert_grouping_settings",
            ["alert_grouping_settings", "alert_grouping_setting"],
        )
    },
    Collection {
        scope: "templates",
        shape: Shape::Whole { summary: "name", web_path: None },
        times: Times::Account,
        order: Order::ByName,
        fields: &[
            required("template_type", Holds::Choice(&["status_update"])),
            required("name", Holds::Text),
            optional("description", Holds::Text),
            required("templated_fields", Holds::Object(TEMPLATED)),
            optional("created_by", Holds::Author).sparse(),
            optional("updated_by", Holds::Editor).sparse(),
        ],
        filters: &[Filter::Query("name"), Filter::Is("template_type", "template_type")],
        ..collection(Kind::Template, "templates", ["templates", "template"])
    },
];

const TEMPLATED: &[Field] =
    &[optional("email_subject", Holds::Text), optional("email_body", Holds::Text), optional("message", Holds::Text)];
