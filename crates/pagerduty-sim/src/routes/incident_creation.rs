//! `POST /incidents`: an incident that no monitor found.

use serde_json::{Map, Value, json};

use super::fields::{assignees, priority, referred, text, urgency};
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome};
use crate::id::Key;
use crate::model::{Creation, EscalationPolicy, INCIDENT_TYPE, Report, Service, User};
use crate::time::Zone;
use crate::view::View;

pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let requester = call.requester(account)?;
    let fields = call.body("incident")?;
    let creation = read(account, &fields)?;
    let now = account.now();
    let incident = account.create_incident(creation, requester, now)?;
    let view = View::new(account, Zone::Utc, call);
    Ok(Answer::created(json!({"incident": view.incident(incident)})))
}

fn read(account: &Account, fields: &Map<String, Value>) -> Result<Creation, ApiError> {
    // PagerDuty's own samples leave the type out.
    if text(fields, "type")?.is_some_and(|name| name != "incident") {
        return Err(ApiError::invalid_input("Type must be incident."));
    }
    if fields.contains_key("assignments") && fields.contains_key("escalation_policy") {
        let error = "Assignments and escalation policy cannot both be specified.";
        return Err(ApiError::invalid_input(error));
    }
    let title = text(fields, "title")?.filter(|title| !title.trim().is_empty());
    let title = title.ok_or_else(|| ApiError::invalid_input("Title cannot be empty."))?;
    let service = referred::<Service>(account, fields.get("service"), ApiError::service_not_found)?;
    let service = service.ok_or_else(|| ApiError::invalid_input("Service cannot be empty."))?;
    // That nothing opens there is documented; how it is refused is not.
    if account.is_in_maintenance(service) || account[service].is_disabled {
        return Err(ApiError::invalid_input("Service is disabled or in maintenance."));
    }
    let incident_type = fields.get("incident_type").filter(|value| !value.is_null());
    let is_known = |value: &Value| value["name"] == INCIDENT_TYPE || value["id"] == account.incident_type_id();
    if !incident_type.is_none_or(is_known) {
        return Err(ApiError::invalid_input("Incident type is invalid."));
    }
    Ok(Creation {
        title: title.to_owned(),
        service,
        urgency: urgency(account, fields)?,
        priority: priority(account, fields.get("priority"))?.flatten(),
        escalation_policy: referred::<EscalationPolicy>(
            account,
            fields.get("escalation_policy"),
            ApiError::unknown_target_policy,
        )?,
        assignee: assignee(account, fields)?,
        report: report(fields)?,
    })
}

/// The one assignee that an incident may be created with.
fn assignee(account: &Account, fields: &Map<String, Value>) -> Result<Option<Key<User>>, ApiError> {
    match assignees(account, fields.get("assignments"))?.as_deref() {
        None => Ok(None),
        Some([user]) => Ok(Some(*user)),
        Some(_) => Err(ApiError::invalid_input("Only one assignee can be specified.")),
    }
}

fn report(fields: &Map<String, Value>) -> Result<Report, ApiError> {
    let nothing = Map::new();
    let part = |name: &str| match fields.get(name) {
        None | Some(Value::Null) => Ok(&nothing),
        Some(Value::Object(part)) => Ok(part),
        Some(_) => Err(ApiError::invalid_input(&format!("{name} must be a Hash"))),
    };
    let (body, bridge) = (part("body")?, part("conference_bridge")?);
    let boxed = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(Into::into);
    Ok(Report {
        incident_key: boxed(text(fields, "incident_key")?),
        details: boxed(text(body, "details")?),
        conference_number: boxed(text(bridge, "conference_number")?),
        conference_url: boxed(text(bridge, "conference_url")?),
    })
}
