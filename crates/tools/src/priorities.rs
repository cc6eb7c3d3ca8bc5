//! Priorities: how important the account takes incidents to be.

use pagerduty::model::Priority;
use toolkit::{error::Candidate, phrasing, prelude::*};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of::<GetPriorities>];

/// What is said where the account has switched priorities off.
pub(crate) const UNUSED: &str = "this account does not use priorities";

/// List the priorities that PagerDuty incidents of this account can have, the most important first.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetPriorities {
    #[serde(default)]
    include: Include<Priority>,
}

impl Tool for GetPriorities {
    const INFO: Info = Info::read("get_priorities", "Get priorities", Toolset::Incidents);

    async fn call(self, cx: &Context) -> Result<Answer> {
        let is_used = |page: &Page<Priority>| !page.rows.is_empty() || !page.unreadable.is_empty();
        let Some(priorities) = cx.pagerduty()?.priorities().await?.filter(is_used) else {
            cx.warn(UNUSED);
            return Ok(Answer::list(&Page::empty(), &self.include));
        };
        Ok(Answer::list(&priorities, &self.include))
    }
}

/// The priorities of these names or IDs, as the account writes them.
///
/// # Errors
///
/// `INVALID_PARAMETER` with those of the account for the first that it does not have; or that it has none, instead of
/// which `parameter` is left out.
pub(crate) async fn named(names: &[String], parameter: &str, cx: &Context) -> Result<Vec<Priority>> {
    let Some(page) = cx.pagerduty()?.priorities().await?.filter(|page| !page.rows.is_empty()) else {
        return Err(Error::new(Code::InvalidParameter, UNUSED).hint(format!("leave `{parameter}` out")));
    };
    let priorities = || page.rows.iter().map(|row| &row.item);
    let found = names.iter().map(|name| {
        let is_meant = |one: &&Priority| {
            one.name.as_deref().is_some_and(|other| other.eq_ignore_ascii_case(name.trim()))
                || one.id.as_deref() == Some(name)
        };
        priorities().find(is_meant).cloned().ok_or_else(|| {
            let candidate = |one: &Priority| Some(Candidate::new(one.id.as_deref(), one.name.as_deref()?, None));
            Error::new(Code::InvalidParameter, format!("no priority is called `{}`", phrasing::short(name)))
                .candidates(priorities().filter_map(candidate))
                .hint("the priorities are in `candidates`")
        })
    });
    found.collect()
}
