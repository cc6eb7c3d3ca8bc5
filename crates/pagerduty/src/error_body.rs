//! The error bodies that PagerDuty answers with: eight shapes, one reading.
//!
//! | shape | where it was seen |
//! |---|---|
//! | `{"error":{"message","code","errors":["…"]}}` | documented |
//! | the same without `errors` | 404, 429 |
//! | `errors` is an object of field → messages | schedules |
//! | `errors` is one text | overrides |
//! | `error` is a list of texts | some gateways |
//! | `error` is one text | `/users/me` with an account-level token |
//! | `{"error":{"message","required_scopes","token_scopes"}}` | an OAuth token without the scope |
//! | not JSON | proxies in front of the API |

use serde_json::Value;

/// What an error body says, whatever its shape.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ErrorBody {
    /// PagerDuty's message and every entry of its list of errors, as one sentence.
    pub(crate) message: Option<String>,
    /// PagerDuty's own error code, such as 2001; some bodies have it as text.
    pub(crate) code: Option<i64>,
    /// The scopes that an OAuth token would need.
    pub(crate) required_scopes: Option<String>,
    /// Those that it has.
    pub(crate) token_scopes: Option<String>,
}

impl ErrorBody {
    pub(crate) fn read(body: &[u8]) -> Self {
        let Ok(Value::Object(mut root)) = serde_json::from_slice(body) else {
            return Self::default();
        };
        let mut details = Vec::new();
        match root.remove("error") {
            Some(Value::Object(mut error)) => {
                let code = error.get("code").and_then(|code| code.as_i64().or_else(|| code.as_str()?.parse().ok()));
                let required_scopes = error.remove("required_scopes").map(|scopes| join(&scopes, ", "));
                let token_scopes = error.remove("token_scopes").map(|scopes| join(&scopes, ", "));
                details.extend(error.remove("message").map(|message| join(&message, "; ")));
                details.extend(error.remove("errors").map(|errors| join(&errors, "; ")));
                Self { message: sentence(&details), code, required_scopes, token_scopes }
            }
            Some(other) => Self { message: sentence(&[join(&other, "; ")]), ..Self::default() },
            None => {
                // A few gateways answer `{"message": …}` or `{"errors": […]}` at the top.
                details.extend(root.remove("message").map(|message| join(&message, "; ")));
                details.extend(root.remove("errors").map(|errors| join(&errors, "; ")));
                Self { message: sentence(&details), ..Self::default() }
            }
        }
    }
}

/// Texts of any nesting, in order, with the names of fields before them.
fn join(value: &Value, separator: &str) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Array(values) => values.iter().map(|value| join(value, separator)).collect::<Vec<_>>().join(separator),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{name}: {}", join(value, ", ")))
            .collect::<Vec<_>>()
            .join(separator),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn sentence(parts: &[String]) -> Option<String> {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_read() {
        for (body, message, code, scopes) in [
            (
                r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name is empty","Type is empty"]}}"#,
                Some("Invalid Input Provided: Name is empty; Type is empty"),
                Some(2001),
                None,
            ),
            (r#"{"error":{"message":"Not Found","code":2100}}"#, Some("Not Found"), Some(2100), None),
            (
                r#"{"error":{"message":"Bad","code":"3001","errors":{"name":["is empty","is odd"],"zone":"unknown"}}}"#,
                Some("Bad: name: is empty, is odd; zone: unknown"),
                Some(3001),
                None,
            ),
            (
                r#"{"error":{"message":"Bad","errors":"Override ends first"}}"#,
                Some("Bad: Override ends first"),
                None,
                None,
            ),
            (r#"{"error":["one","two"]}"#, Some("one; two"), None, None),
            (r#"{"error":"account-level access token"}"#, Some("account-level access token"), None, None),
            (
                r#"{"error":{"message":"Token missing required scopes","required_scopes":"teams.read","token_scopes":"openid"}}"#,
                Some("Token missing required scopes"),
                None,
                Some("teams.read"),
            ),
            ("<html>429 Too Many Requests</html>", None, None, None),
            ("", None, None, None),
            (r#"{"error":null}"#, None, None, None),
            (r#"{"message":"Forbidden"}"#, Some("Forbidden"), None, None),
        ] {
            let expected = ErrorBody {
                message: message.map(str::to_owned),
                code,
                required_scopes: scopes.map(str::to_owned),
                token_scopes: scopes.map(|_| "openid".to_owned()),
            };
            assert_eq!(ErrorBody::read(body.as_bytes()), expected, "{body}");
        }
    }
}
