//! `PUT /incidents/{id}`: acknowledging, resolving, reassigning and the rest.

use serde_json::{Map, Value, json};

use super::fields::{assignees, priority, referred, text, urgency};
use super::incidents;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
use crate::model::{EscalationPolicy, Service, Status, Update};
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

/// The update that a body asks for.
pub(super) fn read(account: &Account, fields: &Map<String, Value>) -> Result<Update, ApiError> {
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
    let urgency = urgency(account, fields)?;
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
