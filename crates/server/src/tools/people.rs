//! Whom a change pages, before it is made.

use futures_util::future::join_all;
use pagerduty::{
    Id, Window,
    model::{EscalationPolicy, User, oncall::OncallsQuery},
};

use super::name_of;
use crate::{context::Context, error::Result};

/// On-calls of one policy that are looked at.
const MOST_ONCALLS: u64 = 100;

/// The names of these users.
pub(super) async fn users(ids: &[Id<User>], cx: &Context) -> Vec<String> {
    join_all(ids.iter().map(|id| name_of(id, cx))).await
}

/// The names of those who are on call now at a level of a policy. A token that may not see that can make the change all
/// the same.
pub(super) async fn on_call(policy: &Id<EscalationPolicy>, level: u64, cx: &Context) -> Vec<String> {
    read(policy, level, cx).await.unwrap_or_else(|error| {
        cx.warn(format!("whom this pages is not known: {}", error.message()));
        Vec::new()
    })
}

async fn read(policy: &Id<EscalationPolicy>, level: u64, cx: &Context) -> Result<Vec<String>> {
    let query = OncallsQuery { escalation_policy_ids: vec![policy.clone()], ..OncallsQuery::default() };
    let page = cx.pagerduty()?.oncalls(&query, Window::new(0, MOST_ONCALLS)).await?;
    let oncalls = page.rows.iter().map(|row| &row.item);
    let at_level = oncalls.filter(|one| one.escalation_level.get() == Some(&level));
    let mut names: Vec<String> =
        at_level.filter_map(|one| one.user.get()?.summary.as_deref().map(str::to_owned)).collect();
    names.sort();
    names.dedup();
    Ok(names)
}
