//! Tags. What has them is in [`crate::routes`].

use crate::collections::description::{Action, Collection, Shape, Typed, collection};
use crate::collections::field::{Holds, required};
use crate::collections::filter::Filter;
use crate::id::Kind;

pub(super) static ROWS: &[Collection] = &[Collection {
    scope: "tags",
    actions: &[Action::List, Action::Get, Action::Create, Action::Delete],
    shape: Shape::Whole { summary: "label", web_path: None },
    typed: Typed::Always,
    fields: &[required("label", Holds::Text)],
    filters: &[Filter::Query("label")],
    ..collection(Kind::Tag, "tags", ["tags", "tag"])
}];
