//! `/v3/schedules/{id}/overrides`.

use serde_json::{Map, Value, json};

use super::shift_fields::{member, required, time};
use super::shift_schedules::{PARTS, find, lean, range, view};
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::model::{OverrideShift, Schedule, ShiftOrigin};
use crate::time::Range;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let page = Page::within(call.request, PARTS.0, PARTS.1)?;
    let range = range(call)?;
    let view = view(account, call, schedule)?;
    let overrides = &account[schedule].override_shifts;
    let mut places: Vec<usize> = (0..overrides.len())
        .filter(|place| !overrides[*place].is_deleted && range.touches(overrides[*place].start, overrides[*place].end))
        .collect();
    places.sort_by_key(|place| overrides[*place].start);
    Ok(lean(page.answer("overrides", places.into_iter(), |place| view.override_shift(schedule, place))))
}

/// All of them or none. How a request that is wrong is refused is not published, but for the shape of the answer.
pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let body = call.whole_body()?;
    let wanted = body.get("overrides").and_then(Value::as_array).filter(|wanted| !wanted.is_empty());
    let wanted = wanted.ok_or_else(|| ApiError::v3_invalid("overrides", "must have at least one"))?;
    let new: Vec<OverrideShift> =
        wanted.iter().map(|fields| read(account, schedule, fields)).collect::<Result<_, _>>()?;
    let mut places = Vec::with_capacity(new.len());
    for one in new {
        let place = account.add_override_shift(schedule, one);
        places.push(place.ok_or_else(|| ApiError::v3_invalid("overrides", "are too many"))?);
    }
    let view = view(account, call, schedule)?;
    let made: Vec<Value> = places.into_iter().map(|place| view.override_shift(schedule, place)).collect();
    Ok(Answer::created(json!({"overrides": made})))
}

pub(crate) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let place = account.find_override_shift(schedule, call.segment(4)).ok_or_else(ApiError::not_found)?;
    let now = account.now();
    let deletion = account.delete_override_shift(schedule, place, now);
    deletion.map(|_| Answer::NOTHING).ok_or_else(|| ApiError::v3_invalid("override", "has already ended"))
}

fn read(account: &Account, schedule: Key<Schedule>, fields: &Value) -> Result<OverrideShift, ApiError> {
    let nothing = Map::new();
    let fields = fields.as_object().unwrap_or(&nothing);
    required(fields, "override", "type", "override_shift")?;
    let (start, end) = (time(fields, "override", "start_time")?, time(fields, "override", "end_time")?);
    if end <= start {
        return Err(ApiError::v3_invalid("override.end_time", "must be after start_time"));
    }
    if end <= account.now() {
        return Err(ApiError::v3_invalid("override.end_time", "must be in the future"));
    }
    let overridden = member(account, fields, "override", "overridden_member")?;
    let overriding = member(account, fields, "override", "overriding_member")?;
    let origin = origin(account, schedule, fields)?;
    let is_about = account[schedule]
        .computed_shifts(Range::new(start, end))
        .iter()
        .any(|shift| account[schedule].origin(shift.source) == Some(origin) && shift.user == overridden);
    if !is_about {
        return Err(ApiError::v3_invalid("override.overridden_member", "is not on call in this time"));
    }
    Ok(OverrideShift { origin, start, end, overridden, overriding, is_deleted: false })
}

/// A rotation or a custom shift, and not both.
fn origin(account: &Account, schedule: Key<Schedule>, fields: &Map<String, Value>) -> Result<ShiftOrigin, ApiError> {
    let id = |name: &str| fields.get(name).and_then(Value::as_str);
    match (id("rotation_id"), id("custom_shift_id")) {
        (Some(id), None) => account
            .find_rotation(schedule, id)
            .map(ShiftOrigin::Rotation)
            .ok_or_else(|| ApiError::v3_invalid("override.rotation_id", "not found")),
        (None, Some(id)) => account
            .find_custom_shift(schedule, id)
            .map(ShiftOrigin::CustomShift)
            .ok_or_else(|| ApiError::v3_invalid("override.custom_shift_id", "not found")),
        (None, None) => Err(ApiError::v3_invalid("override", "needs a rotation_id or a custom_shift_id")),
        (Some(_), Some(_)) => Err(ApiError::v3_invalid("override", "takes a rotation_id or a custom_shift_id")),
    }
}
