//! The priorities of the account, by name.

use pagerduty::model::{Priority, request::To};

use crate::priorities;
use toolkit::{
    context::Context,
    error::{Candidate, Code, Error, Result},
    words,
};

/// The priority of this name or ID.
pub(super) async fn named(name: &str, cx: &Context) -> Result<To> {
    let Some(page) = cx.pagerduty()?.priorities().await?.filter(|page| !page.rows.is_empty()) else {
        return Err(Error::new(Code::InvalidParameter, priorities::UNUSED).hint("leave `priority` out"));
    };
    let priorities = || page.rows.iter().map(|row| &row.item);
    let is_meant = |one: &&Priority| {
        one.name.as_deref().is_some_and(|other| other.eq_ignore_ascii_case(name.trim()))
            || one.id.as_deref() == Some(name)
    };
    let id = priorities().find(is_meant).and_then(|one| one.id.as_deref());
    id.map(|id| To::new("priority_reference", id)).ok_or_else(|| {
        let named = |one: &Priority| Some(Candidate::new(one.id.as_deref(), one.name.as_deref()?, None));
        Error::new(Code::InvalidParameter, format!("no priority is called `{}`", words::short(name)))
            .candidates(priorities().filter_map(named))
            .hint("the priorities are in `candidates`")
    })
}
