//! What bodies of `/v3/schedules` are made of, read into facts. Errors are named by the resource and the field.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::account::Account;
use crate::api::ApiError;
use crate::id::Key;
use crate::model::User;
use crate::time::Zone;

/// A field that can have one value only.
pub(super) fn required(fields: &Map<String, Value>, of: &str, name: &str, value: &str) -> Result<(), ApiError> {
    if fields.get(name).and_then(Value::as_str) == Some(value) {
        return Ok(());
    }
    Err(ApiError::v3_invalid(&format!("{of}.{name}"), &format!("must be {value}")))
}

/// A time that must be there.
pub(super) fn time(fields: &Map<String, Value>, of: &str, name: &str) -> Result<Timestamp, ApiError> {
    let text = fields.get(name).and_then(Value::as_str);
    text.and_then(|text| Zone::Utc.read(text))
        .ok_or_else(|| ApiError::v3_invalid(&format!("{of}.{name}"), "is invalid"))
}

/// A member that must be there: a user of the account, or nobody.
pub(super) fn member(
    account: &Account,
    fields: &Map<String, Value>,
    of: &str,
    name: &str,
) -> Result<Option<Key<User>>, ApiError> {
    member_of(account, fields.get(name).unwrap_or(&Value::Null), &format!("{of}.{name}"))
}

/// The same of a value; `path` says where it stands.
pub(super) fn member_of(account: &Account, member: &Value, path: &str) -> Result<Option<Key<User>>, ApiError> {
    let user = || member["user_id"].as_str().and_then(|id| account.find(id));
    match member["type"].as_str() {
        Some("empty_member") => Ok(None),
        Some("user_member") => {
            user().map(Some).ok_or_else(|| ApiError::v3_invalid(&format!("{path}.user_id"), "not found"))
        }
        _ => Err(ApiError::v3_invalid(&format!("{path}.type"), "must be user_member or empty_member")),
    }
}
