//! The priorities of the account, by name.

use pagerduty::model::{Priority, request::To};

use crate::{
    context::Context,
    error::{Code, Error, Result},
    words,
};

/// The priority of this name or ID.
pub(super) async fn named(name: &str, cx: &Context) -> Result<To> {
    let page = cx.pagerduty()?.priorities().await?;
    let priorities = || page.rows.iter().map(|row| &row.item);
    let is_meant = |one: &&Priority| {
        one.name.as_deref().is_some_and(|other| other.eq_ignore_ascii_case(name.trim()))
            || one.id.as_deref() == Some(name)
    };
    let id = priorities().find(is_meant).and_then(|one| one.id.as_deref());
    id.map(|id| To::new("priority_reference", id)).ok_or_else(|| {
        let names = words::list(priorities().filter_map(|one| one.name.as_deref()), "and");
        Error::new(Code::InvalidParameter, format!("no priority is called `{}`", words::short(name))).hint(
            if names.is_empty() {
                "this account has no priorities".into()
            } else {
                format!("the priorities are {names}")
            },
        )
    })
}
