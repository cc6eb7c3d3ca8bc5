//! Paths to the fields of an answer whose shape no list of fields tells.

use serde_json::Value;

use super::shown;
use crate::{
    error::{Code, Error, Result},
    phrasing,
};

/// Names in one path.
const MAX_NAMES: usize = 12;

/// A path as it is compared later: names with points between them. Lists on the way may be marked, as in `services[].id`, and
/// need not be.
///
/// # Errors
///
/// `INVALID_INCLUDE_FIELD` for anything else.
pub(super) fn read(parameter: &str, value: &Value) -> Result<Value> {
    let given = shown(value);
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    let names: Vec<&str> = given.trim().split('.').map(|name| name.strip_suffix("[]").unwrap_or(name)).collect();
    if value.is_string() && names.len() <= MAX_NAMES && names.iter().all(|name| is_name(name)) {
        return Ok(names.join(".").into());
    }
    let message = format!("`{}` in `{parameter}` is no path to a field", phrasing::short(&given));
    Err(Error::new(Code::InvalidIncludeField, message)
        .hint("write names with points between them, such as `name` or `teams.summary`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_names_with_points_between_them() {
        for (given, expected) in [
            ("name", Some("name")),
            (" services[].id ", Some("services.id")),
            ("a.b-c.d_e[]", Some("a.b-c.d_e")),
            ("", None),
            ("a..b", None),
            ("a[0].b", None),
            ("a.b.", None),
            ("$.a", None),
            ("a b", None),
            ("a.b.c.d.e.f.g.h.i.j.k.l.m", None),
        ] {
            let read = read("include", &given.into());
            assert_eq!(read.as_ref().ok().and_then(Value::as_str), expected, "{given}");
        }
        assert!(read("include", &5.into()).is_err());
    }
}
