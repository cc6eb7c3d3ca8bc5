//! `/users`, the current user, and how users are reached.

use serde_json::{Value, json};

use crate::account::{Account, Urgency, User};
use crate::api::{ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::time::Zone;
use crate::view::View;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let teams = call.team_filter(account)?;
    let view = View::new(account, Zone::account(), call);
    let users = account
        .keys::<User>()
        .filter(|user| teams.as_ref().is_none_or(|teams| teams.iter().any(|team| account[*team].has(*user))))
        .filter(|user| {
            let user = &account[*user];
            call.matches_query(&user.name) || call.matches_query(&user.email)
        });
    Ok(page.answer("users", users, |user| view.user(user)).into())
}

pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let user = find(account, call)?;
    let view = View::new(account, Zone::account(), call);
    Ok(json!({"user": view.user(user)}).into())
}

/// Tokens without a user get the one error that is a string.
pub(crate) fn me(account: &Account, call: &Call<'_>) -> Outcome {
    let user = call.current_user(account).ok_or_else(ApiError::no_current_user)?;
    let view = View::new(account, Zone::account(), call);
    Ok(json!({"user": view.user(user)}).into())
}

pub(crate) fn contact_methods(account: &Account, call: &Call<'_>) -> Outcome {
    let user = find(account, call)?;
    let view = View::new(account, Zone::account(), call);
    let methods: Vec<Value> =
        (0..account[user].contact_methods.len()).map(|place| view.contact_method(user, place)).collect();
    Ok(json!({"contact_methods": methods}).into())
}

/// One contact method of a user.
pub(crate) fn contact_method(account: &Account, call: &Call<'_>) -> Outcome {
    let user = find(account, call)?;
    let view = View::new(account, Zone::account(), call);
    let mut methods = (0..account[user].contact_methods.len()).map(|place| view.contact_method(user, place));
    let found = methods.find(|method| method["id"] == call.second_id()).ok_or_else(ApiError::not_found)?;
    Ok(json!({"contact_method": found}).into())
}

/// One notification rule of a user.
pub(crate) fn notification_rule(account: &Account, call: &Call<'_>) -> Outcome {
    let user = find(account, call)?;
    let view = View::new(account, Zone::account(), call);
    let mut rules = (0..account[user].notification_rules.len()).map(|place| view.notification_rule(user, place));
    let found = rules.find(|rule| rule["id"] == call.second_id()).ok_or_else(ApiError::not_found)?;
    Ok(json!({"notification_rule": found}).into())
}

pub(crate) fn notification_rules(account: &Account, call: &Call<'_>) -> Outcome {
    let user = find(account, call)?;
    let view = View::new(account, Zone::account(), call);
    let urgency = call.request.one("urgency").and_then(Urgency::named);
    let rules = &account[user].notification_rules;
    let written: Vec<Value> = (0..rules.len())
        .filter(|place| urgency.is_none_or(|urgency| rules[*place].urgency == urgency))
        .map(|place| view.notification_rule(user, place))
        .collect();
    Ok(json!({"notification_rules": written}).into())
}

fn find(account: &Account, call: &Call<'_>) -> Result<Key<User>, ApiError> {
    account.find(call.id()).ok_or_else(ApiError::not_found)
}
