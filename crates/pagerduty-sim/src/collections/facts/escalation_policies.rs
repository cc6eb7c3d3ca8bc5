//! Escalation policies.

use serde_json::{Map, Value};

use crate::account::Account;
use crate::api::{ApiError, Call, record};
use crate::collections::living::Facts;
use crate::id::Key;
use crate::model::{AssignmentStrategy, AuditAction, AuditedField, EscalationPolicy, EscalationRule, Subject, Target};
use crate::view::View;

/// The most levels of a policy.
const MAX_RULES: usize = 20;

impl Facts for EscalationPolicy {
    fn write(view: &View<'_>, key: Key<Self>) -> Value {
        view.escalation_policy(key)
    }

    fn set(
        account: &mut Account,
        call: &Call<'_>,
        key: Option<Key<Self>>,
        mut said: Map<String, Value>,
    ) -> Result<Key<Self>, ApiError> {
        let rules = said.remove("escalation_rules").map(|rules| read_rules(account, &rules)).transpose()?;
        let team = said.remove("teams");
        let team = team.map(|teams| teams[0].as_str().and_then(|id| account.find(id)));
        let is_new = key.is_none();
        let key = key.unwrap_or_else(|| {
            account.escalation_policies.push(EscalationPolicy::default());
            Key::new(account.escalation_policies.len() - 1)
        });
        let policy = &mut account.escalation_policies[key.index()];
        let mut changes = Vec::new();
        for (name, old) in [("name", &mut policy.name), ("description", &mut policy.description)] {
            let Some(new) = said.remove(name) else { continue };
            let new = new.as_str().unwrap_or_default().to_owned();
            changes.push(AuditedField { name, before: (!is_new).then(|| old.clone()), value: Some(new.clone()) });
            *old = new;
        }
        if let Some(loops) = said.remove("num_loops").and_then(|loops| loops.as_u64()) {
            policy.num_loops = loops as u8;
        }
        if let Some(rules) = rules {
            policy.rules = rules;
        }
        policy.said.extend(said);
        if let Some(team) = team {
            policy.team = team;
            // The teams of services are those of their policies.
            for service in account.services.iter_mut().filter(|service| service.escalation_policy == key) {
                service.team = team;
            }
        }
        let action = if is_new { AuditAction::Create } else { AuditAction::Update };
        record(account, call, Subject::EscalationPolicy(key), action, changes, None);
        Ok(key)
    }

    fn delete(account: &mut Account, call: &Call<'_>, key: Key<Self>) -> Result<(), ApiError> {
        if account.services_with(key).next().is_some() {
            let error = "The escalation policy cannot be deleted as services use it.";
            return Err(ApiError::invalid_input(error));
        }
        let now = account.now();
        account.escalation_policies[key.index()].deleted_at = Some(now);
        record(account, call, Subject::EscalationPolicy(key), AuditAction::Delete, Vec::new(), None);
        Ok(())
    }
}

fn read_rules(account: &Account, rules: &Value) -> Result<Vec<EscalationRule>, ApiError> {
    let invalid = || ApiError::invalid_input("Escalation rules is invalid.");
    let rules = rules.as_array().filter(|rules| (1..=MAX_RULES).contains(&rules.len())).ok_or_else(invalid)?;
    let read = |rule: &Value| {
        let delay = rule["escalation_delay_in_minutes"].as_u64().filter(|delay| *delay > 0).ok_or_else(invalid)?;
        let targets = rule["targets"].as_array().filter(|targets| !targets.is_empty());
        let targets = targets.ok_or_else(|| ApiError::invalid_input("Targets cannot be empty."))?;
        let strategy = match rule["escalation_rule_assignment_strategy"].as_str() {
            Some("round_robin") => AssignmentStrategy::RoundRobin,
            _ => AssignmentStrategy::Everyone,
        };
        Ok(EscalationRule {
            delay_in_minutes: delay as u16,
            targets: targets.iter().map(|each| target(account, each)).collect::<Result<_, _>>()?,
            strategy,
        })
    };
    rules.iter().map(read).collect()
}

fn target(account: &Account, target: &Value) -> Result<Target, ApiError> {
    let id = target["id"].as_str().unwrap_or_default();
    let object_type = target["type"].as_str().unwrap_or_default();
    match object_type.trim_end_matches("_reference") {
        "user" => account.find(id).map(Target::User),
        "schedule" | "schedule_v3" => account.find(id).map(Target::Schedule),
        _ => None,
    }
    .ok_or_else(|| ApiError::invalid_input("Target is invalid."))
}
