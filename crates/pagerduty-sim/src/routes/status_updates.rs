//! `POST /incidents/{id}/status_updates`.

use serde_json::json;

use super::fields::text;
use super::incidents;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
use crate::model::StatusUpdate;
use crate::time::Zone;
use crate::view::View;

/// Answers 200, not 201. The body is not wrapped; an HTML message needs a subject.
pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let sender = call.requester(account)?;
    let incident = incidents::find(account, call)?;
    let body = call.whole_body()?;
    let message = text(&body, "message")?.filter(|message| !message.trim().is_empty());
    let message = message.ok_or_else(|| ApiError::invalid_input("Message cannot be empty."))?;
    let (subject, html_message) = (text(&body, "subject")?, text(&body, "html_message")?);
    if html_message.is_some() && subject.is_none() {
        return Err(ApiError::invalid_input("Subject is required with an HTML message."));
    }
    let status_update = StatusUpdate {
        message: message.into(),
        subject: subject.map(Into::into),
        html_message: html_message.map(Into::into),
    };
    let now = account.now();
    let entry = account.add_status_update(incident, status_update.clone(), sender, now);
    let view = View::new(account, Zone::account(), call);
    Ok(json!({"status_update": view.status_update(entry, &status_update)}).into())
}
