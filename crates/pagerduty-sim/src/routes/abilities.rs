//! `/abilities`: what the account's plan lets it do.

use serde_json::json;

use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome};
use crate::model::ABILITIES;

pub(crate) fn list(account: &Account, _call: &Call<'_>) -> Outcome {
    let held: Vec<&str> = ABILITIES.into_iter().filter(|ability| account.has_ability(ability)).collect();
    Ok(json!({"abilities": held}).into())
}

/// 204 if the account has the ability, 402 if not, 404 if there is no such ability.
pub(crate) fn test(account: &Account, call: &Call<'_>) -> Outcome {
    let name = call.id();
    if !ABILITIES.contains(&name) {
        return Err(ApiError::not_found());
    }
    if !account.has_ability(name) {
        return Err(ApiError::lacking_ability(name));
    }
    Ok(Answer { status: 204, body: None })
}
