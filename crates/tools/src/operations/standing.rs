//! What somebody has to know of an operation before choosing it.

use pagerduty::operation::Operation;
use serde_json::{Map, Value};
use toolkit::context::Context;

use super::{allowed, instead};

/// The tool that does it better, whether it is refused, and whether PagerDuty may take it away.
pub(super) fn of(operation: &Operation, cx: &Context) -> Map<String, Value> {
    let mut said = Map::new();
    if let Some(tool) = instead::of(operation.id(), |tool| cx.offers(tool)) {
        said.insert("better_tool".to_owned(), tool.into());
    }
    if let Some(refusal) = operation.refused() {
        let is_allowed = allowed::is_allowed(operation, refusal, cx);
        let refused = if is_allowed { false.into() } else { allowed::how_to_allow(operation, refusal).into() };
        said.insert("refused".to_owned(), refused);
    }
    if operation.is_deprecated() {
        said.insert("deprecated".to_owned(), true.into());
    }
    if operation.is_early_access() {
        said.insert("early_access".to_owned(), true.into());
    }
    said
}
