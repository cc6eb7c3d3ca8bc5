//! What only the posts of status pages have: they are in the state of their latest update, and may have been reviewed.

use serde_json::Value;

use crate::account::Account;
use crate::api::{ApiError, Call};
use crate::id::Kind;
use crate::rows::Row;
use crate::view::View;

/// How PagerDuty calls what a person wrote or looked at, which is everything here.
const REVIEWED: &str = "approved";

pub(in crate::collections) fn reviewed_status(_view: &View<'_>, _place: usize, _row: &Row) -> Value {
    REVIEWED.into()
}

/// The parameters `status[]`, by ID or description, and `reviewed_status`.
pub(in crate::collections) fn post_is_wanted(
    account: &Account,
    call: &Call<'_>,
    place: usize,
    row: &Row,
) -> Result<bool, ApiError> {
    let Some(wanted) = call.request.many("status[]") else {
        return update_is_wanted(account, call, place, row);
    };
    let rows = &account.rows;
    let own = rows.places(Kind::StatusPagePostUpdate);
    let mut own = own.filter_map(|update| rows.get(Kind::StatusPagePostUpdate, update));
    let last = own.rfind(|update| update.parent == place).map_or("", |update| update.text("status"));
    let status = account.find_row(Kind::StatusPageStatus, last);
    let description = status.and_then(|status| rows.get(Kind::StatusPageStatus, status));
    let description = description.map_or("", |status| status.text("description"));
    let in_status = wanted.iter().any(|each| *each == last || *each == description);
    Ok(in_status && update_is_wanted(account, call, place, row)?)
}

/// The parameter `reviewed_status`.
pub(in crate::collections) fn update_is_wanted(
    _account: &Account,
    call: &Call<'_>,
    _place: usize,
    _row: &Row,
) -> Result<bool, ApiError> {
    Ok(call.request.one("reviewed_status").is_none_or(|wanted| wanted == REVIEWED))
}
