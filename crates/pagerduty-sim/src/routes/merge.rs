//! `PUT /incidents/{id}/merge`.

use serde_json::{Value, json};

use super::incidents;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
use crate::id::Key;
use crate::model::Incident;
use crate::time::Zone;
use crate::view::View;

/// Answers a reference to the target.
pub(crate) fn merge(account: &mut Account, call: &Call<'_>) -> Outcome {
    let requester = call.requester(account)?;
    let target = incidents::find(account, call)?;
    let body = call.whole_body()?;
    let sources = sources(account, body.get("source_incidents"))?;
    let now = account.now();
    account.merge(target, &sources, requester, now)?;
    let view = View::new(account, Zone::Utc, call);
    Ok(json!({"incident": view.reference(target)}).into())
}

fn sources(account: &Account, value: Option<&Value>) -> Result<Vec<Key<Incident>>, ApiError> {
    let references = value.and_then(Value::as_array).filter(|references| !references.is_empty());
    let references = references.ok_or_else(|| ApiError::invalid_input("Source incidents cannot be empty."))?;
    references
        .iter()
        .map(|reference| {
            let is_incident = matches!(reference["type"].as_str(), Some("incident" | "incident_reference"));
            if !is_incident {
                return Err(ApiError::invalid_input("Type must be incident_reference."));
            }
            let found = reference["id"].as_str().and_then(|id| account.find(id));
            found.ok_or_else(ApiError::incident_not_found)
        })
        .collect()
}
