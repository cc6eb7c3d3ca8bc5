//! `/schedules/{id}/overrides`.

use serde_json::{Value, json};

use super::schedules;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
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
    let zone = Zone::named(account[schedule].time_zone_name);
    let view = View::new(account, call.zone(zone.unwrap_or(Zone::Utc))?, call);
    let editable = call.request.flag("editable");
    let now = account.now();
    let mut places: Vec<usize> = (0..account[schedule].overrides.len())
        .filter(|place| {
            let each = &account[schedule].overrides[*place];
            range.touches(each.start, each.end) && (!editable || each.start > now)
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
