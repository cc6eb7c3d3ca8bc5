//! Custom fields of services. Those of incidents are in [`crate::routes`].

use crate::collections::description::{Collection, Paging, Shape, collection};
use crate::collections::field::{Field, Holds, optional, required};
use crate::id::Kind;

pub(super) static ROWS: &[Collection] = &[
    Collection {
        scope: "custom_fields",
        types: &["field"],
        shape: Shape::Whole { summary: "name", web_path: None },
        paging: Paging::Whole(&[]),
        fields: &[
            required("name", Holds::Text),
            required("display_name", Holds::Text),
            required("data_type", Holds::Choice(&["boolean", "integer", "float", "string", "datetime", "url"])),
            required(
                "field_type",
                Holds::Choice(&["single_value", "single_value_fixed", "multi_value", "multi_value_fixed"]),
            ),
            optional("description", Holds::Text),
            optional("enabled", Holds::Boolean).or("true"),
            optional("created_at", Holds::Created),
            optional("updated_at", Holds::Changed),
        ],
        unique: Some("name"),
        ..collection(Kind::ServiceCustomField, "services/custom_fields", ["fields", "field"])
    },
    Collection {
        within: Some(Kind::ServiceCustomField),
        scope: "custom_fields",
        paging: Paging::Whole(&[]),
        fields: &[
            required("data", Holds::Object(DATA)),
            optional("created_at", Holds::Created),
            optional("updated_at", Holds::Changed),
        ],
        ..collection(
            Kind::ServiceFieldOption,
            "services/custom_fields/{}/field_options",
            ["field_options", "field_option"],
        )
    },
];

const DATA: &[Field] = &[required("data_type", Holds::Choice(&["string"])), required("value", Holds::Text)];
