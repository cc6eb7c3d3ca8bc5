//! Users. How they are reached is rows of their own.

use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::api::{ApiError, Call, record};
use crate::collections::living::Facts;
use crate::id::{Key, Kind};
use crate::model::{AuditAction, AuditedField, Subject, Target, User};
use crate::rows::Row;
use crate::time::{ACCOUNT_TIME_ZONE, Zone};
use crate::view::View;

impl Facts for User {
    fn write(view: &View<'_>, key: Key<Self>) -> Value {
        view.user(key)
    }

    fn set(
        account: &mut Account,
        call: &Call<'_>,
        key: Option<Key<Self>>,
        mut said: Map<String, Value>,
    ) -> Result<Key<Self>, ApiError> {
        if let Some(email) = said.get("email").and_then(Value::as_str) {
            if !email.contains('@') {
                return Err(ApiError::invalid_input("Email is invalid."));
            }
            if account.user_with_email(email).is_some_and(|other| Some(other) != key) {
                return Err(ApiError::invalid_input("Email has already been taken."));
            }
        }
        let zone = said.get("time_zone").and_then(Value::as_str);
        if zone.is_some_and(|zone| Zone::named(zone).is_none()) {
            return Err(ApiError::invalid_input("Time zone is invalid."));
        }
        let is_new = key.is_none();
        let key = key.unwrap_or_else(|| {
            account.users.push(User::new(ACCOUNT_TIME_ZONE));
            Key::new(account.users.len() - 1)
        });
        let user = &mut account.users[key.index()];
        let mut changes = Vec::new();
        for (name, old) in [
            ("name", &mut user.name),
            ("email", &mut user.email),
            ("role", &mut user.role),
            ("time_zone", &mut user.time_zone),
        ] {
            let Some(Value::String(new)) = said.remove(name) else { continue };
            changes.push(AuditedField { name, before: (!is_new).then(|| old.clone()), value: Some(new.clone()) });
            *old = new;
        }
        // A licence is asked for and never shown.
        said.remove("license");
        user.said.extend(said);
        if is_new {
            reach_by_email(account, key);
        }
        let action = if is_new { AuditAction::Create } else { AuditAction::Update };
        record(account, call, Subject::User(key), action, changes, None);
        Ok(key)
    }

    /// Whoever is needed stays: with open incidents, on a schedule or an escalation policy. That it is refused is documented
    /// for incidents.
    fn delete(account: &mut Account, call: &Call<'_>, key: Key<Self>) -> Result<(), ApiError> {
        let has_incidents = account.incidents.open().any(|incident| account[incident].is_assigned_to(key));
        let mut policies = account.escalation_policies.iter().filter(|policy| policy.deleted_at.is_none());
        let is_target = policies.any(|policy| policy.targets().any(|target| target == Target::User(key)));
        let mut schedules = account.schedules.iter().filter(|schedule| !schedule.is_deleted);
        let is_scheduled = schedules.any(|schedule| schedule.users().contains(&key));
        if has_incidents || is_target || is_scheduled {
            let error =
                "The user cannot be deleted as they have open incidents or are on schedules or escalation policies.";
            return Err(ApiError::invalid_input(error));
        }
        for team in &mut account.teams {
            team.members.retain(|member| member.user != key);
        }
        let now = account.now();
        account.users[key.index()].deleted_at = Some(now);
        record(account, call, Subject::User(key), AuditAction::Delete, Vec::new(), None);
        Ok(())
    }
}

/// What a new user has: their address, and being told there at once.
fn reach_by_email(account: &mut Account, user: Key<User>) {
    let method = json!({
        "type": "email_contact_method",
        "label": "Default",
        "address": account[user].email,
        "send_short_email": false,
        "send_html_email": false,
        "enabled": true,
    });
    let place = account.rows.add(Kind::ContactMethod, Row::new(user.index(), method));
    let id = account.row_id(Kind::ContactMethod, place);
    for urgency in ["high", "low"] {
        let rule = json!({"start_delay_in_minutes": 0, "contact_method": id, "urgency": urgency});
        account.rows.add(Kind::NotificationRule, Row::new(user.index(), rule));
    }
    account.refresh_reached(user);
}
