//! Priorities: how important the account takes incidents to be.

use pagerduty::{Page, model::Priority};
use schemars::JsonSchema;
use serde::Deserialize;

use toolkit::{
    answer::{Answer, fields::Include},
    context::Context,
    error::Result,
    info::Info,
    tool::{Entry, Tool},
    toolset::Toolset,
};

pub(super) const TOOLS: &[fn() -> Entry] = &[Entry::of::<GetPriorities>];

/// What is said where the account has switched priorities off.
pub(super) const UNUSED: &str = "this account does not use priorities";

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
