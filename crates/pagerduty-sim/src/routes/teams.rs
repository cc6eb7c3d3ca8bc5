//! Who is in teams, and which escalation policies are theirs.

use serde_json::{Value, json};

use super::fields::text;
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome, Page, record, require};
use crate::id::Key;
use crate::model::{
    Ability, AuditAction, AuditedReferences, EscalationPolicy, Membership, Subject, Target, Team, User,
};
use crate::time::Zone;
use crate::view::View;

const ROLES: [&str; 3] = ["manager", "responder", "observer"];

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

/// Puts a user into a team, or gives a member another role.
pub(crate) fn put_member(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (team, user) = member(account, call)?;
    // The body may be missing; its only field has a default.
    let fields = call.whole_body().unwrap_or_default();
    let role = text(&fields, "role")?.unwrap_or("manager");
    let role = ROLES.into_iter().find(|each| *each == role);
    let role = role.ok_or_else(|| ApiError::invalid_input("Role must be one of observer, responder, or manager."))?;
    let members = &mut account.teams[team.index()].members;
    match members.iter_mut().find(|member| member.user == user) {
        Some(member) => member.role = role,
        None => {
            members.push(Membership { user, role });
            let references =
                AuditedReferences { name: "members", added: vec![Subject::User(user)], removed: Vec::new() };
            record(account, call, Subject::Team(team), AuditAction::Update, Vec::new(), Some(references));
        }
    }
    Ok(Answer::NOTHING)
}

pub(crate) fn remove_member(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (team, user) = member(account, call)?;
    let is_needed = account
        .escalation_policies
        .iter()
        .any(|policy| policy.team == Some(team) && policy.targets().any(|target| target == Target::User(user)));
    if is_needed {
        // The whole text of the error is real.
        let error = "User cannot be removed as they belong to an escalation policy on this team";
        return Err(ApiError::invalid_input(error));
    }
    let members = &mut account.teams[team.index()].members;
    let place = members.iter().position(|member| member.user == user).ok_or_else(ApiError::not_found)?;
    members.remove(place);
    let references = AuditedReferences { name: "members", added: Vec::new(), removed: vec![Subject::User(user)] };
    record(account, call, Subject::Team(team), AuditAction::Update, Vec::new(), Some(references));
    Ok(Answer::NOTHING)
}

fn member(account: &Account, call: &Call<'_>) -> Result<(Key<Team>, Key<User>), ApiError> {
    let team = find(account, call)?;
    let user = account.find(call.second_id()).ok_or_else(ApiError::not_found)?;
    Ok((team, user))
}

/// Makes an escalation policy the team's.
pub(crate) fn put_policy(account: &mut Account, call: &Call<'_>) -> Outcome {
    let team = find(account, call)?;
    give(account, call, None, Some(team))
}

pub(crate) fn remove_policy(account: &mut Account, call: &Call<'_>) -> Outcome {
    let team = find(account, call)?;
    give(account, call, Some(team), None)
}

/// Gives an escalation policy, and so its services, from one team to another.
fn give(account: &mut Account, call: &Call<'_>, from: Option<Key<Team>>, to: Option<Key<Team>>) -> Outcome {
    let policy: Key<EscalationPolicy> =
        account.find(call.second_id()).ok_or_else(ApiError::escalation_policy_not_found)?;
    if from.is_some() && account[policy].team != from {
        return Err(ApiError::not_found());
    }
    account.escalation_policies[policy.index()].team = to;
    for service in account.services.iter_mut().filter(|service| service.escalation_policy == policy) {
        service.team = to;
    }
    Ok(Answer::NOTHING)
}

fn find(account: &Account, call: &Call<'_>) -> Result<Key<Team>, ApiError> {
    require(account, Ability::Teams, "access teams")?;
    account.find(call.id()).ok_or_else(ApiError::not_found)
}
