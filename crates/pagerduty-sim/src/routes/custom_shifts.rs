//! `/v3/schedules/{id}/custom_shifts`.

use serde_json::{Map, Value, json};

use super::shift_fields::{member, required, time};
use super::shift_schedules::{PARTS, find, lean, range, view};
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::model::{CustomShift, Schedule, User};

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let page = Page::within(call.request, PARTS.0, PARTS.1)?;
    let range = range(call)?;
    let view = view(account, call, schedule)?;
    let shifts = &account[schedule].custom_shifts;
    let is_shown =
        |place: &usize| !shifts[*place].is_deleted && range.touches(shifts[*place].start, shifts[*place].end);
    let mut places: Vec<usize> = (0..shifts.len()).filter(is_shown).collect();
    places.sort_by_key(|place| shifts[*place].start);
    Ok(lean(page.answer("custom_shifts", places.into_iter(), |place| view.custom_shift(schedule, place))))
}

pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let (schedule, place) = named(account, call)?;
    let shift = view(account, call, schedule)?.custom_shift(schedule, place);
    Ok(json!({"custom_shift": shift}).into())
}

/// All of them or none.
pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let body = call.whole_body()?;
    let wanted = body.get("custom_shifts").and_then(Value::as_array).filter(|wanted| !wanted.is_empty());
    let wanted = wanted.ok_or_else(|| ApiError::v3_invalid("custom_shifts", "must have at least one"))?;
    let new: Vec<CustomShift> = wanted.iter().map(|fields| read(account, fields)).collect::<Result<_, _>>()?;
    let mut places = Vec::with_capacity(new.len());
    for one in new {
        let place = account.add_custom_shift(schedule, one);
        places.push(place.ok_or_else(|| ApiError::v3_invalid("custom_shifts", "are too many"))?);
    }
    let view = view(account, call, schedule)?;
    let made: Vec<Value> = places.into_iter().map(|place| view.custom_shift(schedule, place)).collect();
    Ok(Answer::created(json!({"custom_shifts": made})))
}

/// Of one that has begun only the end changes.
pub(crate) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (schedule, place) = named(account, call)?;
    let body = call.whole_body()?;
    let nothing = Map::new();
    let fields = body.get("custom_shift").and_then(Value::as_object).unwrap_or(&nothing);
    let mut shift = account[schedule].custom_shifts[place];
    let now = account.now();
    let has_begun = shift.start <= now;
    if let Some(name) = ["start_time", "assignments"].into_iter().find(|name| has_begun && fields.contains_key(*name)) {
        return Err(ApiError::v3_invalid(
            &format!("custom_shift.{name}"),
            "cannot be changed once the shift has begun",
        ));
    }
    if fields.contains_key("start_time") {
        shift.start = time(fields, "custom_shift", "start_time")?;
    }
    if fields.contains_key("end_time") {
        shift.end = time(fields, "custom_shift", "end_time")?;
    }
    if let Some(assignments) = fields.get("assignments") {
        shift.user = assigned(account, assignments)?;
    }
    check(&shift, account)?;
    account[schedule].custom_shifts[place] = shift;
    get(account, call)
}

/// One that is to come goes, and one that has begun ends now.
pub(crate) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (schedule, place) = named(account, call)?;
    let now = account.now();
    let deletion = account.delete_custom_shift(schedule, place, now);
    deletion.map(|_| Answer::NOTHING).ok_or_else(|| ApiError::v3_invalid("custom_shift", "has already ended"))
}

/// The custom shift that the path names.
fn named(account: &Account, call: &Call<'_>) -> Result<(Key<Schedule>, usize), ApiError> {
    let schedule = find(account, call)?;
    let place = account.find_custom_shift(schedule, call.segment(4)).ok_or_else(ApiError::not_found)?;
    Ok((schedule, place))
}

fn read(account: &Account, fields: &Value) -> Result<CustomShift, ApiError> {
    let nothing = Map::new();
    let fields = fields.as_object().unwrap_or(&nothing);
    required(fields, "custom_shift", "type", "custom_shift")?;
    let start = time(fields, "custom_shift", "start_time")?;
    let end = time(fields, "custom_shift", "end_time")?;
    let user = assigned(account, fields.get("assignments").unwrap_or(&Value::Null))?;
    let shift = CustomShift { start, end, user, is_deleted: false };
    check(&shift, account)?;
    Ok(shift)
}

/// How a time that makes no sense is refused is not published.
fn check(shift: &CustomShift, account: &Account) -> Result<(), ApiError> {
    if shift.end <= shift.start {
        return Err(ApiError::v3_invalid("custom_shift.end_time", "must be after start_time"));
    }
    if shift.end <= account.now() {
        return Err(ApiError::v3_invalid("custom_shift.end_time", "must be in the future"));
    }
    Ok(())
}

/// The member of the one assignment.
fn assigned(account: &Account, assignments: &Value) -> Result<Option<Key<User>>, ApiError> {
    let one = assignments.as_array().filter(|all| all.len() == 1).and_then(|all| all[0].as_object());
    let one = one.ok_or_else(|| ApiError::v3_invalid("custom_shift.assignments", "must have exactly one"))?;
    required(one, "custom_shift.assignments", "type", "shift_assignment")?;
    member(account, one, "custom_shift.assignments", "member")
}
