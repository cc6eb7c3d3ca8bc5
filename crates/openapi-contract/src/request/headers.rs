//! Headers: the token, the version, and who acts.

use serde_json::Value;

use crate::document::{Operation, json_schema};
use crate::schema::{self, Direction};
use crate::violation::Violation;

pub(super) fn check(operation: &Operation<'_>, headers: &[(String, String)], has_body: bool) -> Vec<Violation> {
    let mut violations = Vec::new();
    for parameter in operation.parameters("header") {
        // The document also wants `Content-Type` where there is no content, and
        // describes `Authorization` by a pattern which real tokens break. Both
        // are checked below in the way in which PagerDuty reads them.
        let name = parameter["name"].as_str().unwrap_or_default();
        if matches!(name, "Content-Type" | "Authorization") {
            continue;
        }
        match header(headers, name) {
            Some(value) => violations.extend(check_documented(operation, parameter, name, value)),
            None if parameter["required"] == true => violations.push(fault(name, "missing")),
            None => {}
        }
    }
    violations.extend(check_authorization(headers));
    if has_body && operation.request_body().and_then(json_schema).is_some() {
        violations.extend(check_content_type(headers));
    }
    violations
}

fn check_documented(operation: &Operation<'_>, parameter: &Value, name: &str, value: &str) -> Vec<Violation> {
    let Some(schema) = operation.document.resolve(&parameter["schema"]) else {
        return vec![fault(name, "the document does not describe it")];
    };
    if name == "Accept" {
        let version = schema["default"].as_str().unwrap_or_default();
        let asks_for_version = value.replace(' ', "") == version;
        return (!asks_for_version).then(|| fault(name, format!("`{value}` is not `{version}`"))).into_iter().collect();
    }
    if schema["format"] == "email" && !is_email(value) {
        return vec![fault(name, format!("`{value}` is not an e-mail address"))];
    }
    let place = format!("header {name}");
    let value = Value::from(value);
    schema::check(operation.document, Direction::Request, schema, &value, &place)
}

/// The scheme and that there is a token; its characters are PagerDuty's affair.
fn check_authorization(headers: &[(String, String)]) -> Option<Violation> {
    const NAME: &str = "Authorization";
    let Some(value) = header(headers, NAME) else {
        return Some(fault(NAME, "missing"));
    };
    let token = ["Token token=", "Bearer "].iter().find_map(|scheme| value.strip_prefix(scheme));
    let is_token = token.is_some_and(|token| !token.is_empty() && !token.contains(' '));
    // The value is a secret, so it is not quoted.
    (!is_token).then(|| fault(NAME, "neither `Token token=…` nor `Bearer …`"))
}

fn check_content_type(headers: &[(String, String)]) -> Option<Violation> {
    const NAME: &str = "Content-Type";
    let Some(value) = header(headers, NAME) else {
        return Some(fault(NAME, "missing"));
    };
    let media_type = value.split(';').next().unwrap_or_default().trim();
    (media_type != "application/json").then(|| fault(NAME, format!("`{value}` is not `application/json`")))
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn is_email(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains([' ', '@', '<', '>']);
    text.split_once('@').is_some_and(|(local, domain)| is_part(local) && is_part(domain))
}

fn fault(name: &str, fault: impl Into<String>) -> Violation {
    Violation::new(format!("header {name}"), fault)
}
