//! Swapping two people's shifts: each is on call for the other.

use pagerduty::{
    Change, Id, Reply, Timestamp,
    model::{
        Override, Schedule, User,
        request::NewOverride,
        schedule::{RenderedEntry, ScheduleQuery},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    check, read,
    shift_based::{self, StandIn},
};
use crate::{
    answer::Answer,
    context::Context,
    error::{Code, Error, Result},
    fields::Include,
    rules::Rule,
    tool::Access,
    toolset::Toolset,
    writes::{Plan, Write},
};

/// Days after a shift that are looked at, so that it is seen to its end.
const LOOK_AHEAD_DAYS: i64 = 60;

/// Swap the shifts of two users in a PagerDuty schedule, with one override for each: by default the next shift of both that has not begun.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct SwapShifts {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// One user, by ID, name or e-mail.
    user_id: Id<User>,
    /// The other user.
    other_user_id: Id<User>,
    /// A time in the shift of the one; default their next shift.
    shift: Option<Timestamp>,
    /// A time in the shift of the other.
    other_shift: Option<Timestamp>,
}

impl Write for SwapShifts {
    const NAME: &'static str = "swap_shifts";
    const TITLE: &'static str = "Swap shifts";
    const ACCESS: Access = Access::Add;
    const TOOLSET: Toolset = Toolset::Oncall;
    const RULES: &'static [Rule] = &[Rule::TimesOfSchedule("schedule_id")];

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        if self.user_id == self.other_user_id {
            return Err(
                Error::new(Code::ConflictingParameters, "a user cannot swap with themselves").hint("give two users")
            );
        }
        let now = cx.now();
        let schedule = self.schedule(now, cx).await?;
        let [mine, theirs] = self.shifts(&schedule, now)?;
        let (one, other) = (&self.user_id, &self.other_user_id);
        let what = format!(
            "Swap shifts: {} is on call from {} to {}, and {} from {} to {}",
            theirs.name, mine.start, mine.end, mine.name, theirs.start, theirs.end
        );
        if schedule.is_shift_based() {
            let both = [(&mine, other, one), (&theirs, one, other)].map(|(shift, user, replaced)| {
                let (start, end) = (shift.start, shift.end);
                shift_based::overrides(&schedule, &StandIn { user, instead_of: Some(replaced), start, end }, now)
            });
            return Ok(Plan::one(what, Change::create_override_shifts(&self.schedule_id, &both.concat())));
        }
        let both = [(&mine, other), (&theirs, one)].map(|(shift, user)| NewOverride {
            start: shift.start,
            end: shift.end,
            user: user.clone().into(),
        });
        Ok(Plan::one(what, Change::create_overrides(&self.schedule_id, &both)))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, cx: &Context) -> Result<Answer> {
        check(replies)?;
        let now = cx.now();
        let last = [self.shift, self.other_shift].into_iter().flatten().max().unwrap_or(now).max(now);
        let is_of_the_two = |one: &Override| {
            let user = one.user.get().and_then(|user| user.id.as_deref());
            user.is_some_and(|id| id == self.user_id.as_str() || id == self.other_user_id.as_str())
        };
        let mut page = read(&self.schedule_id, now, last.plus_days(LOOK_AHEAD_DAYS), cx).await?;
        page.rows.retain(|row| is_of_the_two(&row.item));
        Ok(Answer::list(&page, &Include::default()))
    }
}

/// When somebody is on call, once.
#[derive(Debug)]
struct Shift {
    name: String,
    start: Timestamp,
    end: Timestamp,
}

impl SwapShifts {
    /// The schedule with its shifts from now on.
    async fn schedule(&self, now: Timestamp, cx: &Context) -> Result<Schedule> {
        let last = [self.shift, self.other_shift].into_iter().flatten().max().unwrap_or(now).max(now);
        // What is over cannot be overridden, so a shift that has begun is swapped from now on.
        let range = ScheduleQuery { since: Some(now), until: Some(last.plus_days(LOOK_AHEAD_DAYS)) };
        Ok(cx.pagerduty()?.schedule(&self.schedule_id, &range).await?.item)
    }

    /// The shift of each of the two.
    fn shifts(&self, schedule: &Schedule, now: Timestamp) -> Result<[Shift; 2]> {
        let entries: Vec<&RenderedEntry> =
            schedule.final_schedule.get().into_iter().flat_map(|one| one.entries()).collect();
        let find = |(user, at): (&Id<User>, Option<Timestamp>)| {
            let shifts: Vec<Shift> = entries.iter().filter_map(|entry| Shift::of(entry, user)).collect();
            // The next one is the one that has not begun, if there is any.
            let place = match at {
                Some(at) => shifts.iter().position(|shift| shift.start <= at && at < shift.end),
                None => shifts.iter().position(|shift| shift.start > now).or((!shifts.is_empty()).then_some(0)),
            };
            place.and_then(|place| shifts.into_iter().nth(place)).ok_or_else(|| {
                let when = at.map_or_else(|| "in the next 60 days".to_owned(), |at| format!("at {at}"));
                Error::new(Code::InvalidParameter, format!("user {user} has no shift in this schedule {when}"))
                    .hint("see the shifts with `get_schedules`, `schedule_id` and `until`")
            })
        };
        let [mine, theirs] = [(&self.user_id, self.shift), (&self.other_user_id, self.other_shift)].map(find);
        Ok([mine?, theirs?])
    }
}

impl Shift {
    fn of(entry: &RenderedEntry, user: &Id<User>) -> Option<Self> {
        let is = entry.user.get().filter(|one| one.id.as_deref() == Some(user.as_str()))?;
        Some(Self {
            name: is.summary.as_deref().unwrap_or(user.as_str()).to_owned(),
            start: entry.start.parsed()?,
            end: entry.end.parsed()?,
        })
    }
}
