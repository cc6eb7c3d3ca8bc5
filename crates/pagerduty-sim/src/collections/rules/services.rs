//! Which services and escalation policies a list has.

use crate::account::Account;
use crate::api::{ApiError, Call};
use crate::id::Key;
use crate::model::{EscalationPolicy, Service, Target, User};
use crate::rows::Row;

pub(in crate::collections) fn service_is_wanted(
    account: &Account,
    call: &Call<'_>,
    place: usize,
    _row: &Row,
) -> Result<bool, ApiError> {
    let key = Key::<Service>::new(place);
    let name = &account[key].name;
    Ok(account.is_of_teams(key, call.team_filter(account)?.as_ref())
        && call.matches_query(name)
        && call.request.one("name").is_none_or(|wanted| name == wanted))
}

/// `user_ids[]` finds the policies that have a user as a target; being on a targeted schedule does not count.
pub(in crate::collections) fn policy_is_wanted(
    account: &Account,
    call: &Call<'_>,
    place: usize,
    _row: &Row,
) -> Result<bool, ApiError> {
    let policy = &account[Key::<EscalationPolicy>::new(place)];
    let teams = call.team_filter(account)?;
    let users: Option<Vec<Key<User>>> = call.request.many("user_ids[]").map(|ids| account.find_all(&ids));
    let has_team = |teams: Vec<_>| policy.team.is_some_and(|team| teams.contains(&team));
    let has_user =
        |users: Vec<_>| policy.targets().any(|target| matches!(target, Target::User(user) if users.contains(&user)));
    Ok(teams.is_none_or(has_team) && users.is_none_or(has_user) && call.matches_query(&policy.name))
}
