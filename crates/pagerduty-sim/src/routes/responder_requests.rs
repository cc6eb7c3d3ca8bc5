//! `POST /incidents/{id}/responder_requests`.

use serde_json::{Value, json};

use super::fields::text;
use super::incidents;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, require};
use crate::model::{Ability, ResponderRequest, ResponderTarget};
use crate::time::Zone;
use crate::view::View;

/// Answers 200, not 201. The body is not wrapped and says itself who asks.
pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    require(account, Ability::CoordinatedResponding, "request responders")?;
    let incident = incidents::find(account, call)?;
    let body = call.whole_body()?;
    let requester = text(&body, "requester_id")?.ok_or_else(ApiError::missing_requester_id)?;
    let requester = account.find(requester).ok_or_else(ApiError::unknown_requester)?;
    let message = text(&body, "message")?.filter(|message| !message.trim().is_empty());
    let message = message.ok_or_else(|| ApiError::invalid_input("Message cannot be empty."))?;
    let targets = targets(account, body.get("responder_request_targets"))?;
    let request = ResponderRequest { requester, message: message.into(), targets, replies: Vec::new() };
    let now = account.now();
    account.request_responders(incident, request.clone(), now)?;
    let view = View::new(account, Zone::account(), call);
    Ok(json!({"responder_request": view.responder_request(incident, now, &request)}).into())
}

/// Each is wrapped as `responder_request_target`, as the example of the OpenAPI description has it and clients send
/// it; what its schema describes is refused.
fn targets(account: &Account, value: Option<&Value>) -> Result<Vec<ResponderTarget>, ApiError> {
    let invalid = || ApiError::invalid_input("Responder request targets must be users or escalation policies.");
    let wrapped = value.and_then(Value::as_array).filter(|targets| !targets.is_empty()).ok_or_else(invalid)?;
    let now = account.now();
    let target = |wrapped: &Value| {
        let target = wrapped.get("responder_request_target")?;
        let id = target.get("id")?.as_str()?;
        match target.get("type")?.as_str()? {
            "user" | "user_reference" => account.find(id).map(ResponderTarget::User),
            "escalation_policy" | "escalation_policy_reference" => {
                account.find(id).map(|policy| account.responders_of(policy, now))
            }
            _ => None,
        }
    };
    wrapped.iter().map(|wrapped| target(wrapped).ok_or_else(invalid)).collect()
}
