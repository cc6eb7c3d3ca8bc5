//! `/teams` and their members.

use serde_json::{Value, json};

use crate::account::{Ability, Account, Team};
use crate::api::{ApiError, Call, Outcome, Page, require};
use crate::id::Key;
use crate::time::Zone;
use crate::view::View;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    require(account, Ability::Teams, "access teams")?;
    let page = Page::of(call.request)?;
    let view = View::new(account, Zone::Utc, call);
    let teams = account.keys::<Team>().filter(|team| call.matches_query(&account[*team].name));
    Ok(page.answer("teams", teams, |team| view.team(team)).into())
}

pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let team = find(account, call)?;
    let view = View::new(account, Zone::Utc, call);
    Ok(json!({"team": view.team(team)}).into())
}

pub(crate) fn members(account: &Account, call: &Call<'_>) -> Outcome {
    let team = find(account, call)?;
    let page = Page::of(call.request)?;
    let view = View::new(account, Zone::Utc, call);
    let members = account[team].members.iter();
    let written = page.answer("members", members, |member| -> Value {
        json!({"user": view.member(member.user), "role": member.role})
    });
    Ok(written.into())
}

fn find(account: &Account, call: &Call<'_>) -> Result<Key<Team>, ApiError> {
    require(account, Ability::Teams, "access teams")?;
    account.find(call.id()).ok_or_else(ApiError::not_found)
}
