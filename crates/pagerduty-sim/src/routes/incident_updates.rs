//! `PUT /incidents/{id}`: acknowledging, resolving, reassigning and the rest.

use serde_json::{Map, Value, json};

use super::incidents;
use crate::account::{Ability, Account, EscalationPolicy, Priority, Resource, Service, Status, Update, Urgency, User};
use crate::api::{ApiError, Call, Outcome, require};
use crate::id::Key;
use crate::time::Zone;
use crate::view::View;

pub(crate) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let requester = call.requester(account)?;
    let incident = incidents::find(account, call)?;
    let fields = call.body("incident")?;
    let update = read(account, &fields)?;
    let now = account.now();
    account.update_incident(incident, update, requester, now)?;
    let view = View::new(account, Zone::Utc, call);
    Ok(json!({"incident": view.incident(incident)}).into())
}

fn read(account: &Account, fields: &Map<String, Value>) -> Result<Update, ApiError> {
    match text(fields, "type")? {
        Some("incident" | "incident_reference") => {}
        _ => return Err(ApiError::invalid_input("Type must be incident or incident_reference.")),
    }
    if fields.contains_key("assignments") && fields.contains_key("escalation_policy") {
        let error = "Assignments and escalation policy cannot both be specified.";
        return Err(ApiError::invalid_input(error));
    }
    let status =
        text(fields, "status")?.map(|name| Status::named(name).ok_or_else(ApiError::invalid_status)).transpose()?;
    let urgency = text(fields, "urgency")?
        .map(|name| Urgency::named(name).ok_or_else(|| ApiError::invalid_input("Urgency is invalid.")))
        .transpose()?;
    if urgency.is_some() {
        require(account, Ability::Urgencies, "set the urgency")?;
    }
    let title = text(fields, "title")?;
    if title.is_some_and(str::is_empty) {
        return Err(ApiError::invalid_input("Title cannot be empty."));
    }
    let escalation_level = match fields.get("escalation_level") {
        None | Some(Value::Null) => None,
        Some(level) => Some(level.as_u64().ok_or_else(|| ApiError::invalid_input("Escalation level is invalid."))?),
    };
    Ok(Update {
        status,
        resolution: text(fields, "resolution")?.map(str::to_owned),
        title: title.map(str::to_owned),
        priority: priority(account, fields.get("priority"))?,
        urgency,
        escalation_level,
        assignees: assignees(account, fields.get("assignments"))?,
        escalation_policy: referred::<EscalationPolicy>(
            account,
            fields.get("escalation_policy"),
            ApiError::unknown_target_policy,
        )?,
        service: referred::<Service>(account, fields.get("service"), ApiError::service_not_found)?,
    })
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, ApiError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(ApiError::invalid_input(&format!("{name} must be a String"))),
    }
}

/// A name or a reference; `null` takes the priority away.
fn priority(account: &Account, value: Option<&Value>) -> Result<Option<Option<Key<Priority>>>, ApiError> {
    let Some(value) = value else { return Ok(None) };
    let found = match value {
        Value::Null => return Ok(Some(None)),
        Value::String(name) => account.keys::<Priority>().find(|priority| account[*priority].name == name),
        other => other.get("id").and_then(Value::as_str).and_then(|id| account.find(id)),
    };
    found.map(|found| Some(Some(found))).ok_or_else(ApiError::invalid_priority)
}

fn assignees(account: &Account, value: Option<&Value>) -> Result<Option<Vec<Key<User>>>, ApiError> {
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

fn referred<T: Resource>(
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
