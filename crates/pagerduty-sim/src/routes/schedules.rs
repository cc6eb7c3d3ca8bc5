//! `/schedules` and who is on them.

use serde_json::{Value, json};

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::model::{Schedule, User};
use crate::time::{Range, Zone, after, days};
use crate::view::View;
use crate::view::schedule::Parts as ScheduleParts;

/// How far ahead a user's next shift is looked for, in days.
const HORIZON: i64 = 90;

/// Shift-based schedules are not in it. Layers, overrides and the final schedule are only in the list when they are included.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let teams = call.team_filter(account)?;
    let default = call.current_user(account).and_then(|user| Zone::named(&account[user].time_zone));
    let view = View::new(account, call.zone(default.unwrap_or_else(Zone::account))?, call);
    let parts = ScheduleParts {
        layers: call.includes("schedule_layers"),
        overrides: call.includes("overrides_subschedule"),
        final_schedule: call.includes("final_schedule"),
        range: call.shown_range()?,
        overflow: false,
    };
    let schedules = account.keys::<Schedule>().filter(|schedule| {
        let schedule = &account[*schedule];
        if schedule.is_shift_based {
            return false;
        }
        let has_team = |teams: &Vec<_>| schedule.teams.iter().any(|team| teams.contains(team));
        teams.as_ref().is_none_or(has_team) && call.matches_query(&schedule.name)
    });
    let written = page.answer("schedules", schedules, |schedule| {
        let object = view.schedule(schedule, parts);
        with_next_on_call(account, call, &view, schedule, object)
    });
    Ok(written.into())
}

pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let default = Zone::named(&account[schedule].time_zone_name);
    let view = View::new(account, call.zone(default.unwrap_or(Zone::Utc))?, call);
    let parts = ScheduleParts {
        layers: true,
        overrides: true,
        final_schedule: true,
        range: call.shown_range()?,
        overflow: call.request.flag("overflow"),
    };
    let object = view.schedule(schedule, parts);
    let object = with_next_on_call(account, call, &view, schedule, object);
    Ok(json!({"schedule": object}).into())
}

/// Everybody on the schedule; with a range, everybody on call in it; without those who left.
pub(crate) fn users(account: &Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let view = View::new(account, Zone::account(), call);
    let users: Vec<Key<User>> = match call.shown_range()? {
        None => account[schedule].users(),
        Some(range) => {
            let mut users = Vec::new();
            for shift in account[schedule].shifts(range) {
                if !users.contains(&shift.user) {
                    users.push(shift.user);
                }
            }
            users
        }
    };
    let present = users.into_iter().filter(|user| account[*user].deleted_at.is_none());
    let users: Vec<Value> = present.map(|user| view.user(user)).collect();
    Ok(json!({"users": users}).into())
}

/// The schedule that the path names. One of the newer kind has its own endpoints.
pub(super) fn find(account: &Account, call: &Call<'_>) -> Result<Key<Schedule>, ApiError> {
    let schedule = account.find(call.id()).filter(|schedule: &Key<Schedule>| !account[*schedule].is_deleted);
    let schedule = schedule.ok_or_else(ApiError::schedule_not_found)?;
    if account[schedule].is_shift_based { Err(ApiError::shift_based_schedule()) } else { Ok(schedule) }
}

/// Adds the shift that `include_next_oncall_for_user` asks for, if that user has one.
fn with_next_on_call(
    account: &Account,
    call: &Call<'_>,
    view: &View<'_>,
    schedule: Key<Schedule>,
    mut object: Value,
) -> Value {
    let user = call.request.one("include_next_oncall_for_user").and_then(|id| account.find::<User>(id));
    if let (Some(user), Value::Object(fields)) = (user, &mut object) {
        let now = account.now();
        let shifts = account[schedule].shifts(Range::new(now, after(now, days(HORIZON))));
        let next = shifts.iter().find(|shift| shift.user == user);
        let next = next.map_or(Value::Null, |shift| view.entry(shift));
        fields.insert("next_oncall_for_user".to_owned(), next);
    }
    object
}
