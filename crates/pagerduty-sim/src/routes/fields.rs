//! What bodies are made of: texts, references and the values of incidents, read into facts.

use serde_json::{Map, Value};

use crate::account::Account;
use crate::account::resource::Resource;
use crate::api::{ApiError, require};
use crate::id::Key;
use crate::model::{Ability, Priority, Urgency, User};

/// A text; `null` counts as absent.
pub(super) fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, ApiError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(ApiError::invalid_input(&format!("{name} must be a String"))),
    }
}

pub(super) fn urgency(account: &Account, fields: &Map<String, Value>) -> Result<Option<Urgency>, ApiError> {
    let Some(name) = text(fields, "urgency")? else { return Ok(None) };
    let urgency = Urgency::named(name).ok_or_else(|| ApiError::invalid_input("Urgency is invalid."))?;
    require(account, Ability::Urgencies, "set the urgency")?;
    Ok(Some(urgency))
}

/// A name or a reference; `null` takes the priority away.
pub(super) fn priority(account: &Account, value: Option<&Value>) -> Result<Option<Option<Key<Priority>>>, ApiError> {
    let Some(value) = value else { return Ok(None) };
    let found = match value {
        Value::Null => return Ok(Some(None)),
        Value::String(name) => account.keys::<Priority>().find(|priority| account[*priority].name == name),
        other => other.get("id").and_then(Value::as_str).and_then(|id| account.find(id)),
    };
    found.map(|found| Some(Some(found))).ok_or_else(ApiError::invalid_priority)
}

/// The users of `assignments`; they must be users, and there must be some.
pub(super) fn assignees(account: &Account, value: Option<&Value>) -> Result<Option<Vec<Key<User>>>, ApiError> {
    let Some(value) = value else { return Ok(None) };
    let assignments = value.as_array().filter(|all| !all.is_empty());
    let assignments = assignments.ok_or_else(ApiError::unknown_assignee)?;
    let users: Option<Vec<Key<User>>> = assignments
        .iter()
        .map(|assignment| {
            let assignee = assignment.get("assignee")?;
            let assignee_type = assignee.get("type")?.as_str()?;
            let is_user = matches!(assignee_type, "user" | "user_reference");
            account.find(assignee.get("id")?.as_str()?).filter(|_| is_user)
        })
        .collect();
    users.map(Some).ok_or_else(ApiError::unknown_assignee)
}

/// What a reference refers to.
pub(super) fn referred<T: Resource>(
    account: &Account,
    value: Option<&Value>,
    unknown: fn() -> ApiError,
) -> Result<Option<Key<T>>, ApiError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(reference) => {
            reference.get("id").and_then(Value::as_str).and_then(|id| account.find(id)).map(Some).ok_or_else(unknown)
        }
    }
}
