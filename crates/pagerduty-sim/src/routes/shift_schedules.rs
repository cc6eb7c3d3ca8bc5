//! `/v3/schedules`: shift-based schedules.

use std::ops::RangeInclusive;

use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::model::Schedule;
use crate::time::{Range, Zone, time_zone};
use crate::view::View;

/// How many rows by default and at most. Source: OpenAPI, schedules of version 3.
const SCHEDULES: (usize, usize) = (100, 1000);
pub(super) const PARTS: (usize, usize) = (25, 100);

/// How long a name and a description are. Source: the same.
const NAME: RangeInclusive<usize> = 1..=255;
const DESCRIPTION: RangeInclusive<usize> = 0..=1024;

/// References only.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::within(call.request, SCHEDULES.0, SCHEDULES.1)?;
    let teams = call.team_filter(account)?;
    let view = View::new(account, Zone::Utc, call);
    let schedules = account.keys::<Schedule>().filter(|schedule| {
        let schedule = &account[*schedule];
        let has_team = |teams: &Vec<_>| schedule.teams.iter().any(|team| teams.contains(team));
        schedule.is_shift_based
            && !schedule.is_deleted
            && teams.as_ref().is_none_or(has_team)
            && call.matches_query(&schedule.name)
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

/// Without rotations, which come later.
pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let fields = fields(call)?;
    let name = text(&fields, "name", NAME)?.ok_or_else(|| ApiError::v3_invalid("schedule.name", "is required"))?;
    let zone = zone(&fields)?.ok_or_else(|| ApiError::v3_invalid("schedule.time_zone", "is required"))?;
    let description = text(&fields, "description", DESCRIPTION)?.unwrap_or_default();
    let teams = fields.get("teams").and_then(Value::as_array).into_iter().flatten();
    let team = |team: &Value| {
        let id = team["id"].as_str().filter(|_| team["type"] == "team_reference");
        id.and_then(|id| account.find(id)).ok_or_else(|| ApiError::v3_invalid("schedule.teams", "not found"))
    };
    let schedule = Schedule {
        teams: teams.map(team).collect::<Result<_, _>>()?,
        name,
        description,
        time_zone_name: zone.0,
        time_zone: zone.1,
        is_shift_based: true,
        layers: Vec::new(),
        overrides: Vec::new(),
        rotations: Vec::new(),
        override_shifts: Vec::new(),
        custom_shifts: Vec::new(),
        is_deleted: false,
    };
    account.schedules.push(schedule);
    let schedule = Key::new(account.schedules.len() - 1);
    let object = view(account, call, schedule)?.shift_schedule(schedule, None, false);
    Ok(Answer::created(serde_json::json!({"schedule": object})))
}

/// Only what is given changes.
pub(crate) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let fields = fields(call)?;
    let (name, zone) = (text(&fields, "name", NAME)?, zone(&fields)?);
    let description = text(&fields, "description", DESCRIPTION)?;
    let changed = &mut account[schedule];
    if let Some(name) = name {
        changed.name = name;
    }
    if let Some(description) = description {
        changed.description = description;
    }
    if let Some((name, zone)) = zone {
        (changed.time_zone_name, changed.time_zone) = (name, zone);
    }
    let object = view(account, call, schedule)?.shift_schedule(schedule, None, false);
    Ok(serde_json::json!({"schedule": object}).into())
}

/// That one in use is not deleted is documented; how it is refused is not.
pub(crate) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    if account.policies_with(schedule).next().is_some() {
        return Err(ApiError::v3_invalid("schedule.escalation_policies", "reference this schedule"));
    }
    account[schedule].is_deleted = true;
    Ok(Answer::NOTHING)
}

/// What the body says of a schedule.
fn fields(call: &Call<'_>) -> Result<Map<String, Value>, ApiError> {
    let mut body = call.whole_body()?;
    let Some(Value::Object(fields)) = body.remove("schedule") else {
        return Err(ApiError::v3_invalid("schedule", "is required"));
    };
    match ["rotations", "escalation_policies"].into_iter().find(|name| fields.contains_key(*name)) {
        Some(name) => Err(ApiError::v3_invalid(&format!("schedule.{name}"), "is not accepted here")),
        None => Ok(fields),
    }
}

/// A text of this many characters.
fn text(fields: &Map<String, Value>, name: &str, allowed: RangeInclusive<usize>) -> Result<Option<String>, ApiError> {
    match fields.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if allowed.contains(&text.chars().count()) => Ok(Some(text.clone())),
        Some(_) => Err(ApiError::v3_invalid(&format!("schedule.{name}"), "is invalid")),
    }
}

fn zone(fields: &Map<String, Value>) -> Result<Option<(String, TimeZone)>, ApiError> {
    let Some(name) = fields.get("time_zone") else { return Ok(None) };
    let zone = name.as_str().and_then(|name| Some((name.to_owned(), time_zone(name)?)));
    zone.map(Some).ok_or_else(|| ApiError::v3_invalid("schedule.time_zone", "is invalid"))
}

/// The schedule that the path names. One of the older kind has its own endpoints.
pub(super) fn find(account: &Account, call: &Call<'_>) -> Result<Key<Schedule>, ApiError> {
    let schedule = account.find(call.segment(2)).filter(|schedule: &Key<Schedule>| !account[*schedule].is_deleted);
    let schedule = schedule.ok_or_else(ApiError::not_found)?;
    if account[schedule].is_shift_based { Ok(schedule) } else { Err(ApiError::layer_based_schedule()) }
}

pub(super) fn view<'a>(
    account: &'a Account,
    call: &'a Call<'_>,
    schedule: Key<Schedule>,
) -> Result<View<'a>, ApiError> {
    let zone = Zone::named(&account[schedule].time_zone_name).unwrap_or(Zone::Utc);
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
