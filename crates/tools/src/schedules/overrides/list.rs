//! Seeing the overrides of a schedule.

use pagerduty::model::Schedule;
use toolkit::prelude::*;

use super::overrides;
use crate::time_range;

/// Days that are looked ahead where no end is given.
pub(super) const DAYS: i64 = 30;

/// List the overrides of a PagerDuty schedule: times in which somebody stands in for another.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct GetOverrides {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// Start of the range; default now.
    since: Option<Timestamp>,
    /// End of the range; default 30 days after since.
    until: Option<Timestamp>,
}

impl Tool for GetOverrides {
    const INFO: Info = Info::read("get_overrides", "Get overrides", Toolset::Oncall).in_zone();

    async fn call(self, cx: &Context) -> Result<Answer> {
        let since = self.since.unwrap_or_else(|| cx.now());
        let until = self.until.unwrap_or_else(|| since.plus_days(DAYS));
        time_range::check(since, until, None)?;
        overrides(&self.schedule_id, since, until, cx).await
    }
}
