//! `/incidents/{id}/notes`. The list has no pages.

use serde_json::{Value, json};

use super::incidents;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
use crate::time::Zone;
use crate::view::View;

/// The most notes of one incident. Source: OpenAPI, incident notes.
const MOST: usize = 2000;

/// Newest first.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let incident = incidents::find(account, call)?;
    let view = View::new(account, Zone::account(), call);
    let notes: Vec<Value> = (0..account[incident].notes.len()).rev().map(|place| view.note(incident, place)).collect();
    Ok(json!({"notes": notes}).into())
}

/// Changes what a note says.
pub(crate) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    call.requester(account)?;
    let incident = incidents::find(account, call)?;
    let note = call.body("note")?;
    let content = note.get("content").and_then(Value::as_str).unwrap_or_default();
    if content.trim().is_empty() {
        return Err(ApiError::invalid_input("Content cannot be empty."));
    }
    let place = View::new(account, Zone::account(), call).find_note(incident, call.second_id());
    let place = place.ok_or_else(ApiError::not_found)?;
    account[incident].notes[place].content = content.into();
    let view = View::new(account, Zone::account(), call);
    Ok(json!({"note": view.note(incident, place)}).into())
}

/// Answers 200, not 201.
pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let requester = call.requester(account)?;
    let incident = incidents::find(account, call)?;
    let note = call.body("note")?;
    let content = note.get("content").and_then(Value::as_str).unwrap_or_default();
    if content.trim().is_empty() {
        return Err(ApiError::invalid_input("Content cannot be empty."));
    }
    if account[incident].notes.len() >= MOST {
        return Err(ApiError::too_many_notes());
    }
    let now = account.now();
    let place = account.add_note(incident, content, requester, now);
    let view = View::new(account, Zone::account(), call);
    Ok(json!({"note": view.note(incident, place)}).into())
}
