//! Teams. Who is in them is in [`crate::routes`].

use serde_json::{Map, Value};

use crate::account::Account;
use crate::api::{ApiError, Call, record};
use crate::collections::living::Facts;
use crate::id::Key;
use crate::model::{AuditAction, AuditedField, EscalationPolicy, Service, Subject, Team};
use crate::view::View;

impl Facts for Team {
    fn write(view: &View<'_>, key: Key<Self>) -> Value {
        view.team(key)
    }

    fn set(
        account: &mut Account,
        call: &Call<'_>,
        key: Option<Key<Self>>,
        mut said: Map<String, Value>,
    ) -> Result<Key<Self>, ApiError> {
        let (key, action) = match key {
            Some(key) => (key, AuditAction::Update),
            None => {
                account.teams.push(Team::default());
                (Key::new(account.teams.len() - 1), AuditAction::Create)
            }
        };
        let mut changes = Vec::new();
        let team = &mut account.teams[key.index()];
        for (name, old) in [("name", &mut team.name), ("description", &mut team.description)] {
            let Some(new) = said.remove(name) else { continue };
            let new = new.as_str().unwrap_or_default().to_owned();
            let before = (action == AuditAction::Update).then(|| old.clone());
            changes.push(AuditedField { name, before, value: Some(new.clone()) });
            *old = new;
        }
        team.said.extend(said);
        record(account, call, Subject::Team(key), action, changes, None);
        Ok(key)
    }

    /// What is the team's goes to the team that `reassignment_team` names; without one, nothing may be its.
    fn delete(account: &mut Account, call: &Call<'_>, key: Key<Self>) -> Result<(), ApiError> {
        let heir = match call.request.one("reassignment_team") {
            Some(id) => Some(account.find::<Team>(id).ok_or_else(ApiError::not_found)?),
            None => None,
        };
        let has_policies = account.keys::<EscalationPolicy>().any(|policy| account[policy].team == Some(key));
        let has_services = account.keys::<Service>().any(|service| account[service].team == Some(key));
        let has_schedules = account.schedules.iter().any(|schedule| schedule.teams.contains(&key));
        if heir.is_none() && (has_policies || has_services || has_schedules) {
            let error = "The team cannot be deleted as it has escalation policies, services or schedules.";
            return Err(ApiError::invalid_input(error));
        }
        let inherit = |team: &mut Option<Key<Team>>| {
            if *team == Some(key) {
                *team = heir;
            }
        };
        account.escalation_policies.iter_mut().for_each(|policy| inherit(&mut policy.team));
        account.services.iter_mut().for_each(|service| inherit(&mut service.team));
        for schedule in &mut account.schedules {
            let count = schedule.teams.len();
            schedule.teams.retain(|team| *team != key);
            if schedule.teams.len() < count {
                schedule.teams.extend(heir);
            }
        }
        let now = account.now();
        let team = &mut account.teams[key.index()];
        team.members.clear();
        team.deleted_at = Some(now);
        record(account, call, Subject::Team(key), AuditAction::Delete, Vec::new(), None);
        Ok(())
    }
}
