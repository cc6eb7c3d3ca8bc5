//! What PagerDuty would refuse or ignore in a request.

mod headers;
mod query;

use serde_json::Value;

use crate::document::{Operation, json_schema};
use crate::paging;
use crate::schema::{self, Direction};
use crate::violation::Violation;

/// A request as it went over the wire, its query decoded.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path without host and query.
    pub path: &'a str,
    /// The query parameters in the order sent.
    pub query: &'a [(String, String)],
    /// The headers; names in any case.
    pub headers: &'a [(String, String)],
    /// The JSON body, if any.
    pub body: Option<&'a Value>,
}

pub(crate) fn check(operation: &Operation<'_>, request: &Request<'_>) -> Vec<Violation> {
    let mut violations = query::check(operation, request.query);
    violations.extend(paging::check(operation, request.query));
    violations.extend(headers::check(operation, request.headers, request.body.is_some()));
    violations.extend(check_body(operation, request.body));
    violations
}

fn check_body(operation: &Operation<'_>, body: Option<&Value>) -> Vec<Violation> {
    let fault = |fault| vec![Violation::new("body", fault)];
    match (operation.request_body(), body) {
        (None, None) => Vec::new(),
        (None, Some(_)) => fault("PagerDuty reads none here"),
        // OpenAPI takes a body without `required` for optional. The document
        // leaves the word out nearly everywhere, and PagerDuty wants the body.
        (Some(documented), None) if documented["required"] == false => Vec::new(),
        (Some(_), None) => fault("missing"),
        (Some(documented), Some(body)) => json_schema(documented)
            .map(|schema| schema::check(operation.document, Direction::Request, schema, body, "$"))
            .unwrap_or_default(),
    }
}
