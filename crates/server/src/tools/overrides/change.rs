//! Creating and deleting overrides.

use pagerduty::{
    Change, Id, Reply, Timestamp,
    model::{Override, Schedule, User, request::NewOverride, schedule::ScheduleQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    check, overrides,
    shift_based::{self, StandIn},
};
use crate::{
    answer::Answer,
    context::Context,
    error::Result,
    rules::Rule,
    tool::Access,
    tools::time_range,
    toolset::Toolset,
    writes::{Plan, Write, only},
};

/// Put a user on call in a PagerDuty schedule for a time, instead of whoever it would be.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CreateOverride {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// Who is on call, by ID, name or e-mail.
    user_id: Id<User>,
    /// From when; without an offset in the schedule's zone.
    start: Timestamp,
    /// Until when.
    end: Timestamp,
}

impl Write for CreateOverride {
    const NAME: &'static str = "create_override";
    const TITLE: &'static str = "Create override";
    const ACCESS: Access = Access::Add;
    const TOOLSET: Toolset = Toolset::Oncall;
    const RULES: &'static [Rule] = &[Rule::TimesOfSchedule("schedule_id")];

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let Self { schedule_id, user_id, start, end } = self;
        let (start, end) = (*start, *end);
        time_range::check_order(("start", start), ("end", end))?;
        let range = ScheduleQuery { since: Some(start), until: Some(end) };
        let schedule = cx.pagerduty()?.schedule(schedule_id, &range).await?.item;
        let (from, to) = (cx.shown(start), cx.shown(end));
        let what = format!("Put user {user_id} on call in schedule {schedule_id} from {from} to {to}");
        if schedule.is_shift_based() {
            let stand_in = StandIn { user: user_id, instead_of: None, start, end };
            return shift_based::plan(what, &schedule, schedule_id, &stand_in, cx);
        }
        let new = NewOverride { start, end, user: user_id.clone().into() };
        Ok(Plan::one(what, Change::create_overrides(schedule_id, &[new])))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> Result<Answer> {
        check(replies)?;
        overrides(&self.schedule_id, self.start, self.end, cx).await
    }
}

/// Delete an override of a PagerDuty schedule: one that has begun ends now, one that is over stays.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct DeleteOverride {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// The override, by ID.
    override_id: Id<Override>,
}

impl Write for DeleteOverride {
    const NAME: &'static str = "delete_override";
    const TITLE: &'static str = "Delete override";
    const ACCESS: Access = Access::Destructive;
    const TOOLSET: Toolset = Toolset::Oncall;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let Self { schedule_id, override_id } = self;
        let schedule = cx.pagerduty()?.schedule(schedule_id, &ScheduleQuery::default()).await?.item;
        let change = if schedule.is_shift_based() {
            Change::delete_override_shift(schedule_id, override_id)
        } else {
            Change::delete_override(schedule_id, override_id)
        };
        Ok(Plan::one(format!("Delete override {override_id} of schedule {schedule_id}"), change).grave())
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> Result<Answer> {
        only(replies)?;
        let now = cx.now();
        overrides(&self.schedule_id, now, now.plus_days(super::list::DAYS), cx).await
    }
}
