//! `/schedules/{id}/overrides`.

use serde_json::{Map, Value, json};

use super::schedules;
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome};
use crate::id::Key;
use crate::model::{Deletion, OverrideError, Schedule, User};
use crate::time::{Range, Zone};
use crate::view::View;

/// With `editable`, only the IDs of those that have not begun.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let schedule = schedules::find(account, call)?;
    let since = call.time("since")?.ok_or_else(|| ApiError::missing_argument("since"))?;
    let until = call.time("until")?.ok_or_else(|| ApiError::missing_argument("until"))?;
    if until < since {
        return Err(ApiError::invalid_date_range());
    }
    let range = Range::new(since, until);
    let zone = Zone::named(&account[schedule].time_zone_name);
    let view = View::new(account, call.zone(zone.unwrap_or(Zone::Utc))?, call);
    let editable = call.request.flag("editable");
    let now = account.now();
    let mut places: Vec<usize> = (0..account[schedule].overrides.len())
        .filter(|place| {
            let each = &account[schedule].overrides[*place];
            !each.is_deleted && range.touches(each.start, each.end) && (!editable || each.start > now)
        })
        .collect();
    places.sort_by_key(|place| account[schedule].overrides[*place].start);
    let overrides: Vec<Value> = places
        .into_iter()
        .map(|place| {
            if editable {
                json!({"id": view.override_id(schedule, place)})
            } else {
                view.schedule_override(schedule, place)
            }
        })
        .collect();
    let total = overrides.len();
    Ok(json!({"overrides": overrides, "total": total}).into())
}

/// Answers 201 with a bare array: what became of each override, in the order of the request.
///
/// The older form with a single `override` is deprecated and not here.
pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let schedule = schedules::find(account, call)?;
    let body = call.whole_body()?;
    let wanted = body.get("overrides").and_then(Value::as_array).filter(|wanted| !wanted.is_empty());
    let wanted = wanted.ok_or_else(|| ApiError::invalid_input("Overrides cannot be empty."))?;
    let zone = Zone::named(&account[schedule].time_zone_name).unwrap_or(Zone::Utc);
    let mut results = Vec::with_capacity(wanted.len());
    for fields in wanted {
        let place = read(account, fields, &zone)
            .and_then(|(range, user)| add(account, schedule, range, user).map_err(OverrideError::message));
        results.push(match place {
            Ok(place) => {
                let view = View::new(account, zone.clone(), call);
                json!({"status": 201, "override": view.schedule_override(schedule, place)})
            }
            Err(error) => json!({"status": 400, "errors": [error], "override": fields}),
        });
    }
    Ok(Answer::created(Value::Array(results)))
}

fn add(account: &mut Account, schedule: Key<Schedule>, range: Range, user: Key<User>) -> Result<usize, OverrideError> {
    let now = account.now();
    account.add_override(schedule, range, user, now)
}

fn read(account: &Account, fields: &Value, zone: &Zone) -> Result<(Range, Key<User>), &'static str> {
    let nothing = Map::new();
    let fields = fields.as_object().unwrap_or(&nothing);
    let zone = fields.get("time_zone").and_then(Value::as_str).and_then(Zone::named).unwrap_or_else(|| zone.clone());
    let time = |name: &str| fields.get(name).and_then(Value::as_str).and_then(|text| zone.read(text));
    let start = time("start").ok_or("Start is invalid")?;
    let end = time("end").ok_or("End is invalid")?;
    let user = fields.get("user").filter(|user| matches!(user["type"].as_str(), Some("user" | "user_reference")));
    let user = user.and_then(|user| user["id"].as_str()).and_then(|id| account.find(id)).ok_or("User is invalid")?;
    Ok((Range::new(start, end), user))
}

/// 204 for one that is to come; 200 for one that has begun, which ends now.
pub(crate) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let schedule = schedules::find(account, call)?;
    let place = account.find_override(schedule, call.second_id()).ok_or_else(ApiError::override_not_found)?;
    let now = account.now();
    let status = match account.delete_override(schedule, place, now).ok_or_else(ApiError::past_override)? {
        Deletion::Removed => 204,
        Deletion::Cut => 200,
    };
    Ok(Answer { status, body: None })
}
