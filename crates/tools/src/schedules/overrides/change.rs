//! Creating and deleting overrides.

use pagerduty::model::{
    Override, Schedule, User, overrides::OverridesQuery, request::NewOverride, schedule::ScheduleQuery,
};
use toolkit::{prelude::*, times::local};

use super::{
    check, overrides,
    shift_based::{self, StandIn},
};
use crate::{time_range, users::people};

/// Days ahead in which an override is looked for that is to be deleted.
const DAYS_AHEAD: i64 = 90;

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

impl Edit for CreateOverride {
    const INFO: Info = Info::write("create_override", "Create override", Toolset::Oncall, Effect::OnCall).adds();
    const RULES: &'static [Rule] = &[Rule::TimesOfSchedule("schedule_id")];

    type Shown = Override;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let Self { schedule_id, user_id, start, end } = self;
        let (start, end) = (*start, *end);
        time_range::check_order(("start", start), ("end", end))?;
        time_range::check_not_over(cx.now(), "end", end)?;
        let range = ScheduleQuery { since: Some(start), until: Some(end) };
        let schedule = async { Ok::<_, Error>(cx.pagerduty()?.schedule(schedule_id, &range).await?.item) };
        let person = async { Ok(people::described(user_id, Effect::OnCall, cx).await) };
        let (schedule, person) = tokio::try_join!(schedule, person)?;
        let what = format!(
            "Put {} on call in schedule {} {}, instead of whoever it would be{}",
            person.called,
            write::named(schedule.name.as_deref(), schedule_id.as_str()),
            local::range(start, end, schedule.time_zone.as_deref()),
            if start < cx.now() { "; its start is over, so it begins now" } else { "" },
        );
        let targets = [Target::new(schedule_id, schedule.name.as_deref()), person.target];
        let plan = Plan::new(Effect::OnCall, what).targets(targets);
        if schedule.is_shift_based() {
            let stand_in = StandIn { user: user_id, instead_of: None, start, end };
            return Ok(plan.change(shift_based::change(&schedule, schedule_id, &stand_in, cx)?));
        }
        let new = NewOverride { start, end, user: user_id.clone().into() };
        Ok(plan.change(Change::create_overrides(schedule_id, &[new])))
    }

    async fn answer(&self, reply: Reply, cx: &Context) -> Result<Answer> {
        check(&reply)?;
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

impl Edit for DeleteOverride {
    const INFO: Info = Info::write("delete_override", "Delete override", Toolset::Oncall, Effect::Deletes);

    type Shown = Override;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let Self { schedule_id, override_id } = self;
        let now = cx.now();
        let schedule =
            async { Ok::<_, Error>(cx.pagerduty()?.schedule(schedule_id, &ScheduleQuery::default()).await?.item) };
        // One that has begun is among them, and what cannot be read can be deleted all the same.
        let range = OverridesQuery { since: now, until: now.plus_days(DAYS_AHEAD) };
        let is_read = cx.describes(Effect::Deletes);
        let overrides =
            async { Ok(if is_read { cx.pagerduty()?.overrides(schedule_id, &range).await.ok() } else { None }) };
        let (schedule, overrides) = tokio::try_join!(schedule, overrides)?;
        let zone = schedule.time_zone.as_deref();
        let rows = overrides.map(|page| page.rows).unwrap_or_default();
        let one = rows.iter().map(|row| &row.item).find(|one| one.id.as_deref() == Some(override_id.as_str()));
        let whose = match one {
            Some(one) => people::when(one.user.get(), &one.start, &one.end, zone, cx).await,
            None if !is_read => String::new(),
            None => format!(", which is not among those of the next {DAYS_AHEAD} days"),
        };
        let change = if schedule.is_shift_based() {
            Change::delete_override_shift(schedule_id, override_id)
        } else {
            Change::delete_override(schedule_id, override_id)
        };
        let name = write::named(schedule.name.as_deref(), schedule_id.as_str());
        let plan = Plan::new(Effect::Deletes, format!("Delete override {override_id} of schedule {name}{whose}"));
        let targets = [Target::new(schedule_id, schedule.name.as_deref()), Target::new(override_id, None)];
        Ok(plan.change(change).targets(targets))
    }

    async fn answer(&self, _: Reply, cx: &Context) -> Result<Answer> {
        let now = cx.now();
        overrides(&self.schedule_id, now, now.plus_days(super::list::DAYS), cx).await
    }
}
