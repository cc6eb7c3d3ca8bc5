//! The bounds of offset paging, which the document states only in prose.

use crate::document::Operation;
use crate::violation::Violation;

const LIMIT_MAXIMUM: u64 = 100;
const REACH_MAXIMUM: u64 = 10_000;

/// Checks `limit` and `offset` of an operation that has both.
///
/// Whether an operation has them at all, and that they are integers, is checked
/// with all other query parameters.
pub(crate) fn check(operation: &Operation<'_>, query: &[(String, String)]) -> Vec<Violation> {
    let (Some(limit_parameter), Some(_)) =
        (operation.parameter("query", "limit"), operation.parameter("query", "offset"))
    else {
        return Vec::new();
    };
    let number = |name: &str| -> Option<u64> {
        let (_, value) = query.iter().find(|(key, _)| key == name)?;
        value.parse().ok()
    };
    let mut violations = Vec::new();
    let states_maximum = limit_parameter["schema"].get("maximum").is_some();
    if let Some(limit) = number("limit")
        && !states_maximum
        && !(1..=LIMIT_MAXIMUM).contains(&limit)
    {
        let fault = format!("{limit} is not within 1 and {LIMIT_MAXIMUM}");
        violations.push(Violation::new("query limit", fault));
    }
    let [offset, limit] = ["offset", "limit"].map(|name| number(name).unwrap_or(0));
    if offset.saturating_add(limit) > REACH_MAXIMUM {
        let fault = format!("{offset} and limit {limit} reach beyond {REACH_MAXIMUM}");
        violations.push(Violation::new("query offset", fault));
    }
    violations
}
