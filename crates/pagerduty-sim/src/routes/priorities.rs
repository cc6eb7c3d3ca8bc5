//! `/priorities`.

use crate::account::{Account, Priority};
use crate::api::{Call, Outcome, Page};
use crate::time::Zone;
use crate::view::View;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let view = View::new(account, Zone::Utc, call);
    let priorities = account.keys::<Priority>();
    Ok(page.answer("priorities", priorities, |key| view.priority(key)).into())
}
