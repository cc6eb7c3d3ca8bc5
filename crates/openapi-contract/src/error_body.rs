//! The shapes of PagerDuty's error bodies.
//!
//! The document knows one shape, and another one for v3 schedules. Clients in
//! the field met the others, so all of them are right here, whatever the
//! operation. A body that is not JSON never gets this far.

use serde_json::Value;

use crate::violation::Violation;

pub(crate) fn check(body: &Value) -> Vec<Violation> {
    match &body["error"] {
        Value::Object(error) => {
            let mut violations = Vec::new();
            let mut expect = |name: &str, holds: bool, expected: &str| {
                if !holds {
                    let place = format!("$.error.{name}");
                    violations.push(Violation::new(place, format!("not {expected}")));
                }
            };
            let message = error.get("message");
            expect("message", message.is_some_and(Value::is_string), "a string");
            // A token without the scope is refused without a code.
            let code = error.get("code");
            expect("code", code.is_none_or(is_code), "an integer, also in quotes");
            let errors = error.get("errors");
            expect("errors", errors.is_none_or(are_errors), "strings, bare, listed or by field");
            for name in ["required_scopes", "token_scopes"] {
                expect(name, error.get(name).is_none_or(Value::is_string), "a string");
            }
            violations
        }
        Value::String(_) => Vec::new(),
        error if is_list_of_strings(error) => Vec::new(),
        _ => {
            let fault = "an error is an object, a string or a list of strings";
            vec![Violation::new("$.error", fault)]
        }
    }
}

fn is_code(code: &Value) -> bool {
    let quoted = code.as_str().and_then(|text| text.parse::<u64>().ok());
    code.is_u64() || quoted.is_some()
}

fn are_errors(errors: &Value) -> bool {
    let by_field = |errors: &Value| {
        let mut fields = errors.as_object().into_iter().flatten();
        errors.is_object() && fields.all(|(_, messages)| is_list_of_strings(messages))
    };
    errors.is_string() || is_list_of_strings(errors) || by_field(errors)
}

fn is_list_of_strings(value: &Value) -> bool {
    let items = value.as_array();
    items.is_some_and(|items| items.iter().all(Value::is_string))
}
