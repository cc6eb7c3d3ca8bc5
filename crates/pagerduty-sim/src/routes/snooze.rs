//! `POST /incidents/{id}/snooze`.

use serde_json::{Value, json};

use super::incidents;
use crate::account::Account;
use crate::api::{Answer, Call, Outcome};
use crate::model::UpdateError;
use crate::time::Zone;
use crate::view::View;

/// The body is not wrapped.
pub(crate) fn snooze(account: &mut Account, call: &Call<'_>) -> Outcome {
    let requester = call.requester(account)?;
    let incident = incidents::find(account, call)?;
    let body = call.whole_body()?;
    let duration = body.get("duration").and_then(Value::as_i64).ok_or(UpdateError::InvalidSnooze)?;
    let now = account.now();
    account.snooze(incident, duration, requester, now)?;
    let view = View::new(account, Zone::Utc, call);
    Ok(Answer::created(json!({"incident": view.incident(incident)})))
}
