//! Overrides of shift-based schedules: each is about one shift, so there is one for every shift that somebody takes over.

use pagerduty::model::{
    Schedule, ShiftMember, User,
    shift::{ComputedShift, NewOverrideShift},
};
use toolkit::{hint::ToolName, phrasing, prelude::*};

use crate::{
    on_calls::shifts::{Span, uncovered},
    time_range,
};

/// What helps where there is no shift.
const PUTS_ON_CALL: ToolName = tool("create_custom_shift");

/// Times that a warning names at most.
const MAX_TIMES: usize = 5;

/// Somebody who is to be on call for a time.
pub(super) struct StandIn<'a> {
    pub(super) user: &'a Id<User>,
    /// Whom they stand in for; nobody in particular where it is whoever is on call.
    pub(super) instead_of: Option<&'a Id<User>>,
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
}

/// The change for one stand-in, in a schedule that was read with the shifts of that time.
pub(super) fn change(schedule: &Schedule, id: &Id<Schedule>, one: &StandIn<'_>, cx: &Context) -> Result<Change> {
    let now = cx.now();
    time_range::check_not_over(now, "end", one.end)?;
    let overrides = overrides(schedule, one, now);
    let gaps = gaps(schedule, (one.start.max(now), one.end));
    if overrides.is_empty() {
        let user = one.user;
        return Err(match gaps.as_slice() {
            [] => Error::new(Code::InvalidParameter, format!("user {user} is already on call in all of this time"))
                .hint("nothing has to be changed"),
            _ => Error::new(Code::InvalidParameter, "nobody is on call in this time, so there is no shift to override")
                .hint(Hint::naming("put somebody on call there with ", PUTS_ON_CALL, "")),
        });
    }
    if !gaps.is_empty() {
        let times = gaps.iter().take(MAX_TIMES).map(|(start, end)| format!("{start}/{end}"));
        let more = if gaps.len() > MAX_TIMES { " and later" } else { "" };
        let times = phrasing::join(times, "and");
        let warning = format!("nobody is on call in {times}{more}: there is no shift to override");
        cx.warn(Hint::from(warning).with("; ", PUTS_ON_CALL, " puts somebody on call there"));
    }
    Ok(Change::create_override_shifts(id, &overrides))
}

/// An override for each shift that is taken over, from now on: what is over cannot be overridden. One that somebody stands in
/// for already is overridden once more, with that somebody as the one who is replaced.
pub(super) fn overrides(schedule: &Schedule, one: &StandIn<'_>, now: Timestamp) -> Vec<NewOverrideShift> {
    let user = ShiftMember::User { user_id: one.user.clone() };
    let replaced = one.instead_of.map(|user| ShiftMember::User { user_id: user.clone() });
    let wanted = |shift: &&ComputedShift| {
        shift.member != user && replaced.as_ref().is_none_or(|replaced| shift.member == *replaced)
    };
    let new = |shift: &ComputedShift| {
        let (start, end) = (shift.start.max(one.start).max(now), shift.end.min(one.end));
        (start < end).then_some(())?;
        Some(NewOverrideShift {
            origin: shift.origin.clone()?,
            start_time: start,
            end_time: end,
            overridden_member: shift.member.clone(),
            overriding_member: user.clone(),
        })
    };
    computed_shifts(schedule).filter(wanted).filter_map(new).collect()
}

/// The times in which there is nothing to override.
fn gaps(schedule: &Schedule, range: Span) -> Vec<Span> {
    let shifts = computed_shifts(schedule).filter(|shift| shift.origin.is_some());
    uncovered(shifts.map(|shift| (shift.start, shift.end)).collect(), range)
}

fn computed_shifts(schedule: &Schedule) -> impl Iterator<Item = &ComputedShift> {
    schedule.final_schedule.get().into_iter().flat_map(|rendered| rendered.computed_shifts())
}
