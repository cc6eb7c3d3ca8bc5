//! Incidents by their ID or their number.

use pagerduty::model::Incident;
use toolkit::prelude::*;

/// The ID of an incident that was asked for by its ID or number.
pub(crate) fn id_of(incident: &Incident, asked: &Id<Incident>) -> Id<Incident> {
    incident.id.parsed().unwrap_or_else(|| asked.clone())
}

/// The ID of an incident: PagerDuty documents the number for `GET /incidents/{id}` only.
pub(crate) async fn by_id(asked: &Id<Incident>, cx: &Context) -> Result<Id<Incident>> {
    if !asked.is_number() {
        return Ok(asked.clone());
    }
    Ok(id_of(&cx.pagerduty()?.get(asked).await?.item, asked))
}
