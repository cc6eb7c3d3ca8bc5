//! What only webhooks have: what they are about, and secrets that are shown once.

use serde_json::Value;

use crate::account::Account;
use crate::api::{ApiError, Call};
use crate::id::Kind;
use crate::model::{Service, Team};
use crate::random::mix;
use crate::rows::Row;
use crate::view::{Occasion, View};

/// What is shown of the value of a header that was set.
const MASK: &str = "<redacted>";

/// What a subscription is about has to be there.
pub(in crate::collections) fn check(account: &Account, row: &Row) -> Result<(), ApiError> {
    let (filter_type, id) = filter(row);
    let is_there = match filter_type {
        "service_reference" => account.find::<Service>(id).is_some(),
        "team_reference" => account.find::<Team>(id).is_some(),
        _ => true,
    };
    if is_there { Ok(()) } else { Err(ApiError::invalid_input("Filter is invalid.")) }
}

fn filter(row: &Row) -> (&str, &str) {
    let filter = row.fields.get("filter");
    let text = |name: &str| filter.and_then(|filter| filter[name].as_str()).unwrap_or_default();
    (text("type"), text("id"))
}

/// The parameters `filter_type` and `filter_id`.
pub(in crate::collections) fn is_wanted(
    _account: &Account,
    call: &Call<'_>,
    _place: usize,
    row: &Row,
) -> Result<bool, ApiError> {
    let (filter_type, id) = filter(row);
    let has_type = |wanted: &str| filter_type == format!("{wanted}_reference");
    Ok(call.request.one("filter_type").is_none_or(has_type) && call.request.one("filter_id").is_none_or(|it| it == id))
}

pub(in crate::collections) fn delivery_id(view: &View<'_>, place: usize, _row: &Row) -> Value {
    view.account.ids.encode(Kind::DeliveryMethod, place as u64).into()
}

/// Only the answer to the creation has it.
pub(in crate::collections) fn secret(view: &View<'_>, place: usize, _row: &Row) -> Value {
    if view.occasion != Occasion::Creation {
        return Value::Null;
    }
    let secret = mix(view.account.seed ^ mix(place as u64));
    format!("{secret:016x}{:016x}{:016x}{:016x}", mix(secret), mix(secret ^ 1), mix(secret ^ 2)).into()
}

pub(in crate::collections) fn masked(_view: &View<'_>, _place: usize, _row: &Row) -> Value {
    MASK.into()
}
