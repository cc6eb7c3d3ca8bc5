//! `/users/me`, the current user.

use serde_json::json;

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
use crate::time::Zone;
use crate::view::View;

/// Tokens without a user get the one error that is a string.
pub(crate) fn me(account: &Account, call: &Call<'_>) -> Outcome {
    let user = call.current_user(account).ok_or_else(ApiError::no_current_user)?;
    let view = View::new(account, Zone::account(), call);
    Ok(json!({"user": view.user(user)}).into())
}
