//! `/v3/schedules`: shift-based schedules and their rotations.

use serde_json::Value;

use crate::account::{Account, Schedule};
use crate::api::{ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::time::{Range, Zone};
use crate::view::View;

/// How many rows by default and at most. Source: OpenAPI, schedules of version 3.
const SCHEDULES: (usize, usize) = (100, 1000);
pub(super) const PARTS: (usize, usize) = (25, 100);

/// References only.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::within(call.request, SCHEDULES.0, SCHEDULES.1)?;
    let teams = call.team_filter(account)?;
    let view = View::new(account, Zone::Utc, call);
    let schedules = account.keys::<Schedule>().filter(|schedule| {
        let schedule = &account[*schedule];
        let has_team = |teams: &Vec<_>| schedule.team.is_some_and(|team| teams.contains(&team));
        schedule.is_shift_based && teams.as_ref().is_none_or(has_team) && call.matches_query(&schedule.name)
    });
    Ok(lean(page.answer("schedules", schedules, |schedule| view.reference(schedule))))
}

/// The shifts are only there if they are included and a range is given.
pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let view = view(account, call, schedule)?;
    let range = if call.includes("final_schedule") { call.shown_range()? } else { None };
    let object = view.shift_schedule(schedule, range, call.request.flag("overflow"));
    Ok(serde_json::json!({"schedule": object}).into())
}

pub(crate) fn rotations(account: &Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let page = Page::within(call.request, PARTS.0, PARTS.1)?;
    let view = view(account, call, schedule)?;
    let rotations = 0..account[schedule].layers.len();
    Ok(lean(page.answer("rotations", rotations, |place| view.rotation(schedule, place))))
}

/// The schedule that the path names. One of the older kind has its own endpoints.
pub(super) fn find(account: &Account, call: &Call<'_>) -> Result<Key<Schedule>, ApiError> {
    let schedule: Key<Schedule> = account.find(call.segment(2)).ok_or_else(ApiError::not_found)?;
    if account[schedule].is_shift_based { Ok(schedule) } else { Err(ApiError::layer_based_schedule()) }
}

pub(super) fn view<'a>(
    account: &'a Account,
    call: &'a Call<'_>,
    schedule: Key<Schedule>,
) -> Result<View<'a>, ApiError> {
    let zone = Zone::named(account[schedule].time_zone_name).unwrap_or(Zone::Utc);
    Ok(View::new(account, call.zone(zone)?, call))
}

/// Both ends, which are required here.
pub(super) fn range(call: &Call<'_>) -> Result<Range, ApiError> {
    let end = |name| call.time(name)?.ok_or_else(|| ApiError::v3_invalid(name, "is required"));
    let (since, until) = (end("since")?, end("until")?);
    if until < since { Err(ApiError::v3_invalid("until", "must be after since")) } else { Ok(Range::new(since, until)) }
}

/// There is no `total` in these lists unless it is asked for.
pub(super) fn lean(mut answer: Value) -> crate::api::Answer {
    if let Value::Object(fields) = &mut answer
        && fields.get("total").is_some_and(Value::is_null)
    {
        fields.remove("total");
    }
    answer.into()
}
