//! `/priorities`.

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page};
use crate::model::Priority;
use crate::time::Zone;
use crate::view::View;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    if !account.uses_priorities {
        return Err(ApiError::not_found());
    }
    let page = Page::of(call.request)?;
    let view = View::new(account, Zone::Utc, call);
    let priorities = account.keys::<Priority>();
    Ok(page.answer("priorities", priorities, |key| view.priority(key)).into())
}
