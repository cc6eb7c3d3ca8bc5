//! Creating and deleting custom shifts: times of somebody who is on call beside the rotations.

use pagerduty::model::{CustomShift, Schedule, ShiftMember, User, overrides::OverridesQuery, shift::NewCustomShift};
use toolkit::{prelude::*, times::local};

use super::{called, schedule, target};
use crate::{
    time_range,
    users::people::{self, when},
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

impl Edit for CreateCustomShift {
    const INFO: Info =
        Info::write("create_custom_shift", "Create custom shift", Toolset::Schedules, Effect::OnCall).adds();
    const RULES: &'static [Rule] = &[Rule::TimesOfSchedule("schedule_id")];

    type Shown = CustomShift;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let Self { schedule_id, user_id, start, end } = self;
        time_range::check_order(("start", *start), ("end", *end))?;
        let person = async { Ok(people::described(user_id, Effect::OnCall, cx).await) };
        let (schedule, person) = tokio::try_join!(schedule(schedule_id, cx), person)?;
        let shift = NewCustomShift::new(ShiftMember::User { user_id: user_id.clone() }, *start, *end);
        let what = format!(
            "Put {} on call in {} {}, beside whoever is",
            person.called,
            called(&schedule, schedule_id),
            local::range(*start, *end, schedule.time_zone.as_deref()),
        );
        let plan = Plan::new(Effect::OnCall, what).change(Change::create_custom_shift(schedule_id, &shift));
        Ok(plan.targets([target(&schedule, schedule_id), person.target]))
    }

    async fn answer(&self, _: Reply, cx: &Context) -> Result<Answer> {
        custom_shifts(&self.schedule_id, self.start, self.end, cx).await
    }
}

/// Delete a custom shift of a PagerDuty shift-based schedule: one that has begun ends now.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct DeleteCustomShift {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// The `custom_shift_id` of a shift in the final_schedule of the schedule.
    custom_shift_id: Id<CustomShift>,
}

impl Edit for DeleteCustomShift {
    const INFO: Info = Info::write("delete_custom_shift", "Delete custom shift", Toolset::Schedules, Effect::Deletes);

    type Shown = CustomShift;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let Self { schedule_id, custom_shift_id } = self;
        let now = cx.now();
        let range = OverridesQuery { since: now, until: now.plus_days(DAYS) };
        let is_read = cx.describes(Effect::Deletes);
        let shifts =
            async { Ok(if is_read { cx.pagerduty()?.custom_shifts(schedule_id, &range).await.ok() } else { None }) };
        let (schedule, shifts) = tokio::try_join!(schedule(schedule_id, cx), shifts)?;
        let shifts = shifts.map(|page| page.rows).unwrap_or_default();
        let shift =
            shifts.iter().map(|row| &row.item).find(|shift| shift.id.as_deref() == Some(custom_shift_id.as_str()));
        let whose = match shift {
            Some(shift) => when(shift.user.get(), &shift.start, &shift.end, schedule.time_zone.as_deref(), cx).await,
            None if !is_read => String::new(),
            None => format!(", which is not among those of the next {DAYS} days"),
        };
        let what = format!("Delete the custom shift {custom_shift_id} of {}{whose}", called(&schedule, schedule_id));
        let plan = Plan::new(Effect::Deletes, what).change(Change::delete_custom_shift(schedule_id, custom_shift_id));
        Ok(plan.targets([target(&schedule, schedule_id), Target::new(custom_shift_id, None)]))
    }

    async fn answer(&self, _: Reply, cx: &Context) -> Result<Answer> {
        let now = cx.now();
        custom_shifts(&self.schedule_id, now, now.plus_days(DAYS), cx).await
    }
}

/// The custom shifts of a schedule in a range, as they are now.
async fn custom_shifts(id: &Id<Schedule>, since: Timestamp, until: Timestamp, cx: &Context) -> Result<Answer> {
    let page = cx.pagerduty()?.custom_shifts(id, &OverridesQuery { since, until }).await?;
    Ok(Answer::list::<CustomShift>(&page, &Include::default()))
}
