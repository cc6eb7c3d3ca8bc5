//! Which teams, users and rules a list has.

use crate::account::Account;
use crate::api::{ApiError, Call};
use crate::id::Key;
use crate::model::{Team, User};
use crate::rows::Row;

pub(in crate::collections) fn team_is_wanted(
    account: &Account,
    call: &Call<'_>,
    place: usize,
    _row: &Row,
) -> Result<bool, ApiError> {
    Ok(call.matches_query(&account[Key::<Team>::new(place)].name))
}

pub(in crate::collections) fn user_is_wanted(
    account: &Account,
    call: &Call<'_>,
    place: usize,
    _row: &Row,
) -> Result<bool, ApiError> {
    let key = Key::<User>::new(place);
    let user = &account[key];
    let teams = call.team_filter(account)?;
    let is_member = teams.is_none_or(|teams| teams.iter().any(|team| account[*team].has(key)));
    Ok(is_member && (call.matches_query(&user.name) || call.matches_query(&user.email)))
}

/// The parameter `urgency`; `all` is each of them.
pub(in crate::collections) fn rule_is_wanted(
    _account: &Account,
    call: &Call<'_>,
    _place: usize,
    row: &Row,
) -> Result<bool, ApiError> {
    let wanted = call.request.one("urgency").filter(|urgency| matches!(*urgency, "high" | "low"));
    Ok(wanted.is_none_or(|urgency| urgency == row.text("urgency")))
}
