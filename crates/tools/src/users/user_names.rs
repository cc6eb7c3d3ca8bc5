//! Names of users where PagerDuty sends only their IDs.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use pagerduty::{
    ErrorKind,
    model::{Reference, User},
};
use toolkit::prelude::*;

/// Users whose names are looked up at most.
const MOST: usize = 25;

/// Instead of the name of a user who is no longer there.
const DELETED: &str = "(deleted user)";

/// Adds the names of those that have none, as far as they can be read.
pub(crate) async fn add(users: Vec<&mut Reference>, cx: &Context) -> Result<()> {
    let client = cx.pagerduty()?;
    let nameless: Vec<&mut Reference> = users.into_iter().filter(|user| user.summary.get().is_none()).collect();
    let ids: BTreeSet<String> = nameless.iter().filter_map(|user| user.id.as_deref().map(str::to_owned)).collect();
    if ids.len() > MOST {
        cx.warn(format!("the names of {MOST} of {} users are shown", ids.len()));
    }
    let ids = ids.iter().take(MOST).filter_map(|id| id.parse::<Id<User>>().ok());
    let found = join_all(ids.map(|id| async move { (client.get(&id).await, id) })).await;
    let name = |user: pagerduty::Result<Row<User>>| match user {
        Ok(row) => row.item.name.as_deref().map(str::to_owned),
        // PagerDuty goes on referring to users who left, and has nothing else of them.
        Err(error) if error.kind() == ErrorKind::NotFound => Some(DELETED.to_owned()),
        Err(_) => None,
    };
    let names: BTreeMap<String, String> =
        found.into_iter().filter_map(|(user, id)| Some((id.as_str().to_owned(), name(user)?))).collect();
    for user in nameless {
        user.summary = user.id.as_deref().and_then(|id| names.get(id)).cloned().into();
    }
    Ok(())
}
