//! Schedules, and who is on call in one.

use pagerduty::model::{
    Schedule, Team, User,
    schedule::{ScheduleQuery, SchedulesQuery},
};
use toolkit::prelude::*;

use crate::{time_range, users::user_names};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of_browse::<GetSchedules>, Entry::of::<ListUsersOncall>];

/// The fields that say who is on call when; they are there only in a range.
const SHIFTS: [&str; 2] = ["final_schedule", "overrides_subschedule"];

/// Days of shifts before or after the one end that was given, as PagerDuty chooses them (REST documentation,
/// `GET /schedules/{id}`).
const DEFAULT_DAYS: i64 = 14;

/// List PagerDuty schedules, or get one by ID or name; with since or until also its shifts in that range, overrides applied.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetSchedules {
    /// The one schedule, by ID or name; excludes every filter.
    schedule_id: Option<Id<Schedule>>,
    /// Only schedules whose name contains this text.
    query: Option<String>,
    /// Only schedules of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// true: list the shift-based (v3) schedules instead, which PagerDuty keeps apart.
    #[serde(default)]
    shift_based: bool,
    /// Start of the shifts of one schedule; default two weeks before until.
    since: Option<Timestamp>,
    /// End of the shifts of one schedule; default two weeks after since.
    until: Option<Timestamp>,
}

impl Browse for GetSchedules {
    const INFO: Info = Info::read("get_schedules", "Get schedules", Toolset::Oncall).on_by_default().in_zone();
    const RULES: &'static [Rule] = &[Rule::One("schedule_id"), Rule::Needs(&["since", "until"], "schedule_id")];

    type Query = SchedulesQuery;

    fn include(&self, include: Include<Schedule>, cx: &Context) -> Include<Schedule> {
        if self.since.is_some() || self.until.is_some() {
            return include;
        }
        if SHIFTS.iter().any(|field| include.names(field)) {
            cx.warn("shifts are there only for one schedule in a range: give `schedule_id` with `since` or `until`");
        }
        include.without(&SHIFTS)
    }

    async fn one(&self, include: &Include<Schedule>, cx: &Context) -> Result<Option<Answer>> {
        let Some(id) = &self.schedule_id else { return Ok(None) };
        if let (Some(since), Some(until)) = (self.since, self.until) {
            time_range::check(since, until, None)?;
        }
        let mut row = cx.pagerduty()?.schedule(id, &self.range(cx)).await?;
        add_names(&mut row.item, cx).await?;
        Ok(Some(Answer::row(&row, include)))
    }

    async fn query(&self, include: &Include<Schedule>, _: &Context) -> Result<Option<SchedulesQuery>> {
        // Lists have the layers only when asked for; shift-based schedules have none.
        let has_layers = !self.shift_based && include.wants("schedule_layers");
        Ok(Some(SchedulesQuery {
            shift_based: self.shift_based,
            query: self.query.clone(),
            team_ids: self.team_ids.clone(),
            include: if has_layers { vec!["schedule_layers"] } else { Vec::new() },
        }))
    }

    async fn list(&self, query: SchedulesQuery, shape: &Shape<Schedule>, cx: &Context) -> Result<Answer> {
        let is_search = query.query.is_some() || !query.team_ids.is_empty();
        let listing = cx.search(&shape.paging, &shape.include, query).await?;
        if !self.shift_based && is_search && listing.places.is_empty() {
            cx.warn("PagerDuty keeps shift-based schedules apart: set `shift_based` to true to look among them");
        }
        Ok(Answer::listing(listing))
    }
}

impl GetSchedules {
    /// Both ends, where one was given.
    fn range(&self, cx: &Context) -> ScheduleQuery {
        let mut range = ScheduleQuery { since: self.since, until: self.until };
        match (self.since, self.until) {
            (Some(since), None) => {
                let until = since.plus_days(DEFAULT_DAYS);
                range.until = Some(until);
                cx.times().read_as("until", until);
            }
            (None, Some(until)) => {
                let since = until.plus_days(-DEFAULT_DAYS);
                range.since = Some(since);
                cx.times().read_as("since", since);
            }
            _ => {}
        }
        range
    }
}

/// Adds the names of users to shifts that have only their IDs, as those of shift-based schedules do.
pub(crate) async fn add_names(schedule: &mut Schedule, cx: &Context) -> Result<()> {
    let shifts = schedule.final_schedule.get_mut().into_iter().flat_map(|shifts| shifts.entries_mut());
    user_names::add(shifts.filter_map(|shift| shift.user.get_mut()).collect(), cx).await
}

/// List the users who are on call in one PagerDuty schedule, now or in a range.
#[derive(Debug, Deserialize, JsonSchema)]
struct ListUsersOncall {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// Start of the range; default now.
    since: Option<Timestamp>,
    /// End of the range; default now.
    until: Option<Timestamp>,
    #[serde(default)]
    include: Include<User>,
}

impl Tool for ListUsersOncall {
    const INFO: Info = Info::read("list_users_oncall", "List users on call", Toolset::Oncall).on_by_default().in_zone();

    async fn call(self, cx: &Context) -> Result<Answer> {
        let now = cx.now();
        let since = self.since.unwrap_or(now);
        if let (Some(since), None) = (self.since, self.until) {
            time_range::check_start(now, since)?;
        }
        // Now is a second long: a range without a length has nobody in it.
        let until = self.until.unwrap_or(if since < now { now } else { now.plus_seconds(1) });
        time_range::check(since, until, None)?;
        if self.since.is_some() != self.until.is_some() {
            cx.times().read_as_now(if self.since.is_some() { "until" } else { "since" });
        }
        let users = cx.pagerduty()?.users_oncall(&self.schedule_id, since, until).await?;
        Ok(Answer::list(&users, &self.include))
    }
}
