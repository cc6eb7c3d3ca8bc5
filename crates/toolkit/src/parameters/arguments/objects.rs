//! Objects among the arguments: as they are, or as JSON in a text, which is how some clients send them. What an object may
//! hold is for the tool to say; here only its size is bounded.

use serde_json::Value;

use super::shown;
use crate::{
    error::{Code, Error, Result},
    phrasing,
};

/// Objects and lists inside of each other. The deepest body of PagerDuty's is a rule of an orchestration with about ten.
const MAX_DEPTH: usize = 24;

/// Values in all.
const MAX_VALUES: usize = 5_000;

/// Bytes of compact JSON.
const MAX_BYTES: usize = 100_000;

/// The object of a parameter.
///
/// # Errors
///
/// `INVALID_PARAMETER` for anything else, and for an object that is too large.
pub(super) fn read(name: &str, value: Value) -> Result<Value> {
    let value = match value {
        Value::String(text) if text.len() > MAX_BYTES => return Err(too_large(name, "bytes", MAX_BYTES)),
        Value::String(text) => parsed(name, &text)?,
        other => other,
    };
    if !value.is_object() {
        return Err(wrong(name, &value));
    }
    let mut left = MAX_VALUES;
    check(name, &value, 1, &mut left)?;
    if value.to_string().len() > MAX_BYTES {
        return Err(too_large(name, "bytes", MAX_BYTES));
    }
    Ok(value)
}

fn parsed(name: &str, text: &str) -> Result<Value> {
    if !text.trim_start().starts_with('{') {
        return Err(wrong(name, &text.into()));
    }
    serde_json::from_str(text).map_err(|error| {
        let message = format!("`{name}` is a text that is no JSON: {}", phrasing::short(&error.to_string()));
        Error::new(Code::InvalidParameter, message).hint("give it as an object, not as a text")
    })
}

fn check(name: &str, value: &Value, depth: usize, left: &mut usize) -> Result<()> {
    *left = left.checked_sub(1).ok_or_else(|| too_large(name, "values", MAX_VALUES))?;
    if depth > MAX_DEPTH {
        let message = format!("`{name}` has more than {MAX_DEPTH} objects and lists inside of each other");
        return Err(Error::new(Code::InvalidParameter, message));
    }
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| check(name, value, depth + 1, left)),
        Value::Object(fields) => fields.values().try_for_each(|value| check(name, value, depth + 1, left)),
        _ => Ok(()),
    }
}

fn wrong(name: &str, value: &Value) -> Error {
    let message = format!("`{name}` must be an object, not `{}`", phrasing::short(&shown(value)));
    Error::new(Code::InvalidParameter, message)
}

fn too_large(name: &str, what: &str, most: usize) -> Error {
    Error::new(Code::InvalidParameter, format!("`{name}` has more than {most} {what}")).hint("make several calls")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_object_may_come_as_a_text() {
        let object = json!({"a": {"b": [1, null, "x"]}, "c": true});
        assert_eq!(read("body", object.clone()).unwrap(), object);
        assert_eq!(read("body", format!(" {object}\n").into()).unwrap(), object);
        for (wrong, said) in [
            (json!([1]), "`body` must be an object, not `[1]`"),
            (json!("a`\u{1b}b"), "`body` must be an object, not `a'b`"),
            (json!(5), "`body` must be an object, not `5`"),
            (json!("[1]"), "`body` must be an object, not `[1]`"),
        ] {
            let error = read("body", wrong).unwrap_err();
            assert_eq!((error.code(), error.message()), (Code::InvalidParameter, said));
        }
        assert!(read("body", json!("{\"a\": ")).unwrap_err().message().starts_with("`body` is a text that is no JSON"));
    }

    #[test]
    fn objects_are_bounded() {
        let deep = (0..MAX_DEPTH).fold(json!(1), |inner, _| json!({ "a": inner }));
        assert!(read("body", deep.clone()).unwrap_err().message().contains("inside of each other"));
        assert!(read("body", deep["a"].clone()).is_ok());
        let most = read("body", json!({"a": vec![0; MAX_VALUES]})).unwrap_err();
        assert!(most.message().contains("more than 5000 values"));
        for large in [json!({"a": "x".repeat(MAX_BYTES)}), json!(format!("{{\"a\": \"{}\"}}", "x".repeat(MAX_BYTES)))] {
            assert!(read("body", large).unwrap_err().message().contains("more than 100000 bytes"));
        }
    }
}
