//! Making and changing teams, and who is in them.

use serde_json::{Map, Value, json};

use super::fields::text;
use crate::account::{
    Account, AuditAction, AuditMethod, AuditRecord, AuditedField, AuditedReferences, Membership, Subject, Target, Team,
    User,
};
use crate::api::{Answer, ApiError, Call, Outcome};
use crate::id::Key;
use crate::time::Zone;
use crate::view::View;

const ROLES: [&str; 3] = ["manager", "responder", "observer"];

pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let fields = body(call)?;
    let name = text(&fields, "name")?.filter(|name| !name.trim().is_empty());
    let name = name.ok_or_else(|| ApiError::invalid_input("Name cannot be empty."))?;
    check_name(account, name, None)?;
    let team = Key::new(account.teams.len());
    account.teams.push(Team {
        name: name.to_owned(),
        description: text(&fields, "description")?.unwrap_or_default().to_owned(),
        parent: None,
        members: Vec::new(),
    });
    let named = AuditedField { name: "name", before: None, value: Some(name.to_owned()) };
    record(account, call, team, AuditAction::Create, vec![named], None);
    Ok(Answer { status: 201, ..written(account, call, team) })
}

pub(crate) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let team: Key<Team> = account.find(call.id()).ok_or_else(ApiError::not_found)?;
    let fields = body(call)?;
    let name = text(&fields, "name")?.map(str::to_owned);
    let description = text(&fields, "description")?.map(str::to_owned);
    if let Some(name) = &name {
        check_name(account, name, Some(team))?;
    }
    let facts = &mut account.teams[team.index()];
    let mut changes = Vec::new();
    let parts = [("name", name, &mut facts.name), ("description", description, &mut facts.description)];
    for (field, new, old) in parts {
        if let Some(new) = new {
            changes.push(AuditedField { name: field, before: Some(old.clone()), value: Some(new.clone()) });
            *old = new;
        }
    }
    record(account, call, team, AuditAction::Update, changes, None);
    Ok(written(account, call, team))
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
            record(account, call, team, AuditAction::Update, Vec::new(), Some(references));
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
    record(account, call, team, AuditAction::Update, Vec::new(), Some(references));
    Ok(Answer::NOTHING)
}

fn member(account: &Account, call: &Call<'_>) -> Result<(Key<Team>, Key<User>), ApiError> {
    let team = account.find(call.id()).ok_or_else(ApiError::not_found)?;
    let user = account.find(call.second_id()).ok_or_else(ApiError::not_found)?;
    Ok((team, user))
}

fn body(call: &Call<'_>) -> Result<Map<String, Value>, ApiError> {
    let fields = call.body("team")?;
    match text(&fields, "type")? {
        Some("team") => Ok(fields),
        _ => Err(ApiError::invalid_input("Type must be team.")),
    }
}

/// Two teams cannot have one name. That it is so is documented, how it is refused is not.
fn check_name(account: &Account, name: &str, own: Option<Key<Team>>) -> Result<(), ApiError> {
    let is_taken = account.keys::<Team>().any(|team| Some(team) != own && account[team].name == name);
    if is_taken { Err(ApiError::invalid_input("Name has already been taken.")) } else { Ok(()) }
}

fn record(
    account: &mut Account,
    call: &Call<'_>,
    team: Key<Team>,
    action: AuditAction,
    fields: Vec<AuditedField>,
    references: Option<AuditedReferences>,
) {
    let at = account.now();
    let actor = call.current_user(account);
    let method = AuditMethod::ApiToken("n-01");
    account.audit(AuditRecord { at, actor, method, subject: Subject::Team(team), action, fields, references });
}

fn written(account: &Account, call: &Call<'_>, team: Key<Team>) -> Answer {
    let view = View::new(account, Zone::Utc, call);
    json!({"team": view.team(team)}).into()
}
