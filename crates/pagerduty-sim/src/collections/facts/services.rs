//! Services.

use serde_json::{Map, Value};

use crate::account::Account;
use crate::api::{ApiError, Call, record, require};
use crate::collections::living::Facts;
use crate::id::Key;
use crate::model::{Ability, AuditAction, AuditedField, EscalationPolicy, Integration, Service, ServiceKind, Subject};
use crate::view::View;

impl Facts for Service {
    fn write(view: &View<'_>, key: Key<Self>) -> Value {
        view.service(key)
    }

    fn set(
        account: &mut Account,
        call: &Call<'_>,
        key: Option<Key<Self>>,
        mut said: Map<String, Value>,
    ) -> Result<Key<Self>, ApiError> {
        if said.get("support_hours").is_some_and(|hours| !hours.is_null()) {
            require(account, Ability::SupportHours, "set support hours")?;
        }
        let policy = said.remove("escalation_policy");
        let policy: Option<Key<EscalationPolicy>> = policy.and_then(|id| account.find(id.as_str()?));
        let now = account.now();
        let is_new = key.is_none();
        let key = match (key, policy) {
            (Some(key), _) => key,
            (None, Some(policy)) => {
                account.services.push(Service {
                    name: String::new(),
                    description: String::new(),
                    kind: ServiceKind::Api,
                    team: None,
                    escalation_policy: policy,
                    created_at: now,
                    integrations: Vec::<Integration>::new(),
                    depends_on: Vec::new(),
                    support_hours: false,
                    is_disabled: false,
                    flapping: false,
                    deleted_at: None,
                    said: Map::new(),
                });
                Key::new(account.services.len() - 1)
            }
            (None, None) => return Err(ApiError::invalid_input("Escalation policy is required.")),
        };
        let team = policy.map(|policy| (policy, account[policy].team));
        let service = &mut account.services[key.index()];
        if let Some((policy, team)) = team {
            (service.escalation_policy, service.team) = (policy, team);
        }
        let mut changes = Vec::new();
        for (name, old) in [("name", &mut service.name), ("description", &mut service.description)] {
            let Some(new) = said.remove(name) else { continue };
            let new = new.as_str().unwrap_or_default().to_owned();
            changes.push(AuditedField { name, before: (!is_new).then(|| old.clone()), value: Some(new.clone()) });
            *old = new;
        }
        // The others of its values follow from incidents and windows.
        if let Some(status) = said.remove("status") {
            service.is_disabled = status == "disabled";
        }
        service.said.extend(said);
        let action = if is_new { AuditAction::Create } else { AuditAction::Update };
        record(account, call, Subject::Service(key), action, changes, None);
        Ok(key)
    }

    fn delete(account: &mut Account, call: &Call<'_>, key: Key<Self>) -> Result<(), ApiError> {
        let now = account.now();
        account.services[key.index()].deleted_at = Some(now);
        record(account, call, Subject::Service(key), AuditAction::Delete, Vec::new(), None);
        Ok(())
    }
}
