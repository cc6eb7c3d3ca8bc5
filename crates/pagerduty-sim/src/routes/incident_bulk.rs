//! `PUT /incidents`: up to 250 incidents at once, all or none.

use serde_json::{Value, json};

use super::incident_updates::read;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
use crate::id::Key;
use crate::model::{Incident, Update};
use crate::time::Zone;
use crate::view::View;

/// The most incidents of one request. Source: OpenAPI, the update of incidents.
const MOST: usize = 250;

/// Each needs an ID and a type. Other than a single update this one moves no incident to another service.
pub(crate) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let requester = call.requester(account)?;
    let body = call.whole_body()?;
    let items = body.get("incidents").and_then(Value::as_array);
    let items = items.ok_or_else(|| ApiError::invalid_input("incidents must be an Array"))?;
    if items.len() > MOST {
        return Err(ApiError::too_many_incidents());
    }
    let mut updates: Vec<(Key<Incident>, Update)> = Vec::with_capacity(items.len());
    for item in items {
        let fields = item.as_object().ok_or_else(|| ApiError::invalid_input("incident must be a Hash"))?;
        let id = fields.get("id").and_then(Value::as_str);
        let id = id.ok_or_else(|| ApiError::invalid_input("Incident ID is required."))?;
        let incident: Key<Incident> = account.find(id).ok_or_else(ApiError::incident_not_found)?;
        // What PagerDuty makes of the same incident twice is not published.
        if updates.iter().any(|(other, _)| *other == incident) {
            return Err(ApiError::invalid_input("Incidents must be unique."));
        }
        let update = Update { service: None, ..read(account, fields)? };
        account.check_update(incident, &update, requester)?;
        updates.push((incident, update));
    }
    let now = account.now();
    let incidents: Vec<Key<Incident>> = updates.iter().map(|(incident, _)| *incident).collect();
    for (incident, update) in updates {
        account.update_incident(incident, update, requester, now)?;
    }
    let view = View::new(account, Zone::Utc, call);
    let written: Vec<Value> = incidents.into_iter().map(|incident| view.incident(incident)).collect();
    Ok(json!({"incidents": written}).into())
}
