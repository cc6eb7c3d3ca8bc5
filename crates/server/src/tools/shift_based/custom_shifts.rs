//! Creating and deleting custom shifts: times of somebody who is on call beside the rotations.

use pagerduty::{
    Change, Id, Reply, Timestamp,
    model::{
        CustomShift, Schedule, User,
        overrides::OverridesQuery,
        shift::{NewCustomShift, ShiftMember},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{called, schedule};
use crate::{
    answer::Answer,
    context::Context,
    error::Result,
    fields::Include,
    rules::Rule,
    tool::Access,
    tools::time_range,
    toolset::Toolset,
    writes::{Plan, Write, only},
};

/// Days of custom shifts that are shown after one was deleted.
const DAYS: i64 = 30;

/// Put a user on call in a PagerDuty shift-based schedule for a time, beside whoever is on call, or where nobody is.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CreateCustomShift {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// Who is on call, by ID, name or e-mail.
    user_id: Id<User>,
    /// From when; without an offset in the schedule's zone.
    start: Timestamp,
    /// Until when.
    end: Timestamp,
}

impl Write for CreateCustomShift {
    const NAME: &'static str = "create_custom_shift";
    const TITLE: &'static str = "Create custom shift";
    const ACCESS: Access = Access::Add;
    const TOOLSET: Toolset = Toolset::Schedules;
    const RULES: &'static [Rule] = &[Rule::TimesOfSchedule("schedule_id")];

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let Self { schedule_id, user_id, start, end } = self;
        time_range::check_order(("start", *start), ("end", *end))?;
        let schedule = called(&schedule(schedule_id, cx).await?, schedule_id);
        let shift = NewCustomShift::new(ShiftMember::User { user_id: user_id.clone() }, *start, *end);
        let (from, to) = (cx.shown(*start), cx.shown(*end));
        let what = format!("Put user {user_id} on call in {schedule} from {from} to {to}, beside whoever is");
        Ok(Plan::one(what, Change::create_custom_shift(schedule_id, &shift)))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> Result<Answer> {
        only(replies)?;
        custom_shifts(&self.schedule_id, self.start, self.end, cx).await
    }
}

/// Delete a custom shift of a PagerDuty shift-based schedule: one that has begun ends now.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct DeleteCustomShift {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// The `custom_shift_id` that get_schedules shows in final_schedule.
    custom_shift_id: Id<CustomShift>,
}

impl Write for DeleteCustomShift {
    const NAME: &'static str = "delete_custom_shift";
    const TITLE: &'static str = "Delete custom shift";
    const ACCESS: Access = Access::Destructive;
    const TOOLSET: Toolset = Toolset::Schedules;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let Self { schedule_id, custom_shift_id } = self;
        let schedule = called(&schedule(schedule_id, cx).await?, schedule_id);
        let change = Change::delete_custom_shift(schedule_id, custom_shift_id);
        Ok(Plan::one(format!("Delete custom shift {custom_shift_id} of {schedule}"), change).grave())
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> Result<Answer> {
        only(replies)?;
        let now = cx.now();
        custom_shifts(&self.schedule_id, now, now.plus_days(DAYS), cx).await
    }
}

/// The custom shifts of a schedule in a range, as they are now.
async fn custom_shifts(id: &Id<Schedule>, since: Timestamp, until: Timestamp, cx: &Context) -> Result<Answer> {
    let page = cx.pagerduty()?.custom_shifts(id, &OverridesQuery { since, until }).await?;
    Ok(Answer::list::<CustomShift>(&page, &Include::default()))
}
