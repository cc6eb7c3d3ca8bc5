//! The collections, an area each. Sources: the operations and schemas of the OpenAPI description.

mod automation;
mod custom_fields;
mod event_orchestrations;
mod grouping;
mod people;
mod rulesets;
mod services;
mod status_pages;
mod tags;
mod webhooks;
mod workflows;

use super::description::Collection;

static AREAS: &[&[Collection]] = &[
    automation::ROWS,
    custom_fields::ROWS,
    event_orchestrations::ROWS,
    grouping::ROWS,
    people::ROWS,
    rulesets::ROWS,
    services::ROWS,
    status_pages::ROWS,
    tags::ROWS,
    webhooks::ROWS,
    workflows::ROWS,
];

/// Any of them.
pub(super) static FIRST: &Collection = &tags::ROWS[0];

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Collection> {
    AREAS.iter().copied().flatten()
}
