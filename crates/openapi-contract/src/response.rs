//! What PagerDuty would not send: the status, and the body that goes with it.

use serde_json::Value;

use crate::deviations;
use crate::document::{Operation, json_schema};
use crate::error_body;
use crate::schema::{self, Direction};
use crate::violation::Violation;

pub(crate) fn check(operation: &Operation<'_>, status: u16, body: Option<&Value>) -> Vec<Violation> {
    let documented = deviations::documented_status(operation, status);
    let response = operation.response(documented);
    if status >= 400 {
        let mut violations = body.map(error_body::check).unwrap_or_default();
        if response.is_none() && !deviations::answers_with_error(operation, status) {
            violations.insert(0, undocumented(operation, status));
        }
        return violations;
    }
    let Some(response) = response else {
        return vec![undocumented(operation, status)];
    };
    match (json_schema(response), body) {
        (None, None) => Vec::new(),
        (None, Some(_)) => vec![Violation::new("body", format!("{status} comes without one"))],
        (Some(_), None) => vec![Violation::new("body", "missing")],
        (Some(schema), Some(body)) => schema::check(operation.document, Direction::Response, schema, body, "$"),
    }
}

fn undocumented(operation: &Operation<'_>, status: u16) -> Violation {
    let (method, template) = (&operation.method, operation.template);
    let fault = format!("{method} {template} does not answer with {status}");
    Violation::new("status", fault)
}
