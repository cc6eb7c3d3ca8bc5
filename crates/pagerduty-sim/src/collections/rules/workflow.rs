//! What only incident workflows have: steps that name actions.

use serde_json::Value;

use crate::account::Account;
use crate::api::{ApiError, Call};
use crate::id::Kind;
use crate::model::WorkflowAction;
use crate::rows::Row;
use crate::view::View;

/// The actions of steps have to be there.
pub(in crate::collections) fn check_steps(_account: &Account, row: &Row) -> Result<(), ApiError> {
    let steps = row.fields.get("steps").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_known = |step: &Value| action(&step["action_configuration"]).is_some();
    if steps.iter().all(is_known) { Ok(()) } else { Err(ApiError::invalid_input("Steps is invalid.")) }
}

fn action(configuration: &Value) -> Option<WorkflowAction> {
    WorkflowAction::with_id(configuration["action_id"].as_str()?)
}

pub(in crate::collections) fn step_id(view: &View<'_>, place: usize, _row: &Row) -> Value {
    view.account.ids.encode(Kind::WorkflowStep, place as u64).into()
}

pub(in crate::collections) fn step_name(_view: &View<'_>, _place: usize, row: &Row) -> Value {
    row.text("name").into()
}

pub(in crate::collections) fn step_description(_view: &View<'_>, _place: usize, row: &Row) -> Value {
    row.fields.get("action_configuration").and_then(action).map(WorkflowAction::description).into()
}

pub(in crate::collections) fn description(_view: &View<'_>, _place: usize, row: &Row) -> Value {
    WorkflowAction::with_id(row.text("action_id")).map(WorkflowAction::description).into()
}

pub(in crate::collections) fn trigger_type_name(_view: &View<'_>, _place: usize, row: &Row) -> Value {
    match row.text("trigger_type") {
        "manual" => "Manual",
        "conditional" => "Conditional",
        _ => "Incident Type",
    }
    .into()
}

/// The parameter `keyword`.
pub(in crate::collections) fn action_has_keyword(
    _account: &Account,
    call: &Call<'_>,
    _place: usize,
    row: &Row,
) -> Result<bool, ApiError> {
    let text = format!("{} {}", row.text("name"), row.text("description")).to_lowercase();
    Ok(call.request.one("keyword").is_none_or(|keyword| text.contains(&keyword.to_lowercase())))
}
