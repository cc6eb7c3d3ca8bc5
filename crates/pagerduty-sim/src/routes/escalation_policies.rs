//! `/escalation_policies`.

use serde_json::json;

use crate::account::{Account, EscalationPolicy, Target, User};
use crate::api::{ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::time::Zone;
use crate::view::View;

/// `user_ids[]` finds the policies that have a user as a target; being on a targeted schedule does not count.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let teams = call.team_filter(account)?;
    let users: Option<Vec<Key<User>>> = call.request.many("user_ids[]").map(|ids| account.find_all(&ids));
    let view = View::new(account, Zone::account(), call);
    let mut policies: Vec<Key<EscalationPolicy>> = account
        .keys::<EscalationPolicy>()
        .filter(|policy| {
            let policy = &account[*policy];
            let has_team = |teams: &Vec<_>| policy.team.is_some_and(|team| teams.contains(&team));
            let has_user = |users: &Vec<_>| {
                policy.targets().any(|target| matches!(target, Target::User(user) if users.contains(&user)))
            };
            teams.as_ref().is_none_or(has_team)
                && users.as_ref().is_none_or(has_user)
                && call.matches_query(&policy.name)
        })
        .collect();
    call.sort_by_name(&mut policies, |policy| &account[policy].name);
    let written = page.answer("escalation_policies", policies.into_iter(), |policy| view.escalation_policy(policy));
    Ok(written.into())
}

pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let policy: Key<EscalationPolicy> = account.find(call.id()).ok_or_else(ApiError::escalation_policy_not_found)?;
    let view = View::new(account, Zone::account(), call);
    Ok(json!({"escalation_policy": view.escalation_policy(policy)}).into())
}
